using System.Net;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Words;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>
/// Keeps the server's event for a review meeting in step with what was decided: created, changed, or called off. What cannot be had is said in the channel, with what
/// mends it; the meeting itself stands in the record either way.
/// </summary>
public sealed class ArrangeMeetingDuty(Voice voice, TimeProvider clock) : IDuty
{
    /// <summary>Discord's limits, in UTF-16 units.</summary>
    private const int LongestName = 100;
    private const int LongestDescription = 1000;

    public Type Kind => typeof(ArrangeMeeting);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var incident = file.Incident;
        if (incident.Postmortem.Meeting is not { } meeting) return DutyResult.Done;
        try
        {
            if (meeting.IsCancelled) return await CallOffAsync(incident, meeting, cancellationToken);

            // Discord takes no event that has begun.
            if (meeting.Starts <= clock.GetUtcNow()) return meeting.Event is null ? Failed(meeting, "it had begun before the event could be created") : DutyResult.Done;
            var wanted = EventOf(file, meeting);
            if (meeting.Event is { } known && await voice.ChangeEventAsync(incident.Server, known, wanted, cancellationToken)) return DutyResult.Done;
            if (meeting.Event is not null && item.Attempts == 1)
            {
                // Tried before, it may be this bot that called it off a moment ago. Else somebody took the event away on the server, and so the meeting: it is not put back unasked.
                return DutyResult.DoneWith(state => Changed(state, meeting, now => now with { IsCancelled = true, Event = null }, $"The event of the review meeting was deleted on the server, so the meeting is off. `/postmortem meeting` arranges another."));
            }

            var created = await voice.AnnounceEventAsync(item, incident.Server, wanted, Key(incident), cancellationToken);
            return DutyResult.DoneWith(state => Changed(state, meeting, now => now with { Event = created, Trouble = null }, say: null));
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden)
        {
            return Failed(meeting, meeting.Voice is { } channel
                ? $"I may not make events in <#{channel}>. Give my role the permissions **Create Events**, and **View Channel** and **Connect** there, then use `/postmortem meeting` again"
                : "I may not make events. Give my role the permission **Create Events**, then use `/postmortem meeting` again");
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
        {
            return Failed(meeting, $"Discord does not take the event: {Harmless.Line(e.Reason.TrimEnd('.'), 300)}");
        }
    }

    private async Task<DutyResult> CallOffAsync(Incident incident, ReviewMeeting meeting, CancellationToken cancellationToken)
    {
        if (meeting.Event is not { } known) return DutyResult.Done;
        try
        {
            await voice.CallOffEventAsync(incident.Server, known, cancellationToken);
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.BadRequest)
        {
            // It has begun meanwhile, or is over: then nothing is left to call off.
        }

        return DutyResult.DoneWith(state => Changed(state, meeting, now => now with { Event = null }, say: null));
    }

    private static DutyResult Failed(ReviewMeeting meeting, string why) => DutyResult.DoneWith(state => Changed(
        state, meeting, now => now with { Trouble = why }, $"⚠️ There is no event for the review meeting: {why}."));

    /// <summary>What was found out is about the meeting as it was then; where that has changed meanwhile, only its event is.</summary>
    private static Decision? Changed(IncidentState state, ReviewMeeting was, Func<ReviewMeeting, ReviewMeeting> change, string? say)
    {
        if (state.Incident.Postmortem.Meeting is not { } now) return null;
        var next = change(now) with { IsCancelled = change(was).IsCancelled || now.IsCancelled };
        if (next == now) return null;
        var isSame = now with { Event = was.Event, Trouble = was.Trouble } == was;
        return new Decision(state.Incident with { Postmortem = state.Incident.Postmortem with { Meeting = next } }, "")
        {
            Owes =
            [
                new PostPostmortem(),
                .. state.Incident.Postmortem.ReviewMessage is null ? Array.Empty<Owed>() : [new ShowReview()],
                .. say is not null && next.Trouble != now.Trouble || say is not null && next.IsCancelled && !now.IsCancelled ? [new Tell(say)] : Array.Empty<Owed>(),
                .. isSame ? Array.Empty<Owed>() : [new ArrangeMeeting()],
            ],
        };
    }

    /// <summary>How the name of the event begins, whatever the incident is called by then.</summary>
    private static string Key(Incident incident) => $"{incident.Name} review: ";

    private static NewScheduledEvent EventOf(IncidentFile file, ReviewMeeting meeting)
    {
        var incident = file.Incident;
        var link = incident.PostmortemMessages is [var first, ..] ? file.LinkTo(first) : null;
        var owner = ReviewStanding.Owner(incident) is { } person ? $"\nOwner of the postmortem: {Harmless.Line(file.NameOf(person), 60)}" : "";
        return new NewScheduledEvent
        {
            Name = Harmless.Cut(Key(incident) + Harmless.Plain(incident.Title), LongestName),
            Description = Harmless.Cut($"We go through the postmortem of {incident.Name} before it is published.{(link is null ? "" : $"\nRead it before: {link}")}{owner}", LongestDescription),
            StartsAt = meeting.Starts,
            EndsAt = meeting.Ends,
            ChannelId = meeting.Voice is { } voice ? new Snowflake(voice.Value) : null,
            Location = meeting.Voice is not null ? null : meeting.Place ?? link ?? incident.Name,
        };
    }
}
