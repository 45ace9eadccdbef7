using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Actions;

public static class ActionWords
{
    /// <summary>"task", "corrective", "preventive".</summary>
    public static string Word(this ActionKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>"urgent", "high", "medium", "low".</summary>
    public static string Word(this ActionPriority priority) => priority.ToString().ToLowerInvariant();

    /// <summary>"open", "done", "dropped".</summary>
    public static string Word(this ActionState state) => state.ToString().ToLowerInvariant();

    /// <summary>" (preventive, high priority, Ada, due Friday 15 Mar 2024)", or nothing.</summary>
    internal static string Details(ActionItem action)
    {
        var parts = new List<string>();
        if (action.Kind != ActionKind.Task) parts.Add(action.Kind.Word());
        if (action.Priority is { } priority) parts.Add($"{priority.Word()} priority");
        if (action.Owner is { } owner) parts.Add(Say.Person(owner));
        if (action.Due is { } due) parts.Add("due " + TypedDate.InWords(due));
        return parts.Count == 0 ? "" : $" ({string.Join(", ", parts)})";
    }

    internal static Refusal? Find(IncidentState state, int number, out ActionItem? action)
    {
        action = state.Actions.FirstOrDefault(one => one.Number == number);
        return action is null ? new Refusal($"{state.Incident.Name} has no action item {number}. `/action list` shows those there are.") : null;
    }
}
