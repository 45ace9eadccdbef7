using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>How people and targets are called where a sentence is shown: by name on the command line, as mentions in chat.</summary>
public sealed record PolicyNames(Func<Handle, string> Person, Func<PolicyTarget, string> Other)
{
    /// <summary>How the name of a schedule is written within a sentence: harmless, where that matters.</summary>
    public Func<string, string> Bare { get; init; } = name => name;

    /// <summary>"@ada", "@developers", "#ops", "schedule ops".</summary>
    public static readonly PolicyNames Plain = new(person => person.ToString(), target => target.Kind switch
    {
        PolicyTargetKind.Role => "@" + target.Name,
        PolicyTargetKind.Channel => target == NextStep.IncidentChannel ? "the incident's channel" : "#" + target.Name,
        PolicyTargetKind.Schedule => "schedule " + target.Name,
        _ => "webhook " + target.Name,
    });

    /// <summary>By the names in a book: "Ada Obi".</summary>
    public static PolicyNames Of(PolicyBook book) => Plain with { Person = book.NameOf };

    public string Of(PolicyTarget target) => target.Kind == PolicyTargetKind.Person ? Person(new Handle(target.Name)) : Other(target);
}

/// <summary>Policies, levels and what happens in an escalation, in plain words. Names in them are those the caller gives, made harmless by the caller where that matters.</summary>
public static class PolicyWords
{
    /// <summary>"@ada and schedule ops at once; 5 minutes to acknowledge; for SEV1 and SEV2".</summary>
    public static string Of(Level level, PolicyNames? names = null)
    {
        var parts = new List<string>();
        if (level.Wait > TimeSpan.Zero) parts.Add($"after a wait of {Durations.InWords(level.Wait)}");
        var targets = level.Targets.Select((names ?? PolicyNames.Plain).Of).ToList();
        parts.Add(targets.Count switch
        {
            0 => "nobody",
            1 => targets[0],
            _ => level.InTurn ? $"{Lists.InWords(targets)} in turn" : $"{Lists.InWords(targets)} at once",
        });
        parts.Add($"{Durations.InWords(level.AckWithin)} to acknowledge");
        if (!level.When.IsEmpty) parts.Add(level.When.InWords());
        return string.Join("; ", parts);
    }

    /// <summary>"SEV3 and milder are held, 22:00 to 07:00 Europe/Berlin".</summary>
    public static string Of(QuietHours quiet, PolicyNames? names = null)
    {
        var which = quiet.From == Severity.Sev1 ? "all incidents are" : $"{quiet.From.Code()}{(quiet.From == Severity.Sev4 ? " is" : " and milder are")}";
        return $"{which} {(quiet.Action == QuietAction.Hold ? "held" : "only told to " + (names ?? PolicyNames.Plain).Of(quiet.Channel ?? NextStep.IncidentChannel))}, {quiet.Time.InWords()}";
    }

    /// <summary>"the whole policy 2 more times", "from level 2, once more".</summary>
    public static string Of(Repeat repeat)
    {
        var times = repeat.Times == 1 ? "once more" : $"{repeat.Times} more times";
        return repeat.From == 1 ? $"the whole policy {times}" : $"from level {repeat.From}, {times}";
    }

