using System.Text;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.PolicyBooks;
using IncidentBot.Storage;

namespace IncidentBot.OnCall;

/// <summary>`/oncall now`, `schedule`, `calendar` and `apply`.</summary>
public sealed class OnCallModule(IncidentStore store, PolicyModule policies, TimeProvider clock) : ICommandModule
{
    private const int UsualDays = 30;
    private const int MostDays = 366;

    /// <summary>A calendar holds what was lately, and a year of what is to come.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromDays(30);

    public void Register(Catalog catalog)
    {
        catalog.Slash("oncall now", "Who is on call now, until when, and who is next", [], NowAsync);
        catalog.Slash("oncall schedule", "Who is on call when in the time ahead, where nobody is, and how the load is spread", [Schedule(), Option.Whole("days", "How many days ahead; 30 when left out", min: 1, max: MostDays)], ScheduleAsync);
        catalog.Slash("oncall calendar", "Shifts as an .ics file for your calendar; your own when nothing is chosen", [Schedule(), Option.Person("person", "Whose shifts")], CalendarAsync);
        catalog.Slash("oncall apply", "Take schedules and policies from YAML files; you see what changes before it does", [.. GivenFiles.Options("A YAML file with schedules, people or policies")], policies.ApplyAsync, Verb.Configure);
        catalog.Complete("schedule", CompleteScheduleAsync);
        catalog.Complete("oncall_schedule", CompleteScheduleAsync);
    }

    internal static CommandOptionDefinition Schedule(bool required = false) => Option.Text("schedule", required ? "In which schedule" : "Only this schedule", required, max: 50, autocomplete: true);

    private async Task NowAsync(CommandCall call)
    {
        var record = await store.OnCallAsync(call.Server);
        if (record.Book.Schedules.IsEmpty)
        {
            await call.AnswerPrivatelyAsync(None);
            return;
        }

        var now = clock.GetUtcNow();
        await call.AnswerPrivatelyAsync(LongAnswer.Of("", [.. record.Book.Schedules.Select(schedule => ScheduleText.Now(record.Book, schedule, now))], "on-call.txt"));
    }

    private async Task ScheduleAsync(CommandCall call)
    {
        var record = await store.OnCallAsync(call.Server);
        if (await ChooseAsync(call, record.Book) is not { } schedules) return;
        var days = (int)(call.Whole("days") ?? UsualDays);
        await call.AnswerPrivatelyAsync(LongAnswer.Of("", ScheduleText.Ahead(record.Book, schedules, clock.GetUtcNow(), days), "schedule.txt"));
    }

    private async Task CalendarAsync(CommandCall call)
    {
        var record = await store.OnCallAsync(call.Server);
        if (await ChooseAsync(call, record.Book) is not { } schedules) return;
        PersonId? account = call.PersonOf("person") ?? (call.Text("schedule") is null ? call.Person : null);
        Handle? person = account is { } id ? OnCallNow.HandleOf(record.Book, id) : null;
        var now = clock.GetUtcNow();
        var shifts = schedules.SelectMany(schedule => Rota.WholeShifts(schedule, now - Back, now + Coverage.Ahead)).Where(shift => person is null || shift.Person == person).OrderBy(shift => shift.From).ToList();
        var whose = person is { } who ? record.Book.NameOf(who) : string.Join(", ", schedules.Select(schedule => schedule.Name));
        if (shifts.Count == 0)
        {
            await call.RefuseAsync($"{(account is { } known ? $"<@{known}>" : Harmless.Line(whose, 200))} has no shift in the year ahead.");
            return;
        }

        var calendar = ShiftCalendar.Write("On call: " + Harmless.Plain(whose), shifts, now, record.Book.NameOf);
        await call.AnswerPrivatelyAsync(new OutgoingMessage
        {
            Content = $"{shifts.Count} {(shifts.Count == 1 ? "shift" : "shifts")} of {(account is { } of ? $"<@{of}>" : Harmless.Line(whose, 200))}, up to a year ahead. Import it again after a change: shifts that stayed are not doubled.",
            Files = [new MessageFile("on-call.ics", Encoding.UTF8.GetBytes(calendar), "text/calendar; charset=utf-8")],
            AllowedMentions = AllowedMentions.None,
        });
    }

    /// <summary>The schedule that is named, or all; null when there is none, which has been said then.</summary>
    private static async Task<IReadOnlyList<Schedule>?> ChooseAsync(CommandCall call, PolicyBook book)
    {
        if (call.Text("schedule") is { } name)
        {
            if (book.Schedule(name) is { } one) return [one];
            await call.RefuseAsync(ChangeSchedule.NoSchedule(book, name).Sentence);
            return null;
        }

        if (!book.Schedules.IsEmpty) return book.Schedules;
        await call.RefuseAsync(None);
        return null;
    }

    private async Task<IReadOnlyList<CommandChoice>> CompleteScheduleAsync(CommandCall call, string typed) =>
        PolicyModule.Choices((await store.OnCallAsync(call.Server)).Book.Schedules.Select(schedule => schedule.Name), typed);

    private const string None = "There are no schedules on this server. `/oncall apply file:` takes them from a YAML file.";
}
