using System.Collections.Immutable;
using System.Globalization;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;
using IncidentBot.Storage.Record;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Keeping;

/// <summary>What must hold for the record: within each incident, between its tables, and for what is owed.</summary>
internal sealed class RecordLaws(IncidentContext db, DateTimeOffset now, CancellationToken cancellationToken)
{
    /// <summary>What is due for longer is not about to be done.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly ImmutableArray<CheckFinding>.Builder findings = ImmutableArray.CreateBuilder<CheckFinding>();

    public async Task<ImmutableArray<CheckFinding>> FindAsync()
    {
        var ids = await db.Incidents.OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(cancellationToken);
        foreach (var id in ids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await IncidentAsync(id);
            }
            catch (StorageException e) when (e.Fault == StorageFault.Corrupt)
            {
                Broken("documents", $"Incident {id} cannot be read: {e.Message.TrimEnd('.')}");
            }

            db.ChangeTracker.Clear();
        }

        await NumbersAsync();
        await AgendaAsync();
        await IndexAsync();
        return findings.ToImmutable();
    }

    private async Task IncidentAsync(IncidentId id)
    {
        var read = new RecordReader(db, cancellationToken);
        var row = await db.Incidents.AsNoTracking().SingleAsync(one => one.Id == id, cancellationToken);
        var incident = row.Record;
        var state = new IncidentState(incident) { Entries = await read.EntriesAsync(id), Actions = await read.ActionsAsync(id), Escalations = await read.EscalationsAsync(id) };
        foreach (var violation in Invariants.Violations(state)) Broken("invariants", $"{incident.Name}: it does not hold that {violation}");

        // Queries trust the columns, decisions the documents: they must say the same.
        if (IncidentRow.Of(incident) is var derived
            && (derived.Id, derived.Server, derived.Number, derived.Channel, derived.Status, derived.Severity, derived.IsOpen, derived.Version)
            != (row.Id, row.Server, row.Number, row.Channel, row.Status, row.Severity, row.IsOpen, row.Version))
            Broken("columns", $"{incident.Name}: the columns of its row do not say what its document says");

        await MessagesAsync(state);
        foreach (var gap in state.Entries.Where(entry => entry.Gap is not null)) Note("gaps", $"{incident.Name}, {Time(gap.HappenedAt)}: {gap.Text}");
        if (incident is { Status: IncidentStatus.Resolved, PostmortemMessages.IsEmpty: true, IsHistory: false } && !await OwedAsync(id, new PostPostmortem()))
            Warn("postmortem", $"{incident.Name} is resolved, its postmortem is not posted, and it is not owed; `/postmortem regenerate` posts it");
    }

    /// <summary>What an entry was made from, in the incident's own channel or a thread of it, is kept as it was said.</summary>
    private async Task MessagesAsync(IncidentState state)
    {
        var sources = state.Entries.Where(entry => entry.Source is { } source && source.Channel == state.Incident.Channel).ToList();
        var missing = new List<int>();
        foreach (var chunk in sources.Chunk(500))
        {
            var wanted = chunk.Select(entry => entry.Source!.Value.Message).ToList();
            var present = (await db.Talk.Where(row => wanted.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancellationToken)).ToHashSet();
            missing.AddRange(chunk.Where(entry => !present.Contains(entry.Source!.Value.Message)).Select(entry => entry.Number));
        }

        if (missing.Count > 0) Warn("messages", $"{state.Incident.Name}: the messages that entries {Lists.InWords([.. missing.Select(number => "#" + number)])} were made from are not in the record");
    }

    private async Task NumbersAsync()
    {
        var counters = await db.Counters.AsNoTracking().ToDictionaryAsync(row => row.Name, row => row.Value, StringComparer.Ordinal, cancellationToken);
        foreach (var server in (await db.Incidents.Select(row => new { row.Server, row.Number }).ToListAsync(cancellationToken)).GroupBy(row => row.Server))
        {
            var numbers = server.Select(row => row.Number).Order().ToList();
            foreach (var twice in numbers.GroupBy(number => number).Where(group => group.Count() > 1)) Broken("numbers", $"INC-{twice.Key} is there {twice.Count()} times on server {server.Key}");
            var holes = Enumerable.Range(1, Math.Max(0, numbers[^1])).Except(numbers).Take(FileLaws.Told).Select(number => "INC-" + number).ToList();
            if (holes.Count > 0) Broken("numbers", $"{Lists.InWords(holes)} {(holes.Count == 1 ? "is" : "are")} missing on server {server.Key}");
            if (counters.GetValueOrDefault("number/" + server.Key) < numbers[^1]) Broken("numbers", $"The next incident on server {server.Key} would get a number that is taken");
        }

        if (await db.Incidents.MaxAsync(row => (IncidentId?)row.Id, cancellationToken) is { } last && counters.GetValueOrDefault("incident") < last.Value)
            Broken("numbers", "The next incident would get an id that is taken");
    }

    private async Task IndexAsync()
    {
        if (await db.Words.OutOfStepAsync(cancellationToken) is not 0 and var rows)
            Broken("search", $"The full-text index does not say what the record says, in {rows} place(s)");
    }

    private async Task AgendaAsync()
    {
        var stale = now - Patience;
        var names = new Dictionary<IncidentId, string>();
        foreach (var (text, items) in new[]
        {
            ("was given up", db.Agenda.Where(row => row.State == AgendaState.Failed)),
            ("has been under way for too long", db.Agenda.Where(row => row.State == AgendaState.Running && row.LeasedUntil < stale)),
            ("has been due for too long (is the bot running?)", db.Agenda.Where(row => row.State == AgendaState.Waiting && row.Due < stale)),
        })
        {
            // Not the items' own documents: one that this version cannot read must not hide the others.
            var rows = await items.OrderByDescending(row => row.Id).Select(row => new { row.Id, row.Incident, row.Server, row.Kind, row.Due, row.LastError }).Take(FileLaws.Told).ToListAsync(cancellationToken);
            foreach (var row in rows)
            {
                string? name;
                if (row.Incident is not { } incident)
                {
                    name = "server " + row.Server;
                }
                else if (!names.TryGetValue(incident, out name))
                {
                    names[incident] = name = "INC-" + (await db.Incidents.Where(one => one.Id == incident).Select(one => one.Number).FirstOrDefaultAsync(cancellationToken)).ToString(CultureInfo.InvariantCulture);
                }

                Warn("agenda", $"{name}: {row.Kind} (item {row.Id}, due {Time(row.Due)}) {text}{(row.LastError is { } error ? ": " + error.ReplaceLineEndings(" ").TrimEnd('.') : "")}");
            }

            var all = await items.CountAsync(cancellationToken);
            if (all > rows.Count) Warn("agenda", $"{all - rows.Count} more {text}");
        }
    }

    private Task<bool> OwedAsync(IncidentId incident, Owed owed) => db.Agenda.AnyAsync(
        row => row.Incident == incident && row.OnceKey == owed.OnceKey && (row.State == AgendaState.Waiting || row.State == AgendaState.Running), cancellationToken);

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private void Broken(string law, string text) => findings.Add(new(CheckWeight.Broken, law, text));

    private void Warn(string law, string text) => findings.Add(new(CheckWeight.Warning, law, text));

    private void Note(string law, string text) => findings.Add(new(CheckWeight.Note, law, text));
}
