using IncidentBot.Commands;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Actions.Tracking;
using IncidentBot.Domain.Words;
using IncidentBot.Options;
using IncidentBot.Storage;
using IncidentBot.Trackers;

namespace IncidentBot.Agenda;

/// <summary>Brings an action item and its issue in the tracker into step, whichever of the two has changed. What may have been made there is looked for before it is made again.</summary>
public sealed class TrackIssueDuty(TrackerBook trackers, TrackerClient client, TimeProvider clock) : IDuty
{
    /// <summary>For clocks that differ.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(15);

    /// <summary>Attempts after which a tracker that is away is taken to stay away for longer; some two hours.</summary>
    private const int Hurried = 30;

    public Type Kind => typeof(TrackIssue);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var number = ((TrackIssue)item.Owed).Action;
        if (file.Actions.FirstOrDefault(one => one.Number == number) is not { Issue: { Lost: null } issue } action) return DutyResult.Done;
        if (await trackers.FindAsync(issue.Tracker, file.Incident.Server, cancellationToken) is not { } tracker)
            return Blocked(item, number, $"{issue.Tracker} does not stand under Trackers in the bot's configuration any more");
        try
        {
            return issue.Number is { } known ? await FollowAsync(tracker, file, action, known, cancellationToken) : await MakeAsync(tracker, item, file, action, issue, cancellationToken);
        }
        catch (TrackerException e)
        {
            return e.Trouble switch
            {
                TrackerTrouble.Gone => DutyResult.DoneWith(state => MergeIssue.Lose(state, number, e.Message, clock.GetUtcNow())),
                TrackerTrouble.Refused => Blocked(item, number, e.Message),
                _ when item.Attempts < Hurried => DutyResult.NotYet(e.Wait ?? TimeSpan.Zero, e.Message),
                _ => DutyResult.UntilMended(e.Wait ?? DutyTerms.PauseUntilMended(item.Attempts, Random.Shared), e.Message),
            };
        }
    }

    private async Task<DutyResult> MakeAsync(BotOptions.TrackerSection tracker, AgendaItem item, IncidentFile file, ActionItem action, TrackedIssue issue, CancellationToken cancellationToken)
    {
        // Whatever stopped an earlier attempt, it may have come after the issue was made.
        var text = IssueText.Of(file, action);
        var wasTried = item.Attempts > 1 || item.Created > issue.WantedAt + TimeSpan.FromMinutes(1);
        var made = wasTried ? await client.FindAsync(tracker, text.Marker, issue.WantedAt - Leeway, cancellationToken) : null;
        if (made is not null) return await StepAsync(tracker, action, made, text, isNew: true, cancellationToken);
        if (action.State != ActionState.Open) return DutyResult.DoneWith(state => Unwanted(state, action.Number));
        made = await client.CreateAsync(tracker, text, IssueText.Labels(action), cancellationToken);
        return Recorded(tracker, action.Number, made, text);
    }

    private async Task<DutyResult> FollowAsync(BotOptions.TrackerSection tracker, IncidentFile file, ActionItem action, long number, CancellationToken cancellationToken)
    {
        var text = IssueText.Of(file, action);
        SeenIssue seen;
        try
        {
            seen = await client.GetAsync(tracker, number, cancellationToken);
        }
        catch (TrackerException e) when (e.Trouble == TrackerTrouble.Gone)
        {
            // A token that may no longer see the repository is answered in the same way: then it is not the issue that is gone.
            if (await client.ExamineAsync(tracker, cancellationToken) is { } trouble) throw new TrackerException(TrackerTrouble.Refused, trouble);
            throw;
        }

        return await StepAsync(tracker, action, seen, text, isNew: false, cancellationToken);
    }

    private async Task<DutyResult> StepAsync(BotOptions.TrackerSection tracker, ActionItem action, SeenIssue seen, IssueText text, bool isNew, CancellationToken cancellationToken)
    {
        var close = isNew && action.State != ActionState.Open ? true : MergeIssue.ForTracker(action, seen.View.IsClosed);
        var words = action.Issue!.Told == text.Hash ? null : text;
        if (close is not null || words is not null) seen = await client.UpdateAsync(tracker, seen, words, close, action.State == ActionState.Dropped, cancellationToken);
        return Recorded(tracker, action.Number, seen, text);
    }

    private DutyResult Recorded(BotOptions.TrackerSection tracker, int number, SeenIssue seen, IssueText text) =>
        DutyResult.DoneWith(state => MergeIssue.Decide(state, number, tracker.Name, seen.View, text.Hash, clock.GetUtcNow()));

    // Done or dropped before the tracker ever heard of it.
    private static Decision? Unwanted(IncidentState state, int number) =>
        state.Actions.FirstOrDefault(one => one.Number == number) is { Issue: { Number: null } } action && action.State != ActionState.Open
            ? new Decision(state.Incident, "") { Actions = [action with { Issue = null }] }
            : null;

    // Said aloud once for each reason; after that `/bot doctor` says it.
    private static DutyResult Blocked(AgendaItem item, int number, string why) => DutyResult.UntilMended(
        DutyTerms.PauseUntilMended(item.Attempts, Random.Shared),
        why,
        item.LastError != why ? incident => new Decision(incident, "") { Owes = [new Tell($"⚠️ Action item {number} is not in step with the tracker: {Harmless.Line(why, 400)}. I try again until that is mended.")] } : null);
}
