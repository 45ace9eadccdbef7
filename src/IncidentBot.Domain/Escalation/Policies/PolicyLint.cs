using System.Collections.Immutable;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation.Policies;

public enum SubjectKind
{
    Policy,
    Schedule,
}

/// <summary>What a warning is about.</summary>
/// <param name="Part">The level of a policy or the layer of a schedule, from 1 up; null: the whole.</param>
public sealed record Subject(SubjectKind Kind, string Name, int? Part = null);

/// <summary>Something that is allowed and most likely not meant.</summary>
/// <param name="Sentence">With its subject, without a full stop at the end.</param>
public sealed record PolicyWarning(Subject About, string Sentence);

/// <summary>Finds what would go wrong only when it matters: levels that nobody hears, loops, and times when nobody is on call.</summary>
public static class PolicyLint
{
    /// <param name="now">From when it is looked ahead for a year.</param>
    /// <param name="whole">False where something was left out because of mistakes: nothing is said then about which incidents take which policy.</param>
    public static ImmutableArray<PolicyWarning> Check(PolicyBook book, DateTimeOffset now, bool whole = true)
    {
        var until = now + Coverage.Ahead;
        var gaps = book.Schedules.ToDictionary(schedule => schedule.Name, schedule => Coverage.Gaps(schedule, now, until), StringComparer.OrdinalIgnoreCase);
        var empty = gaps.Where(one => one.Value is [{ } only] && only.From == now && only.To == until).Select(one => one.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. whole ? Choice(book) : [],
            .. book.Policies.SelectMany(policy => OfPolicy(book, policy, empty)),
            .. book.Schedules.SelectMany(schedule => OfSchedule(schedule, gaps[schedule.Name], now)),
            .. DoubleBookings(book, now, until),
        ];
    }

    private static IEnumerable<PolicyWarning> Choice(PolicyBook book)
    {
        if (!book.Policies.IsEmpty && ChoosePolicy.Default(book) is null)
            yield return About(book.Policies[0], null, "no policy is the default: an incident that none of them is for pages nobody (write 'default: true' in one)");
        foreach (var policy in book.Policies)
        {
            var named = book.Services.Any(route => Same(route.Policy, policy.Name)) || book.Policies.Any(other => Same(other.Then, policy.Name));
            if (policy.For.IsEmpty && !named && ChoosePolicy.Default(book) != policy)
                yield return About(policy, null, $"no incident takes the policy {policy.Name} by itself: it is for nothing in particular, is not the default, and no service is given to it");
        }
    }

    private static IEnumerable<PolicyWarning> OfPolicy(PolicyBook book, Policy policy, HashSet<string> empty)
    {
        if (Loop(book, policy) is { } loop) yield return About(policy, null, $"the policies go round in a loop, {loop}: paging ends where it would come to {policy.Name} again");
        if (policy.Quiet is { } quiet && quiet.Time.From == quiet.Time.To && (quiet.Time.Days.IsEmpty || quiet.Time.Days.Distinct().Count() == 7))
            yield return About(policy, null, $"the quiet hours of {policy.Name} never end, so they are not kept");
        if (!policy.Levels.IsEmpty && policy.Levels.All(level => !level.Targets.Any(target => target.AsksPeople)) && policy.Levels.Any(level => !level.Targets.IsEmpty))
            yield return About(policy, null, $"the policy {policy.Name} only tells channels or webhooks: it asks no person, role or schedule");
        foreach (var (index, level) in policy.Levels.Index())
        {
            var name = $"level {index + 1} of {policy.Name}";
            if (level.Targets.IsEmpty) yield return About(policy, index + 1, $"{name} asks nobody, so it is skipped");
            if (level.InTurn && level.Targets.Length == 1) yield return About(policy, index + 1, $"{name} asks in turn, but there is only one to ask");
            if (level.Targets.Length > 0 && level.Targets.All(target => target.Kind == PolicyTargetKind.Schedule && empty.Contains(target.Name)))
                yield return About(policy, index + 1, $"{name} can never reach anybody: nobody is on call in {Lists.InWords([.. level.Targets.Select(target => target.Name)])} in the year ahead");
            if (Unreachable(policy, level) is { } why) yield return About(policy, index + 1, $"{name} can never be reached: {why}");
        }
    }

