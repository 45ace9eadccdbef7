using IncidentBot.Chaos;
using IncidentBot.Chaos.Trouble;

namespace IncidentBot.Tests.Chaos;

/// <summary>A short piece of the crash test, which the benchmarks run for as long as one likes (`chaos --minutes N --seed S`).</summary>
public sealed class ChaosTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "IncidentBot.dll");

    [Fact]
    public async Task Nothing_is_lost_or_done_twice_while_the_bot_is_killed_and_much_goes_wrong()
    {
        var report = await ChaosRun.RunAsync(
            new ChaosPlan
            {
                Program = Program,
                Seed = 20261121,
                Duration = TimeSpan.FromSeconds(18),
                Lanes = 2,
                BetweenKills = TimeSpan.FromSeconds(3),
                Troubles = [TroubleKind.Drop, TroubleKind.Doubled, TroubleKind.LockedDatabase, TroubleKind.FullDisk, TroubleKind.InvalidSession, TroubleKind.ErrorAfter],
                JudgesSpeed = false,
            },
            static _ => { },
            TestContext.Current.CancellationToken);

        report.Violations.ShouldBeEmpty(string.Join('\n', report.Violations.Select(static v => v.ToString()).Concat(report.Complaints.TakeLast(30))));
        report.Kills.ShouldBeGreaterThan(0);
        report.Troubles.ShouldNotBeEmpty();
        report.Messages.ShouldBeGreaterThan(20);
        report.Answered.ShouldBeGreaterThan(0);
    }
}
