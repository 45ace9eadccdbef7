using System.Collections.Concurrent;
using System.Globalization;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.Faults;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Chaos.Trouble;

/// <summary>One time that something went wrong.</summary>
internal sealed record Strike(TroubleKind? Kind, DateTimeOffset From, DateTimeOffset To);

/// <summary>
/// Makes things go wrong: one kind after the other, each once before any comes again, in the seed's order; and beside it, when wanted, kills at random moments.
/// </summary>
internal sealed class Troubles(ChaosPlan plan, SandboxServer sandbox, BotUnderTest bot, SmallDisk disk, string database, string clockFile, Action<string> log)
{
    private static readonly TimeSpan PatienceForBot = TimeSpan.FromSeconds(60);
    private static readonly string[] MessageEvents = ["MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_REACTION_ADD"];

    private readonly Random random = new(plan.Seed);
    private readonly Random killer = new(unchecked((plan.Seed * 31) + 7));
    private readonly ConcurrentQueue<Strike> strikes = new();

    /// <summary>When what went wrong; a kind of null is a kill.</summary>
    public IReadOnlyCollection<Strike> Strikes => strikes;

    /// <summary>Goes on until the time is over; then all is well again.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        await Task.WhenAll(KillAsync(over), StrikeAsync(over));
        sandbox.Faults.Clear();
        disk.MakeRoom();
        await SetClockAsync(TimeSpan.Zero);
        await bot.StartAsync();
    }

    private async Task KillAsync(CancellationToken over)
    {
        if (!plan.Kills) return;
        while (!over.IsCancellationRequested)
        {
            // Most times it has found its feet again, so that something is under way; on a slow machine it would otherwise never get beyond its start.
            if (killer.Next(5) > 0) await bot.IsReadyWithinAsync(PatienceForBot);
            if (!await PauseAsync(killer.NextDouble() * plan.BetweenKills, over)) return;
            var from = Now();
            await bot.KillAsync();
            await PauseAsync(killer.Next(4) == 0 ? TimeSpan.FromMilliseconds(killer.Next(1500)) : TimeSpan.Zero, over);
            await bot.StartAsync();
            strikes.Enqueue(new Strike(null, from, Now()));
            log($"{from:HH:mm:ss.fff} killed");
        }
    }

    private async Task StrikeAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested && plan.Troubles.Count > 0)
        {
            var deck = plan.Troubles.ToArray();
            random.Shuffle(deck);
            foreach (var kind in deck)
            {
                await bot.IsReadyWithinAsync(PatienceForBot);
                if (!await PauseAsync(TimeSpan.FromMilliseconds(random.Next(50, 800)), over)) return;
                var from = Now();
                log($"{from:HH:mm:ss.fff} {kind}");
                await StrikeAsync(kind, over);
                strikes.Enqueue(new Strike(kind, from, Now()));
            }
        }
    }

    private async Task StrikeAsync(TroubleKind kind, CancellationToken over)
    {
        var lasting = TimeSpan.FromMilliseconds(random.Next(500, 4000));
        switch (kind)
        {
            case TroubleKind.KilledWhileStarting:
                for (var times = 1 + random.Next(3); times > 0; times--)
                {
                    await bot.KillAsync();
                    await bot.StartAsync();
                    await PauseAsync(TimeSpan.FromMilliseconds(random.Next(900)), over);
                }

                break;
            case TroubleKind.Away:
                await bot.KillAsync();
                await PauseAsync(lasting * 2, over);
                await bot.StartAsync();
                break;
            case TroubleKind.Restarted:
                await bot.TerminateAsync();
                await bot.StartAsync();
                break;
            case TroubleKind.Drop:
                sandbox.Faults.Add(new Fault { Kind = FaultKind.Drop });
                break;
            case TroubleKind.DropRepeatedly:
                sandbox.Faults.Add(new Fault { Kind = FaultKind.Drop, Times = 3 });
                await PauseAsync(lasting, over);
                break;
            case TroubleKind.Zombie:
                sandbox.Faults.Add(new Fault { Kind = FaultKind.Silence });
                await PauseAsync(lasting, over);
                break;
            case TroubleKind.Reconnect:
                sandbox.Faults.Add(new Fault { Kind = FaultKind.Reconnect });
                break;
            case TroubleKind.InvalidResumable:
                sandbox.Faults.Add(new Fault { Kind = FaultKind.InvalidSession, Resumable = true });
                break;
            case TroubleKind.InvalidSession:
                sandbox.Faults.Add(new Fault { Kind = FaultKind.InvalidSession });
                break;
            case TroubleKind.ResumeRefused:
                sandbox.Faults.Add(new Fault { Kind = FaultKind.RefuseResume });
                sandbox.Faults.Add(new Fault { Kind = FaultKind.Drop });
                break;
            case TroubleKind.Swallowed:
                sandbox.Faults.Add(new Fault { Kind = FaultKind.SwallowEvent, Event = MessageEvents[random.Next(MessageEvents.Length)], Times = 1 + random.Next(4) });
                await PauseAsync(lasting, over);
                break;
            case TroubleKind.Doubled:
                sandbox.Faults.Add(new Fault { Kind = FaultKind.DuplicateEvent, Times = 5 + random.Next(20) });
                await PauseAsync(lasting, over);
                break;
            case TroubleKind.Reordered:
                sandbox.Faults.Add(new Fault { Kind = FaultKind.ReorderEvents, Times = 3 + random.Next(10) });
                await PauseAsync(lasting, over);
                break;
            case TroubleKind.RateLimitStorm:
                sandbox.Faults.Add(new Fault { Kind = FaultKind.RateLimit, Global = random.Next(2) == 0, Milliseconds = random.Next(100, 900), Times = 5 + random.Next(15) });
                await PauseAsync(lasting, over);
                break;
            case TroubleKind.ErrorBefore or TroubleKind.ErrorAfter:
                sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, AfterEffect = kind == TroubleKind.ErrorAfter, Times = 1 + random.Next(8) });
                await PauseAsync(lasting, over);
                break;
            case TroubleKind.BrokenBefore or TroubleKind.BrokenAfter:
                sandbox.Faults.Add(new Fault { Kind = FaultKind.BrokenConnection, AfterEffect = kind == TroubleKind.BrokenAfter, Times = 1 + random.Next(8) });
                await PauseAsync(lasting, over);
                break;
            case TroubleKind.Slow:
                sandbox.Faults.Add(new Fault { Kind = FaultKind.Delay, Milliseconds = random.Next(200, 2500), Times = 5 + random.Next(10) });
                await PauseAsync(lasting, over);
                break;
            case TroubleKind.LockedDatabase:
                await LockAsync(lasting * 2, over);
                break;
            case TroubleKind.FullDisk:
                disk.Fill();
                await PauseAsync(lasting * 2, over);
                disk.MakeRoom();
                break;
            case TroubleKind.ClockJump:
                await SetClockAsync(TimeSpan.FromSeconds(random.Next(-7200, 7200)));
                await PauseAsync(lasting, over);
                if (random.Next(2) == 0) await SetClockAsync(TimeSpan.Zero);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows how to make {kind}.");
        }

        // What struck less often than it might have must not reach into the next one's time.
        sandbox.Faults.Clear();
    }

    private async Task LockAsync(TimeSpan lasting, CancellationToken over)
    {
        if (!File.Exists(database)) return;
        try
        {
            await using var other = await RecordFile.OpenAsync(database, SqliteOpenMode.ReadWrite);
            await using var transaction = await other.BeginTransactionAsync(CancellationToken.None);
            await PauseAsync(lasting, over);
            await transaction.RollbackAsync(CancellationToken.None);
        }
        catch (SqliteException e)
        {
            log($"The database could not be locked: {e.Message}");
        }
    }

    private async Task SetClockAsync(TimeSpan ahead)
    {
        // Written beside and moved over: the bot must never read half a number.
        await File.WriteAllTextAsync(clockFile + ".new", ahead.TotalSeconds.ToString("0", CultureInfo.InvariantCulture));
        File.Move(clockFile + ".new", clockFile, overwrite: true);
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    /// <returns>False when the time is over.</returns>
    private static async Task<bool> PauseAsync(TimeSpan pause, CancellationToken over)
    {
        await Task.Delay(pause, TimeProvider.System, over).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return !over.IsCancellationRequested;
    }
}
