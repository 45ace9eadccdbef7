using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;
using IncidentBot.Trackers;

namespace IncidentBot.Actions;

/// <summary>`/action add`, `list`, `show`, `done`, `edit`, `drop`, `reopen`, `track`.</summary>
public sealed class ActionsModule(Desk desk, IncidentStore store, TrackerBook trackers) : ICommandModule
{
    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "action add",
            "Note something to be done because of this incident",
            [
                Option.Text("text", "What is to be done; left out: a form asks for everything", max: 500),
                Option.Person("owner", "Who does it"),
                Option.Text("due", "By when: friday, 2024-03-12, in 2 weeks", max: 100),
                Kind(),
                Priority(),
                Option.Incident(),
            ],
            AddAsync);
        catalog.Slash(
            "action list",
            "What is still to be done",
            [Option.Person("owner", "Only this person's"), Option.Flag("overdue", "Only what is past its date"), Option.Flag("all", "Also what is done or dropped"), Option.Incident()],
            ListAsync);
        catalog.Slash("action show", "Everything about one action item, with buttons for it", [Number(), Option.Incident()], ShowAsync);
        catalog.Slash(
            "action done",
            "Say that it is done",
            [Number(), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => FinishAction.Decide(state, NumberOf(call), asker)));
        catalog.Slash(
            "action edit",
            "Change an action item, or drop it; without anything to change a form opens",
            [
                Number(),
                Option.Text("text", "The new text", max: 500),
                Option.Person("owner", "Who does it"),
                Option.Text("due", "By when: friday, 2024-03-12, in 2 weeks; `none` takes it away", max: 100),
                Kind(),
                Priority(),
                Option.Flag("unassign", "Take it from its owner"),
                Option.Text("drop", "Why it will not be done", max: 300),
                Option.Incident(),
            ],
            EditAsync);
        catalog.Slash(
            "action drop",
            "Say that it will not be done, and why",
            [Number(), Option.Text("reason", "Why it will not be done", required: true, max: 300), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => DropAction.Decide(state, NumberOf(call), call.Text("reason"), asker)));
        catalog.Slash(
            "action reopen",
            "Take up again what was done or dropped",
            [Number(), Option.Text("reason", "Why", max: 300), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => ReopenAction.Decide(state, NumberOf(call), call.Text("reason"), asker)));
        catalog.Slash(
            "action track",
            "Have it stand as an issue in the tracker: GitHub, Gitea or Forgejo",
            [Number(), Option.Incident()],
            call => ActionButtons.TrackAsync(desk, trackers, call, NumberOf(call)));
        catalog.Complete("action", CompleteAsync);
    }

    private static CommandOptionDefinition Kind() => Option.Choice(
        "kind",
        "What it is for",
        required: false,
        ("corrective: repairs this", "corrective"),
        ("preventive: keeps it from coming back", "preventive"),
        ("task", "task"));

    private static CommandOptionDefinition Priority() => Option.Choice("priority", "How much it matters", required: false, ("urgent", "urgent"), ("high", "high"), ("medium", "medium"), ("low", "low"));

    private static CommandOptionDefinition Number() => Option.Whole("action", "Number of the action item, as `/action list` gives it", min: 1, required: true, autocomplete: true);

    private static int NumberOf(CommandCall call) => (int)Math.Min(call.Whole("action") ?? 0, int.MaxValue);

    private static ActionCommand CommandOf(CommandCall call) => new(call.Text("text"), call.PersonOf("owner"), call.Text("due"), ActionForm.KindOf(call.Text("kind")))
    {
        Priority = ActionForm.PriorityOf(call.Text("priority")),
        WithoutOwner = call.Flag("unassign"),
    };

    private async Task AddAsync(CommandCall call)
    {
        if (call.Text("text") is null)
        {
            if (await desk.FindOrTellAsync(call) is { } incident) await call.OpenFormAsync(ActionForm.New(incident, CommandOf(call)));
            return;
        }

        await RememberOwnerAsync(call);
        await desk.DecideAsync(call, openly: true, (state, asker) => AddAction.Decide(state, CommandOf(call), asker));
    }

    private async Task EditAsync(CommandCall call)
    {
        if (CommandOf(call) == new ActionCommand(null) && call.Text("drop") is null)
        {
            await ActionForm.OpenAsync(desk, store, call, NumberOf(call));
            return;
        }

        await RememberOwnerAsync(call);
        await desk.DecideAsync(call, openly: true, (state, asker) => call.Text("drop") is { } reason
            ? DropAction.Decide(state, NumberOf(call), reason, asker)
            : EditAction.Decide(state, NumberOf(call), CommandOf(call), asker));
    }

    private Task RememberOwnerAsync(CommandCall call) => call.Id("owner") is { } id && call.ResolvedPerson(id) is { } person
        ? store.CommitAsync(scope => scope.SaveAsync(new KnownPerson(new(id.Value), person.Name)))
        : Task.CompletedTask;

    private async Task ShowAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident || await store.LoadFileWithoutTalkAsync(incident.Id) is not { } file) return;
        if (file.Actions.FirstOrDefault(action => action.Number == NumberOf(call)) is { } action) await call.AnswerPrivatelyAsync(ActionMessage.Shown(file, action, call.At));
        else await call.RefuseAsync($"{incident.Name} has no action item {NumberOf(call)}. `/action list` shows those there are.");
    }

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

        var today = DateOnly.FromDateTime(ZoneClock.In(call.At, call.Settings.TimeZone).DateTime);
        var items = (await store.ListActionsAsync(call.Server, call.PersonOf("owner"), call.Flag("all")))
            .Where(item => Visibility.MaySee(item.Incident, asker) && (here is null || item.Incident.Id == here.Id) && (!call.Flag("overdue") || item.Action.IsOverdue(today)))
            .InOrder().ToList();
        if (items.Count == 0)
        {
            var what = call.Flag("overdue") ? "Nothing is overdue" : "Nothing is to be done";
            await call.AnswerPrivatelyAsync(here is null
                ? $"{what}. `/action add` in an incident's channel notes something."
                : $"{what} for {here.Name}. `/action add` notes something; reacting with ✅ to a message does the same.");
            return;
        }

        var names = await store.NamesAsync([.. items.Select(i => i.Action.Owner).OfType<PersonId>().Distinct()]);
        var lines = items.Select(item =>
        {
            var owner = item.Action.Owner is { } o ? Harmless.Line(names.GetValueOrDefault(o) ?? o.ToString(), 40) : "no owner yet";
            var line = ActionLine.Write(item.Incident, item.Action, owner, today);
            return new AnswerLine(line, line);
        });
        await call.AnswerPrivatelyAsync(LongAnswer.Of("", [.. lines], "action-items.md"));
    }

    private async Task<IReadOnlyList<CommandChoice>> CompleteAsync(CommandCall call, string typed)
    {
        var asker = Desk.AskerOf(call);
        var actions = await Desk.FindAsync(store, call, asker) is { } incident ? await store.ActionsAsync(incident.Id) : [];
        return
        [
            .. actions
                .Where(a => typed.Length == 0 || a.Number.ToString(System.Globalization.CultureInfo.InvariantCulture).StartsWith(typed, StringComparison.Ordinal) || a.Text.Contains(typed, StringComparison.OrdinalIgnoreCase))
                .OrderBy(a => a.State)
                .ThenBy(a => a.Number)
                .Take(25)
                .Select(a => new CommandChoice(Harmless.Cut($"#{a.Number} {Harmless.Plain(a.Text)}", 100), a.Number)),
        ];
    }
}
