using System.Text.RegularExpressions;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reports;

/// <summary>The name of the incident as the report's first heading, or its first sentence, has it.</summary>
internal static partial class ReportTitle
{
    // A title is read at a glance.
    private const int LongestMade = 90;

    private static readonly HashSet<string> Filing = new(StringComparer.OrdinalIgnoreCase)
    {
        "project", "task", "assignment", "outage", "issue", "incident", "problem", "error", "title", "document", "readme", "report", "my", "our", "first", "the", "a", "an", "on", "of", "for", "with", "writing", "wrote", "concept", "page",
        "introduction", "humor", "humorous", "version", "blog", "medium", "follow", "posts", "post",
    };

    /// <summary>Null for headings that name the document ("Incident report") or one of its parts ("Issue summary") and nothing more.</summary>
    /// <param name="surely">The heading stands where the title does: it is one even if half of its words are those of a part.</param>
    public static string? Of(string heading, bool surely = false)
    {
        var rest = WithoutDay(DocumentBehind().Replace(Number().Replace(heading, ""), ""));
        var bare = Document().Replace(rest, "");
        rest = Trim(DocumentBehind().Replace(bare, ""));
        if (rest.Length < 4 || Word().Matches(rest).All(word => Filing.Contains(word.Value))) return null;
        var mayBePart = ReportHeadings.OfPlainLine(heading.TrimEnd(':') + ":") is not null and not Part.Document && ReportHeadings.OfPlainLine(rest.TrimEnd(':') + ":") is not null and not Part.Document;
        if (mayBePart && !surely) return null;
        return rest.Any(char.IsLetter) && ReportHeadings.OfPlainLine(rest) is null ? Cut(Capital(rest)) : null;
    }

    /// <summary>The title that the first line of a text without marked headings is; null when it is a sentence, a label, a date or the name of a part.</summary>
    /// <param name="aboveHeading">The first part of the report follows at once: a line of few words is a title even with a full stop.</param>
    public static string? OfFirstLine(string line, bool aboveHeading)
    {
        if (line[^1] is '.' && aboveHeading && ReportHeadings.CountWords(line) <= 6) line = line.TrimEnd('.');
        if (line.Contains("://", StringComparison.Ordinal) || line.Length is 0 or > Limits.Title || line[^1] is '.' or ':' or ';' or ',' || !line.Contains(' ', StringComparison.Ordinal)) return null;
        if (ReportHeadings.OfLabel(line, 7) is { } label && label.Part is not Part.Document) return null;
        return ReportTimes.Leading(line, allowBareHour: false) is null ? Of(line) : null;
    }

    /// <summary>What a preface says the report is of: "The following is the incident report for the API outage that occurred on …".</summary>
    public static string? OfPreface(string preface) => ReportOf().Match(preface) is { Success: true } match && Cut(Capital(Trim(match.Groups["t"].Value))) is { Length: > 8 } title ? title : null;

    /// <summary>
    /// A title made of what a report says: of the first sentence that names what was out of order, else of the cause, else of the first sentence. Without when
    /// it was and what came of it.
    /// </summary>
    public static string? FromSentences(IReadOnlyList<string> sentences, IEnumerable<string> cause)
    {
        // "Our shop had an outage" before whatever else speaks of an error.
        sentences = [.. sentences.Where(sentence => !sentence.EndsWith('?'))];
        foreach (var anyShape in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var sentence in sentences.Where(sentence => Fault().IsMatch(sentence) && !Story().IsMatch(sentence)))
            {
                if (FromSentence(sentence, out var isShaped) is { Length: <= LongestMade } title && (isShaped || (anyShape && !title.Contains(';', StringComparison.Ordinal))) && ReportHeadings.CountWords(title) >= 2) return title;
            }
        }

        foreach (var one in cause)
        {
            if (FromSentence(one) is { } because && ReportHeadings.CountWords(because) >= 3 && (because.Length <= LongestMade || sentences.Count == 0)) return because;
        }

