using System.Collections.Immutable;
using System.Globalization;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>What repairs this, what keeps it from coming back, and who does what until when.</summary>
internal static class MeasuresSection
{
    public static IEnumerable<Block> Write(Draft draft)
    {
        yield return new Subheading("Corrective");
        yield return Measures(draft, ActionKind.Corrective, "corrective", "repairs this");
        yield return new Subheading("Preventive");
        yield return Measures(draft, ActionKind.Preventive, "preventive", "keeps it from coming back");
        foreach (var block in Tasks(draft)) yield return block;
    }

    public static IEnumerable<Block> Tasks(Draft draft)
    {
        yield return new Subheading("Tasks");
        var rows = draft.File.Actions
            .Where(a => a.Kind == ActionKind.Task || a.Owner is not null || a.Due is not null)
            .OrderBy(a => a.Number)
            .Select(a => new TaskRow($"#{a.Number}", Linked(draft.Line(a.Text).With(Priority(a)), a), a.Owner is { } owner ? draft.Name(owner) : null, a.Due, State(draft, a)))
            .ToList();
        rows.AddRange(Marked(draft).Select(e => new TaskRow("✅", draft.Line(e.Text), null, null, "marked in chat")));
        rows.AddRange(Suggested(draft, ActionKind.Task).Select(f => new TaskRow("–", draft.Line(f.Measure!.Text).With(" (").With(draft.Attribution(f)).With(")"), null, null, SuggestedMark.Word)));
        if (rows.Count > 0)
        {
            yield return new TaskTable([.. rows]);
        }
        else
        {
            yield return Draft.Hint("No task has an owner or a date yet.", "Add one with ", new Code("/action add"), " and its options ", new Code("owner"), " and ", new Code("due"), ".");
        }
    }

    private static Block Measures(Draft draft, ActionKind kind, string word, string does)
    {
        var items = draft.File.Actions.Where(a => a.Kind == kind).OrderBy(a => a.Number).Select(a => Recorded(draft, a)).ToList();
        items.AddRange(Suggested(draft, kind).Select(f => draft.Suggested(f)));
        return items.Count > 0
            ? new BulletList([.. items])
            : Draft.Hint($"No {word} measure is recorded.", "Say what " + does + " with ", new Code($"/action add kind:{word}"), ".");
    }

    private static RichText Recorded(Draft draft, ActionItem action)
    {
        var text = RichText.Of($"#{action.Number} ").With(draft.Line(action.Text)).With(" — ");
        if (action.Owner is { } owner) text = text.With(draft.Name(owner) + ", ");
        if (action.Due is { } due) text = text.With($"due {DocumentTimes.ShortDate(due)}, ");
        if (action.Priority is { } priority) text = text.With($"{priority.Word()} priority, ");
        return Linked(text.With(State(draft, action)), action);
    }

    private static string Priority(ActionItem action) => action.Priority is { } priority ? $" ({priority.Word()} priority)" : "";

    /// <summary>With the issue that stands for it in a tracker, where there is one.</summary>
    private static RichText Linked(RichText text, ActionItem action) => action.Issue is { IsThere: true, Url: { } url } issue && Uri.TryCreate(url, UriKind.Absolute, out var address)
        ? text.With(" (").With(new Link(string.Create(CultureInfo.InvariantCulture, $"{issue.Tracker} #{issue.Number}"), address)).With(")")
        : text;

    internal static string State(Draft draft, ActionItem action)
    {
        var word = action.State switch { ActionState.Open => "open", ActionState.Done => "done", _ => "dropped" };
        var since = action is { State: not ActionState.Open, ClosedAt: { } at } ? $"{word} {DocumentTimes.ShortDate(draft.Times.Date(at))}" : word;
        return action is { State: ActionState.Dropped, DropReason: { } reason } ? $"{since}: {UserText.Plain(reason, draft.File, draft.Times)}" : since;
    }

    /// <summary>Messages marked as an action item for which no action item was made.</summary>
    private static IEnumerable<TimelineEntry> Marked(Draft draft)
    {
        var known = draft.File.Actions.Select(a => a.Source).OfType<MessageRef>().ToHashSet();
        return draft.MarkedAs(EntryKind.ActionItem)
            .Where(e => e.Source is { } source ? !known.Contains(source) : !draft.File.Actions.Any(a => e.Text.Contains(a.Text, StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<TalkFinding> Suggested(Draft draft, ActionKind kind)
    {
        var known = draft.File.Actions.Select(a => a.Source).OfType<MessageRef>().Select(s => s.Message).ToHashSet();
        return draft.AllFindings.Where(f => f.Measure?.Kind == kind && f.Message.DeletedAt is null && draft.IsFree(f.Message.Id) && !known.Contains(f.Message.Id)).Take(15);
    }
}
