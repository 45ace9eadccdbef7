using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;
using IncidentBot.Speech;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Roles;

/// <summary>`/incident role`, `/incident handover` and its buttons, and the card's Take command and Acknowledge.</summary>
public sealed class RolesModule(Desk desk, IncidentStore store, Voice voice, ILogger<RolesModule> logger) : ICommandModule
{
    public const string TakeCommandButton = "take-command";
    public const string AcknowledgeButton = "acknowledge";
    public const string AcceptButton = "handover-accept";
    public const string DeclineButton = "handover-decline";

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "incident role",
            "Give a role in the incident to a person",
            [
                Option.Text("role", "commander, communications, scribe, or one your server has", required: true, max: 50, autocomplete: true),
                Option.Person("person", "Who has it from now on", required: true),
                Option.Incident(),
            ],
            async call =>
            {
                await RememberAsync(call, "person");
                await desk.DecideAsync(call, openly: true, (state, asker) => AssignRole.Decide(state, call.Text("role"), call.PersonOf("person") ?? default, IsBot(call, "person"), asker));
            });
        catalog.Complete("role", (call, typed) => Task.FromResult<IReadOnlyList<CommandChoice>>(
        [
            .. AssignRole.Known(call.Settings)
                .Where(role => role.Title.Contains(typed, StringComparison.OrdinalIgnoreCase) || role.Key.Contains(typed, StringComparison.OrdinalIgnoreCase))
                .Select(role => new CommandChoice(Harmless.Cut(role.Title, 100), role.Key)),
        ]));
        catalog.Slash(
            "incident handover",
            "Offer the command to the next person, who accepts with a button",
            [Option.Person("person", "The next incident commander", required: true), Option.Incident()],
            async call =>
            {
                await RememberAsync(call, "person");
                // The offer itself follows in the channel, for everyone to see.
                await desk.DecideAsync(call, openly: false, (state, asker) => Handover.Offer(state, call.PersonOf("person") ?? default, IsBot(call, "person"), asker));
            });
        catalog.Button(AcceptButton, call => AnswerOfferAsync(call, Handover.Accept), needs: null);
        catalog.Button(DeclineButton, call => AnswerOfferAsync(call, Handover.Decline), needs: null);
        catalog.Button(TakeCommandButton, call => desk.DecideAsync(call, openly: true, TakeCommand.Decide));
        catalog.Button(AcknowledgeButton, call => desk.DecideAsync(call, openly: true, AcknowledgeIncident.Decide));
    }

    // An offer that was answered keeps its words and loses its buttons. Pressing one that could not be taken away is refused with a reason, so nothing depends on it.
    private async Task AnswerOfferAsync(CommandCall call, Func<IncidentState, Asker, Outcome> decide)
    {
        var answered = false;
        await desk.DecideAsync(call, openly: true, decide, _ => answered = true);
        if (!answered || call.Interaction.Message is not { } offer) return;
        try
        {
            await voice.EditAsync(new(new(offer.ChannelId.Value), new(offer.Id.Value)), new MessageEdit { Components = [], AllowedMentions = AllowedMentions.None }, CancellationToken.None);
        }
        catch (DiscordApiException e)
        {
            logger.LogWarning("The buttons of an answered handover could not be taken away: {Reason}", e.Reason);
        }
    }

    private static bool IsBot(CommandCall call, string option) => call.Id(option) is { } id && call.ResolvedPerson(id) is { User.Bot: true };

    private Task RememberAsync(CommandCall call, string option) => call.Id(option) is { } id && call.ResolvedPerson(id) is { } person
        ? store.CommitAsync(scope => scope.SaveAsync(new KnownPerson(new PersonId(id.Value), person.Name)))
        : Task.CompletedTask;
}
