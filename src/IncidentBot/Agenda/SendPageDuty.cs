using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Escalate;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Asks the engine what an escalation has to do now, does that, and records what came of it; then it is owed again, for when there is more to do.</summary>
public sealed class SendPageDuty(PageSender sender, IncidentStore store, TimeProvider clock) : IDuty
{
    /// <summary>In attempts, a second apart.</summary>
    private const int PatienceForChannel = 3;

    public Type Kind => typeof(SendPage);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var number = ((SendPage)item.Owed).Escalation;
        if (file.Escalations.FirstOrDefault(one => one.Number == number) is not { } escalation) return DutyResult.Done;

        // Who is on call is looked up now that it is due, not before.
        var onCall = await store.LookupAsync(file.Incident.Server, escalation, cancellationToken);
        var now = clock.GetUtcNow();
        var due = NextPage.Of(file.Incident, escalation, now, onCall).Due;

        // What was said is only looked at when it matters: an acknowledgement would lapse.
        if (due is [RunStep.Lapse lapse, ..] && EscalationRun.PersonOf(lapse.By) is { } by && await store.LastSaidAsync(item.Incident!.Value, by, lapse.Since, cancellationToken) is { } saidAt)
            return DutyResult.DoneWith(state => StillOnIt.Decide(state, number, by, saidAt, now));

        // It was answered, or ended, after the page went out and before the bot, killed in between, could record it.
        if (item.Attempts > 1 && escalation.State != EscalationState.Paging && await sender.FindSentAsync(item, file, escalation, cancellationToken) is { } lost)
            return DutyResult.DoneWith(state => RecordPage.Found(state, number, lost, now));
        if (!due.Any(step => step is RunStep.Ask)) return DutyResult.DoneWith(state => PassOn.Decide(state, number, now, onCall));

        // A channel that cannot be made must not keep the page from the people: after a moment they are written to all the same.
        if (file.Incident.Channel is null && item.Attempts <= PatienceForChannel) return DutyResult.NotYet(TimeSpan.FromSeconds(1), "its channel is not there yet");
        var page = PageDraft.Of(file, escalation, [.. due.OfType<RunStep.Ask>()], now, onCall);
        var sent = await sender.SendAsync(item, page, due, now, cancellationToken);
        var seen = EscalationRun.Of(escalation).Events.Length;
        return DutyResult.DoneWith(state => RecordPage.Decide(state, number, page.Attempt, sent.Page, now, seen, sent.Happened, onCall));
    }

    /// <inheritdoc/>
    public DateTimeOffset? DueSince(AgendaItem item, IncidentFile file, DateTimeOffset now) => PageTooLate.DueSince(IncidentState.Of(file), ((SendPage)item.Owed).Escalation, now);

    /// <inheritdoc/>
    public Decision? Expire(AgendaItem item, IncidentState state, DateTimeOffset now) => PageTooLate.Decide(state, ((SendPage)item.Owed).Escalation, now);
}
