using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reviews;

/// <summary>What is asked of a meeting; null leaves it as it is, or as it usually is.</summary>
/// <param name="At">When it begins, as typed.</param>
/// <param name="For">How long, as typed.</param>
/// <param name="Place">Where, when not in a voice channel.</param>
/// <param name="Voice">The voice channel.</param>
public sealed record MeetingCommand(string? At, string? For, string? Place, ChannelId? Voice);

/// <summary>A meeting about the postmortem: arranged, moved or called off. Everybody on the server sees such an event, so that private incidents and drills have none.</summary>
public static class ArrangeReviewMeeting
{
    /// <summary>Discord's limit for a place, in UTF-16 units.</summary>
    public const int LongestPlace = 100;

    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(366);

    public static Outcome Decide(IncidentState state, MeetingCommand command, Asker asker)
    {
        var incident = state.Incident;
        if (ReviewGate.RefuseUnpublished(incident, Verb.Use, asker) is { } not) return not;
        if (incident.IsPrivate) return new Refusal("Everybody on this server sees an event, and this incident is private: agree on a time in its channel instead.");
        if (incident.IsDrill) return new Refusal("Everybody on this server sees an event, and nobody outside is told of a drill: agree on a time in its channel instead.");
        var before = ReviewStanding.Meeting(incident.Postmortem, asker.Now);
        if (before?.Starts <= asker.Now) return new Refusal($"The meeting began {Say.DateTime(before.Starts)}; another one can be arranged when it is over, {Say.DateTime(before.Ends)}.");
        if (command is { Place: not null, Voice: not null }) return new Refusal("Give `place` or `voice`, not both: it is held in the one or the other.");
        if (command.At is null && before is null) return new Refusal("Say when it begins, with `at`: `tomorrow 14:00`, `friday 10:30`, `in 2 hours`.");
        if (command.At is null && command is { For: null, Place: null, Voice: null }) return new Refusal($"The meeting is {Say.DateTime(before!.Starts)}. Give `at`, `for`, `place` or `voice` to change it, or `cancel:True` to call it off.");

        var starts = before?.Starts ?? default;
        if (command.At is { } at)
        {
            var read = TypedTime.Read(at, asker.Now, asker.Settings.TimeZone, TimeSide.Future);
            if (read.At is not { } when) return read.Refusal!;
            starts = when;
        }

        if (starts > asker.Now + Farthest) return new Refusal($"{Zones.DateAndTime(starts, asker.Settings.TimeZone)} is more than a year away. Nothing was changed.");
        var length = before is null ? Usual : before.Ends - before.Starts;
        if (command.For is { } given)
        {
            var read = TypedDuration.Read(given);
            if (read.Length is not { } span) return read.Refusal!;
            if (span < Shortest || span > Longest) return new Refusal("A meeting takes 5 minutes at least, and a day at most. Nothing was changed.");
            length = span;
        }

        var place = Harmless.Plain(command.Place);
        if (command.Place is not null && Limits.Refuse("place", place, LongestPlace) is { } bad) return bad;
        var (where, voice) = command.Voice is { } channel ? (null, channel) : place.Length > 0 ? (place, (ChannelId?)null) : (before?.Place, before?.Voice);

        // One that was called off a moment ago may still have its event: that is used again, or taken away.
        var meeting = new ReviewMeeting(starts, starts + length, where, voice, asker.Person) { Event = incident.Postmortem.Meeting is { } old && old.Ends > asker.Now ? old.Event : null };
        if (before is not null && before with { By = asker.Person, Trouble = null } == meeting && before.Trouble is null) return new Refusal($"Nothing to change: the meeting is {Say.DateTime(starts)}, as you say.");
        var draft = new Draft(state, asker);
        ReviewGate.Change(draft, now => now with { Meeting = meeting });
        draft.Owe(new ArrangeMeeting());
        var words = TypedTime.InWords(starts, asker.Now, asker.Settings.TimeZone);
        var held = voice is { } there ? $", in <#{there}>" : where is null ? "" : $", {Say.Text(where)}";
        draft.Write(EntryKind.Review, $"{(before is null ? "Arranged" : "Moved")} the review meeting: {words}, for {Durations.InWords(length)}{(voice is not null ? ", in a voice channel" : where is null ? "" : ", " + where)}");
        return draft.Done($"The review meeting for {incident.Name} is {(before is null ? "" : "now ")}{words}, for {Durations.InWords(length)}{held}. The server's event follows in a moment.");
    }

    public static Outcome Cancel(IncidentState state, Asker asker)
    {
        var incident = state.Incident;
        if (ReviewGate.Refuse(incident, Verb.Use, asker) is { } not) return not;
        if (ReviewStanding.Meeting(incident.Postmortem, asker.Now) is not { } meeting) return new Refusal($"No review meeting for {incident.Name} is to come.");
        if (meeting.Starts <= asker.Now) return new Refusal($"The meeting began {Say.DateTime(meeting.Starts)}: what is under way is ended by those who are there.");
        var draft = new Draft(state, asker);
        ReviewGate.Change(draft, now => now with { Meeting = meeting with { IsCancelled = true } });
        draft.Owe(new ArrangeMeeting());
        draft.Write(EntryKind.Review, "Called the review meeting off");
        return draft.Done($"The review meeting for {incident.Name}, {Say.DateTime(meeting.Starts)}, is called off.");
    }
}
