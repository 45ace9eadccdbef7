using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;

namespace IncidentBot.Roles;

/// <summary>`/incident role`, `/incident handover` and its buttons, and the card's Take command and Acknowledge.</summary>
public sealed class RolesModule(Desk desk, IncidentStore store) : ICommandModule
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
                await desk.DecideAsync(call, openly: true, (state, asker) => Handover.Offer(state, call.PersonOf("person") ?? default, IsBot(call, "person"), asker));
            });
        catalog.Button(AcceptButton, call => desk.DecideAsync(call, openly: true, Handover.Accept));
        catalog.Button(DeclineButton, call => desk.DecideAsync(call, openly: true, Handover.Decline));
        catalog.Button(TakeCommandButton, call => desk.DecideAsync(call, openly: true, TakeCommand.Decide));
        catalog.Button(AcknowledgeButton, call => desk.DecideAsync(call, openly: true, AcknowledgeIncident.Decide));
    }

    private static bool IsBot(CommandCall call, string option) => call.Id(option) is { } id && call.ResolvedPerson(id) is { User.Bot: true };

    private Task RememberAsync(CommandCall call, string option) => call.Id(option) is { } id && call.ResolvedPerson(id) is { } person
        ? store.CommitAsync(scope => scope.SaveAsync(new KnownPerson(new PersonId(id.Value), person.Name)))
        : Task.CompletedTask;
}