    /// <summary>What happened, a line each and without the time: a page to several people is a line for each of them.</summary>
    /// <param name="run">What it happened in.</param>
    public static IEnumerable<string> Lines(PolicyRun run, RunEvent happened, PolicyNames names, Func<DateTimeOffset, string> clock)
    {
        var began = run.Events.IsEmpty ? happened.At : run.Events[0].At;
        return happened switch
        {
            RunEvent.Began => [],
            RunEvent.Asked asked => Asked(run, asked, names).Select(line => asked.Failure is null ? line : $"{line}, which does not arrive: {asked.Failure}"),
            RunEvent.Missed missed => [$"{LevelOf(run, missed.Place)}: {Of(missed.What, names)}"],
            RunEvent.Skipped skipped => [$"{LevelOf(run, skipped.Place)} is skipped: {Why(skipped, names)}"],
            RunEvent.Held held => [$"quiet hours: nothing is sent before {clock(held.Until)}"],
            RunEvent.Lapsed lapsed => [$"nothing was heard since {names.Person(lapsed.By)} acknowledged: paging goes on"],
            RunEvent.Ended ended => [ended.Outcome == RunOutcome.NoAnswer ? "nobody has answered: said in the channel, and no more pages" : "what was due is too old to be sent: said in the channel, and no more pages"],
            RunEvent.Acknowledged acknowledged => [$"{names.Person(acknowledged.By)} acknowledges, after {Durations.InWords(acknowledged.At - began)}{Fresh(run, acknowledged, clock)}"],
            RunEvent.StillOnIt life => [$"{names.Person(life.By)} is still on it"],
            RunEvent.CannotHelp cannot => [$"{names.Person(cannot.By)} cannot help"],
            RunEvent.Snoozed snoozed => [$"{names.Person(snoozed.By)} puts the next page off until {clock(snoozed.Until)}"],
            RunEvent.Escalated escalated => [$"{names.Person(escalated.By)} escalates to {(escalated.Level is { } level ? $"level {level}" : "the next level")}"],
            RunEvent.Reassigned reassigned => [$"{names.Person(reassigned.By)} has {names.Of(reassigned.To)} asked instead"],
            RunEvent.StoppedBy stopped => [stopped.By is { } by ? $"{names.Person(by)} stops the paging" : "the incident is closed, and the paging stops"],
            _ => [],
        };
    }

    /// <summary>"level 2", "level 2, round 3".</summary>
    public static string LevelOf(PolicyRun run, Place place) => $"level {place.Level}{(place.Round > 1 ? $", round {place.Round}" : "")}";

    private static string Fresh(PolicyRun run, RunEvent.Acknowledged acknowledged, Func<DateTimeOffset, string> clock) => run.Policy.AckTimeout is { } timeout
        ? $"; without a sign of life it pages again at {clock(acknowledged.At + timeout)}"
        : "; paging ends";

    private static IEnumerable<string> Asked(PolicyRun run, RunEvent.Asked asked, PolicyNames names)
    {
        var level = LevelOf(run, asked.Place);
        if (asked.Quietly) return [$"{level}: quiet hours, so only {names.Of(asked.Whom)} is told"];
        return asked.Whom.Kind switch
        {
            PolicyTargetKind.Person => [$"{level}: page {names.Of(asked.Whom)}"],
            PolicyTargetKind.Schedule => asked.People.Select(person => $"{level}: page {names.Person(person)} (on call in {names.Bare(asked.Whom.Name)})"),
            PolicyTargetKind.Role => [$"{level}: page everyone who has {names.Of(asked.Whom)}"],
            PolicyTargetKind.Channel => [$"{level}: tell {names.Of(asked.Whom)}"],
            _ => [$"{level}: call {names.Of(asked.Whom)}"],
        };
    }

    /// <summary>"it is only for SEV1", "nobody is on call in ops and Ada Obi cannot help".</summary>
    public static string Why(RunEvent.Skipped skipped, PolicyNames names) => skipped switch
    {
        { Unmet: { } unmet } => unmet,
        { Nobody.IsEmpty: true } => "it asks nobody",
        _ => Lists.InWords([.. skipped.Nobody.Select(one => Of(one, names)).Distinct()]),
    };

    /// <summary>"nobody is on call in ops".</summary>
    public static string Of(MissedTarget missed, PolicyNames names)
    {
        if (missed.Why == MissReason.NobodyOnCall) return $"nobody is on call in {names.Bare(missed.Whom.Name)}";
        if (missed.Why == MissReason.NobodyInRole) return $"nobody has {names.Of(missed.Whom)}";
        var people = Lists.InWords([.. missed.People.Select(names.Person)]);
        var verb = missed.Why == MissReason.CannotHelp ? "cannot help" : missed.People.Length == 1 ? "is asked already" : "are asked already";
        return missed.Whom.Kind == PolicyTargetKind.Schedule ? $"{people} (on call in {names.Bare(missed.Whom.Name)}) {verb}" : $"{people} {verb}";
    }
}
