using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Tests.Escalation.Policies;

/// <summary>A policy, people who answer or do not, and what came of it, in minutes from the beginning.</summary>
internal sealed class Story
{
    /// <summary>A Wednesday in May, 14:30 in Lagos.</summary>
    public static readonly DateTimeOffset Start = Given.Now;

    private readonly List<PlayedAnswer> answers = [];
    private readonly Dictionary<string, Func<DateTimeOffset, string[]>> onCall = new(StringComparer.Ordinal);
    private readonly HashSet<string> closed = new(StringComparer.Ordinal);
    private Policy policy = new() { Name = "shop" };
    private IncidentFacts facts = new(Severity.Sev1, []);
    private DateTimeOffset start = Start;
    private int firstTurn;

    public Story Level(string targets, double ack = 5, bool inTurn = false, double wait = 0, Condition? when = null)
    {
        var level = new Level { Targets = [.. targets.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Target)], AckWithin = Minutes(ack), InTurn = inTurn, Wait = Minutes(wait), When = when ?? new() };
        policy = policy with { Levels = policy.Levels.Add(level) };
        return this;
    }

    public Story With(Func<Policy, Policy> change)
    {
        policy = change(policy);
        return this;
    }

    public Story Incident(Severity severity, bool drill = false, params string[] services)
    {
        facts = new IncidentFacts(severity, [.. services], drill);
        return this;
    }

    public Story At(string local)
    {
        start = ZoneClock.MomentOf(DateTime.Parse(local), "Africa/Lagos");
        return this;
    }

    public Story OnCall(string schedule, params string[] people) => OnCall(schedule, _ => people);

    public Story OnCall(string schedule, Func<double, string[]> people)
    {
        onCall[schedule] = at => people((at - start).TotalMinutes);
        return this;
    }

    public Story FirstTurn(int position)
    {
        firstTurn = position;
        return this;
    }

    /// <summary>Pages to this one do not arrive.</summary>
    public Story Unreachable(string target)
    {
        closed.Add(target);
        return this;
    }

    public Story Then(double minute, string who, RunAnswerKind does, double? length = null, int? level = null, string? to = null)
    {
        answers.Add(new PlayedAnswer(start.AddMinutes(minute), new RunAnswer(does, new Handle(who), length is { } given ? Minutes(given) : null, level, to is null ? null : Target(to))));
        return this;
    }

    public RehearsalResult Play()
    {
        var run = new PolicyRun(PolicySnapshot.Of(policy, [policy], (_, _) => firstTurn)) { Events = [new RunEvent.Began(start)] };
        return Rehearsal.Play(run, facts, start, (schedule, at) => onCall.TryGetValue(schedule, out var people) ? [.. people(at).Select(one => new Handle(one))] : [], answers, ask => closed.Contains(ask.Whom.Name) ? "direct messages are closed" : null);
    }

    /// <summary>"0 ada, 5 ops:tunde, 10 nobody": who was asked and what else happened, by the minute.</summary>
    public string Told()
    {
        var result = Play();
        return string.Join(", ", result.Run.Events.Select(Short).Concat(result.Refused.Select(one => $"refused {one.Refusal.Sentence}")).OfType<string>());
    }

    private string? Short(RunEvent happened)
    {
        var minute = (happened.At - start).TotalMinutes.ToString("0.##");
        return happened switch
        {
            RunEvent.Began => null,
            RunEvent.Asked asked => $"{minute} {(asked.Quietly ? "quietly " : "")}{Who(asked)}{(asked.Failure is null ? "" : " failed")}",
            RunEvent.Missed missed => $"{minute} missed {missed.What.Whom.Name}",
            RunEvent.Skipped skipped => $"{minute} skipped {skipped.Place.Level}",
            RunEvent.Held held => $"{minute} held until {(held.Until - start).TotalMinutes:0}",
            RunEvent.Lapsed => $"{minute} lapsed",
            RunEvent.Ended ended => $"{minute} {ended.Outcome}",
            RunEvent.Acknowledged by => $"{minute} ack {by.By.Value}",
            RunEvent.StoppedBy => $"{minute} stopped",
            _ => null,
        };
    }

    private static string Who(RunEvent.Asked asked) => asked.Whom.Kind == PolicyTargetKind.Schedule ? $"{asked.Whom.Name}:{string.Join('+', asked.People.Select(one => one.Value))}" : asked.Whom.Name;

    internal static PolicyTarget Target(string text) => text[0] switch
    {
        '%' => new(PolicyTargetKind.Schedule, text[1..]),
        '#' => new(PolicyTargetKind.Channel, text[1..]),
        '&' => new(PolicyTargetKind.Role, text[1..]),
        '!' => new(PolicyTargetKind.Webhook, text[1..]),
        _ => new(PolicyTargetKind.Person, text),
    };

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);
}
