using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Policies;
using IncidentBot.Sandbox.People;
using IncidentBot.Yaml;

namespace IncidentBot.Cli;

/// <summary>`oncall show`: who is on call when, from the files of a team.</summary>
internal static class OnCallCommand
{
    private const int MostDays = 3660;

    // Names are in every script, and the output is for programs and people, not for a page.
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create() => new("oncall", "Shows who is on call, from schedules in files") { Show() };

    private static Command Show()
    {
        var files = new Argument<string[]>("FILE") { Description = "Schedules and people in YAML; several files are read as one", Arity = ArgumentArity.OneOrMore };
        var from = new Option<string>("--from") { Description = "First day (its midnight), or a time, on the clock of each schedule's zone", HelpName = "DATE", Required = true };
        var days = new Option<int>("--days") { Description = $"How many days, 1 to {MostDays}", HelpName = "N", DefaultValueFactory = _ => 7 };
        var schedule = new Option<string?>("--schedule") { Description = "Only this schedule", HelpName = "NAME" };
        var person = new Option<string?>("--person") { Description = "Only this person's shifts", HelpName = "NAME" };
        var json = new Option<bool>("--json") { Description = "As a JSON array of objects with schedule, person, start and end (ISO 8601 with offset)" };
        var ics = new Option<bool>("--ics") { Description = "As an iCalendar file; shifts that reach over an edge of the time asked for are whole in it" };
        var command = new Command(
            "show",
            "Prints each shift: schedule, person, start and end with the offset of the schedule's zone. What reaches over an edge of the time asked for is cut there.\n"
            + "Example: oncall show schedules.yaml --from 2026-03-28 --days 14 --schedule ops --json\n"
            + "Exit codes: 0 it is shown, 1 the files have errors, 2 a file or an option cannot be read.") { files, from, days, schedule, person, json, ics };
        command.SetAction(parse => Show(
            parse.GetValue(files)!,
            parse.GetValue(from)!,
            parse.GetValue(days),
            parse.GetValue(schedule),
            parse.GetValue(person),
            parse.GetValue(json),
            parse.GetValue(ics)));
        return command;
    }

    private static int Show(string[] files, string from, int days, string? scheduleName, string? personName, bool json, bool ics)
    {
        if (BookValues.Moment(from) is null) return PolicyCommand.Wrong($"'{from}' is no date: write it like 2026-03-28");
        if (days is < 1 or > MostDays) return PolicyCommand.Wrong($"--days is a number from 1 to {MostDays}");
        if (json && ics) return PolicyCommand.Wrong("--json and --ics are two forms: choose one");
        if (PolicyCommand.FilesOrReason(files, null) is not { } result) return ExitCodes.Wrong;
        if (result.HasErrors) return PolicyCommand.Errors(result.Findings);
        var book = result.Book;
        if (scheduleName is not null && book.Schedule(scheduleName) is null) return PolicyCommand.Wrong($"there is no schedule '{scheduleName}'{Nearest.Question(scheduleName, book.Schedules.Select(one => one.Name))}");
        if (Find(book, personName) is not { } person) return PolicyCommand.Wrong($"nobody is called '{personName}'{Nearest.Question(personName!, Known(book).Select(one => one.Value))}");

        var shown = book.Schedules.Where(one => scheduleName is null || one == book.Schedule(scheduleName)).Select(schedule => Window(schedule, from, days)).ToList();
        if (ics) Calendar(book, shown, scheduleName, person.Handle);
        else if (json) AsJson(shown, person.Handle);
        else Lines(book, shown, person.Handle);
        return ExitCodes.Done;
    }

    private static (Schedule Schedule, DateTimeOffset From, DateTimeOffset To) Window(Schedule schedule, string from, int days)
    {
        var start = BookValues.Moment(from, schedule.Zone)!.Value;

        // So many days on the local clock: one of them may have 23 or 25 hours.
        return (schedule, start, ZoneClock.MomentOf(ZoneClock.In(start, schedule.Zone).DateTime.AddDays(days), schedule.Zone));
    }

    private static void Lines(PolicyBook book, List<(Schedule Schedule, DateTimeOffset From, DateTimeOffset To)> shown, Handle? person)
    {
        var names = PolicyCommand.CliNames(book);
        foreach (var (schedule, from, to) in shown)
        {
            var shifts = Shifts(schedule, from, to, person).Select(shift => (shift.From, shift.To, Who: names.Person(shift.Person)));
            var gaps = person is null ? Coverage.Gaps(schedule, from, to).Select(gap => (gap.From, gap.To, Who: "nobody")) : [];
            foreach (var (start, end, who) in shifts.Concat(gaps).OrderBy(line => line.From).ThenBy(line => line.Who, StringComparer.Ordinal))
                Console.WriteLine($"{schedule.Name}  {PolicyCommand.Local(start, schedule.Zone)}  {PolicyCommand.Local(end, schedule.Zone)}  {who}");
            if (person is null) Console.WriteLine($"{schedule.Name}: {OnCallLoad.Of(schedule, from, to).InWords(names.Person)}");
        }
    }

    private static void AsJson(List<(Schedule Schedule, DateTimeOffset From, DateTimeOffset To)> shown, Handle? person)
    {
        var shifts = shown.SelectMany(one => Shifts(one.Schedule, one.From, one.To, person).Select(shift => new
        {
            schedule = shift.Schedule,
            person = shift.Person.Value,
            start = PolicyCommand.Local(shift.From, one.Schedule.Zone),
            end = PolicyCommand.Local(shift.To, one.Schedule.Zone),
        }));
        Console.WriteLine(JsonSerializer.Serialize(shifts, Json));
    }

    private static void Calendar(PolicyBook book, List<(Schedule Schedule, DateTimeOffset From, DateTimeOffset To)> shown, string? schedule, Handle? person)
    {
        var name = "On call" + (person is { } who ? ": " + book.NameOf(who) : schedule is null ? "" : ": " + schedule);
        var shifts = shown.SelectMany(one => Rota.WholeShifts(one.Schedule, one.From, one.To)).Where(shift => person is null || shift.Person == person).OrderBy(shift => shift.From);
        Console.Write(ShiftCalendar.Write(name, shifts, TimeProvider.System.GetUtcNow(), book.NameOf));
    }

    private static IEnumerable<Shift> Shifts(Schedule schedule, DateTimeOffset from, DateTimeOffset to, Handle? person) =>
        Rota.Shifts(schedule, from, to).Where(shift => person is null || shift.Person == person);

    private static IEnumerable<Handle> Known(PolicyBook book) => book.People.Select(one => one.Handle).Concat(book.Schedules.SelectMany(one => one.People)).Distinct();

    /// <summary>By handle or by name; null: nobody is called that.</summary>
    private static Wanted? Find(PolicyBook book, string? typed)
    {
        if (typed is null) return new Wanted(null);
        if (Handle.Read(typed) is { } handle && Known(book).Contains(handle)) return new Wanted(handle);
        return book.People.FirstOrDefault(one => string.Equals(one.Name, typed.Trim(), StringComparison.OrdinalIgnoreCase)) is { } named ? new Wanted(named.Handle) : null;
    }

    private sealed record Wanted(Handle? Handle);
}
