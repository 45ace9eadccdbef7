using Humanizer.Localisation;
using Humanizer.Localisation.Formatters;

namespace IncidentBot.Domain.Words;

/// <summary>Spans of time as people say them.</summary>
public static class Durations
{
    // Humanizer's own entry points read a table of cultures by name, which an application with invariant globalization cannot load
    // unless PredefinedCulturesOnly is switched off; its formatter for the invariant culture has the same words and needs no table.
    private static readonly DefaultFormatter s_words = new("");

    /// <summary>
    /// "2 hours, 10 minutes"; "1 day, 2 hours, 5 minutes". Whole minutes, never rounded up; anything under a minute, and zero, is "less than a minute".
    /// The sign is dropped: a span has no direction in words.
    /// </summary>
    public static string InWords(TimeSpan span)
    {
        var length = span.Duration();
        if (length < TimeSpan.FromMinutes(1)) return "less than a minute";

        (TimeUnit Unit, int Count)[] units = [(TimeUnit.Day, length.Days), (TimeUnit.Hour, length.Hours), (TimeUnit.Minute, length.Minutes)];
        return string.Join(", ", units.Where(u => u.Count > 0).Select(u => s_words.TimeSpanHumanize(u.Unit, u.Count)));
    }
}

/// <summary>Several things in one sentence.</summary>
public static class Lists
{
    /// <summary>"a", "a and b", "a, b and c". Empty for nothing.</summary>
    public static string InWords(IReadOnlyList<string> items) => items.Count < 2
        ? string.Concat(items)
        : string.Join(", ", items.Take(items.Count - 1)) + " and " + items[^1];
}
