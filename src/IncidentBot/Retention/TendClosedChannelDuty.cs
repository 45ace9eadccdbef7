using IncidentBot.Agenda;
using IncidentBot.Attachments;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Retention;
using IncidentBot.Domain.Timeline;
using IncidentBot.Options;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Retention;

/// <summary>
/// Tells a closed incident's channel what will become of it, and when that is due archives or deletes it: only once all that was said is read, the postmortem is
/// posted, nothing else is owed, and the whole record is written out.
/// </summary>
public sealed class TendClosedChannelDuty(Voice voice, IncidentStore store, IDiscordApi api, LastReading reading, ChannelArchive archive, AttachmentFolder attachments, BotOptions options, TimeProvider clock) : IDuty
{
    private static readonly TimeSpan UntilDone = TimeSpan.FromHours(1);

    /// <summary>Tries in vain, an hour apart, after which the channel is told what it waits for.</summary>
    private const int TriesUntilTold = 12;

    public Type Kind => typeof(TendClosedChannel);

    public bool ReadsTalk => true;

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var incident = file.Incident;
        var now = clock.GetUtcNow();
        var (step, due) = RetireChannel.Next(incident, file.Settings.Retention, now);
        switch (step)
        {
            case RetirementStep.Wait:
                // The settings have changed since, or the incident was closed once more.
                return DutyResult.DoneWith(state => new Decision(state.Incident, "") { Owes = [new TendClosedChannel { Due = due }] });
            case RetirementStep.Announce:
                return await TellAsync(item, incident, file.Settings.Retention, now, cancellationToken);
            case RetirementStep.Retire:
                return await RetireAsync(item, file, file.Settings.Retention.Closed, cancellationToken);
            default:
                return await FinishDeletionAsync(incident, cancellationToken);
        }
    }

    private async Task<DutyResult> TellAsync(AgendaItem item, Incident incident, RetentionRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = RetireChannel.ClosedAt(incident) + rule.After;
        if (due < now + RetentionRule.Notice) due = now + RetentionRule.Notice;
        var becomes = rule.Closed == ClosedChannel.Delete
            ? "this channel is **deleted**"
            : $"this channel is **archived**: moved to \"{ChannelArchive.Name}\", to be read only,";
        var message = new OutgoingMessage
        {
            Content = $"{incident.Name} is closed, and {becomes} <t:{due.ToUnixTimeSeconds()}:R> (<t:{due.ToUnixTimeSeconds()}:f>). The record with all that was said stays. Press **Keep** to keep the channel as it is.",
            AllowedMentions = AllowedMentions.None,
            Components = [new ActionRow(new Button { Style = ButtonStyle.Primary, Label = "Keep", CustomId = new CustomId(RetentionModule.KeepButton, incident.Id).ToString() })],
        };
        await voice.PostAsync(item, incident.Channel!.Value, message, $"retire-{item.Id}", cancellationToken);

        // Reopened or kept in the meantime, it is not taken back: what falls due looks again.
        return DutyResult.DoneWith(state => state.Incident.IsOpen ? null : RetireChannel.Told(state.Incident, rule.Closed, due, now));
    }

    private async Task<DutyResult> RetireAsync(AgendaItem item, IncidentFile file, ClosedChannel how, CancellationToken cancellationToken)
    {
        var incident = file.Incident;
        var id = incident.Channel!.Value;
        if (await WaitsForAsync(item, incident, cancellationToken) is { } reason) return WaitsFor(item, file, reason);
        if (await api.GetChannelAsync(new(id.Value), cancellationToken) is not { } channel)
            return DutyResult.DoneWith(state => state.Incident.Channel == id ? ChannelLost.Decide(state.Incident, id, clock.GetUtcNow()) : null);

        if (await reading.ReadAsync(file, id, cancellationToken) > 0) file = await store.LoadFileAsync(incident.Id, cancellationToken) ?? file;
        string export;
        try
        {
            export = await RecordExport.WriteAsync(options.Storage.Path, file, attachments, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return WaitsFor(item, file, $"the record could not be written out: {e.Message}");
        }

        if (how == ClosedChannel.Archive)
        {
            await archive.PutAsync(incident.Server, channel, $"{incident.Name} is closed", cancellationToken);
            return DutyResult.DoneWith(state => IsStillDue(state.Incident, file, how) ? RetireChannel.Retired(state.Incident, how, export, clock.GetUtcNow())
                : state.Incident.IsOpen ? new Decision(state.Incident, "") { Owes = [new BringBackChannel()] }
                : null);
        }

        // What cannot be undone is decided first, on the state as it is in that commit: somebody may have pressed Keep while the record was written out.
        var decided = await store.CommitAsync(
            async scope =>
            {
                if (await scope.FindIncidentAsync(incident.Id) is not { } present || !IsStillDue(present, file, how)) return false;
                await scope.SaveAsync(RetireChannel.Retired(present, how, export, clock.GetUtcNow()));
                return true;
            },
            cancellationToken);
        if (!decided) return DutyResult.NotYet(TimeSpan.FromSeconds(1), "the incident has changed; it is looked at anew");
        return await DeleteAsync(incident, id, cancellationToken);
    }

    // For as long as it takes: the channel goes once people have mended what it waits for, and does not stay for ever because they took longer than a day. Said once.
    private DutyResult WaitsFor(AgendaItem item, IncidentFile file, string reason)
    {
        var what = WhatFailed.Of(item.Owed);
        var isTold = file.Entries.Any(entry => entry.Kind == EntryKind.Note && entry.RecordedAt >= item.Created && entry.Text.StartsWith(what, StringComparison.Ordinal));
        return DutyResult.UntilMended(
            UntilDone, reason, item.Attempts < TriesUntilTold || isTold ? null : now => DutyFailed.Decide(now, what, reason, tell: now.Channel is not null, clock.GetUtcNow()));
    }

    // A kill between the decision and the deletion leaves this to the next start.
    private async Task<DutyResult> FinishDeletionAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (incident is not { IsOpen: false, Channel: { } id, Retirement: { How: ClosedChannel.Delete, DoneAt: not null } }) return DutyResult.Done;
        return await DeleteAsync(incident, id, cancellationToken);
    }

    private async Task<DutyResult> DeleteAsync(Incident incident, ChannelId id, CancellationToken cancellationToken)
    {
        try
        {
            await api.DeleteChannelAsync(new(id.Value), $"{incident.Name} is closed; its record is kept", cancellationToken);
        }
        catch (DiscordApiException e) when (e.IsGone)
        {
            // Somebody was faster.
        }

        return DutyResult.DoneWith(state => state.Incident.Channel == id ? new Decision(state.Incident with { Channel = null, Card = null }, "") : null);
    }

    private bool IsStillDue(Incident incident, IncidentFile file, ClosedChannel how) =>
        incident.Channel == file.Incident.Channel && file.Settings.Retention.Closed == how && RetireChannel.Next(incident, file.Settings.Retention, clock.GetUtcNow()).Step == RetirementStep.Retire;

    private async Task<string?> WaitsForAsync(AgendaItem item, Incident incident, CancellationToken cancellationToken)
    {
        // A reminder that falls due later finds the channel gone, and keeps quiet.
        var others = (await store.ListAgendaAsync(incident.Id, cancellationToken)).Where(other => other.State is AgendaState.Waiting or AgendaState.Running && other.Owed is not (TendClosedChannel or Remind));
        if (others.Any(other => other.Id != item.Id)) return "something else is still owed in this incident";
        return incident is { Status: IncidentStatus.Resolved, PostmortemMessages.IsEmpty: true } ? "the postmortem is not posted; `/postmortem regenerate` posts it" : null;
    }
}
