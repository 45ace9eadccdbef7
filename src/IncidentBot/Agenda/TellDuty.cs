using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Says a sentence in the incident's channel.</summary>
public sealed class TellDuty(Voice voice, IncidentStore store) : IDuty
{
    public Type Kind => typeof(Tell);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        if (file.Incident.Channel is not { } channel) return file.Incident.IsOpen ? DutyResult.NotYet(TimeSpan.Zero, "its channel is not there yet") : DutyResult.Done;
        var tell = (Tell)item.Owed;
        var message = new OutgoingMessage { Content = tell.Text, AllowedMentions = tell.To is { } to ? AllowedMentions.Only(users: [new(to.Value)]) : AllowedMentions.None };
        var said = await voice.PostAsync(item, channel, message, $"tell-{item.Id}", cancellationToken, await IsItAsync(item, file.Incident.Id, tell, cancellationToken));
        return DutyResult.DoneAs(tell with { Said = said });
    }

    // The same sentence may have been owed, and said, twice: each message is one of them.
    private async Task<Func<Message, bool>?> IsItAsync(AgendaItem item, IncidentId incident, Tell tell, CancellationToken cancellationToken)
    {
        if (item.Attempts == 1) return null;
        var others = (await store.ListAgendaAsync(incident, cancellationToken)).Where(other => other.Id != item.Id).Select(other => (other.Owed as Tell)?.Said?.Message.Value).ToHashSet();
        return said => said.Content == tell.Text && !others.Contains(said.Id.Value);
    }
}
