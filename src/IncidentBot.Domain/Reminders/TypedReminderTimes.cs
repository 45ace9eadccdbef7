using System.Globalization;
using System.Text;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reminders;

public sealed record ReadReminderTimes(ReminderTimes? Times, Refusal? Refusal);

/// <summary>Reads and writes after how long people are reminded, as it is typed: "sev1: 5m, sev2: 10m, sev4: off"; "15m" or "off" for all; "default".</summary>
public static class TypedReminderTimes
{
    private const string Examples = "Write it like `sev1: 5m, sev2: 10m, sev3: 1h, sev4: off`; severities left out stay as they are. `15m` or `off` alone is for all, `default` goes back.";
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <param name="before">What holds for a severity that is not named.</param>
    public static ReadReminderTimes Read(string? text, ReminderKind kind, ReminderTimes before)
    {
        var typed = Harmless.Plain(text).ToLowerInvariant();
        if (typed.Length == 0) return Refused("No time was given.");
        if (typed == "default") return new(ReminderRules.Default[kind], null);
        var refusal = TypedBySeverity.Read(typed, Examples, (string one, out TimeSpan? after) => ReadOne(one, kind, out after), out var values);
        return refusal is not null ? new(null, refusal) : new(values.Aggregate(before, (times, one) => times.With(one.Key, one.Value)), null);
    }

    /// <summary>In the form in which it is typed: "sev1: 5m, sev2: 10m, sev3: 30m, sev4: off".</summary>
    public static string Write(ReminderTimes times) => TypedBySeverity.Write(severity => Write(times[severity]));

    private static Refusal? ReadOne(string typed, ReminderKind kind, out TimeSpan? after)
    {
        after = null;
        if (typed is "off" or "never" or "none" or "no" or "false") return null;
        if (kind == ReminderKind.UpdateDue && typed is "at once" or "0" or "0m" or "now" or "on")
        {
            after = TimeSpan.Zero;
            return null;
        }

        var read = TypedDuration.Read(typed);
        if (read.Refusal is not null) return read.Refusal;
        if (read.Length < Shortest || read.Length > Longest) return new Refusal("People are reminded after 1 minute at the earliest, and 90 days at the latest. Nothing was changed.");
        after = read.Length;
        return null;
    }

    private static string Write(TimeSpan? after)
    {
        if (after is not { } length) return "off";
        if (length == TimeSpan.Zero) return "at once";
        var text = new StringBuilder();
        foreach (var (count, unit) in ((int, char)[])[(length.Days, 'd'), (length.Hours, 'h'), (length.Minutes, 'm'), (length.Seconds, 's')])
        {
            if (count > 0) text.Append(text.Length > 0 ? " " : "").Append(count.ToString(CultureInfo.InvariantCulture)).Append(unit);
        }

        return text.ToString();
    }

    private static ReadReminderTimes Refused(string why) => new(null, new Refusal($"{why} {Examples}"));
}
