using System.Text.RegularExpressions;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reports;

/// <summary>The name of the incident as the report's first heading, or its first sentence, has it.</summary>
internal static partial class ReportTitle
{
    /// <summary>Null for headings that name the document ("Incident report") or one of its parts ("Issue summary") and nothing more.</summary>
    /// <param name="surely">The heading stands where the title does: it is one even if half of its words are those of a part.</param>
    public static string? Of(string heading, bool surely = false)
    {
        var rest = Document().Replace(Number().Replace(heading, ""), "").Trim(' ', ':', '-', '–', '—', '/', '|', '"', '“', '”', '#', '.');
        if (rest.Length < 4) return null;
        var mayBePart = ReportHeadings.OfPlainLine(heading.TrimEnd(':') + ":") is not null and not Part.Document && ReportHeadings.OfPlainLine(rest.TrimEnd(':') + ":") is not null and not Part.Document;
        if (mayBePart && !surely) return null;
        return rest.Any(char.IsLetter) && ReportHeadings.OfPlainLine(rest) is null ? Cut(char.ToUpperInvariant(rest[0]) + rest[1..]) : null;
    }

    /// <summary>The title that the first line of a text without marked headings is; null when it is a sentence, a label, a date or the name of a part.</summary>
    public static string? OfFirstLine(string line)
    {
        if (line.Length > Limits.Title || line[^1] is '.' or ':' or '!' or ';' or ',' || ReportHeadings.OfLabel(line, 7) is not null || !line.Contains(' ', StringComparison.Ordinal)) return null;
        if (ReportTimes.Leading(line, allowBareHour: false) is not null || Of(line) is not { } title) return null;
        return ReportTimes.All(title) is [.., { Index: > 3 } last] && last.Index + last.Length == title.Length ? Cut(title[..last.Index].TrimEnd(' ', '-', '–', '—', ',', '(')) : title;
    }

    /// <summary>A title from the first sentence of a summary, without when it was.</summary>
    public static string? FromSentence(string sentence)
    {
        var rest = sentence;
        while (true)
        {
            var before = rest.Length;
            rest = When().Replace(rest, "").TrimStart(' ', ',', ':', ';', '-', '–', '—', ')', '.');
            if (ReportTimes.All(rest) is [{ Index: 0 } first, ..] && first.Length < rest.Length) rest = rest[first.Length..].TrimStart();
            if (rest.Length == before) break;
        }

        if (Consequence().Match(rest) is { Success: true, Index: > 20 } consequence) rest = rest[..consequence.Index];
        rest = rest.TrimStart(' ', ',', ':', ';', '-', '–', '—', ')', '.').TrimEnd('.', ' ', ',');
        if (rest.Length == 0) return null;
        return Cut(char.ToUpperInvariant(rest[0]) + rest[1..]);
    }

    public static string? Cut(string title)
    {
        var plain = Harmless.Cut(Harmless.Plain(title), Limits.Title);
        return plain.Length == 0 ? null : plain;
    }

    // "[INC-2043]", "0x19.": how the report is filed.
    [GeneratedRegex(@"^\s*(\[?inc(ident)?[-\s#]?\d+\]?|0x[\da-f]+)\s*[.:–—-]*\s*", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"^((\[?(incident|inc)[-\s#]*\d+\]?|incident|outage|issue)?[\s:–—-]*(root cause analysis|rca|post[\s-]?mortem|incident (report|review|summary|analysis)|after[\s-]action (report|review)|outage report|report)[\s:–—/|-]*)+(inc[-\s#]?\d+[\s:–—-]*)?((for|of|on|about|regarding)\s+(the\s+|an?\s+)?)?", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Document();

    [GeneratedRegex(@",?\s+(resulting|causing|leading|which|affecting|impacting|making|leaving|that (lasted|resulted))\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Consequence();

    [GeneratedRegex(@"^\s*(yesterday|today|last night)\b[\s(,]*|^\s*(on( the)?|at|from|between|around|about|to|until|and|,|in|the (morning|evening|afternoon|night) of|(mon|tues|wednes|thurs|fri|satur|sun)day,?)\s+(?-i:(?=[\d\p{Lu}]))", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex When();
}
