using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Reports;

/// <summary>What a part of a report is about, by its heading or by the label before a colon.</summary>
internal enum Part
{
    /// <summary>A heading that says nothing to us.</summary>
    Unknown,

    /// <summary>"Incident report": names the document, not the incident.</summary>
    Document,
    Title,
    Summary,
    Impact,
    Timeline,
    RootCause,
    CauseAndResolution,
    Resolution,
    Detection,
    Misleading,
    Investigation,
    Escalation,
    Corrective,
    Preventive,
    Measures,
    Tasks,
    Lessons,
    Conclusion,

    Severity,
    Date,
    Start,
    End,
    DetectedAt,
    Duration,
    Zone,
    Affected,

    /// <summary>Authors, status, links: about the document.</summary>
    Front,
}

/// <summary>Knows headings by their words, in any order and case, with the spelling mistakes people make.</summary>
internal static partial class ReportHeadings
{
    private static readonly HashSet<string> Filler =
    [
        "the", "a", "an", "of", "and", "to", "for", "our", "this", "was", "is", "it", "in", "on", "we", "incident", "issue", "outage", "problem", "event", "report", "how", "did", "were", "been", "from", "by", "that", "be", "will",
        "section", "analysis", "time", "taken", "include", "includes", "following", "address", "specific", "details", "detailed", "technical", "main", "full", "team", "what", "who", "when", "why", "with", "are", "as", "follows",
        "immediate", "action", "actions", "item", "items", "measure", "measures", "process", "steps", "step", "next", "future", "plan", "paths", "path", "occurred", "happened", "root", "user", "users", "customer", "customers",
        "postmortem", "post", "mortem", "up", "out", "go", "went", "well", "wrong", "work", "or", "not", "at", "used", "made", "found", "events", "short", "long", "term", "level", "current", "status", "page", "system", "service",
        "date", "estimated", "total", "local", "start", "end", "key", "points", "other", "possible", "proposed", "planned", "agreed", "identified", "implemented", "required", "needed", "information", "log", "response", "summary", "factor", "factors", "so", "do", "does", "again", "five",
    ];

    // In this order: the first that fits. Each word is a stem; "a+b" wants both.
    private static readonly (Part Part, string[] Stems)[] Rules =
    [
        (Part.Measures, ["correct+prevent", "correct+preven"]),
        (Part.Corrective, ["corrective", "correction"]),
        (Part.Preventive, ["happen+again", "never+again", "next+time"]),
        (Part.Preventive, ["preventive", "preventative", "prevention", "prevent"]),
        (Part.CauseAndResolution, ["summation", "cause+resolution", "cause+fix", "cause+recovery", "cause+solution", "cause+resolved"]),
        (Part.Tasks, ["task", "todo", "to+do", "action+item", "follow+up", "followup", "next+step", "action+point", "action+plan", "follow-up"]),
        (Part.Measures, ["measure", "recommendation", "improvement", "improve", "remediation+item", "future+action", "countermeasure"]),
        (Part.Timeline, ["timeline", "chronology", "sequence", "event+log", "chronological"]),
        (Part.Lessons, ["lesson", "learned", "learnt", "learning", "went+well", "went+wrong", "went+badly", "lucky", "takeaway", "retrospective"]),
        (Part.Misleading, ["misleading", "misled", "dead+end", "red+herring", "false+lead", "wrong+assumption", "assumption", "ruled+out", "not+work"]),
        (Part.Escalation, ["escalat"]),
        (Part.DetectedAt, ["time+detect", "time+detection", "detected+at", "when+detect", "detection+delay"]),
        (Part.Detection, ["detect", "detection", "discover", "discovery", "noticed"]),
        (Part.RootCause, ["cause", "causing", "trigger", "contributing", "why+happen", "reason", "five+why", "5+why", "whys"]),
        (Part.Duration, ["duration", "time+recovery", "time+recover", "time+resolve", "time+restore", "time+mitigate", "downtime", "outage+length", "length"]),
        (Part.End, ["end+time", "ended", "end+date", "time+resolution", "time+resolved", "resolved+at", "restored+at", "finish", "time+end"]),
        (Part.Resolution, ["resolution", "resolved", "resolve", "recovery", "recovered", "fix", "fixed", "mitigation", "mitigate", "remediation", "solution", "restoration", "workaround"]),
        (Part.Investigation, ["investigation", "investigate", "diagnosis", "troubleshoot", "hypothes", "action+taken", "debug"]),
        (Part.Affected, ["affected+percent", "affected+user", "affected+customer", "affected+client", "percentage"]),
        (Part.Impact, ["service+down", "user+experienc", "impact", "affected", "scope", "consequence", "damage", "blast"]),
        (Part.Conclusion, ["conclusion", "closing", "final+thought", "final+note", "outlook"]),
        (Part.Severity, ["severity", "priority", "criticality", "urgency"]),
        (Part.Zone, ["timezone", "time+zone"]),
        (Part.Start, ["start+time", "started", "start+date", "began", "beginning", "start", "time+start", "time+occur"]),
        (Part.End, ["end"]),
        (Part.Summary, ["summary", "overview", "happened", "description", "abstract", "introduction", "background", "tldr", "synopsis", "context", "detail", "symptom", "lead+up", "leadup", "lead-up"]),
        (Part.Date, ["date", "day", "when", "time", "occurred"]),
        (Part.Front, ["author", "writer", "prepared", "participant", "attendee", "reviewer", "reference", "link", "version", "owner", "responder", "commander", "status", "contact", "appendix", "tags", "glossary", "state"]),
        (Part.Document, ["postmortem", "post+mortem", "report", "rca", "retro", "review"]),
        (Part.Title, ["title", "incident", "issue", "subject", "name", "problem", "outage"]),
    ];