        return sentences.FirstOrDefault(sentence => !Story().IsMatch(sentence)) is { } first ? FromSentence(first) : sentences.Count > 0 ? FromSentence(sentences[0]) : null;
    }

    /// <summary>A title from one sentence; null when nothing is left of it.</summary>
    public static string? FromSentence(string sentence) => FromSentence(sentence, out _);

    private static string? FromSentence(string sentence, out bool isShaped)
    {
        var rest = WithoutWhen(sentence);
        for (var n = 0; n < 2 && Meanwhile().Match(rest) is { Success: true } meanwhile && rest.Length - meanwhile.Length > 20; n++) rest = WithoutWhen(rest[meanwhile.Length..]);
        if (Consequence().Match(rest) is { Success: true, Index: > 12 } consequence) rest = rest[..consequence.Index];
        if (ReportTimes.All(rest).Find(mention => mention.Index > 12) is { } when) rest = BeforeWhen().Replace(rest[..when.Index], "");
        rest = HowLong().Replace(rest, "");
        rest = Trim(rest);
        isShaped = true;
        if (Occurred().Match(rest) is { Success: true } occurred) rest = $"{occurred.Groups["what"].Value} {occurred.Groups["on"].Value}";
        else if (Had().Match(rest) is { Success: true } had) rest = $"{had.Groups["what"].Value.Trim()} of {Of(had)}";
        else if (Hit().Match(rest) is { Success: true } hit) rest = $"{hit.Groups["what"].Value} {(hit.Groups["what"].Value.EndsWith("incident", StringComparison.OrdinalIgnoreCase) ? "in" : "of")} {Of(hit)}";
        else if (Down().Match(rest) is { Success: true } down) rest = $"{Of(down)} {down.Groups["how"].Value}";
        else isShaped = false;
        if (isShaped) rest = Trim(rest);
        else if (Was().Match(rest) is { Success: true } was) rest = was.Groups["t"].Value;
        rest = Article().Replace(Trim(rest), "");
        if (rest.Length == 0 || Word().Matches(rest).All(word => Filing.Contains(word.Value) || word.Length < 4)) return null;
        return Cut(Capital(AtWord(rest)));
    }

    private static string Of(Match shape)
    {
        var of = Relative().Replace(shape.Groups["of"].Value.Trim(), "");
        return Article().IsMatch(of) ? char.ToLowerInvariant(of[0]) + of[1..] : of;
    }

    private static string WithoutWhen(string sentence)
    {
        var rest = sentence;
        while (true)
        {
            var before = rest.Length;
            rest = Trim(When().Replace(rest, ""));
            if (ReportTimes.All(rest) is [{ Index: 0 } first, ..] && first.Length < rest.Length) rest = rest[first.Length..].TrimStart();
            if (rest.Length == before) return rest;
        }
    }

    // "2018-02-12, Hub launch fails", "Web outage - April 10, 2024": the day has a place of its own.
    private static string WithoutDay(string title)
    {
        if (ReportTimes.All(title) is not [_, ..] times) return title;
        if (times is [{ Index: 0, Date: not null } first, ..] && Trim(title[first.Length..]) is { Length: > 5 } behind) return behind;
        return times[^1] is { Date: not null, Index: > 5 } last && Trim(title[(last.Index + last.Length)..]).Length == 0 ? BeforeWhen().Replace(title[..last.Index], "") : title;
    }

    private static string Trim(string text)
    {
        text = text.TrimStart(' ', ',', ':', ';', '-', '–', '—', ')', '.', '/', '|', '#', '*', '_').TrimEnd(' ', ',', ':', ';', '-', '–', '—', '.', '/', '|', '#', '*', '_', '(', '[');
        var (opening, closing) = (text.Count(c => c is '"' or '“'), text.Count(c => c is '"' or '”'));
        if (text.Length > 1 && text[0] is '"' or '“' && (text[^1] is '"' or '”' || opening != closing || opening == 1)) text = text[1..];
        if (text.Length > 1 && text[^1] is '"' or '”' && (text.Count(c => c is '"' or '“' or '”') & 1) == 1) text = text[..^1];
        return text;
    }

    private static string Capital(string text) => char.IsLetter(text[0]) && !text.Split(' ')[0].Contains('.', StringComparison.Ordinal) ? char.ToUpperInvariant(text[0]) + text[1..] : text;

    // A made title ends with a word, not in the middle of one.
    private static string AtWord(string text)
    {
        if (text.Length <= LongestMade) return text;
        var clause = text.LastIndexOf(", ", LongestMade, StringComparison.Ordinal);
        if (clause >= LongestMade / 3) return text[..clause];
        return text;
    }

    public static string? Cut(string title)
    {
        var plain = Harmless.Cut(Harmless.Plain(title), Limits.Title);
        return plain.Length == 0 ? null : plain;
    }

    // "[INC-2043]", "0x19.": how the report is filed.
    [GeneratedRegex(@"^\s*(\[?inc(ident)?[-\s#]?\d+(-\d+)*\]?|0x[\da-f]+)\s*[.:–—-]*\s*", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Number();

    // With the spellings that people find for "postmortem".
    private const string Kind = @"(root cause analysis|rca|post?[\s-]?mo\w{2,5}m( report)?|incident (report|review|summary|analysis)|after[\s-]action (report|review)|outage report|report)";

    [GeneratedRegex(@"^(((my|our|a|an|the)\s+)?((first|second)\s+)?(\[?(incident|inc)[-\s#]*\d+\]?|incident|outage|issue)?[\s:–—-]*" + Kind + @"[\s:–—/|-]*)+(inc[-\s#]?\d+[\s:–—-]*)?((for|of|on|about|regarding)\s+(the\s+|an?\s+)?)?", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Document();

    [GeneratedRegex(@"\s*([:–—/|(-]\s*" + Kind + @"|\s(post?[\s-]?mo\w{2,5}m|incident report))\s*[.)]*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex DocumentBehind();

    [GeneratedRegex(@"\b(incident report|post-?\s?mortem( report)?|report) (for|of|on|about) (the |an? |our )?(?<t>[^.,;:]{8,80}?)(,| that | which | (which )?occurred| happened|\.| on (?=[A-Z\d]))", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ReportOf();

    [GeneratedRegex(@",?\s+(resulting|result(ed|s) in|causing|leading|which|affecting|impacting|making|leaving|disrupting|preventing|rendering|and (it|this|the|users|customers)\b|but\b|so that|because|due to|for (approximately|about|around|nearly|roughly|a (total|duration|period)|over|an? hour)|during (peak|this|the)|that (lasted|resulted|caused|led))\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Consequence();

    [GeneratedRegex(@"^\s*(yesterday|today|last night|during (this|that) (time|period)|at (its|the) (height|peak))\b[\s(,]*|^\s*(on( the)?|at|from|between|around|about|approximately|roughly|to|until|and|,|in|the (morning|evening|afternoon|night) of|(mon|tues|wednes|thurs|fri|satur|sun)day,?)\s+(?-i:(?=[\d\p{Lu}]))|^\s*(between )?the hours of\s+(?=\d)|^\s*it was (determined|found|noticed|discovered|observed|reported) that\s+|^\s*in (short|full|summary|brief|total)\b[,:]?\s*|^\s*in\s+(?=our|the\s)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex When();

    [GeneratedRegex(@"[\s,(]*\b(at|on|of|around|about|from|between|since|by|approximately|roughly|in|the|starting|beginning|occurred|happened|lasted)?([\s,(-]*\b(at|on|around|about|from|between|since|by|approximately|roughly|the|starting|beginning))?[\s,(–—-]*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex BeforeWhen();

    // "Upon the release of …, an outage occurred": the clause before the one that counts.
    [GeneratedRegex(@"^(upon|during|after|following|when|while|as|earlier)\b[^,.]{3,90},\s*|^[^,.]{3,24},\s+(?=an?\s)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Meanwhile();

    [GeneratedRegex(@"\s+(for|lasting)\s+(\w+\s+){0,3}(\d+|an?|one|two|three|four|five|six)\s*[-\w]*\s*(hours?|minutes?|days?)\b.*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex HowLong();

    [GeneratedRegex(@"^(an?|the)?\s*(?<what>(\w+\s+){0,3}?" + What + @")\s+(has\s+|had\s+)?(occurred|occured|happened|arose|took place)\s+(?<on>(on|in|at|with|for)\s+[^,;:]{3,80})$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Occurred();

    private const string What = @"(outages?|downtime|disruptions?|interruptions?|failures?|slowdowns?|degradations?|crash(es)?|malfunctions?|breakdown|latency|unavailability|breach|incident|errors?|timeouts?|issues?|problems?|performance|delays?)";

    [GeneratedRegex(@"^(?<of>(our|the|my|a|an)?\s*[^,;:]{3,60}?)\s+(has |had |have )?(experienced|suffered|encountered|faced|underwent|had|was experiencing|experience)\s+(from )?(?<what>((an?|the|some|several|its|complete|total|\w+)\s+){0,4}?" + What + @")\b.*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Had();

    [GeneratedRegex(@"^(this|the)?\s*(?<what>(\w+ )?(outage|incident|disruption|downtime|issue|failure|problem)) (has )?(affected|impacted|hit|took down|disrupted)\s+(the (availability|functionality|functionalities|performance) of\s+|all the functionalities of\s+)?(?<of>(our|the|my)\s+[^,;:.]{3,60}|all \w+)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Hit();

    [GeneratedRegex(@"^(this|the|our)?\s*((primary|main|actual|underlying|mandatory|real)\s+)?((root )?cause|reason|culprit|incident|outage|issue|problem|failure)s?( (of|for|behind) [^,;:]{3,60}?)?\s+(was|were|is|constituted|involved|appeared to be|turned out to be)\s+(mainly |primarily )?(identified as|determined to be|found to be|discovered to be|traced (back )?to|caused by|due to|attributed to|related to)?\s*(?<t>.{6,})$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Was();

    [GeneratedRegex(@"^(?<of>(our|the|my)\s+[^,;:]{3,60}?)\s+(was|were|became|went|got|is|are)\s+(\w+ly\s+)?(?<how>down|unavailable|inaccessible|offline|unreachable|unresponsive|slow|no longer (accessible|available|reachable|responding))\b.*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Down();

    [GeneratedRegex(@"\s+(where|which|that|who|of the company|managed by|hosted)\b.*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Relative();

    [GeneratedRegex(@"^(that\s+)?(the|our|an?|my|this|its|in|that)\s+", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Article();

    // It names something that was out of order.
    [GeneratedRegex(@"\b(outages?|down(time)?|unavailab\w+|inaccessib\w+|errors?|fail(s|ed|ure|ures|ing)?|crash\w*|slow\w*|latency|disrupt\w+|interrupt\w+|degrad\w+|unable|could ?n[o'’]t|broke\w*|leak\w*|breach|misconfigur\w+|offline|unreachable|unresponsive|stopped|lost|blank|stuck|broken|missing|typo\w*|misspelled|timeouts?|exhaust\w+|overload\w*|delay\w*|bugs?|malfunction\w*|went missing|wrong)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Fault();

    [GeneratedRegex(@"^\W*(imagine|picture|once upon|let'?s|let’s|we (apologi|regret|are (talking|sorry)|recogni)|any software|failing|this (is|postmortem|report|document)|in this|hello|dear|ladies|welcome|as the|if you|approximately|about|almost|(the|this) (outage|incident|issue|disruption|event) (lasted|occurred|happened|took place|began|started|was (reported|detected|resolved))|users?|customers?|clients?|they|it|that|that['’]s|as a result|for (a|an|about|approximately|around|roughly)|\d+(\.\d+)?\s?(%|percent)(?=\W))(?!\p{L})", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Story();

    [GeneratedRegex(@"[\p{L}\d][\p{L}\d'’-]*", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
