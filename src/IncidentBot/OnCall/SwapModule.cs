using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;

namespace IncidentBot.OnCall;

/// <summary>`/oncall swap`, and the buttons with which the other answers.</summary>
public sealed class SwapModule(IncidentStore store, OnCallDesk desk, TimeProvider clock) : ICommandModule
{
    public const string AcceptButton = "swap-accept";
    public const string DeclineButton = "swap-decline";

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "oncall swap",
            "Ask somebody to swap a shift with you",
            [
                OnCallModule.Schedule(required: true),
                Option.Person("with", "Who is asked", required: true),
                Option.Text("my_shift", "Which shift of yours; your next one when left out", max: 100, autocomplete: true),
                Option.Text("their_shift", "Which shift of theirs; their next one when left out", max: 100, autocomplete: true),
            ],
            ProposeAsync);
        catalog.Complete("my_shift", (call, typed) => CompleteAsync(call, typed, call.Person));
        catalog.Complete("their_shift", (call, typed) => CompleteAsync(call, typed, call.PersonOf("with")));

        // Whoever is asked may answer, whatever is allowed on the server.
        catalog.Button(AcceptButton, call => AnswerAsync(call, SwapShifts.Accept), needs: null);
        catalog.Button(DeclineButton, call => AnswerAsync(call, SwapShifts.Decline), needs: null);
    }

    private async Task ProposeAsync(CommandCall call)
    {
        var asker = Desk.AskerOf(call);
        var with = call.PersonOf("with")!.Value;
        if (!Read(call, "my_shift", out var mine) || !Read(call, "their_shift", out var theirs))
        {
            await call.RefuseAsync("Choose the shifts from the list that is offered, or leave them out for the next ones.");
            return;
        }

        var outcome = await desk.DecideAsync(call, call.Server, record => SwapShifts.Propose(record, new SwapCommand(call.Text("schedule")!, with, mine, theirs), asker));
        if (outcome is not { } done) return;
        if (done.Refusal is { } refusal) await call.RefuseAsync(refusal.Sentence);
        else await call.AnswerPrivatelyAsync(done.Decision!.Answer);
    }

    private async Task AnswerAsync(CommandCall call, Func<OnCallRecord, int, Asker, OnCallOutcome> decide)
    {
        if (call.CustomId.OfServer is not var (server, argument) || !int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return;
        var asker = Desk.AskerOf(call);
        if (await desk.DecideAsync(call, server, record => decide(record, number, asker)) is not { } outcome) return;
        if (outcome.Refusal is { } refusal) await call.RefuseAsync(refusal.Sentence);
        else await call.AnswerPrivatelyAsync(outcome.Decision!.Answer);
    }

    /// <summary>A shift is named by the second it begins, as the offered choices say it.</summary>
    private static bool Read(CommandCall call, string option, out DateTimeOffset? from)
    {
        from = null;
        if (call.Text(option) is not { } text) return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()) return false;
        from = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    private async Task<IReadOnlyList<CommandChoice>> CompleteAsync(CommandCall call, string typed, PersonId? person)
    {
        var record = await store.OnCallAsync(call.Server);
        if (person is not { } account || call.Text("schedule") is not { } name || record.Book.Schedule(name) is not { } schedule) return [];
        return
        [
            .. SwapShifts.Upcoming(schedule, OnCallNow.HandleOf(record.Book, account), clock.GetUtcNow())
                .Select(shift => (shift.From, Text: Harmless.Cut(ScheduleWords.Span(shift.From, shift.To, schedule.Zone), 100)))
                .Where(one => one.Text.Contains(typed, StringComparison.OrdinalIgnoreCase)).Take(25)
                .Select(one => new CommandChoice(one.Text, one.From.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))),
        ];
    }
}
