using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Actions.FollowingUp;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Servers;
using IncidentBot.Speech;
using IncidentBot.Storage;
using IncidentBot.Trackers;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Agenda;

/// <summary>
/// Sends the reminder of an action item that is due, to its owner directly or else in a channel, and brings those that were answered to their end. One that came
/// too early only looks, and waits again. It also sees to it that the server's digest and its tracker are looked at.
/// </summary>
public sealed class FollowUpActionsDuty(Voice voice, IDiscordApi api, CommonChannels channels, TrackerBook trackers, TimeProvider clock, ILogger<FollowUpActionsDuty> logger) : IDuty
{
    public Type Kind => typeof(FollowUpActions);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var plan = NextFollowUp.Of(IncidentState.Of(file), file.Settings, now);
        var ended = new List<MessageRef>();
        foreach (var (action, asked) in plan.Over)
        {
            await voice.EditIfThereAsync(asked.Message, ActionMessage.Ended(file, action, asked), cancellationToken);
            ended.Add(asked.Message);
        }

        var sent = plan.Due is { } due ? await SendAsync(item, file, due, now, cancellationToken) : null;
        return DutyResult.DoneWith(async scope =>
        {
            var settings = await scope.SettingsAsync(file.Incident.Server);
            await Desk.SaveAsync(scope, item.Incident, state => RecordFollowUp.Decide(state, settings, ended, sent, now));
            if (file.Actions.Any(action => action.State == ActionState.Open) && NextDigest.After(settings, now) is { } at)
                await scope.OweAsync(file.Incident.Server, new PostActionDigest { Due = at });
            foreach (var tracker in file.Actions.Select(action => action.Issue).OfType<TrackedIssue>().Where(issue => issue.IsThere).Select(issue => issue.Tracker).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (await trackers.FindAsync(tracker, file.Incident.Server, cancellationToken) is { } known) await scope.OweAsync(file.Incident.Server, new PollTracker(known.Name) { Due = now + known.Poll });
            }
        });
    }

    private async Task<SentFollowUp> SendAsync(AgendaItem item, IncidentFile file, DueFollowUp due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sending = new Sending(item, file, due);
        var instead = "nobody owns it";
        if (due.To is { } person)
        {
            (var direct, instead) = await WriteToAsync(sending, person, now, cancellationToken);
            if (direct is { } message) return new(due.Action.Number, person, due.IsEscalation, message);
        }

        foreach (var place in await PlacesAsync(file, cancellationToken))
        {
            try
            {
                // Who may not see the incident is not called into its channel.
                var to = due.To is not null && instead == MayNotSee ? due with { To = null } : due;
                var message = await voice.PostAsync(item, place, ActionMessage.Asked(file, to, now, instead), sending.Nonce, cancellationToken, sending.IsIt);
                return new(due.Action.Number, due.To, due.IsEscalation, message, instead);
            }
            catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
            {
                // The next place, if there is one.
            }
        }

        // It stands in the record and counts as sent: what nobody can be told is not tried every few minutes.
        logger.LogWarning("Nobody could be reminded of action item {Action} of {Incident}", due.Action.Number, file.Incident.Name);
        return new(due.Action.Number, due.To, due.IsEscalation, null, $"{instead}, and there is no channel where I may write");
    }

    private const string MayNotSee = "its owner does not belong to this private incident";

    private async Task<(MessageRef? Message, string Failure)> WriteToAsync(Sending sending, PersonId person, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var incident = sending.File.Incident;
        if (await api.GetMemberAsync(new(incident.Server.Value), new(person.Value), cancellationToken) is not { } member) return (null, $"<@{person}> is not on this server any more");
        var asker = new Asker(person, now, sending.File.Settings) { Roles = [.. (member.Roles ?? []).Select(role => new ChatRoleId(role.Value))] };
        if (incident.IsPrivate && !Visibility.MaySee(incident, asker)) return (null, MayNotSee);
        try
        {
            return (await voice.WriteToAsync(sending.Item, person, ActionMessage.Asked(sending.File, sending.Due, now), sending.Nonce, cancellationToken, sending.IsIt), "");
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
        {
            return (null, e.Code == DiscordErrorCode.CannotMessageUser ? "direct messages are closed" : "a direct message could not be sent");
        }
    }

    /// <summary>Where it may be said instead, the best place first; of a private incident only in its own channel.</summary>
    private async Task<IReadOnlyList<ChannelId>> PlacesAsync(IncidentFile file, CancellationToken cancellationToken)
    {
        var places = new List<ChannelId>();
        if (file.Incident.Channel is { } own) places.Add(own);
        if (file.Incident.IsPrivate) return places;
        if (file.Incident.PostmortemMessages is [var first, ..]) places.Add(first.Channel);
        try
        {
            places.Add(await channels.AnnouncementsAsync(file.Settings, cancellationToken));
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            // Then there is none.
        }

        return places;
    }

    private sealed class Sending(AgendaItem item, IncidentFile file, DueFollowUp due)
    {
        private readonly HashSet<ulong> recorded = [.. file.Actions.SelectMany(action => action.FollowUp.Asked).Select(asked => asked.Message.Message.Value)];

        public AgendaItem Item => item;

        public IncidentFile File => file;

        public DueFollowUp Due => due;

        public string Nonce => string.Create(CultureInfo.InvariantCulture, $"act-{item.Id}-{due.Action.Number}{(due.IsEscalation ? "e" : "")}");

        public bool IsIt(Message message) => !recorded.Contains(message.Id.Value) && ActionMessage.IsAbout(message, file.Incident, due.Action);
    }
}
