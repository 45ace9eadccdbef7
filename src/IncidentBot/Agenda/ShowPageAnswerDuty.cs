using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Escalate;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Edits the pages of an escalation so that they say how it ended, and takes their buttons away.</summary>
public sealed class ShowPageAnswerDuty(Voice voice) : IDuty
{
    public Type Kind => typeof(ShowPageAnswer);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var number = ((ShowPageAnswer)item.Owed).Escalation;
        if (file.Escalations.FirstOrDefault(e => e.Number == number) is not { State: not EscalationState.Paging } escalation) return DutyResult.Done;
        foreach (var page in escalation.Pages)
        {
            if (page.Mention is { } mention) await voice.EditIfThereAsync(mention, PageMessage.Ended(file, escalation, page, PageKind.Mention), cancellationToken);
            foreach (var direct in page.Direct) await voice.EditIfThereAsync(direct.Message, PageMessage.Ended(file, escalation, page, PageKind.Direct), cancellationToken);
            foreach (var told in page.Told) await voice.EditIfThereAsync(told, PageMessage.Ended(file, escalation, page, PageKind.Told), cancellationToken);
        }

        return DutyResult.Done;
    }
}
