using System.Globalization;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Actions.Tracking;

/// <summary>An issue as the tracker shows it.</summary>
/// <param name="IsNotPlanned">It was closed because it will not be done; GitHub tells that, others do not.</param>
public sealed record IssueView(long Number, string Url, bool IsClosed, bool IsNotPlanned);

/// <summary>Which side has changed since item and issue agreed last, and what follows for the other.</summary>
public static class MergeIssue
{
    /// <summary>Whether the issue is to be closed (true), opened (false), or left as it is (null). What was done here and there at once: this side holds.</summary>
    public static bool? ForTracker(ActionItem action, bool isClosedThere)
    {
        var isClosedHere = action.State != ActionState.Open;
        if (isClosedHere == isClosedThere) return null;
        return isClosedThere == action.Issue?.IsClosed ? isClosedHere : null;
    }

    /// <summary>The issue stands in the tracker as seen there: recorded with its link, and what was done there is done here.</summary>
    /// <param name="seen">After what was changed there by the bot.</param>
    /// <param name="told">The hash of what it says.</param>
    /// <returns>Null: the item is in the tracker no more, or was sent to another meanwhile.</returns>
    public static Decision? Decide(IncidentState state, int number, string tracker, IssueView seen, string told, DateTimeOffset now)
    {
        if (state.Actions.FirstOrDefault(one => one.Number == number) is not { Issue: { Lost: null } issue } action || issue.Tracker != tracker) return null;
        var draft = new Draft(state, by: null, now);
        var name = string.Create(CultureInfo.InvariantCulture, $"{tracker} #{seen.Number}");
        if (issue.Number is null) draft.Write(EntryKind.FollowUp, $"Action item {number} is {name} in the tracker");
        var changed = action with { Issue = issue with { Number = seen.Number, Url = seen.Url, Told = told, IsClosed = seen.IsClosed } };
        var isClosedHere = action.State != ActionState.Open;
        var changedThere = issue.Number is not null && seen.IsClosed != issue.IsClosed && seen.IsClosed != isClosedHere;
        if (changedThere && seen.IsClosed)
        {
            var dropped = seen.IsNotPlanned;
            changed = changed with
            {
                State = dropped ? ActionState.Dropped : ActionState.Done,
                ClosedAt = now.ToUniversalTime(),
                ClosedBy = null,
                DropReason = dropped ? $"closed as not planned in {name}" : null,
            };
            draft.Write(EntryKind.FollowUp, dropped ? $"Action item {number} dropped: closed as not planned in {name}" : $"Action item {number} done: closed in {name}");
        }
        else if (changedThere)
        {
            changed = ReopenAction.Opened(changed, now);
            draft.Write(EntryKind.FollowUp, $"Action item {number} reopened in {name}");
        }

        draft.Put(changed);
        return Quietly(draft.Done(""), number, changed, told);
    }

    /// <summary>The issue is not there any more.</summary>
    public static Decision? Lose(IncidentState state, int number, string why, DateTimeOffset now)
    {
        if (state.Actions.FirstOrDefault(one => one.Number == number) is not { Issue: { Lost: null } issue } action) return null;
        var draft = new Draft(state, by: null, now);
        draft.Put(action with { Issue = issue with { Lost = why } });
        draft.Write(EntryKind.FollowUp, $"Action item {number} is no longer followed in {issue.Tracker}: {why}");
        return draft.Done("");
    }

    // The tracker has just been brought into step. What the decision changed there would say of itself is owed once more only where the issue says otherwise now.
    private static Decision Quietly(Decision decision, int number, ActionItem item, string told) =>
        item.Issue!.Told == told && (item.State != ActionState.Open) == item.Issue.IsClosed
            ? decision with { Owes = decision.Owes.RemoveAll(owed => owed is TrackIssue again && again.Action == number) }
            : decision;
}
