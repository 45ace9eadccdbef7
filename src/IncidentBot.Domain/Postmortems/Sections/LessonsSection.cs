using System.Collections.Immutable;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>What the record alone teaches, said as drawn from the record. The lessons themselves are for people to write.</summary>
internal static partial class LessonsSection
{
    public static IEnumerable<Block> Write(Draft draft)
    {
        var facts = Facts(draft).ToList();
        if (facts.Count > 0)
        {
            yield return Draft.Hint("Drawn from the record; nobody has written this section yet.");
            yield return new BulletList([.. facts]);
        }

        yield return Draft.Hint("What went well, what went badly, where were we lucky?", "Write it with ", new Code("/postmortem edit lessons"), ".");
    }

    private static IEnumerable<RichText> Facts(Draft draft)
    {
        var milestones = draft.Milestones;
        if (NoticedBy(draft) is { } noticed) yield return noticed;

        var began = milestones.Started ?? draft.SuggestedStart?.At;
        var noticedAt = milestones.Detected ?? draft.SuggestedDetectedAt;
        if (began is { } from && noticedAt is { } seen && seen - from >= TimeSpan.FromMinutes(5))
        {
            yield return Say(draft, $"It went on for {Durations.InWords(seen - from)} before anybody noticed", milestones.Started is null || milestones.Detected is null);
        }

        if (milestones.Acknowledged is { } acknowledged && acknowledged - milestones.Declared >= TimeSpan.FromMinutes(1))
        {
            yield return $"It took {Durations.InWords(acknowledged - milestones.Declared)} from the declaration until somebody took it on.";
        }

        if (draft.Cause is { } cause && cause.At > milestones.Beginning && (draft.End is not { } end || cause.At < end))
        {
            yield return $"The cause was known {Durations.InWords(cause.At - milestones.Beginning)} after the start.";
        }
        else if (draft.SuggestedCause is { } suggested && suggested.Message.SaidAt > milestones.Beginning)
        {
            yield return Say(draft, $"The cause was named {Durations.InWords(suggested.Message.SaidAt - milestones.Beginning)} after the start", suggested: true);
        }

        foreach (var path in draft.Paths.Where(p => p.Misleading).OrderByDescending(p => p.Took ?? TimeSpan.Zero).Take(3))
        {
            var wrong = path.Assumed ?? path.Ended!;
            var cost = path.Took is { } took && took >= TimeSpan.FromMinutes(1) ? $"A wrong path took {Durations.InWords(took)}: " : "A path turned out wrong: ";
            var text = RichText.Of(cost + "“").With(draft.Line(wrong.Raw)).With("” (", draft.At(wrong.At, wrong.Source), ")");
            yield return path.Ended!.Suggested ? text.With(" (", new SuggestedMark(), ")") : text;
        }

        foreach (var escalation in draft.File.Escalations)
        {
            var isCall = EscalationRun.IsCall(escalation);
            if (escalation.State == EscalationState.Unanswered) yield return $"Nobody answered {(isCall ? "for" : "the policy")} {escalation.Target.Name}.";
            else if (escalation is { AcknowledgedAt: not null, Pages.Length: > 1 }) yield return $"It took {escalation.Pages.Length} pages until {(isCall ? escalation.Target.Name : "somebody")} answered.";
            foreach (var schedule in Uncovered(escalation)) yield return $"Nobody was on call in {schedule} when somebody was needed.";
        }

        if (Commander(draft) is { } commander) yield return commander;

        var reopened = draft.File.Entries.Count(e => e.Shown && e.Kind == EntryKind.Reopened);
        if (reopened > 0) yield return reopened == 1 ? "It was resolved too early once, and reopened." : $"It was reopened {reopened} times.";

        var first = draft.Incident.SeverityHistory.FirstOrDefault();
        if (first is not null && draft.Worst is { } worst && worst < first.Severity) yield return $"It was worse than first thought: {first.Severity.Code()} became {worst.Code()}.";

        if (!draft.Incident.IsOpen && !draft.File.Actions.Any(a => a.Kind == ActionKind.Preventive)) yield return draft.AllFindings.Any(f => f.Measure?.Kind == ActionKind.Preventive) ? "Preventive measures were proposed in chat, but none is recorded." : "No preventive measure is recorded.";
    }

    private static RichText? NoticedBy(Draft draft)
    {
        var text = draft.Detection?.Text ?? draft.SuggestedDetection?.Message.Text;
        if (text is null) return null;

        var people = Reported().IsMatch(text);
        var machine = Monitored().IsMatch(text);
        if (people == machine) return null;

        return Say(draft, people ? "A person noticed it before monitoring did" : "Monitoring noticed it", draft.Detection is null);
    }

    private static RichText Say(Draft draft, string sentence, bool suggested) =>
        suggested ? RichText.Of(sentence + " (", new SuggestedMark(), ").") : RichText.Of(sentence + ".");

    private static string? Commander(Draft draft)
    {
        var first = draft.Incident.Roles.Where(r => r.Role == IncidentRole.Commander).Select(r => (DateTimeOffset?)r.From).Min();
        if (first is null) return draft.Incident.IsOpen ? null : "There was no incident commander.";

        var gap = first.Value - draft.Milestones.Declared;
        return gap >= TimeSpan.FromMinutes(5) ? $"There was no incident commander for the first {Durations.InWords(gap)}." : null;
    }

    [GeneratedRegex(@"\b(customers?|clients?|users?|people|support|hotline|help\s?desk|complain\w*|complaints?|called|phoned|tweets?|twitter|tickets?|colleagues?|partners?|emails?|merchants?|shoppers?)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Reported();

    [GeneratedRegex(@"\b(monitor\w*|alert\w*|alarm\w*|pager\w*|pagerduty|opsgenie|grafana|prometheus|alertmanager|datadog|sentry|nagios|zabbix|new\s?relic|probes?|health\s?checks?|cloudwatch|watchdog|pingdom|uptime)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Monitored();

    private static IEnumerable<string> Uncovered(Escalation.Escalation escalation) => EscalationRun.Of(escalation).Events
        .SelectMany(one => one switch { RunEvent.Missed missed => [missed.What], RunEvent.Skipped skipped => skipped.Nobody, _ => ImmutableArray<MissedTarget>.Empty })
        .Where(missed => missed.Why == MissReason.NobodyOnCall)
        .Select(missed => missed.Whom.Name).Distinct();
}
