using IncidentBot.Commands;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Writing;
using IncidentBot.Storage;

namespace IncidentBot.Postmortem;

/// <summary>A section as it stands: what the record says, what people wrote, and which version that is.</summary>
public sealed record SectionPage(IncidentFile File, string Key, string RecordSays)
{
    public string? Written => File.Incident.WrittenSections.GetValueOrDefault(Key)?.Text;

    /// <summary>What the document says, as text to write on.</summary>
    public string Text => Written ?? RecordSays;

    public SectionVersion Version => SectionHistory.Now(File.Incident, File.Entries, Key, RecordSays);

    public bool IsBehind => SectionHistory.ChangedUnderneath(File.Incident, File.Entries, Key, RecordSays);

    public string Heading => File.Own is null ? SectionIds.Heading(Key) : TemplateChoice.Of(File).HeadingOf(Key);

    /// <summary>Whether it has no text but what people write.</summary>
    public bool IsAsked => SectionIds.IsAsked(Key) || (File.Own is not null && TemplateChoice.Of(File).IsAsked(Key));

    public IncidentState State => IncidentState.Of(File);

    /// <summary>Null when there is no such incident or section, or nothing can be written any more: the person was told.</summary>
    public static async Task<SectionPage?> OpenAsync(CommandCall call, Desk desk, IncidentStore store, string key)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident || await store.LoadFileAsync(incident.Id) is not { } file) return null;
        if (ReviewGate.RefuseFrozen(file.Incident) is { } frozen)
        {
            await call.RefuseAsync(frozen.Sentence);
            return null;
        }

        if (KeysOf(file).Contains(key)) return Of(file, key);
        await call.RefuseAsync($"There is no section called {Domain.Words.Harmless.Line(key, 40)}.");
        return null;
    }

    /// <summary>Every section that people can write in this incident's postmortem: those there always are, those of its own template, and those that were written before.</summary>
    public static IEnumerable<string> KeysOf(IncidentFile file) =>
        SectionIds.Writable.Concat(file.Own is null ? [] : TemplateChoice.Of(file).Places.Select(place => place.Id)).Concat(file.Incident.WrittenSections.Keys).Where(SectionIds.IsKey).Distinct();

    public static SectionPage Of(IncidentFile file, string key) => new(file, key, PostmortemComposer.RecordSays(file, key));
}
