using System.Globalization;
using System.Text;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;

namespace IncidentBot.Actions;

/// <summary>`/action add`, `list`, `done`, `edit`.</summary>
public sealed class ActionsModule(Desk desk, IncidentStore store) : ICommandModule
{
    /// <summary>Characters of a list: Discord's limit with room for the last line.</summary>
    private const int MostShown = 1_900;

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "action add",
            "Note something to be done because of this incident",
            [
                Option.Text("text", "What is to be done", required: true, max: 500),
                Option.Person("owner", "Who does it"),
                Option.Text("due", "By when: friday, 2024-03-12, in 2 weeks", max: 100),
                Kind(),
                Option.Incident(),
            ],
            async call =>
            {
                await RememberOwnerAsync(call);
                await desk.DecideAsync(
                    call, openly: true, (state, asker) => AddAction.Decide(state, new ActionCommand(call.Text("text"), call.PersonOf("owner"), call.Text("due"), KindOf(call)), asker));
            });
        catalog.Slash(
            "action list",
            "What is still to be done",
            [Option.Person("owner", "Only this person's"), Option.Flag("all", "Also what is done or dropped"), Option.Incident()],
            ListAsync);
        catalog.Slash(
            "action done",
            "Say that it is done",
            [Number(), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => FinishAction.Decide(state, (int)(call.Whole("action") ?? 0), asker)));
        catalog.Slash(
            "action edit",
            "Change an action item, or drop it",
            [
                Number(),
                Option.Text("text", "The new text", max: 500),
                Option.Person("owner", "Who does it"),
                Option.Text("due", "By when: friday, 2024-03-12, in 2 weeks; `none` takes it away", max: 100),
                Kind(),
                Option.Text("drop", "Why it will not be done", max: 300),
                Option.Incident(),
            ],
            async call =>
            {
                await RememberOwnerAsync(call);
                await desk.DecideAsync(call, openly: true, (state, asker) => call.Text("drop") is { } reason
                    ? DropAction.Decide(state, (int)(call.Whole("action") ?? 0), reason, asker)
                    : EditAction.Decide(
                        state, (int)(call.Whole("action") ?? 0), new ActionCommand(call.Text("text"), call.PersonOf("owner"), call.Text("due"), KindOf(call)), asker));
            });
        catalog.Complete("action", CompleteAsync);
    }

    private static CommandOptionDefinition Kind() => Option.Choice(
        "kind",
        "What it is for",
        required: false,
        ("corrective: repairs this", "corrective"),
        ("preventive: keeps it from coming back", "preventive"),
        ("task", "task"));

    private static CommandOptionDefinition Number() => Option.Whole("action", "Number of the action item, as `/action list` gives it", min: 1, required: true, autocomplete: true);

    private static ActionKind? KindOf(CommandCall call) => Enum.TryParse<ActionKind>(call.Text("kind"), ignoreCase: true, out var kind) ? kind : null;

    private Task RememberOwnerAsync(CommandCall call) => call.Id("owner") is { } id && call.ResolvedPerson(id) is { } person
        ? store.CommitAsync(scope => scope.SaveAsync(new KnownPerson(new(id.Value), person.Name)))
        : Task.CompletedTask;

    // In an incident's channel its own items; elsewhere those of the whole server.
    private async Task ListAsync(CommandCall call)
    {
        var asker = Desk.AskerOf(call);
        var here = await Desk.FindAsync(store, call, asker);
        if (here is null && call.Whole("incident") is { } number)
        {
            await call.RefuseAsync(Visibility.Unknown((int)Math.Min(number, int.MaxValue)).Sentence);
            return;
        }

        var items = (await store.ListActionsAsync(call.Server, call.PersonOf("owner"), call.Flag("all")))
            .Where(item => Visibility.MaySee(item.Incident, asker) && (here is null || item.Incident.Id == here.Id))
            .ToList();
        if (items.Count == 0)
        {
            await call.AnswerPrivatelyAsync(here is null
                ? "Nothing is to be done. `/action add` in an incident's channel notes something."
                : $"Nothing is to be done for {here.Name}. `/action add` notes something; reacting with ✅ to a message does the same.");
            return;
        }

        var names = await store.NamesAsync([.. items.Select(i => i.Action.Owner).OfType<PersonId>().Distinct()]);
        var text = new StringBuilder();
        var shown = 0;
        foreach (var (incident, action) in items)
        {
            var owner = action.Owner is { } o ? Harmless.Line(names.GetValueOrDefault(o) ?? o.ToString(), 40) : "no owner yet";
            var due = action.Due is { } d ? ", due " + d.ToString("d MMM yyyy", CultureInfo.InvariantCulture) : "";
            var state = action.State switch { ActionState.Done => "☑ ", ActionState.Dropped => "✖ ", _ => "☐ " };
            var line = $"{state}**{incident.Name}** #{action.Number} {Harmless.Line(action.Text, 150)} ({owner}{due})\n";
            if (text.Length + line.Length > MostShown) break;
            text.Append(line);
            shown++;
        }

        if (items.Count > shown) text.Append(CultureInfo.InvariantCulture, $"… and {items.Count - shown} more.");
        await call.AnswerPrivatelyAsync(text.ToString().TrimEnd());
    }

    private async Task<IReadOnlyList<CommandChoice>> CompleteAsync(CommandCall call, string typed)
    {
        var asker = Desk.AskerOf(call);
        var actions = await Desk.FindAsync(store, call, asker) is { } incident ? await store.ActionsAsync(incident.Id) : [];
        return
        [
            .. actions
                .Where(a => typed.Length == 0 || a.Number.ToString(CultureInfo.InvariantCulture).StartsWith(typed, StringComparison.Ordinal) || a.Text.Contains(typed, StringComparison.OrdinalIgnoreCase))
                .OrderBy(a => a.State)
                .ThenBy(a => a.Number)
                .Take(25)
                .Select(a => new CommandChoice(Harmless.Cut($"#{a.Number} {Harmless.Plain(a.Text)}", 100), a.Number)),
        ];
    }
}
