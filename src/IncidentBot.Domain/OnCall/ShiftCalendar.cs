using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Domain.OnCall;

/// <summary>Shifts as an iCalendar file (RFC 5545), for any calendar program.</summary>
public static class ShiftCalendar
{
    /// <summary>RFC 5545, 3.1: a line is at most 75 octets long, its end not counted.</summary>
    private const int LongestLine = 75;

    /// <param name="name">Of the calendar: "On call: Ada Obi".</param>
    /// <param name="written">When it is written: each event has to say so.</param>
    /// <param name="people">How a person is called in it.</param>
    /// <returns>The file's text, in UTF-8 to be, with CRLF. The same shifts have the same identifiers each time.</returns>
    public static string Write(string name, IEnumerable<Shift> shifts, DateTimeOffset written, Func<Handle, string> people)
    {
        var calendar = new StringBuilder();
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//IncidentBot//On call//EN");
        Line("CALSCALE:GREGORIAN");
        Line("METHOD:PUBLISH");
        Line("X-WR-CALNAME:" + Text(name));
        foreach (var shift in shifts)
        {
            Line("BEGIN:VEVENT");
            Line("UID:" + Uid(shift));
            Line("DTSTAMP:" + Moment(written));
            Line("DTSTART:" + Moment(shift.From));
            Line("DTEND:" + Moment(shift.To));
            Line("SUMMARY:" + Text($"{people(shift.Person)} on call ({shift.Schedule})"));
            Line("TRANSP:TRANSPARENT");
            Line("END:VEVENT");
        }

        Line("END:VCALENDAR");
        return calendar.ToString();

        void Line(string line) => Fold(calendar, line);
    }

    /// <summary>The same for the same person's shift in the same schedule that begins at the same moment, so that a new export replaces the old events.</summary>
    private static string Uid(Shift shift)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{shift.Schedule}\n{shift.Person.Value}\n{Moment(shift.From)}"));
        return $"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}@oncall.incidentbot";
    }

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>RFC 5545, 3.3.11. Control characters may not stand in a text at all.</summary>
    private static string Text(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            switch (c)
            {
                case '\\' or ';' or ',':
                    escaped.Append('\\').Append(c);
                    break;
                case '\n':
                    escaped.Append("\\n");
                    break;
                case var other when !char.IsControl(other):
                    escaped.Append(other);
                    break;
            }
        }

        return escaped.ToString();
    }

    private static void Fold(StringBuilder calendar, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                calendar.Append("\r\n ");
                octets = 1;
            }

            calendar.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        calendar.Append("\r\n");
    }
}
