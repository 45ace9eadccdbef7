using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>"since 2 pm", "for 20 minutes": when a line says it began.</summary>
internal static partial class TalkTimes
{
    /// <summary>What each of the patterns of times has; most lines have none of them.</summary>
    private static readonly SearchValues<string> s_beginnings = SearchValues.Create(["since", "start", "began", "begin", "first seen", "from", "as of", "for", "down", "happened", "broke"], StringComparison.Ordinal);

    public static (TimeOnly? Time, TimeSpan? Ago) Find(TalkText text, TalkLabel label)
    {
        // Only lines about the trouble itself: "meeting since 2 pm" says nothing of it.
        if (label is TalkLabel.Action or TalkLabel.Decision or TalkLabel.Escalation or TalkLabel.Refutation) return default;
        if (text.EndsAsking || !text.Even.AsSpan().ContainsAny(s_beginnings)) return default;
        if (label == TalkLabel.Chatter && !Trouble().IsMatch(text.Even)) return default;

        var at = At().Match(text.Even);

        // "Our deploy from 16:50?" dates the suspect, not the trouble.
        if (label == TalkLabel.Hypothesis && at.Value.StartsWith("from", StringComparison.Ordinal)) return default;
        if (at.Success && TimeOfDay(at) is { } time) return (time, null);

        if (label == TalkLabel.Recovery) return default;

        var ago = Ago().Match(text.Even);
        if (!ago.Success) return default;

        var digits = ago.Groups["n"].Value;
        var count = digits switch { "half" => 0.5, "a" or "an" or "one" => 1, "two" => 2, "three" => 3, "ten" => 10, "five" => 5, _ => double.Parse(digits, CultureInfo.InvariantCulture) };
        var unit = ago.Groups["unit"].Value;
        return (null, unit[0] switch { 'm' => TimeSpan.FromMinutes(count), 'h' => TimeSpan.FromHours(count), _ => null });
    }

    private static TimeOnly? TimeOfDay(Match match)
    {
        var hour = int.Parse(match.Groups["h"].Value, CultureInfo.InvariantCulture);
        var minute = match.Groups["m"].Success ? int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture) : 0;
        var half = match.Groups["half"].Value;

        // A bare number is a count or a version, not a time.
        if (!match.Groups["m"].Success && half.Length == 0) return null;
        if (half.StartsWith('p') && hour < 12) hour += 12;
        if (half.StartsWith('a') && hour == 12) hour = 0;
        return hour < 24 && minute < 60 ? new TimeOnly(hour, minute) : null;
    }

    [GeneratedRegex(@"\b(?:since|(?:started|began|begins|starting|start|first seen|beginning)(?: (?:at|around|about|from|on))*|from|as of)(?: (?:about|around|roughly|approx\w*|exactly|at|ca|today|this morning|~))* ?~?(?<h>\d{1,2})(?:[:.h](?<m>\d\d))?(?!\d|%|[.:]\d)\s?(?<half>am|pm|a\.m|p\.m)?(?![\w%])", RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex At();

    [GeneratedRegex(@"\b(?:(?:for|since|down|began|started)(?: (?:about|around|roughly|the last|the past|almost|nearly|over|more than|already|approx\w*))* (?<n>\d{1,3}|half|an?|one|two|three|five|ten) ?(?:an )?(?<unit>m|min|mins|minutes?|h|hrs?|hours?)\b(?! (?:of|to|until|before|long))|\b(?:began|started|happened|broke|went down) (?:\w+ ){0,3}(?<n>\d{1,3}) ?(?<unit>m|min|mins|minutes?|h|hrs?|hours?) ago\b)", RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex Ago();

    [GeneratedRegex(@"\b(?:down|out|outage|fail\w*|broken|slow|errors?|unreachable|not working|began|started|trouble|problem|issue|like (?:that|this)|5\d\d|declin\w+|timeouts?|offline|dead|same here)\b", RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex Trouble();
}
