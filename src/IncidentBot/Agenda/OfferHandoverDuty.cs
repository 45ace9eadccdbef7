using System.Globalization;
using System.Text;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;
using IncidentBot.Roles;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Asks the next commander to accept, with a digest of where things stand.</summary>
public sealed class OfferHandoverDuty(Voice voice) : IDuty
{
    public Type Kind => typeof(OfferHandover);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var to = ((OfferHandover)item.Owed).To;
        if (file.Incident.Handover?.To != to || !file.Incident.IsOpen) return DutyResult.Done;
        if (file.Incident.Channel is not { } channel) return DutyResult.NotYet(TimeSpan.Zero, "its channel is not there yet");
        await voice.PostAsync(
            item,
            channel,
            new OutgoingMessage
            {
                Content = $"<@{to}>, <@{file.Incident.Handover.From}> asks you to take command of {file.Incident.Name}.\n{Digest(file)}",
                AllowedMentions = AllowedMentions.Only([new(to.Value)]),
                Components =
                [
                    new ActionRow(
                        new Button { Style = ButtonStyle.Success, Label = "Accept", CustomId = new CustomId(RolesModule.AcceptButton, file.Incident.Id).ToString() },
                        new Button { Style = ButtonStyle.Secondary, Label = "Decline", CustomId = new CustomId(RolesModule.DeclineButton, file.Incident.Id).ToString() }),
                ],
            },
            $"offer-{item.Id}",
            cancellationToken,
            message => message.Content.StartsWith($"<@{to}>, <@{file.Incident.Handover.From}> asks you to take command of {file.Incident.Name}.\n", StringComparison.Ordinal));
        return DutyResult.Done;
    }

    // Together with the question it fits into one message, however much was written.
    private static string Digest(IncidentFile file)
    {
        var incident = file.Incident;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"> {incident.Severity.InWords()}, {incident.Status.Word()}, since <t:{incident.Milestones.Beginning.ToUnixTimeSeconds()}:R>\n");
        if (incident.Impacts.LastOrDefault() is { } impact) text.Append("> Impact: ").Append(Harmless.Line(impact.Text, 150)).Append('\n');
        if (incident.Cause is { } cause) text.Append("> Root cause: ").Append(Harmless.Line(cause.Text, 150)).Append('\n');
        foreach (var update in file.Entries.Where(e => e.Kind == EntryKind.Update && e.Shown).TakeLast(3))
            text.Append(CultureInfo.InvariantCulture, $"> <t:{update.HappenedAt.ToUnixTimeSeconds()}:t> {Harmless.Line(update.Text, 180)}\n");
        foreach (var action in file.Actions.Where(a => a.State == ActionState.Open).Take(5))
            text.Append(CultureInfo.InvariantCulture, $"> To do: {Harmless.Line(action.Text, 100)}\n");
        if (incident.NextUpdateDue is { } next) text.Append(CultureInfo.InvariantCulture, $"> Next update <t:{next.ToUnixTimeSeconds()}:R>\n");
        return text.ToString().TrimEnd();
    }
}
