using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Timeline;

/// <summary>The action item that a message marked as one becomes; it goes with the mark for as long as nobody has taken it up.</summary>
internal static class MarkedAction
{
    public static void Make(Draft draft, TimelineEntry entry)
    {
        if (entry.Kind != EntryKind.ActionItem || entry.Source is not { } source) return;
        var known = draft.Actions.FirstOrDefault(action => action.Source == source);
        if (known is null) draft.AddAction(Harmless.Plain(entry.Text), ActionKind.Task, source: source);
        else if (known.State == ActionState.Dropped) draft.Put(ReopenAction.Opened(known, entry.Marks.Select(mark => mark.At).Append(entry.RecordedAt).Max()));
    }

    public static void Drop(Draft draft, TimelineEntry entry, Asker asker)
    {
        if (Untouched(draft, entry) is not { } action) return;
        draft.Put(action with { State = ActionState.Dropped, ClosedAt = asker.Now.ToUniversalTime(), ClosedBy = asker.Person, DropReason = "the mark on its message was taken back" });
    }

    /// <summary>The entry's text changed.</summary>
    public static void Follow(Draft draft, TimelineEntry before, string text)
    {
        if (Untouched(draft, before) is { } action) draft.Put(action with { Text = Harmless.Plain(text) });
    }

    private static ActionItem? Untouched(Draft draft, TimelineEntry entry)
    {
        if (entry.Kind != EntryKind.ActionItem || entry.Source is not { } source) return null;
        var text = Harmless.Plain(entry.Text);
        return draft.Actions.FirstOrDefault(action => action is { State: ActionState.Open, Owner: null, Due: null, Priority: null, Kind: ActionKind.Task } && action.Source == source && action.Text == text);
    }
}
