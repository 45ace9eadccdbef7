using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Actions;

/// <param name="Due">As typed: "friday", "2024-03-12", "in 2 weeks".</param>
public sealed record ActionCommand(string? Text, PersonId? Owner = null, string? Due = null, ActionKind? Kind = null)
{
    public ActionPriority? Priority { get; init; }

    /// <summary>Nobody owns it any more; only for a change.</summary>
    public bool WithoutOwner { get; init; }
}

/// <summary>Adds something to be done.</summary>
public static class AddAction
{
    public static Outcome Decide(IncidentState state, ActionCommand command, Asker asker)
    {
        if (Visibility.Refuse(state.Incident, Verb.Use, asker) is { } not) return not;
        var text = Harmless.Plain(command.Text);
        if (Limits.Refuse("action item", text, Limits.Text) is { } bad) return bad;
        if (RefuseMore(state) is { } full) return full;
        var due = Harmless.Plain(command.Due).Length == 0 ? null : TypedDate.Read(command.Due, asker.Now, asker.Settings.TimeZone);
        if (due?.Refusal is { } unread) return unread;
        var draft = new Draft(state, asker);
        var action = draft.AddAction(text, command.Kind ?? ActionKind.Task, command.Owner, due?.Date, command.Priority);

        // While it goes on, what people decide to do is part of the story; follow-ups of the days after are not.
        if (state.Incident.IsOpen) draft.Write(EntryKind.ActionItem, text);
        else draft.Write(EntryKind.FollowUp, $"Action item {action.Number} added: {text}");
        return draft.Done($"Action item {action.Number} added{ActionWords.Details(action)}: {Say.Text(text)}");
    }

    internal static Refusal? RefuseMore(IncidentState state) =>
        state.Actions.Length < Limits.Actions ? null : new Refusal($"{state.Incident.Name} has {Limits.Actions} action items, which is as many as one incident can have.");
}
