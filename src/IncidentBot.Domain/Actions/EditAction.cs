using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Actions;

/// <summary>Changes what is given of an action item; null leaves it.</summary>
public static class EditAction
{
    /// <param name="command">Due "none" takes the date away.</param>
    public static Outcome Decide(IncidentState state, int number, ActionCommand command, Asker asker)
    {
        if (Visibility.Refuse(state.Incident, Verb.Use, asker) is { } not) return not;
        if (ActionWords.Find(state, number, out var found) is { } unknown) return unknown;
        var action = found!;
        var text = Harmless.Plain(command.Text);
        if (text.Length > 0)
        {
            if (Limits.Refuse("action item", text, Limits.Text) is { } bad) return bad;
            action = action with { Text = text };
        }

        var due = Harmless.Plain(command.Due);
        if (due.ToLowerInvariant() is "none" or "never" or "-")
        {
            action = action with { Due = null };
        }
        else if (due.Length > 0)
        {
            var read = TypedDate.Read(due, asker.Now, asker.Settings.TimeZone);
            if (read.Refusal is { } unread) return unread;
            action = action with { Due = read.Date };
        }

        action = action with { Owner = command.WithoutOwner ? null : command.Owner ?? action.Owner, Kind = command.Kind ?? action.Kind, Priority = command.Priority ?? action.Priority };
        if (action == found!) return new Refusal($"Nothing to change: action item {number} is as you say. Give `text`, `owner`, `due`, `kind` or `priority`.");
        if (action.Due != found!.Due) action = action with { FollowUp = action.FollowUp with { Since = asker.Now.ToUniversalTime(), LaterOn = null, LaterBy = null, PutOffAt = null, EscalatedAt = null } };
        var draft = new Draft(state, asker);
        draft.Put(action);
        draft.Write(EntryKind.FollowUp, $"Action item {number} changed: {string.Join(", ", Changes(found, action))}");
        return draft.Done($"Action item {number} changed{ActionWords.Details(action)}: {Say.Text(action.Text)}");
    }

    private static IEnumerable<string> Changes(ActionItem before, ActionItem after)
    {
        if (after.Text != before.Text) yield return $"now \"{Harmless.Cut(after.Text, 200)}\"";
        if (after.Owner != before.Owner) yield return after.Owner is { } owner ? $"owner {Say.Person(owner)}" : "no owner";
        if (after.Due != before.Due) yield return after.Due is { } due ? $"due {TypedDate.InWords(due)}" : "no date";
        if (after.Kind != before.Kind) yield return after.Kind.Word();
        if (after.Priority is { } priority && priority != before.Priority) yield return $"{priority.Word()} priority";
    }
}
