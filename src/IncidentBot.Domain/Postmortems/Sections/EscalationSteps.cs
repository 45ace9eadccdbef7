using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>Paging by a policy, step by step: who was asked when and as what, what failed, who answered, and how long each level took.</summary>
internal static class EscalationSteps
{
    public static IEnumerable<Block> Write(Draft draft, Escalation.Escalation escalation)
    {
        var run = EscalationRun.Of(escalation);
        var steps = Moments(run).SelectMany(moment => Steps(draft, escalation, run, moment)).ToList();
        if (steps.Count == 0) yield break;
        yield return new Subheading($"Paging by the policy {escalation.Target.Name}");
        yield return new BulletList([.. steps]);
        var times = Times(run).ToList();
        if (times.Count > 0) yield return new Paragraph(RichText.Of(new Strong("Time to acknowledge by level"), $" · {string.Join("; ", times)}."));
    }

    /// <summary>For each level that was asked, in order: how long until somebody acknowledged, or that nobody did.</summary>
    private static IEnumerable<string> Times(PolicyRun run)
    {
        var asked = run.Events.OfType<RunEvent.Asked>().Where(one => one is { Quietly: false, Failure: null }).GroupBy(one => one.Place.Level).OrderBy(level => level.Key);
        foreach (var level in asked)
        {
            var visits = level.GroupBy(one => one.Place).Select(visit => visit.Min(one => one.At)).ToList();
            var answered = run.Events.OfType<RunEvent.Acknowledged>().Where(one => Before(run, one)?.Place.Level == level.Key).Select(one => one.At - visits.Last(at => at <= one.At)).ToList();
            var pages = visits.Count > 1 ? $" (asked {visits.Count} times)" : "";
            yield return $"level {level.Key}{pages}: {(answered.Count == 0 ? "nobody" : Lists.InWords([.. answered.Select(Durations.InWords)]))}";
        }
    }

    /// <summary>The page before an acknowledgement.</summary>
    private static RunEvent.Asked? Before(PolicyRun run, RunEvent.Acknowledged acknowledged) =>
        run.Events.Take(run.Events.IndexOf(acknowledged)).OfType<RunEvent.Asked>().LastOrDefault(one => !one.Quietly);

    /// <summary>What happened at the same time and level stands in one line.</summary>
    private static IEnumerable<List<RunEvent>> Moments(PolicyRun run)
    {
        var moment = new List<RunEvent>();
        foreach (var one in run.Events)
        {
            if (moment.Count > 0 && (PlaceOf(one) is not { } place || place != PlaceOf(moment[0]) || one.At != moment[0].At))
            {
                yield return moment;
                moment = [];
            }

            moment.Add(one);
        }

        if (moment.Count > 0) yield return moment;
    }

    private static Place? PlaceOf(RunEvent happened) => happened switch
    {
        RunEvent.Asked asked => asked.Place,
        RunEvent.Missed missed => missed.Place,
        _ => null,
    };

    private static IEnumerable<RichText> Steps(Draft draft, Escalation.Escalation escalation, PolicyRun run, List<RunEvent> moment)
    {
        var names = NamesOf(draft);
        var first = moment[0];
        var mention = escalation.Pages.FirstOrDefault(page => page.At == first.At)?.Mention;
        if (PlaceOf(first) is { } place)
        {
            yield return Line($"{PolicyWords.LevelOf(run, place)}: {string.Join("; ", moment.Select(one => one is RunEvent.Asked asked ? Asked(asked, names) : PolicyWords.Of(((RunEvent.Missed)one).What, names)))}");
            yield break;
        }

        var words = first switch
        {
            RunEvent.Skipped skipped => $"{PolicyWords.LevelOf(run, skipped.Place)} was skipped: {PolicyWords.Why(skipped, names)}",
            RunEvent.Held => "quiet hours: nobody was paged for now",
            RunEvent.Lapsed lapsed => $"nothing had been heard from {names.Person(lapsed.By)} since the acknowledgement: paging went on",
            RunEvent.Ended { Outcome: RunOutcome.Expired } => "paging ended: what was due was too old to be sent",
            RunEvent.Ended => "paging ended: nobody had answered",
            RunEvent.Acknowledged acknowledged when Before(run, acknowledged) is { } asked => $"acknowledged by {names.Person(acknowledged.By)}, {Durations.InWords(acknowledged.At - asked.At)} after level {asked.Place.Level} was asked",
            RunEvent.Acknowledged acknowledged => $"acknowledged by {names.Person(acknowledged.By)}",
            RunEvent.CannotHelp cannot => $"{names.Person(cannot.By)} could not help",
            RunEvent.Snoozed snoozed => $"{names.Person(snoozed.By)} put the next page off by {Durations.InWords(snoozed.Until - snoozed.At)}",
            RunEvent.Escalated escalated => $"{names.Person(escalated.By)} escalated to {(escalated.Level is { } level ? $"level {level}" : "the next level")}{Because(escalated.Reason)}",
            RunEvent.Reassigned reassigned => $"{names.Person(reassigned.By)} had {names.Of(reassigned.To)} asked instead{Because(reassigned.Reason)}",
            RunEvent.StoppedBy { By: { } by } => $"{names.Person(by)} stopped the paging",
            RunEvent.StoppedBy => "the paging stopped with the incident",
            _ => null,
        };
        if (words is not null) yield return Line(words);

        RichText Line(string text) => RichText.Of(draft.At(first.At, mention), " " + text);
    }

    private static string Because(string? reason) => reason is null ? "" : ": " + UserText.OneLine(reason);

    private static string Asked(RunEvent.Asked asked, PolicyNames names)
    {
        var failed = asked.Failure is { } why ? $", which did not arrive ({UserText.OneLine(why)})" : "";
        if (asked.Quietly) return $"quiet hours, so only {names.Of(asked.Whom)} was told{failed}";
        return asked.Whom.Kind switch
        {
            PolicyTargetKind.Schedule => $"{Lists.InWords([.. asked.People.Select(names.Person)])} (on call in {asked.Whom.Name}) {(asked.People.Length == 1 ? "was" : "were")} asked{failed}",
            PolicyTargetKind.Role => $"everyone who has {names.Of(asked.Whom)} was asked{failed}",
            PolicyTargetKind.Channel => $"{names.Of(asked.Whom)} was told{failed}",
            PolicyTargetKind.Webhook => $"{names.Of(asked.Whom)} was called{failed}",
            _ => $"{names.Of(asked.Whom)} was asked{failed}",
        };
    }

    private static PolicyNames NamesOf(Draft draft) => ChatNames.Kept with { Person = person => EscalationRun.PersonOf(person) is { } known ? draft.Name(known) : person.ToString() };
}
