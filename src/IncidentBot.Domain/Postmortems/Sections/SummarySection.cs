using System.Collections.Immutable;
using System.Globalization;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>What happened, for a reader who reads only this: how bad, from when to when, who was hurt, why, and how it ended.</summary>
internal static class SummarySection
{
    /// <param name="withImpact">False where the document has a section of its own for who was hurt, and how badly.</param>
    /// <param name="withDetection">False where it has one for how it was noticed.</param>
    public static IEnumerable<Block> Write(Draft draft, bool withImpact, bool withDetection)
    {
        var incident = draft.Incident;
        if (Opening(draft) is { } opening) yield return new Paragraph(opening);
        if (incident.Summary is { Length: > 0 } summary) yield return new Paragraph(draft.Line(summary));

        var facts = ImmutableArray.CreateBuilder<Fact>();
        facts.Add(new("Severity", SeverityOf(draft)));
        if (incident.Services.Length > 0) facts.Add(new("Services", Lists.InWords(incident.Services)));
        facts.Add(new("Start", StartOf(draft)));
        if (draft.SuggestedStart is { } start && start.At < draft.Milestones.Beginning) facts.Add(new("Start, by the talk", SuggestedMoment(draft, start)));
        facts.Add(new("End", EndOf(draft)));
        if (draft.SuggestedEnd is { } end) facts.Add(new("Working again, by the talk", SuggestedMoment(draft, end)));
        facts.Add(new("Duration", DurationOf(draft)));
        if (withImpact) facts.Add(new("Affected", AffectedOf(draft)));
        if (withDetection) facts.Add(new("Noticed", NoticedOf(draft)));
        facts.Add(new("Root cause", CauseOf(draft)));
        facts.Add(new("Resolution", FixOf(draft)));
        yield return new FactList(facts.ToImmutable());
        if (!withImpact) yield break;
        if (ImpactSection.Lines(draft) is { } impact)
        {
            yield return new Subheading("Impact");
            yield return impact;
        }
    }

    internal static RichText? Opening(Draft draft)
    {
        if (draft.End is not { } end) return null;

        var from = draft.Milestones.Beginning;
        var zone = draft.Times.ZoneName(from) == draft.Times.ZoneName(end) ? "" : " " + draft.Times.ZoneName(from);
        var window = draft.Times.Date(from) == draft.Times.Date(end)
            ? $"on {DocumentTimes.LongDate(draft.Times.Date(from))} from {draft.Times.Clock(from)}{zone} to {draft.Times.Clock(end)} {draft.Times.ZoneName(end)}"
            : $"from {draft.Times.Full(from)} to {draft.Times.Full(end)}";
        var services = draft.Incident.Services.Length > 0 ? Lists.InWords(draft.Incident.Services) : null;
        var hurt = (Share(draft), services) switch
        {
            (null, null) => "",
            ({ } share, null) => $" It affected {share}.",
            (null, { } what) => $" It hurt {what}.",
            ({ } share, { } what) => $" It hurt {what} and affected {share}.",
        };
        return RichText.Of(
            new Strong(UserText.OneLine(draft.Plain(draft.Incident.Title)).TrimEnd('.') + "."),
            $" The incident lasted {Durations.InWords(end - from)}, {window}.{hurt}");
    }

    /// <summary>"80% of users", "1,200 people", both, or null.</summary>
    internal static string? Share(Draft draft)
    {
        var percent = draft.Impacts.LastOrDefault(i => i.Percent is not null)?.Percent;
        var people = draft.Impacts.LastOrDefault(i => i.People is not null)?.People;
        return (percent, people) switch
        {
            (null, null) => null,
            (not null, null) => Percent(percent.Value) + " of users",
            (null, not null) => Count(people.Value),
            _ => $"{Percent(percent.Value)} of users ({Count(people.Value)})",
        };
    }

    private static string Percent(decimal percent) => percent.ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static string Count(long people) => people == 1 ? "1 person" : people.ToString("N0", CultureInfo.InvariantCulture) + " people";

    internal static RichText SeverityOf(Draft draft)
    {
        var (history, now) = (draft.Incident.SeverityHistory, draft.Incident.Severity);
        if (history.Length < 2) return now.InWords();

        var first = history[0].Severity == now ? "" : $", first {history[0].Severity.Code()}";
        var worst = draft.Worst == now || draft.Worst == history[0].Severity ? "" : $", at its worst {draft.Worst.Code()}";
        return now.InWords() + first + worst;
    }