    private static readonly (Part Part, string[][] Stems)[] Stems = [.. Rules.Select(rule => (rule.Part, rule.Stems.Select(stems => stems.Split('+')).ToArray()))];
    private static readonly string[] AllStems = [.. Stems.SelectMany(rule => rule.Stems).SelectMany(stems => stems).Distinct(StringComparer.Ordinal)];

    /// <summary>What a heading of a marked-up document is about. Every word may be new: a heading such as "The root cause: a full disk" is still one of causes.</summary>
    public static Part Of(string heading) => Classify(WordsOf(heading));

    /// <summary>
    /// What a plain line is about if it is a heading: short, and of words that headings are made of. "Root cause", "TIMELINE", "Tasks to address the issue:" are;
    /// "The database failed" and "Impact was small." are not.
    /// </summary>
    public static Part? OfPlainLine(string line)
    {
        var ends = line[^1];
        if (ends is '.' or '!' or ';' or ',' || line.Length > LongestHeading || line.IndexOf(':', StringComparison.Ordinal) is var colon && colon >= 0 && colon < line.Length - 1) return null;
        var words = WordsOf(Aside().Replace(line, " "));
        if (words.Length == 0 || words.Length > (ends is ':' or '?' ? 12 : 9)) return null;
        var known = words.Count(IsHeadingWord);
        if (known * 2 < words.Length) return null;
        var part = Classify(words);
        if (part is Part.Unknown or Part.Title or Part.Front) return null;
        var isUpper = line.Any(char.IsLetter) && !line.Any(char.IsLower);
        var enough = ends is ':' or '?' || isUpper || Question().IsMatch(line) ? known * 2 >= words.Length : known == words.Length;
        return enough ? part : null;
    }

    private const int LongestHeading = 120;

    /// <summary>"The Moral of the Story" behind "Summary:": decoration of a heading, every word of weight with a capital.</summary>
    public static bool IsFlourish(string text) => Word().Matches(text) is { Count: >= 3 and <= 7 } words && words[0].Value is "The" or "A" or "An" && words.All(word => word.Length < 4 || char.IsUpper(word.Value[0]));

    /// <summary>How many words a text has.</summary>
    public static int CountWords(string text) => Word().Count(text);

    /// <summary>The label before the content is all of words that headings are made of.</summary>
    public static bool IsNoMore(string line, string content) => WordsOf(line[..^content.Length]).All(IsHeadingWord);

    /// <summary>
    /// A line that says several things under labels, "… at 10:15. Root cause: a full disk. End time: …", in its pieces.
    /// </summary>
    public static IEnumerable<string> SplitLabels(string text)
    {
        var from = 0;
        foreach (Match match in InlineLabel().Matches(text))
        {
            if (match.Index == 0) continue;
            var piece = text[from..match.Index].TrimEnd(' ', '-', '–', '•', ',', ';');
            if (piece.Length > 0) yield return piece;
            from = match.Index + match.Groups["gap"].Length;
        }

        if (text[from..].Trim() is { Length: > 0 } rest) yield return rest;
    }

