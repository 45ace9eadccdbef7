using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Words;

public sealed record ReadDuration(TimeSpan? Length, Refusal? Refusal);

/// <summary>Reads the lengths of time people type: "30m", "1h30m", "2 days", "90 min".</summary>
public static partial class TypedDuration
{
    private const string Examples = "Write it like `30m`, `1h30m`, `90 min` or `2 days`.";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    public static ReadDuration Read(string? text)
    {
        var typed = Harmless.Plain(text);
        if (typed.Length == 0) return new(null, new Refusal("No length of time was given. " + Examples));
        if (Parse(typed) is { } length) return new(length, null);
        var bare = decimal.TryParse(typed, NumberStyles.Number, CultureInfo.InvariantCulture, out _);
        var said = Harmless.Line(typed, 60);
        return new(null, new Refusal(bare ? $"\"{said}\" what? {Examples}" : $"\"{said}\" is not a length of time I understand. {Examples}"));
    }

    /// <summary>Null when it is none, when it is nothing, and when it is longer than ten years.</summary>
    internal static TimeSpan? Parse(string typed)
    {
        var text = typed.ToLowerInvariant().Trim();
        text = HalfHour().Replace(text, "30 min");
        text = Article().Replace(text, "1 ");
        var match = Whole().Match(text);
        if (!match.Success) return null;
        var seconds = 0m;
        for (var i = 0; i < match.Groups["n"].Captures.Count; i++)
        {
            if (!decimal.TryParse(match.Groups["n"].Captures[i].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)) return null;
            if (count > 1_000_000_000) return null;
            seconds += count * SecondsOf(match.Groups["u"].Captures[i].Value);
        }

        // "2h30": a number after hours is minutes.
        if (match.Groups["rest"].Success) seconds += 60 * int.Parse(match.Groups["rest"].Value, CultureInfo.InvariantCulture);
        return seconds <= 0 || seconds > (decimal)Longest.TotalSeconds ? null : TimeSpan.FromSeconds((double)seconds);
    }

    private static int SecondsOf(string unit) => unit[0] switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => 604_800,
    };

    [GeneratedRegex(@"\bhalf\s+an?\s+hour\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HalfHour();

    [GeneratedRegex(@"\ban?\s+(?=(second|minute|min|hour|day|week)\b)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Article();

    [GeneratedRegex(
        @"^((?<n>\d{1,10}([.,]\d{1,4})?)\s*(?<u>s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)\b?\.?((?<=h)(?<rest>[0-5]\d)$|\s*(,|and|,\s*and)?\s*))+$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();
}
