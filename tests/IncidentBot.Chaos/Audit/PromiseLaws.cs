using IncidentBot.Chaos.Script;
using IncidentBot.Chaos.Trouble;
using IncidentBot.Sandbox.World;
using IncidentBot.Storage;

namespace IncidentBot.Chaos.Audit;

/// <summary>Every promise is kept once: what was answered with yes is in the record once, what was answered with no is not; and what is owed was done.</summary>
internal static class PromiseLaws
{
    /// <summary>Discord gives up on an answer after 3 s. A little more is allowed for what was under way at that moment.</summary>
    private static readonly TimeSpan LatestCommit = TimeSpan.FromSeconds(3.5);

    /// <summary>How long after something was asked it matters whether something went wrong.</summary>
    private static readonly TimeSpan Concern = TimeSpan.FromSeconds(12);

    public static IEnumerable<Violation> Check(Evidence evidence, IReadOnlyList<Kept> record, IReadOnlyDictionary<ulong, DateTimeOffset> seen) =>
        [.. evidence.Ledger.Asked.SelectMany(asked => Check(evidence, record, seen, asked)), .. evidence.Ledger.Stories.SelectMany(story => Check(record, story)), .. record.SelectMany(Owed)];

    private static IEnumerable<Violation> Check(Evidence evidence, IReadOnlyList<Kept> record, IReadOnlyDictionary<ulong, DateTimeOffset> seen, Asked asked)
    {
        if (!asked.Answered && evidence.JudgesSpeed(asked.At, asked.At + Concern) && (asked.InPeace || !evidence.WasTroubled(asked.At, asked.At + Concern)))
            yield return new Violation("Whoever asks is answered while nothing is wrong", asked.ToString());
        if (asked.Effect == Effect.Nothing) yield break;
        var times = Times(record, asked);
        if (times > 1) yield return new Violation("A command has its effect once", $"{times} times: {asked}");
        if (asked.Accepted && times == 0) yield return new Violation("What was accepted is in the record", asked.ToString());
        if (asked.Refused && times > 0) yield return new Violation("What was refused is not in the record", asked.ToString());

        if (times == 0 || asked.View.State != InteractionState.Failed) yield break;

        // Its clock jumps: then its times say nothing.
        if (!evidence.Struck(TroubleKind.ClockJump) && seen.TryGetValue(asked.View.Interaction.Id, out var at) && at - new Discord.Snowflake(asked.View.Interaction.Id).Timestamp > LatestCommit)
            yield return new Violation("Nothing is carried out long after somebody was told that it failed", $"{(at - new Discord.Snowflake(asked.View.Interaction.Id).Timestamp).TotalSeconds:0.0} s late: {asked}");

        // Where the session was lost, or events were, Discord does not send it again to a bot that was killed before it could answer.
        if (evidence.HeardAll && !evidence.IsTold(asked.View.Interaction)) yield return new Violation("Nothing is carried out behind the back of somebody who was told that it failed", asked.ToString());
    }

    private static int Times(IReadOnlyList<Kept> record, Asked asked) => asked.Effect switch
    {
        Effect.Incident => record.Count(k => k.File.Incident.Title.Contains(asked.Token, StringComparison.Ordinal)),
        Effect.Action => record.Sum(k => k.File.Actions.Count(a => a.Text.Contains(asked.Token, StringComparison.Ordinal))),
        Effect.Escalation => record.Sum(k => k.File.Escalations.Count(e => e.Reason?.Contains(asked.Token, StringComparison.Ordinal) == true)),

        // One command may write entries of several kinds, but one of each.
        Effect.Entry => record.SelectMany(static k => k.File.Entries).Where(e => e.Text.Contains(asked.Token, StringComparison.Ordinal)).GroupBy(static e => e.Kind).Select(static g => g.Count()).DefaultIfEmpty().Max(),
        _ => 0,
    };

    private static IEnumerable<Violation> Check(IReadOnlyList<Kept> record, Story story)
    {
        if (story.IsOpen is not { } open || record.FirstOrDefault(k => k.File.Incident.Title.Contains(story.Token, StringComparison.Ordinal)) is not { } kept) yield break;
        if (kept.File.Incident.IsOpen != open) yield return new Violation("An incident is open until it was closed, and closed until it was reopened", $"{kept.Name} should be {(open ? "open" : "closed")} and is {kept.File.Incident.Status}");
    }

    private static IEnumerable<Violation> Owed(Kept kept)
    {
        foreach (var item in kept.Agenda)
        {
            var what = $"{kept.Name}: {item.Owed} (item {item.Id}, {item.State}, attempts {item.Attempts}, due {item.Due:HH:mm:ss}, made {item.Created:HH:mm:ss}): {item.LastError}";
            if (item.State == AgendaState.Failed) yield return new Violation("Nothing is given up that could be done", what);
            if (item.State == AgendaState.Running || (item.State == AgendaState.Waiting && item.Due <= TimeProvider.System.GetUtcNow())) yield return new Violation("What is owed is done", what);
        }
    }
}