    private static string? Unreachable(Policy policy, Level level)
    {
        if (policy.For.Drill is { } drill && level.When.Drill is { } wanted && drill != wanted) return drill ? "the policy is only for drills, the level is not for drills" : "the policy is not for drills, the level is only for drills";
        if (policy.IsDefault || policy.For.Services.IsEmpty || level.When.Services.IsEmpty || policy.For.Services.Intersect(level.When.Services, StringComparer.OrdinalIgnoreCase).Any()) return null;
        return $"the policy is for {Lists.InWords(policy.For.Services)}, the level for {Lists.InWords(level.When.Services)}";
    }

    /// <summary>"a → b → a"; null when the chain that begins here does not come back here.</summary>
    private static string? Loop(PolicyBook book, Policy policy)
    {
        var way = new List<string> { policy.Name };
        for (var next = policy.Then is null ? null : book.Policy(policy.Then); next is not null; next = next.Then is null ? null : book.Policy(next.Then))
        {
            if (Same(next.Name, policy.Name)) return string.Join(" → ", way.Append(policy.Name));
            if (way.Exists(name => Same(name, next.Name))) return null;
            way.Add(next.Name);
        }

        return null;
    }

    private static IEnumerable<PolicyWarning> OfSchedule(Schedule schedule, ImmutableArray<Gap> gaps, DateTimeOffset now)
    {
        foreach (var (index, layer) in schedule.Layers.Index())
        {
            var local = new WallClock(schedule.Zone, now.UtcDateTime, now.UtcDateTime).ReadingAt(now.UtcDateTime);
            var above = schedule.Layers.Skip(index + 1).FirstOrDefault(other => other.Hours.IsEmpty && other.End is null && !(other.Start > local) && !other.Turns.IsEmpty && other.Turns.All(turn => !turn.IsEmpty));
            if (above is not null) yield return new PolicyWarning(new Subject(SubjectKind.Schedule, schedule.Name, index + 1), $"layer {layer.Name} of {schedule.Name} never counts: {above.Name} stands above it around the clock");
        }

        if (gaps.IsEmpty) yield break;
        var total = gaps.Aggregate(TimeSpan.Zero, (sum, gap) => sum + (gap.To - gap.From));
        var first = $"from {Shown(gaps[0].From)} to {Shown(gaps[0].To)}";
        yield return new PolicyWarning(new Subject(SubjectKind.Schedule, schedule.Name), gaps.Length == 1
            ? $"nobody is on call in {schedule.Name} {first} ({Durations.InWords(total)})"
            : $"nobody is on call in {schedule.Name} for {Durations.InWords(total)} in the year ahead, in {gaps.Length} gaps; the first is {first}");

        string Shown(DateTimeOffset at) => $"{Zones.Format(at, schedule.Zone, "ddd d MMM uuuu HH:mm")} {Zones.NameAt(at, schedule.Zone)}";
    }

    private static IEnumerable<PolicyWarning> DoubleBookings(PolicyBook book, DateTimeOffset now, DateTimeOffset until) => Coverage.DoubleBookings(book.Schedules, now, until)
        .GroupBy(one => (one.Person, One: string.CompareOrdinal(one.One, one.Other) < 0 ? one.One : one.Other, Other: string.CompareOrdinal(one.One, one.Other) < 0 ? one.Other : one.One))
        .Select(same => new PolicyWarning(
            new Subject(SubjectKind.Schedule, same.Key.Other),
            $"{book.NameOf(same.Key.Person)} is on call in {same.Key.One} and {same.Key.Other} at the same time, {Say.Count(same.Count(), "time")} in the year ahead; first on {Zones.DateAndTime(same.First().From, book.Schedule(same.Key.Other)!.Zone)}"));

    private static PolicyWarning About(Policy policy, int? level, string sentence) => new(new Subject(SubjectKind.Policy, policy.Name, level), sentence);

    private static bool Same(string? one, string other) => other.Equals(one, StringComparison.OrdinalIgnoreCase);
}
