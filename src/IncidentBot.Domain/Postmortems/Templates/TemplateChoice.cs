using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain.Postmortems.Templates;

/// <summary>Which template an incident's postmortem follows: the one chosen for it, else the one set for its severity, else the server's, else the classic one.</summary>
public static class TemplateChoice
{
    /// <summary>As it is filled in for this incident. Where the chosen one cannot be used, the classic one takes its place and says so in its preface.</summary>
    public static PostmortemTemplate Of(IncidentFile file) => Of(new Postmortems.Draft(file));

    /// <summary>The key that was chosen; it may be one of the server's own.</summary>
    public static string KeyOf(Incident incident, ServerSettings settings) => incident.Postmortem.TemplateKey ?? KeyOf(incident.Severity, settings);

    /// <summary>What holds for a severity when nothing is chosen for the incident.</summary>
    /// <param name="severity">Null: what holds where a severity has none of its own.</param>
    public static string KeyOf(Severity? severity, ServerSettings settings) =>
        settings.Templates.FirstOrDefault(set => severity is not null && set.Severity == severity)?.Key
        ?? settings.Templates.FirstOrDefault(set => set.Severity is null)?.Key
        ?? KnownTemplates.Classic.Key;

    /// <summary>The settings with a template for a severity, or for all others.</summary>
    public static ServerSettings Set(ServerSettings settings, Severity? severity, string key)
    {
        ImmutableArray<TemplateSetting> others = [.. settings.Templates.Where(set => set.Severity != severity)];
        return settings with { Templates = [.. others.Append(new TemplateSetting(severity, key)).OrderBy(set => (int?)set.Severity ?? 0)] };
    }

    internal static PostmortemTemplate Of(Postmortems.Draft draft)
    {
        var key = KeyOf(draft.Incident, draft.File.Settings);
        if (KnownTemplates.Find(key) is { } known) return known;
        return draft.File.Own is { Source: not null } own && own.Key == key
            ? Filled(draft, own)
            : InItsPlace(key, "it is not among the templates of this server any more");
    }

    internal static PostmortemTemplate Filled(Postmortems.Draft draft, OwnTemplate own)
    {
        if (own.Text is not { } text) return InItsPlace(own.Key, "it cannot be filled in here");
        try
        {
            var model = ModelWriter.Write(draft, id => [.. PostmortemComposer.FromRecord(draft, id, withImpact: true, withDetection: true)]);
            var (preface, sections) = text.Fill(model).Read(draft.Incident.Server);
            return sections.IsEmpty
                ? InItsPlace(own.Key, "it gave no section")
                : new PostmortemTemplate(own.Key, text.Description ?? "", [.. sections.Select(section => section.Place)])
                {
                    Texts = sections.ToImmutableDictionary(section => section.Place.Id, section => section.Blocks),
                    Preface = preface,
                };
        }
        catch (TemplateFailure e)
        {
            return InItsPlace(own.Key, e.Message);
        }
    }

    // Whoever reads it must know; and what people wrote stands in it all the same.
    private static PostmortemTemplate InItsPlace(string key, string why) => KnownTemplates.Classic with
    {
        Preface = [new Notice(RichText.Of(new Strong("Not the template that was chosen."), " ", new Code(key), $" could not be used: {UserText.Shorten(UserText.OneLine(why), 300)}. This is the classic arrangement in its place; nothing is lost."))],
    };
}
