using System.Collections.Immutable;
using System.Globalization;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>What changes from one version of a book to the next, a plain sentence each: shown before anything is applied.</summary>
public static class PolicyDiff
{
    /// <returns>Empty when nothing changes. First policies, then schedules, services, people.</returns>
    public static ImmutableArray<string> Between(PolicyBook before, PolicyBook after) =>
    [
        .. Named("Policy", before.Policies, after.Policies, policy => policy.Name, Describe, policy => [.. policy.Levels.Select(level => PolicyWords.Of(level))], "level"),
        .. Named("Schedule", before.Schedules, after.Schedules, schedule => schedule.Name, Describe, schedule => [.. schedule.Layers.Select(ScheduleWords.Of)], "layer"),
        .. Named("Service", before.Services, after.Services, route => route.Service, route => [("policy", route.Policy)], _ => [], ""),
        .. Named("Person", before.People, after.People, person => person.Handle.ToString(), person => [("name", person.Name), ("account", person.Account?.ToString())], _ => [], ""),
        .. Changed("", [("zone for clock times", before.Zone)], [("zone for clock times", after.Zone)]),
    ];

    private static IEnumerable<(string Key, string? Text)> Describe(Policy policy)
    {
        yield return ("description", policy.Description);
        yield return ("incidents it is for", policy.For.IsEmpty ? null : policy.For.InWords());
        yield return ("default", policy.IsDefault ? "yes" : null);
        yield return ("repeat", policy.Repeat is null ? null : PolicyWords.Of(policy.Repeat));
        yield return ("policy that goes on", policy.Then);
        yield return ("ack timeout", policy.AckTimeout is { } timeout ? Durations.InWords(timeout) : null);
        yield return ("quiet hours", policy.Quiet is null ? null : PolicyWords.Of(policy.Quiet));
    }

    private static IEnumerable<(string Key, string? Text)> Describe(Schedule schedule)
    {
        yield return ("time zone", schedule.Zone);
        foreach (var change in schedule.Overrides.Select(one => ScheduleWords.Of(one, schedule.Zone)).Distinct(StringComparer.Ordinal)) yield return ("override: " + change, "");
    }

    private static IEnumerable<string> Named<T>(
        string kind,
        ImmutableArray<T> before,
        ImmutableArray<T> after,
        Func<T, string> name,
        Func<T, IEnumerable<(string Key, string? Text)>> facts,
        Func<T, IReadOnlyList<string>> list,
        string item)
    {
        var (old, now) = (before.ToDictionary(name, StringComparer.OrdinalIgnoreCase), after.ToDictionary(name, StringComparer.OrdinalIgnoreCase));
        foreach (var one in before.Where(one => !now.ContainsKey(name(one)))) yield return $"{kind} {name(one)} is removed.";
        foreach (var one in after)
        {
            var title = $"{kind} {name(one)}";
            if (!old.TryGetValue(name(one), out var was))
            {
                var size = list(one).Count;
                var what = size > 0 ? $" with {Say.Count(size, item)}" : "";
                yield return $"{title} is new{what}.";
                continue;
            }

            foreach (var line in Changed(title + ": ", facts(was), facts(one))) yield return line;
            foreach (var line in Changed(title + ": ", list(was), list(one), item)) yield return line;
        }
    }

    private static IEnumerable<string> Changed(string title, IEnumerable<(string Key, string? Text)> before, IEnumerable<(string Key, string? Text)> after)
    {
        var (old, now) = (before.Where(one => one.Text is not null).ToDictionary(), after.Where(one => one.Text is not null).ToDictionary());
        foreach (var (key, text) in old)
        {
            if (!now.TryGetValue(key, out var next)) yield return $"{title}{key}{(text!.Length == 0 ? " is removed" : $" is removed (was: {text})")}.";
            else if (next != text) yield return $"{title}{key} changes from \"{text}\" to \"{next}\".";
        }

        foreach (var (key, text) in now.Where(one => !old.ContainsKey(one.Key))) yield return $"{title}{key} is added{(text!.Length == 0 ? "" : $": {text}")}.";
    }

    /// <summary>Items in order: what is the same stays, and where one goes as another comes in its place it has changed.</summary>
    private static IEnumerable<string> Changed(string title, IReadOnlyList<string> before, IReadOnlyList<string> after, string item)
    {
        var common = LongestCommon(before, after);
        var (i, j) = (0, 0);
        foreach (var (oldAt, newAt) in common.Append((before.Count, after.Count)))
        {
            for (; i < oldAt && j < newAt; i++, j++) yield return $"{title}{item} {Number(j)} changes from \"{before[i]}\" to \"{after[j]}\".";
            for (; i < oldAt; i++) yield return $"{title}{item} {Number(i)} is removed (was: {before[i]}).";
            for (; j < newAt; j++) yield return $"{title}{item} {Number(j)} is added: {after[j]}.";
            (i, j) = (oldAt + 1, newAt + 1);
        }

        static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static List<(int Old, int New)> LongestCommon(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var length = new int[before.Count + 1, after.Count + 1];
        for (var i = before.Count - 1; i >= 0; i--)
        {
            for (var j = after.Count - 1; j >= 0; j--) length[i, j] = before[i] == after[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
        }

        var common = new List<(int, int)>();
        for (var (i, j) = (0, 0); i < before.Count && j < after.Count;)
        {
            if (before[i] == after[j]) common.Add((i++, j++));
            else if (length[i + 1, j] >= length[i, j + 1]) i++;
            else j++;
        }

        return common;
    }
}
