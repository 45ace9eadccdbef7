using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;

namespace IncidentBot.OnCall;

/// <summary>`/oncall override add`, `remove`, `replace`, `list` and `undo`.</summary>
public sealed class OverrideModule(IncidentStore store, OnCallDesk desk, TimeProvider clock) : ICommandModule
{
    public void Register(Catalog catalog)
    {
        catalog.Slash("oncall override add", "Somebody is on call too, for some time", [OnCallModule.Schedule(required: true), Option.Person("person", "Who", required: true), To(), From(), Reason()], call => ChangeAsync(call, OverrideKind.Add));
        catalog.Slash("oncall override remove", "Somebody is not on call, for some time", [OnCallModule.Schedule(required: true), Option.Person("person", "Who", required: true), To(), From(), Reason()], call => ChangeAsync(call, OverrideKind.Remove));
        catalog.Slash(
            "oncall override replace",
            "Somebody is on call instead of another, for some time",
            [OnCallModule.Schedule(required: true), Option.Person("person", "Who comes in", required: true), To(), From(), Option.Person("instead", "Who is replaced; everyone when left out"), Reason()],
            call => ChangeAsync(call, OverrideKind.Replace));
        catalog.Slash("oncall override list", "What was changed here, and is in force or to come", [OnCallModule.Schedule()], ListAsync);
        catalog.Slash("oncall override undo", "Take a change back; what was served under it stays", [Option.Whole("override", "Its number; `/oncall override list` shows it", min: 1, required: true, autocomplete: true)], UndoAsync);
        catalog.Complete("override", CompleteAsync);
    }

    private static CommandOptionDefinition From() => Option.Text("from", "From when: now when left out; 18:00, tomorrow 09:00, 2026-04-01 09:00", max: 100);

    private static CommandOptionDefinition To() => Option.Text("to", "Until when: 8h, 2 days, 18:00, tomorrow 09:00", required: true, max: 100);

    private static CommandOptionDefinition Reason() => Option.Text("reason", "Why", max: 200);

    private async Task ChangeAsync(CommandCall call, OverrideKind kind)
    {
        foreach (var option in new[] { "person", "instead" })
        {
            if (call.Id(option) is { } id && call.ResolvedPerson(id) is { User.Bot: true })
            {
                await call.RefuseAsync("A bot cannot be on call. Choose a person.");
                return;
            }
        }

        var command = new OverrideCommand(kind, call.Text("schedule")!, call.PersonOf("person")!.Value, call.Text("from"), call.Text("to"), call.PersonOf("instead"), call.Text("reason"));
        await AnswerAsync(call, await desk.DecideAsync(call, call.Server, record => ChangeSchedule.Decide(record, command, Desk.AskerOf(call))));
    }

    private async Task UndoAsync(CommandCall call)
    {
        var number = (int)Math.Min(call.Whole("override")!.Value, int.MaxValue);
        await AnswerAsync(call, await desk.DecideAsync(call, call.Server, record => ChangeSchedule.TakeBack(record, number, Desk.AskerOf(call))));
    }

    // Everyone in the channel sees who is on call now; refusals are for the person alone.
    private static Task AnswerAsync(CommandCall call, OnCallOutcome? outcome) => outcome switch
    {
        null => Task.CompletedTask,
        { Refusal: { } refusal } => call.RefuseAsync(refusal.Sentence),
        { Decision: { } decision } => call.AnswerOpenlyAsync(decision.Answer),
        _ => Task.CompletedTask,
    };

    private async Task ListAsync(CommandCall call)
    {
        var record = await store.OnCallAsync(call.Server);
        var now = clock.GetUtcNow();
        var shown = record.State.Overrides
            .Where(one => one.Change.To > now && (call.Text("schedule") is not { } name || one.Schedule.Equals(name, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(one => one.Change.From).ToList();
        if (shown.Count == 0) await call.AnswerPrivatelyAsync("Nothing was changed here: the schedules hold as their files say.");
        else await call.AnswerPrivatelyAsync(LongAnswer.Of("", [.. shown.Select(one => new AnswerLine(ChangeSchedule.InWords(record.Book, one), Plain(record, one)))], "overrides.txt"));
    }

    private static string Plain(OnCallRecord record, ChatOverride one) =>
        $"{one.Number}. {one.Schedule}: {ScheduleWords.Of(one.Change, record.Book.Schedule(one.Schedule)?.Zone ?? record.Book.Zone)}{(one.Change.Reason is { } reason ? $" ({reason})" : "")}";

    private async Task<IReadOnlyList<CommandChoice>> CompleteAsync(CommandCall call, string typed)
    {
        var record = await store.OnCallAsync(call.Server);
        var now = clock.GetUtcNow();
        return
        [
            .. record.State.Overrides.Where(one => one.Change.To > now).Select(one => (one.Number, Text: Harmless.Cut(Plain(record, one), 100)))
                .Where(one => one.Text.Contains(typed, StringComparison.OrdinalIgnoreCase)).Take(25).Select(one => new CommandChoice(one.Text, one.Number)),
        ];
    }
}