    /// <summary>"Time of detection: 2.05P.M" as its part and what stands behind the colon; null when the line has no label that is known.</summary>
    public static (Part Part, string Content)? OfLabel(string line, int mostWords)
    {
        if (LabelForm().Match(line) is not { Success: true } match) return null;
        var words = WordsOf(match.Groups["l"].Value);
        if (words.Length is 0 || words.Length > mostWords || (words.Length > 2 && words[0] is "we" or "i" or "this" or "it" or "they" or "our")) return null;
        var known = words.Count(IsHeadingWord);
        if (known * 2 < words.Length) return null;
        var part = Classify(words);
        if (part is Part.Unknown) return null;

        // A dash parts halves of sentences as well: before one all words are those of a heading.
        var enough = match.Groups["s"].Value[0] == ':' ? known * 2 >= words.Length : known == words.Length;
        return enough ? (part, match.Groups["c"].Value.Trim()) : null;
    }

    private static Part Classify(string[] words)
    {
        foreach (var (part, wanted) in Stems)
        {
            foreach (var stems in wanted)
            {
                if (Array.TrueForAll(stems, stem => Array.Exists(words, word => IsForm(word, stem)))) return part;
            }
        }

        return Part.Unknown;
    }

    // A form of the stem (its plural, its participle), or the stem with a letter or two gone wrong.
    private static bool IsForm(string word, string stem)
    {
        if (word == stem) return true;
        if (word.StartsWith(stem, StringComparison.Ordinal) && word.Length - stem.Length <= stem.Length switch { >= 7 => 6, >= 5 => 4, _ => 1 }) return true;
        var most = stem.Length switch { >= 9 => 2, >= 6 => 1, _ => 0 };
        return most > 0 && Math.Abs(word.Length - stem.Length) <= most && Distance(word, stem) <= most;
    }

    // Few words make up most of a language: what was found for one is kept, up to a limit that no report comes near.
    private const int MostKnown = 20_000;

    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    private static bool IsHeadingWord(string word)
    {
        if (Known.TryGetValue(word, out var known)) return known;
        known = Filler.Contains(word) || Array.Exists(AllStems, stem => IsForm(word, stem));
        if (word.Length <= 30 && Known.Count < MostKnown) Known.TryAdd(word, known);
        return known;
    }

    private static string[] WordsOf(string heading) => [.. Word().Matches(heading.ToLowerInvariant()).Select(m => m.Value.Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal))];

    // Levenshtein's distance, with two neighbours swapped as one change.
    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[b.Length + 1], above = stackalloc int[b.Length + 1], row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) above[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            above.CopyTo(before);
            row.CopyTo(above);
        }

        return above[b.Length];
    }

    [GeneratedRegex(@"[\p{L}][\p{L}'’-]*", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^(how|what|which|when|who|why|a list)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Question();

    // Behind the end of a sentence, or a dash that was to be a bullet.
    [GeneratedRegex(
        @"(?<gap>(?<=[.!?;)”""])\s+(?:[-–•*]\s+)?|(?<=\S)\s+[-–•]\s+|(?<=,)\s+(?=(?:start|end)))(?=(?-i:(?=\p{Lu}))(?:(?:issue |incident )?summary|duration|start(?: time)?|end(?: time)?|impact|root cause(?: and resolution)?|timeline|(?:time of )?detection|resolution|corrective (?:and|&) prevent\w+ measures|corrective measures|prevent\w+ measures|improvements?(?:\s?/\s?fixes)?|(?:a list of |specific )?tasks?(?: to address the (?:issue|problem|incident))?|escalation|severity)\s*:(?!//))",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000)]
    private static partial Regex InlineLabel();

    [GeneratedRegex(@"\([^()]*\)", RegexOptions.None, 1000)]
    private static partial Regex Aside();

    [GeneratedRegex(@"^(?<l>[\p{L}][\p{L} /&'’()?-]{1,60}?)\s*(?<s>:|(?<=\s)[-–—]\s)\s*(?<c>\S.*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex LabelForm();
}
