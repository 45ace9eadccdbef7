using IncidentBot.Domain.Servers;
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

        action = action with { Owner = command.Owner ?? action.Owner, Kind = command.Kind ?? action.Kind };
        if (action == found) return new Refusal($"Nothing to change: action item {number} is as you say. Give `text`, `owner`, `due` or `kind`.");
        var draft = new Draft(state, asker);
        draft.Put(action);
        return draft.Done($"Action item {number} changed{ActionWords.Details(action)}: {Say.Text(action.Text)}");
    }
}
