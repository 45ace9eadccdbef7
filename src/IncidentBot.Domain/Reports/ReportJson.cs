using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Reports;

/// <summary>
/// A report that was read, as one JSON object. Times are ISO 8601 as far as they are known: "2023-11-05T14:00:00-05:00", without the offset where no zone is
/// known, "14:00:00" without a date, "2023-11-05" without a time. What the report does not say is null, or an empty list.
/// </summary>
public static class ReportJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    /// <param name="file">Where it was read from, to stand first; null leaves it out.</param>
    public static string Write(WrittenReport report, string? file = null, bool indented = false)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, indented ? Indented : Compact))
        {
            json.WriteStartObject();
            if (file is not null) json.WriteString("file", file);
            json.WriteString("title", report.Title);
            json.WriteString("start", Moment(report.Start));
            json.WriteString("end", Moment(report.End));
            json.WriteString("zone", report.Zone);
            WriteNumber(json, "durationMinutes", report.Duration is { } length ? Math.Round((decimal)length.TotalMinutes, 1) : null);
            json.WriteString("severity", report.Severity?.Code().ToLowerInvariant());
            WriteNumber(json, "affectedPercent", report.AffectedPercent);
            json.WriteString("summary", report.Summary);
            json.WriteString("impact", report.Impact);
            json.WriteString("detection", report.Detection);
            json.WriteStartArray("timeline");
            foreach (var line in report.Timeline)
            {
                json.WriteStartObject();
                json.WriteString("at", Moment(line.At));
                json.WriteString("text", line.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("rootCause", report.RootCause);
            WriteList(json, "misleading", report.Misleading);
            WriteList(json, "escalations", report.Escalations);
            json.WriteString("resolution", report.Resolution);
            WriteList(json, "corrective", report.Corrective);
            WriteList(json, "preventive", report.Preventive);
            WriteList(json, "measures", report.Measures);
            WriteList(json, "tasks", report.Tasks);
            WriteList(json, "lessons", report.Lessons);
            WriteList(json, "unplaced", report.Unplaced);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string? Moment(ReportMoment? moment)
    {
        if (moment is not { } at) return null;
        var date = at.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (at.Time is not { } time) return date;
        var words = time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        if (date is null) return words;
        var offset = at.Offset is { } o ? (o < TimeSpan.Zero ? "-" : "+") + o.ToString(@"hh\:mm", CultureInfo.InvariantCulture) : "";
        return $"{date}T{words}{offset}";
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number) json.WriteNumber(name, number / 1.0000000000m); // without trailing zeros
        else json.WriteNull(name);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items) json.WriteStringValue(item);
        json.WriteEndArray();
    }
}
