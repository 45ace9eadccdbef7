using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Actions;

/// <summary>Takes up an action item again that was done or dropped.</summary>
public static class ReopenAction
{
    /// <param name="reason">Null or empty: none is given.</param>
    public static Outcome Decide(IncidentState state, int number, string? reason, Asker asker)
    {
        if (Visibility.Refuse(state.Incident, Verb.Use, asker) is { } not) return not;
        if (ActionWords.Find(state, number, out var action) is { } unknown) return unknown;
        if (action!.State == ActionState.Open) return new Refusal($"Action item {number} is open already.");
        if (Limits.RefuseReason(reason, out var why) is { } bad) return bad;
        var draft = new Draft(state, asker);
        draft.Put(Opened(action, asker.Now));
        draft.Write(EntryKind.FollowUp, $"Action item {number} reopened{(why is null ? "" : ": " + why)}");
        return draft.Done($"Action item {number} is **open** again{Say.Because(why)}: {Say.Text(action.Text)}");
    }

    internal static ActionItem Opened(ActionItem action, DateTimeOffset now) => action with
    {
        State = ActionState.Open,
        ClosedAt = null,
        ClosedBy = null,
        DropReason = null,
        FollowUp = action.FollowUp with { Since = now.ToUniversalTime(), LaterOn = null, LaterBy = null, PutOffAt = null, EscalatedAt = null },
    };
}
