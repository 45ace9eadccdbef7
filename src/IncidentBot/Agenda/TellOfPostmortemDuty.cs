using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Reviews;
using IncidentBot.Postmortem;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>
/// Says in the incident's channel that the postmortem is posted, and asks for what no record holds: a button for each question, with a tick once it is
/// answered. One message, edited from then on.
/// </summary>
public sealed class TellOfPostmortemDuty(Voice voice) : IDuty
{
    public Type Kind => typeof(TellOfPostmortem);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var incident = file.Incident;
        if (incident.PostmortemMessages.IsEmpty || incident.Channel is not { } channel) return DutyResult.Done;
        var (text, buttons) = (TextOf(file), Buttons(file));
        if (incident.Postmortem.Told is { } told)
        {
            try
            {
                await voice.EditAsync(told, new MessageEdit { Content = text, Components = buttons, AllowedMentions = AllowedMentions.None }, cancellationToken);
            }
            catch (DiscordApiException e) when (e.IsGone)
            {
                // Deleted by hand: whoever did that has read it.
            }

            return DutyResult.Done;
        }

        var message = new OutgoingMessage { Content = text, Components = buttons, AllowedMentions = AllowedMentions.None };
        var posted = await voice.PostAsync(item, channel, message, $"told-{item.Id}", cancellationToken, said => said.Content.StartsWith(Opening, StringComparison.Ordinal));
        return DutyResult.DoneWith((Incident now) => now with { Postmortem = now.Postmortem with { Told = posted } });
    }

    private const string Opening = "The postmortem is posted: ";

    private static string TextOf(IncidentFile file) =>
        file.Incident.Postmortem.Stage == PostmortemStage.Published
            ? $"{Opening}{file.LinkTo(file.Incident.PostmortemMessages[0])}\nIt is **published** and stays as it is; `/postmortem correct` adds a dated correction."
            : Asking(file);

    private static string Asking(IncidentFile file) =>
        $"{Opening}{file.LinkTo(file.Incident.PostmortemMessages[0])}{Whose(file.Incident)}\nCorrect the record here (`/incident`, `/timeline`, `/action`, `/postmortem edit`) and it follows.\n"
        + "**What only you can tell**: press what you have something to say about. It goes into the postmortem; what nobody answers is left out.";

    private static string Whose(Incident incident)
    {
        if (incident.Postmortem.Stage != PostmortemStage.Draft || ReviewStanding.Owner(incident) is not { } owner) return "";
        var due = incident.Postmortem.Due is { } date ? $", due **{DueDate.InWords(date.Date)}**" : "";
        return $"\nIts owner is <@{owner}>{due}. When it says what it should: `/postmortem review`, then `/postmortem publish`.";
    }

    private static IReadOnlyList<Component> Buttons(IncidentFile file)
    {
        if (file.Incident.Postmortem.Stage == PostmortemStage.Published) return [];
        var template = TemplateChoice.Of(file);
        var buttons = template.Asked.Select(id => file.Incident.WrittenSections.ContainsKey(id)
            ? PostmortemButtons.Edit(file.Incident.Id, id, template.HeadingOf(id), ButtonStyle.Success) with { Emoji = new Emoji { Name = "✅" } }
            : PostmortemButtons.Edit(file.Incident.Id, id, template.HeadingOf(id)));
        return [.. buttons.Chunk(5).Take(5).Select(row => new ActionRow(row))];
    }
}
