using System.Globalization;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.OnCall;

/// <summary>Schedules in plain words. People are called by their handles.</summary>
public static class ScheduleWords
{
    /// <summary>"weekdays: @ada, @tunde; every week, Monday 09:00, from 2026-01-05; Monday to Friday 08:00 to 18:00".</summary>
    public static string Of(Layer layer)
    {
        var parts = new List<string> { $"{layer.Name}: {string.Join(", ", layer.Turns.Select(turn => string.Join(" with ", turn)))}" };
        if (layer.Rotation is { } rotation) parts.Add(Of(rotation));
        if (layer.Start is { } start) parts.Add("from " + Local(start));
        if (layer.End is { } end) parts.Add("until " + Local(end));
        if (!layer.Hours.IsEmpty) parts.Add(string.Join(", ", layer.Hours.Select(hours => $"{hours.Day} {hours.From:HH:mm} to {(hours.To == TimeOnly.MinValue ? "24:00" : hours.To.ToString("HH:mm", CultureInfo.InvariantCulture))}")));
        return string.Join("; ", parts);
    }

    /// <summary>"every 2 weeks, Monday 09:00".</summary>
    public static string Of(Rotation rotation)
    {
        var unit = rotation.Unit.ToString().ToLowerInvariant();
        var every = rotation.Every == 1 ? $"every {unit}" : $"every {rotation.Every} {unit}s";
        return every + rotation.Unit switch
        {
            RotationUnit.Week => $", {rotation.Weekday} {rotation.At:HH:mm}",
            RotationUnit.Month => $", day {rotation.DayOfMonth} {rotation.At:HH:mm}",
            _ => $", {rotation.At:HH:mm}",
        };
    }

    /// <summary>"@grace instead of @ada from 1 Apr 2026 09:00 CEST to 2 Apr 2026 09:00 CEST".</summary>
    public static string Of(Override change, string zone) => change.Kind switch
    {
        OverrideKind.Add => $"{change.Person} is added",
        OverrideKind.Remove => $"{change.Person} is removed",
        _ => $"{change.Person} instead of {(change.Instead is { } instead ? instead.ToString() : "everyone")}",
    } + $" from {Zones.DateAndTime(change.From, zone)} to {Zones.DateAndTime(change.To, zone)}";

    /// <summary>"Mon 9 Mar 2026 09:00 WAT to Mon 16 Mar 2026 09:00 WAT".</summary>
    public static string Span(DateTimeOffset from, DateTimeOffset to, string zone) => $"{Shown(from, zone)} to {Shown(to, zone)}";

    private static string Shown(DateTimeOffset at, string zone) => $"{Zones.Format(at, zone, "ddd d MMM uuuu HH:mm")} {Zones.NameAt(at, zone)}";

    private static string Local(DateTime local) => local.ToString(local.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