    private static RichText StartOf(Draft draft)
    {
        var text = RichText.Of(draft.Full(draft.Milestones.Beginning));
        if (draft.Milestones.Started is not null) return text;

        var basis = draft.Milestones.Detected is not null ? "when it was noticed" : "when it was declared";
        return draft.IsFinal ? text.With($" ({basis})") : text.With($" ({basis}; to record when it began: ", new Code("/incident time started"), ")");
    }

    private static RichText EndOf(Draft draft)
    {
        if (draft.End is not { } end) return $"Not yet: {draft.Incident.Status.Word()}.";

        var text = RichText.Of(draft.Full(end));
        if (draft.Milestones.Mitigated is { } mitigated && mitigated != end) text = text.With("; mitigated at ", draft.At(mitigated));
        return draft.Incident.Status == IncidentStatus.Resolved ? text : text.With($" ({draft.Incident.Status.Word()})");
    }

    private static RichText SuggestedMoment(Draft draft, (DateTimeOffset At, TalkFinding From) moment) =>
        RichText.Of(draft.Full(moment.At), ", ").With(draft.Suggested(moment.From));

    private static RichText DurationOf(Draft draft)
    {
        var to = draft.End;
        RichText text = to is { } end ? Durations.InWords(end - draft.Milestones.Beginning) : "Not known yet.";
        var suggestedFrom = draft.SuggestedStart is { } s && s.At < draft.Milestones.Beginning ? s.At : draft.Milestones.Beginning;
        var suggestedTo = to ?? draft.SuggestedEnd?.At;
        var changes = suggestedFrom != draft.Milestones.Beginning || suggestedTo != to;
        return changes && suggestedTo is { } until && until > suggestedFrom
            ? text.With(to is null ? " " : "; ", "by the talk ", new Strong(Durations.InWords(until - suggestedFrom)), " (", new SuggestedMark(), ")")
            : text;
    }

    internal static RichText AffectedOf(Draft draft)
    {
        if (Share(draft) is { } share)
        {
            var services = draft.Impacts.SelectMany(i => i.Services).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            return services.Count == 0 ? share : $"{share}; services: {Lists.InWords(services)}";
        }

        if (draft.Impacts.Length > 0) return draft.Line(draft.Impacts[^1].Text);

        var said = draft.Of(TalkLabel.Impact).ToList();
        var best = said.FindLast(f => f.Percent is not null || f.People is not null) ?? said.FindLast(f => f.Message.Text.Any(char.IsAsciiDigit)) ?? said.FirstOrDefault();
        if (best is null) return draft.Missing("Not recorded.", "Add it with", "/incident impact");

        var number = best.Percent is { } p ? Percent(p) + " of users, " : best.People is { } n ? Count(n) + ", " : "";
        return RichText.Of(number).With(draft.Suggested(best));
    }

    internal static RichText NoticedOf(Draft draft)
    {
        if (draft.Detection is { } detection) return Recorded(draft, detection);

        return draft.SuggestedDetection is { } suggested
            ? draft.Suggested(suggested)
            : draft.Missing("Not recorded.", "Add it with", "/incident detected");
    }

    private static RichText CauseOf(Draft draft)
    {
        if (draft.Cause is { } cause) return draft.Line(UserText.FirstSentence(cause.Text));

        return draft.SuggestedCause is { } suggested
            ? draft.Suggested(suggested)
            : draft.Missing("Not recorded.", "Add it with", "/incident cause");
    }

    private static RichText FixOf(Draft draft)
    {
        if (draft.Fix is { } fix) return draft.Line(UserText.FirstSentence(fix.Text));

        return draft.SuggestedFix is { } suggested
            ? draft.Suggested(suggested)
            : draft.Missing("Not recorded.", "Add it with", "/incident fix");
    }

    private static RichText Recorded(Draft draft, Statement statement) =>
        draft.Line(statement.Text).With(" (").With(draft.Attribution(statement.By, statement.At, statement.Source)).With(")");

    internal static RichText ImpactLine(Draft draft, ImpactStatement impact)
    {
        var text = draft.Line(impact.Text);
        var details = new List<string>();
        if (impact.Percent is { } percent && !impact.Text.Contains('%')) details.Add($"{Percent(percent)} of users");
        if (impact.People is { } people && TalkNumbers.People(impact.Text) is null) details.Add(Count(people));
        if (impact.Services.Length > 0) details.Add(Lists.InWords(impact.Services));
        if (details.Count > 0) text = text.With(text.IsEmpty ? "" : " — ", string.Join("; ", details));
        return text.With(" (").With(draft.Attribution(impact.By, impact.At, impact.Source)).With(")");
    }
}
