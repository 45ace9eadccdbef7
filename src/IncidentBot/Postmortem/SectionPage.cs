using IncidentBot.Commands;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
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

    public string Heading => SectionIds.Heading(Key);

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

        if (SectionIds.Writable.Contains(key)) return Of(file, key);
        await call.RefuseAsync($"There is no section called {Domain.Words.Harmless.Line(key, 40)}.");
        return null;
    }

    public static SectionPage Of(IncidentFile file, string key) => new(file, key, PostmortemComposer.RecordSays(file, key));
}
