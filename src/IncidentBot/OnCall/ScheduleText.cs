using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;

namespace IncidentBot.OnCall;

/// <summary>Schedules as lines: in chat with each reader's clock, in the file with the clock of the schedule's zone.</summary>
internal static class ScheduleText
{
    public static AnswerLine Now(PolicyBook book, Schedule schedule, DateTimeOffset now)
    {
        var current = OnCallNow.Of(schedule, now);
        var people = current.People.IsEmpty ? "nobody" : string.Join(", ", current.People.Select(book.NameOf));
        var until = current.Until is { } at ? $", {ScheduleWords.Span(now, at, schedule.Zone)}" : "";
        return new(current.InWords(book), $"{schedule.Name}: {people}{until}");
    }

    /// <summary>For each schedule who is on call when and how the load is spread, then what is wrong with the year ahead.</summary>
    public static IReadOnlyList<AnswerLine> Ahead(PolicyBook book, IReadOnlyList<Schedule> schedules, DateTimeOffset now, int days)
    {
        var lines = new List<AnswerLine>();
        foreach (var schedule in schedules)
        {
            var until = ZoneClock.MomentOf(ZoneClock.In(now, schedule.Zone).DateTime.AddDays(days), schedule.Zone);
            lines.Add(new($"**{Harmless.Line(schedule.Name, 60)}** ({schedule.Zone})", $"{schedule.Name} ({schedule.Zone})"));
            lines.AddRange(Rota.Shifts(schedule, now, until).Select(shift => (shift.From, shift.To, Person: (Handle?)shift.Person))
                .Concat(Coverage.Gaps(schedule, now, until).Select(gap => (gap.From, gap.To, Person: (Handle?)null)))
                .OrderBy(one => one.From).Select(one => Stretch(book, schedule, one.From, one.To, one.Person)));
            lines.AddRange(Load(book, schedule, now, until, days));
        }

        var doubtful = PolicyLint.Check(new PolicyBook { Zone = book.Zone, People = book.People, Schedules = [.. schedules] }, now).Select(warning => warning.Sentence).ToList();
        lines.AddRange(doubtful.Count == 0
            ? [Same("The year ahead: somebody is on call at every moment, and nobody twice.")]
            : doubtful.Select(sentence => new AnswerLine("⚠️ " + Harmless.Line(sentence, 600), "Note: " + sentence)));
        return lines;
    }

    private static AnswerLine Stretch(PolicyBook book, Schedule schedule, DateTimeOffset from, DateTimeOffset to, Handle? person)
    {
        var (shown, plain) = person is { } who ? (OnCallNow.Mention(book, who), book.NameOf(who)) : ("⚠️ nobody", "nobody");
        return new($"<t:{from.ToUnixTimeSeconds()}:f> to <t:{to.ToUnixTimeSeconds()}:f> {shown}", $"  {ScheduleWords.Span(from, to, schedule.Zone)}  {plain}");
    }

    private static IEnumerable<AnswerLine> Load(PolicyBook book, Schedule schedule, DateTimeOffset from, DateTimeOffset to, int days)
    {
        var load = OnCallLoad.Of(schedule, from, to);
        if (load.People.IsEmpty) yield break;
        var fairness = load.Fairness.ToString("0.00", CultureInfo.InvariantCulture);
        var within = days == 1 ? "this day" : $"these {days} days";
        yield return new(
            $"Load in {within}: {load.InWords(person => OnCallNow.Mention(book, person))} Fairness {fairness} (1 is even).",
            $"  Load in {within}: {load.InWords(book.NameOf)} Fairness {fairness} (1 is even).");
    }

    private static AnswerLine Same(string line) => new(line, line);
}
