using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Words;

namespace IncidentBot.Replay;

/// <summary>Instants as somebody in the scenario's zone reads them in Discord, at the end of the scenario.</summary>
/// <remarks>Timestamp styles: https://discord.com/developers/docs/reference#message-formatting-timestamp-styles</remarks>
internal sealed partial class ReadTimes(string zone, DateTimeOffset now)
{
    private readonly DocumentTimes times = new(zone);

    /// <summary>"2024-09-17 07:41:00 CEST".</summary>
    public string Stamp(DateTimeOffset at) => $"{Format(at, "yyyy-MM-dd HH:mm:ss")} {times.ZoneName(at)}";

    /// <summary>The text with its timestamps in words; what is no timestamp, or lies outside the calendar, stays as it is.</summary>
    public string InWords(string text) => Timestamp().Replace(text, match =>
        long.TryParse(match.Groups["s"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && seconds is > -62_000_000_000 and < 253_000_000_000
            ? Written(DateTimeOffset.FromUnixTimeSeconds(seconds), match.Groups["style"].Value)
            : match.Value);

    private string Written(DateTimeOffset at, string style) => style switch
    {
        "t" => Format(at, "HH:mm"),
        "T" => Format(at, "HH:mm:ss"),
        "d" => Format(at, "dd/MM/yyyy"),
        "D" => Format(at, "d MMMM yyyy"),
        "F" => Format(at, "dddd, d MMMM yyyy HH:mm"),
        "R" => at > now ? $"in {Durations.InWords(at - now)}" : $"{Durations.InWords(now - at)} ago",
        _ => Format(at, "d MMMM yyyy HH:mm"),
    };

    private string Format(DateTimeOffset at, string pattern) => times.Local(at).ToString(pattern, CultureInfo.InvariantCulture);

    [GeneratedRegex("<t:(?<s>-?[0-9]{1,13})(?::(?<style>[tTdDfFR]))?>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Timestamp();
}
