using System.Collections.Concurrent;
using System.Collections.Immutable;
using IncidentBot.Chaos.Audit;
using IncidentBot.Chaos.Script;
using IncidentBot.Chaos.Trouble;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Chaos;

/// <summary>People talk while things go wrong; then all is well again and everything comes to rest; then what the sandbox knows is held against what the record holds.</summary>
public static class ChaosRun
{
    private static readonly string[] StartsInVain = ["There is no room left on the disk", "is locked by another program", "The disk failed", "Discord could not be reached"];

    /// <summary>On a machine with much else to do a start takes minutes.</summary>
    private static readonly TimeSpan PatienceForStart = TimeSpan.FromMinutes(5);

    public static async Task<ChaosReport> RunAsync(ChaosPlan plan, Action<string> log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var began = TimeProvider.System.GetTimestamp();
        using var disk = SmallDisk.Make();
        var database = Path.Combine(disk.Folder, "incidentbot.db");
        using var clock = new TempFile();
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { HeartbeatInterval = TimeSpan.FromSeconds(1.5) }, cancellationToken);
        await using var bot = new BotUnderTest(plan.Program, sandbox, database, clock.Path);
        var exits = new ConcurrentQueue<string>();
        bot.EndedByItself += (code, lines) =>
        {
            // A start that cannot have its record or reach Discord says so and ends: whoever looks after it starts it again.
            if (code != 1 || !StartsInVain.Any(lines.Contains)) exits.Enqueue($"exit code {code} after start {bot.Starts}: {lines}");
        };
        var sessions = SessionWatch.Of(sandbox, log);
        await using var machine = new MachineWatch();

        await bot.StartAsync();
        if (!await bot.IsReadyWithinAsync(PatienceForStart)) throw new InvalidOperationException("The bot did not get ready:\n" + string.Join('\n', bot.Complaints));

        var plain = plan with { Troubles = [.. plan.Troubles.Where(kind => disk.CanFill || kind != TroubleKind.FullDisk)] };
        var ledger = new Ledger();
        var troubles = new Troubles(plain, sandbox, bot, disk, database, clock.Path, log);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lanes = Enumerable.Range(0, plan.Lanes).Select(number => new Lane(sandbox, ledger, number, plan.Seed, over.Token)).ToList();
        await Task.WhenAll(lanes.Select(static lane => lane.SetSceneAsync()));
        over.CancelAfter(plan.Duration);
        await Task.WhenAll([troubles.RunAsync(over.Token), .. lanes.Select(static lane => lane.RunAsync())]);
        cancellationToken.ThrowIfCancellationRequested();

        log("Nothing goes wrong any more; waiting for everything to come to rest.");
        var violations = new List<Violation>();
        var rest = new Rest(sandbox, bot, database, plan.PatienceToSettle);
        violations.AddRange(await rest.ComeAsync());
        await Calm.AskAsync(sandbox, ledger);
        violations.AddRange(await rest.ComeAsync());
        await bot.TerminateAsync();

        violations.AddRange(await Auditor.AuditAsync(new Evidence(sandbox.World, ledger, troubles.Strikes, [.. exits], sessions.Begun, plan.JudgesSpeed ? machine : null, database)));
        if (ledger.Stories.All(static story => story.Messages.Count == 0) || !ledger.Asked.Any(static asked => asked.Answered))
            violations.Add(new Violation("a run proves something", "nobody said anything, or no command was answered: that nothing was lost means nothing"));
        return Report(plan, ledger, troubles, bot, sessions, violations) with { Took = TimeProvider.System.GetElapsedTime(began), Busy = machine.WasBusyFor };
    }

    private static ChaosReport Report(ChaosPlan plan, Ledger ledger, Troubles troubles, BotUnderTest bot, SessionWatch sessions, IEnumerable<Violation> violations)
    {
        var said = ledger.Stories.SelectMany(static s => s.Messages).ToList();
        return new ChaosReport
        {
            Seed = plan.Seed,
            Took = default,
            Kills = bot.Kills,
            Starts = bot.Starts,
            Troubles = troubles.Strikes.Where(static s => s.Kind is not null).GroupBy(static s => s.Kind!.Value.ToString()).ToImmutableSortedDictionary(static g => g.Key, static g => g.Count(), StringComparer.Ordinal),
            Incidents = ledger.Stories.Count,
            Messages = said.Count,
            Edits = said.Sum(static m => m.Texts.Count - 1),
            Deletions = said.Count(static m => m.Deleted),
            Reactions = said.Sum(static m => m.PinnedBy.Count),
            Commands = ledger.Asked.Count,
            Answered = ledger.Asked.Count(static a => a.Answered),
            Unanswered = ledger.Asked.Count(static a => !a.Answered),
            SessionsLost = Math.Max(0, sessions.Begun.Count - 1),
            Violations = [.. violations],
            Complaints = [.. bot.Complaints.TakeLast(200)],
        };
    }

    private sealed class TempFile : IDisposable
    {
        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }

    /// <summary>Counts the sessions the bot began.</summary>
    private sealed class SessionWatch
    {
        private readonly ConcurrentQueue<DateTimeOffset> begun = new();

        /// <summary>When each began, the first as well.</summary>
        public IReadOnlyCollection<DateTimeOffset> Begun => begun;

        public static SessionWatch Of(SandboxServer sandbox, Action<string> log)
        {
            var watch = new SessionWatch();
            sandbox.World.OnGateway += frame =>
            {
                if (!frame.ToClient || (string?)frame.Payload["t"] != "READY" || frame.UserId != sandbox.World.Bot.Id) return;
                var now = TimeProvider.System.GetUtcNow();
                log($"{now:HH:mm:ss.fff} a new session");
                watch.begun.Enqueue(now);
            };
            return watch;
        }
    }
}

/// <summary>Once all is well: each open incident is asked something, and has to answer.</summary>
internal static class Calm
{
    public static async Task AskAsync(SandboxServer sandbox, Ledger ledger)
    {
        var ada = sandbox.As("ada");
        foreach (var story in ledger.Stories.Where(static s => s is { IsOpen: true, Channel: not null }))
        {
            var token = story.Token + "calm";
            await Lane.AskAsync(ledger, "/timeline add", Effect.Entry, token, inPeace: true, () => ada.CommandAsync(story.Channel!, $"/timeline add text:\"{token} all is well\"", CancellationToken.None));
        }
    }
}
