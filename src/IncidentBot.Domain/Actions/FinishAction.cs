using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Actions;

/// <summary>Marks an action item as done.</summary>
public static class FinishAction
{
    public static Outcome Decide(IncidentState state, int number, Asker asker)
    {
        if (Visibility.Refuse(state.Incident, Verb.Use, asker) is { } not) return not;
        if (ActionWords.Find(state, number, out var action) is { } unknown) return unknown;
        if (action!.State == ActionState.Done)
            return new Refusal($"Action item {number} is done already{(action is { ClosedBy: { } who, ClosedAt: { } at } ? $", since {Say.DateTime(at)}, by {Say.Person(who)}" : "")}.");
        var draft = new Draft(state, asker);
        draft.Put(action with { State = ActionState.Done, ClosedAt = asker.Now.ToUniversalTime(), ClosedBy = asker.Person, DropReason = null });
        draft.Write(EntryKind.FollowUp, $"Action item {number} done: {action.Text}");
        return draft.Done($"Action item {number} is **done**: {Say.Text(action.Text)}");
    }
}
