using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>The order milestones have: started ≤ detected ≤ acknowledged ≤ mitigated ≤ resolved, and detected ≤ declared.</summary>
public static class MilestoneOrder
{
    private static readonly Milestone[] Line = [Milestone.Started, Milestone.Detected, Milestone.Acknowledged, Milestone.Mitigated, Milestone.Resolved];

    /// <summary>The first two milestones that stand in the wrong order; null when all is well.</summary>
    public static (Milestone Earlier, Milestone Later)? Broken(Milestones milestones)
    {
        for (var i = 0; i < Line.Length; i++)
        {
            for (var k = i + 1; k < Line.Length; k++)
            {
                if (milestones[Line[i]] > milestones[Line[k]]) return (Line[i], Line[k]);
            }
        }

        return milestones.Detected > milestones.Declared ? (Milestone.Detected, Milestone.Declared) : null;
    }

    /// <summary>"detected".</summary>
    public static string Word(this Milestone milestone) => milestone.ToString().ToLowerInvariant();

    internal static Refusal? Refuse(Milestones milestones, DateTimeOffset now, string zone) =>
        Broken(milestones) is var (earlier, later)
            ? new Refusal(
                $"\"{Say.Capital(earlier.Word())}\" ({TypedTime.Clock(milestones[earlier]!.Value, now, zone)}) would come after \"{later.Word()}\" ({TypedTime.Clock(milestones[later]!.Value, now, zone)}). "
                + $"Nothing was changed: {(later == Milestone.Declared ? "what is declared has been noticed before" : $"correct the wrong one of the two with `/incident time`")}.")
            : null;

    /// <summary>
    /// A time typed to the minute means some moment of that minute: when the milestone before it lies in the same minute, that very moment is meant.
    /// </summary>
    internal static DateTimeOffset Fit(Milestones milestones, Milestone milestone, DateTimeOffset at)
    {
        if (at.Second != 0 || at.Millisecond != 0) return at;
        var before = Line.TakeWhile(one => one != milestone).Select(one => milestones[one]).Max();
        return before > at && before < at.AddMinutes(1) ? before.Value : at;
    }
}
