using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Storage.Record;

/// <summary>
/// What a first command does to the record: EF compiles each kind of query and row on first use, which takes most of a second altogether.
/// The caller takes everything back.
/// </summary>
internal static class Rehearsal
{
    public static async Task PlayAsync(CommitScope scope, DateTimeOffset now)
    {
        var settings = await scope.SettingsAsync(default);
        var asker = new Asker(default, now, settings);
        await scope.TryHandleInteractionAsync(0);
        await scope.SaveAsync(new KnownPerson(default, "nobody"));
        var (id, number) = await scope.NextIncidentAsync(default);
        if (Declare.Decide(new DeclareCommand("Rehearsal"), id, number, asker).Decision is not { } declared) return;
        await scope.SaveAsync(declared);

        await scope.FindIncidentAsync(default(ChannelId));
        if (await scope.FindIncidentAsync(default, number) is not { } incident) return;
        var state = new IncidentState(incident)
        {
            Entries = await scope.EntriesAsync(id),
            Actions = await scope.ActionsAsync(id),
            Escalations = await scope.EscalationsAsync(id),
        };
        if (AddEntry.Decide(state, "rehearsed", null, EntryKind.KeyEvent, asker).Decision is { } entry) await scope.SaveAsync(entry);

        foreach (var item in await scope.TakeDueAsync(DateTimeOffset.MaxValue, 1, TimeSpan.Zero)) await scope.CompleteAsync(item);
    }
}
