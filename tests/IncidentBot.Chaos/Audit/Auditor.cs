using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Storage;

namespace IncidentBot.Chaos.Audit;

/// <summary>Holds what people did and what stands on the server against the record. The bot has ended.</summary>
internal static class Auditor
{
    public static async Task<IReadOnlyList<Violation>> AuditAsync(Evidence evidence)
    {
        List<Kept> record = [];
        await using (var store = await IncidentStore.OpenAsync(new StorageOptions(evidence.Database, TimeProvider.System)))
        {
            foreach (var incident in await store.ListIncidentsAsync(new ServerId(evidence.World.Guild.Id), new IncidentFilter { Limit = int.MaxValue }))
            {
                record.Add(new Kept((await store.LoadFileAsync(incident.Id))!, await store.ListAgendaAsync(incident.Id)));
            }
        }

        record = [.. record.OrderBy(static k => k.File.Incident.Number)];
        var seen = await InteractionsSeen.ReadAsync(evidence.Database);
        return
        [
            .. evidence.Exits.Select(static exit => new Violation("The bot goes on by itself whatever happens around it", exit)),
            .. TalkLaws.Check(evidence, record),
            .. PromiseLaws.Check(evidence, record, seen),
            .. VoiceLaws.Check(evidence, record),
            .. RecordLaws(record),
        ];
    }

    private static IEnumerable<Violation> RecordLaws(List<Kept> record)
    {
        if (!record.Select(static k => k.File.Incident.Number).SequenceEqual(Enumerable.Range(1, record.Count)))
            yield return new Violation("Incidents are numbered without gaps", string.Join(' ', record.Select(static k => k.File.Incident.Number)));
        foreach (var (file, _) in record)
        {
            var state = new IncidentState(file.Incident) { Entries = file.Entries, Actions = file.Actions, Escalations = file.Escalations };
            foreach (var broken in Invariants.Violations(state)) yield return new Violation("Every record is a legal one", $"{file.Incident.Name}: {broken}");
        }
    }
}
