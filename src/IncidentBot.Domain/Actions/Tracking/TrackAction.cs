using IncidentBot.Domain.Actions.FollowingUp;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Actions.Tracking;

/// <summary>Has an action item stand as an issue in the server's tracker.</summary>
public static class TrackAction
{
    /// <param name="isConfigured">Whether the configuration has a tracker of that name for this server.</param>
    public static Outcome Decide(IncidentState state, int number, Func<string, bool> isConfigured, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        if (ActionWords.Find(state, number, out var action) is { } unknown) return unknown;
        if (asker.Settings.FollowUp.Tracker is not { } tracker)
            return new Refusal("No tracker is set for this server. Whoever manages it chooses one with `/action settings action_tracker:`; it must stand under Trackers in the bot's configuration.");
        if (!isConfigured(tracker)) return new Refusal($"{Say.Capital(Harmless.Line(tracker, 60))} does not stand under Trackers in the bot's configuration (any more). Ask whoever runs the bot, or choose another with `/action settings action_tracker:`.");
        if (action!.Issue is { Lost: null } issue)
            return new Refusal(issue.Url is { } url ? $"Action item {number} stands in the tracker already: {url}" : $"Action item {number} is on its way to the tracker already.");
        if (incident.IsDrill) return new Refusal($"{incident.Name} is a drill: nothing of it goes to the tracker.");
        if (incident.IsPrivate && !asker.Settings.FollowUp.TracksPrivate)
            return new Refusal($"{incident.Name} is private, and others may read the tracker. Nothing was sent. Whoever manages the server can allow it with `/action settings action_private:`.");
        if (action.State != ActionState.Open) return new Refusal($"Action item {number} is {action.State.Word()}. `/action reopen` takes it up again.");
        var draft = new Draft(state, asker);
        draft.Put(action with { Issue = new TrackedIssue(tracker, asker.Now.ToUniversalTime()) });
        draft.Write(EntryKind.FollowUp, $"Action item {number} sent to {tracker}");
        return draft.Done($"Action item {number} goes to {Harmless.Line(tracker, 60)}. The link stands with it in a moment: `/action show action:{number}`.");
    }

    /// <summary>The item as it is wanted in the tracker, where all of them go there; null: it stays as it is.</summary>
    internal static ActionItem? ByItself(Incident incident, ActionItem action, ServerSettings settings, DateTimeOffset now) =>
        settings.FollowUp is { TracksAll: true, Tracker: { } tracker } rules
        && action is { Issue: null, State: ActionState.Open } && NextFollowUp.IsFollowed(incident) && (!incident.IsPrivate || rules.TracksPrivate)
            ? action with { Issue = new TrackedIssue(tracker, now) }
            : null;
}
