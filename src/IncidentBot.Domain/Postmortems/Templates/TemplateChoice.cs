using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain.Postmortems.Templates;

/// <summary>Which template an incident's postmortem follows: the one chosen for it, else the one set for its severity, else the server's, else the classic one.</summary>
public static class TemplateChoice
{
    public static PostmortemTemplate Of(IncidentFile file) => Of(file.Incident, file.Settings);

    public static PostmortemTemplate Of(Incident incident, ServerSettings settings) => KnownTemplates.Find(incident.Postmortem.TemplateKey) ?? Of(incident.Severity, settings);

    /// <summary>What holds for a severity when nothing is chosen for the incident.</summary>
    /// <param name="severity">Null: what holds where a severity has none of its own.</param>
    public static PostmortemTemplate Of(Severity? severity, ServerSettings settings) =>
        KnownTemplates.Find(settings.Templates.FirstOrDefault(set => severity is not null && set.Severity == severity)?.Key)
        ?? KnownTemplates.Find(settings.Templates.FirstOrDefault(set => set.Severity is null)?.Key)
        ?? KnownTemplates.Classic;

    /// <summary>The settings with a template for a severity, or for all others.</summary>
    public static ServerSettings Set(ServerSettings settings, Severity? severity, PostmortemTemplate template)
    {
        ImmutableArray<TemplateSetting> others = [.. settings.Templates.Where(set => set.Severity != severity)];
        return settings with { Templates = [.. others.Append(new TemplateSetting(severity, template.Key)).OrderBy(set => (int?)set.Severity ?? 0)] };
    }
}
