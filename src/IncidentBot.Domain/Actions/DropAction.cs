using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Actions;

/// <summary>Says that an action item will not be done, and why: whoever reads the postmortem wants to know.</summary>
public static class DropAction
{
    public static Outcome Decide(IncidentState state, int number, string? reason, Asker asker)
    {
        if (Visibility.Refuse(state.Incident, Verb.Use, asker) is { } not) return not;
        if (ActionWords.Find(state, number, out var action) is { } unknown) return unknown;
        if (action!.State != ActionState.Open) return new Refusal($"Action item {number} is {action.State.Word()} already.");
        if (Limits.RefuseReason(reason, out var why) is { } bad) return bad;
        if (why is null) return new Refusal($"Say why action item {number} will not be done: `/action drop action:{number} reason:…`. Nothing was changed.");
        var draft = new Draft(state, asker);
        draft.Put(action with { State = ActionState.Dropped, ClosedAt = asker.Now.ToUniversalTime(), ClosedBy = asker.Person, DropReason = why });
        draft.Write(EntryKind.FollowUp, $"Action item {number} dropped: {why}");
        return draft.Done($"Action item {number} will not be done{Say.Because(why)}. It stays in the record.");
    }
}
