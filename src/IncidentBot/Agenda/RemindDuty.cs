using System.Net;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reminders;
using IncidentBot.Reminders;
using IncidentBot.Speech;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Agenda;

/// <summary>Sends the reminder that is due, and brings those that were answered, put off or dismissed to their end. One that came too early only looks, and waits again.</summary>
public sealed class RemindDuty(Voice voice, TimeProvider clock, ILogger<RemindDuty> logger) : IDuty
{
    public Type Kind => typeof(Remind);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var incident = file.Incident;
        var plan = NextReminder.Of(IncidentState.Of(file), file.Settings, clock.GetUtcNow());
        var ended = new List<MessageRef>();
        foreach (var log in plan.Over.Select(kind => NextReminder.LogOf(incident, kind)!))
        {
            await voice.EditIfThereAsync(log.Message!.Value, ReminderMessage.Ended(file, log), cancellationToken);
            ended.Add(log.Message.Value);
        }

        var sent = plan.Due is { } due ? await SendAsync(item, file, due, cancellationToken) : null;
        return DutyResult.DoneWith(state => RecordReminders.Decide(state, file.Settings, ended, sent, clock.GetUtcNow()));
    }

    /// <summary>Only what would remind somebody now can come too late; and what was begun may have been said, so that is looked for instead.</summary>
    /// <inheritdoc/>
    public DateTimeOffset? DueSince(AgendaItem item, IncidentFile file, DateTimeOffset now) =>
        item.Attempts > 1 || NextReminder.Of(IncidentState.Of(file), file.Settings, now).Due is null ? null : item.Owed.Due ?? item.Created;

    /// <summary>The bot was away. What was due then is not sent late: people come back first, and then it is asked whether it is still right.</summary>
    /// <inheritdoc/>
    public Decision? Expire(AgendaItem item, IncidentState state, DateTimeOffset now) => new(state.Incident, "") { Owes = [new Remind { Due = now + NextReminder.Apart }] };

    private async Task<SentReminder> SendAsync(AgendaItem item, IncidentFile file, ReminderKind kind, CancellationToken cancellationToken)
    {
        var incident = file.Incident;
        var state = IncidentState.Of(file);
        var since = ReminderMatter.Since(state, kind)!.Value;
        var to = ReminderMatter.To(state, kind);
        var also = ReminderMatter.Also(state, kind);
        var before = NextReminder.LogOf(incident, kind);
        if (incident.Channel is not { } channel) return new(kind, since, to, null, "the incident has no channel") { Also = also };
        try
        {
            var number = before?.Since == since ? before.Sent + 1 : 1;
            var message = await voice.PostAsync(item, channel, ReminderMessage.Asked(incident, kind, since, to, number, also), $"remind-{item.Id}", cancellationToken);

            // A repeat takes the place of what it repeats.
            if (before?.Message is { } former) await DeleteAsync(former, cancellationToken);
            return new(kind, since, to, message) { Also = also };
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            // It stands in the timeline and counts as sent: a channel in which the bot may not write is not tried every few minutes.
            logger.LogWarning("A reminder of {Incident} could not be posted: {Reason}", incident.Name, e.Reason);
            return new(kind, since, to, null, e.Reason.TrimEnd('.')) { Also = also };
        }
    }

    private async Task DeleteAsync(MessageRef message, CancellationToken cancellationToken)
    {
        try
        {
            await voice.DeleteAsync(message, cancellationToken);
        }
        catch (DiscordApiException e) when (e.IsGone || e.Status is HttpStatusCode.Forbidden)
        {
            // Somebody was faster.
        }
    }
}
