using System.Globalization;
using Humanizer;
using Humanizer.Localisation;

namespace IncidentBot.Domain.Words;

/// <summary>Spans of time as people say them.</summary>
public static class Durations
{
    // Days, hours and minutes: all that is said of a span.
    private const int Units = 3;

    /// <summary>
    /// "2 hours, 10 minutes"; "1 day, 2 hours, 5 minutes". Whole minutes, never rounded up; anything under a minute, and zero, is "less than a minute".
    /// The sign is dropped: a span has no direction in words.
    /// </summary>
    public static string InWords(TimeSpan span)
    {
        var length = span.Duration();
        return length < TimeSpan.FromMinutes(1)
            ? "less than a minute"
            : length.Humanize(Units, CultureInfo.InvariantCulture, maxUnit: TimeUnit.Day, minUnit: TimeUnit.Minute);
    }
}
