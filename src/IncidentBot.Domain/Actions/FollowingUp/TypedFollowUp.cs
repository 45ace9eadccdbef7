using System.Globalization;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Actions.FollowingUp;

/// <summary>Reads and writes the settings of following up as people type them.</summary>
public static class TypedFollowUp
{
    private const int MostDays = 365;

    /// <summary>"before 2d, after 3d, every 7d", each of which may be off; "off" for no reminders at all. What is not named stays.</summary>
    public static (ReminderDays? Days, Refusal? Refusal) ReadDays(string? text, ReminderDays days)
    {
        const string Examples = "Write it like `before: 2d, after: 3d, every: 7d`; each may be `off`, and so may all: `off`.";
        var typed = Harmless.Plain(text).ToLowerInvariant();
        if (IsOff(typed)) return (days with { Off = true }, null);
        if (typed == "on") return (days with { Off = false }, null);
        var read = days with { Off = false };
        foreach (var part in typed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split([' ', ':'], 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is not [var which, var when]) return (null, new Refusal($"\"{Harmless.Line(part, 60)}\" is not a reminder. {Examples}"));
            var off = IsOff(when);
            var count = off ? null : Days(when);
            if (!off && count is null) return (null, new Refusal($"\"{Harmless.Line(when, 60)}\" is not a number of days from 1 to {MostDays}. {Examples}"));
            switch (which)
            {
                case "before":
                    read = read with { Before = count };
                    break;
                case "after":
                    read = read with { After = count };
                    break;
                case "every":
                    read = read with { Every = count };
                    break;
                default:
                    return (null, new Refusal($"\"{Harmless.Line(which, 60)}\" is not a time for reminders: there are `before`, `after` and `every`. {Examples}"));
            }
        }

        return read == days && !days.Off && typed.Length == 0 ? (null, new Refusal($"No reminder was given. {Examples}")) : (read, null);
    }

    /// <summary>"2 days before the date, on it, 3 days after it and then every 7 days".</summary>
    public static string Write(ReminderDays days)
    {
        if (days.Off) return "off";
        var parts = new List<string>();
        if (days.Before is { } before) parts.Add($"{Say.Count(before, "day")} before the date");
        parts.Add(parts.Count == 0 ? "on the date" : "on it");
        if (days.After is { } after) parts.Add($"{Say.Count(after, "day")} after it{(days.Every is { } every ? $" and then every {Say.Count(every, "day")}" : "")}");
        return string.Join(", ", parts);
    }

    /// <summary>"9", "09:00", "9 am".</summary>
    public static (int? Hour, Refusal? Refusal) ReadHour(string? text)
    {
        var typed = Harmless.Plain(text);
        if (ReadTime(typed) is { Minute: 0 } time) return (time.Hour, null);
        return (null, new Refusal($"\"{Harmless.Line(typed, 60)}\" is not a full hour. Write it like `9`, `09:00` or `9 am`."));
    }

    /// <summary>"14 days", "2 weeks", "off".</summary>
    public static (EscalationDays? Days, Refusal? Refusal) ReadEscalation(string? text)
    {
        var typed = Harmless.Plain(text).ToLowerInvariant();
        if (IsOff(typed)) return (new(null), null);
        return Days(typed) is { } days ? (new(days), null) : (null, new Refusal($"\"{Harmless.Line(typed, 60)}\" is not a number of days from 1 to {MostDays}. Write it like `14 days` or `2 weeks`; `off` for never."));
    }

    /// <summary>"monday 09:00", "fri 4 pm", "off"; without a time it stays.</summary>
    public static (DigestTime? Time, Refusal? Refusal) ReadDigest(string? text, DigestTime time)
    {
        const string Examples = "Write it like `monday 09:00`; `off` for none.";
        var typed = Harmless.Plain(text).ToLowerInvariant();
        if (IsOff(typed)) return (time with { Day = null }, null);
        var words = typed.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0].Length < 3 || Enum.GetValues<DayOfWeek>().Where(day => day.ToString().StartsWith(words[0].TrimEnd('s', ','), StringComparison.OrdinalIgnoreCase)).ToList() is not [var day])
            return (null, new Refusal($"\"{Harmless.Line(typed, 60)}\" does not begin with a day of the week. {Examples}"));
        if (words.Length == 1) return (time with { Day = day }, null);
        return ReadTime(words[1]) is { } at ? (new(day, at), null) : (null, new Refusal($"\"{Harmless.Line(words[1], 60)}\" is not a time of day. {Examples}"));
    }

    /// <summary>"Monday 09:00", "off".</summary>
    public static string Write(DigestTime time) => time.Day is { } day ? $"{day} {time.At.ToString("HH:mm", CultureInfo.InvariantCulture)}" : "off";

    private static bool IsOff(string typed) => typed is "off" or "never" or "none" or "no";

    private static int? Days(string typed)
    {
        if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var bare)) return bare is >= 1 and <= MostDays ? bare : null;
        return TypedDuration.Read(typed).Length is { } length && length.TotalDays is >= 1 and <= MostDays && length.Ticks % TimeSpan.TicksPerDay == 0 ? (int)length.TotalDays : null;
    }

    private static TimeOnly? ReadTime(string typed)
    {
        var tidy = typed.Replace("o'clock", "", StringComparison.OrdinalIgnoreCase).Trim().ToUpperInvariant();
        foreach (var format in (ReadOnlySpan<string>)["H:mm", "HH:mm", "%H", "H.mm", "h tt", "htt", "h:mm tt", "h:mmtt"])
        {
            if (TimeOnly.TryParseExact(tidy, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time;
        }

        return null;
    }
}
