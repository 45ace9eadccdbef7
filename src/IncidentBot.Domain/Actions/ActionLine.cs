using System.Globalization;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Actions;

/// <summary>An action item in one line for chat, and the order in which they are listed.</summary>
public static class ActionLine
{
    private const int LongestText = 150;

    /// <summary>What is overdue first, then by date, by priority, and as they were added.</summary>
    public static IOrderedEnumerable<(Incident Incident, ActionItem Action)> InOrder(this IEnumerable<(Incident Incident, ActionItem Action)> items) => items
        .OrderBy(item => item.Action.State)
        .ThenBy(item => item.Action.Due ?? DateOnly.MaxValue)
        .ThenByDescending(item => item.Action.Priority ?? ActionPriority.Low)
        .ThenBy(item => item.Incident.Number)
        .ThenBy(item => item.Action.Number);

    /// <summary>"☐ **INC-1** #3 Alert on free space (Tunde, due 4 Mar 2026, 5 days overdue, high priority) · [ops #12](https://…)".</summary>
    /// <param name="owner">As shown; null: left out.</param>
    public static string Write(Incident incident, ActionItem action, string? owner, DateOnly today)
    {
        var facts = new List<string>();
        if (owner is not null) facts.Add(owner);
        if (action.Due is { } due) facts.Add("due " + due.ToString("d MMM yyyy", CultureInfo.InvariantCulture));
        if (action.IsOverdue(today)) facts.Add($"**{Say.Count(today.DayNumber - action.Due!.Value.DayNumber, "day")} overdue**");
        if (action.Priority is { } priority) facts.Add($"{priority.Word()} priority");
        if (action is { State: ActionState.Dropped, DropReason: { } reason }) facts.Add("dropped: " + Harmless.Line(reason, 80));
        var sign = action switch { { State: ActionState.Done } => "☑", { State: ActionState.Dropped } => "✖", _ when action.IsOverdue(today) => "⚠️", _ => "☐" };
        return $"{sign} **{incident.Name}** #{action.Number} {Harmless.Line(action.Text, LongestText)}{(facts.Count == 0 ? "" : $" ({string.Join(", ", facts)})")}{Link(action)}";
    }

    /// <summary>" · [ops #12](https://…)", or nothing.</summary>
    public static string Link(ActionItem action) => action.Issue is { IsThere: true, Url: { } url } issue
        ? string.Create(CultureInfo.InvariantCulture, $" · [{Harmless.Line(issue.Tracker, 40)} #{issue.Number}](<{url}>)")
        : "";
}
