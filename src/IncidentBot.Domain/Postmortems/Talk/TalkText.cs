using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>
/// A line of talk made even, so that rules can be short: lower case, no apostrophes ("dont", "its"), mentions as "@x", addresses as "url",
/// code spans without their ticks, common slips mended, cut into clauses.
/// </summary>
internal sealed partial class TalkText
{
    /// <summary>Words that rules hang on; a longer word that misses one of them by a single slip is taken for it.</summary>
    private static readonly string[] s_words =
    [
        "restarted", "restarting", "rebooted", "rebooting", "reverted", "reverting", "deployed", "deploying", "rolling", "rollback", "disabled", "enabled", "blocked", "switched", "replaced",
        "probably", "possibly", "perhaps", "suspect", "because", "confirmed", "confirms", "affected", "impacted", "customers", "customer", "reported", "reports", "escalated", "escalating",
        "recovered", "recovering", "working", "normal", "dropping", "complaints", "complaining", "everyone", "everybody", "cannot", "expired", "exhausted", "difference", "culprit",
        "monitoring", "provider", "increased", "increasing", "unaffected", "triggered", "noticed", "deleted", "cleared", "scaled", "changed", "failover", "responding", "definitely",
        "killed", "stopped", "paused", "purged", "flushed", "removed", "patched", "resumed", "drained", "cancelled", "assume", "maybe", "guess", "refused", "rejected", "declined", "impact", "alert", "users", "helped",
    ];

    private static readonly FrozenDictionary<string, string> s_slips = new Dictionary<string, string>
    {
        ["teh"] = "the",
        ["prolly"] = "probably",
        ["prob"] = "probably",
        ["propably"] = "probably",
        ["probs"] = "probably",
        ["cuz"] = "because",
        ["coz"] = "because",
        ["bc"] = "because",
        ["becouse"] = "because",
        ["becuase"] = "because",
        ["pls"] = "please",
        ["plz"] = "please",
        ["thx"] = "thanks",
        ["ty"] = "thanks",
        ["u"] = "you",
        ["ppl"] = "people",
        ["rolledback"] = "rolled back",
        ["rollbacked"] = "rolled back",
        ["roled"] = "rolled",
        ["restartet"] = "restarted",
        ["restared"] = "restarted",
        ["retarted"] = "restarted",
        ["didt"] = "didnt",
        ["doesnot"] = "does not",
        ["didnot"] = "did not",
        ["dosnt"] = "doesnt",
        ["dosent"] = "doesnt",
        ["dident"] = "didnt",
        ["cant"] = "cant",
        ["cannnot"] = "cannot",
        ["wont"] = "wont",
        ["noone"] = "nobody",
        ["infos"] = "info",
        ["custs"] = "customers",
        ["db"] = "database",
        ["cfg"] = "config",
        ["conf"] = "config",
        ["svc"] = "service",
        ["prod"] = "production",
        ["imo"] = "i think",
        ["imho"] = "i think",
        ["afaict"] = "looks like",
        ["afaik"] = "i think",
        ["maybee"] = "maybe",
        ["mabe"] = "maybe",
        ["mayb"] = "maybe",
        ["may-be"] = "maybe",
        ["wrk"] = "work",
        ["wrks"] = "works",
        ["workin"] = "working",
        ["gonna"] = "going to",
        ["wanna"] = "want to",
        ["atm"] = "at the moment",
        ["rn"] = "now",
        ["agin"] = "again",
        ["agian"] = "again",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_known = s_words.ToFrozenSet(StringComparer.Ordinal);

    private readonly ulong[] _hits;

    public TalkText(string raw)
    {
        Raw = raw;
        var text = raw.Contains("```", StringComparison.Ordinal) ? Fence().Replace(raw, " \n ") : raw;
        HadFence = text.Length != raw.Length;
        if (text.Contains('`'))
        {
            var prose = CodeSpan().Replace(text, " ");
            OnlyCode = !prose.Any(char.IsLetterOrDigit);
            text = text.Replace("`", "");
        }

        text = Address().Replace(text, " url ");
        text = Mention().Replace(text, " @x ");
        text = Quote().Replace(text, " \n ");
        Even = Mend(text.ToLowerInvariant()).Trim();
        Clauses = [.. Sentence().Matches(Even).SelectMany(m => CutClauses(m.Value))];
        _hits = TalkRules.Screen.Scan(Even);
        Words = Even.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries).Length;
    }

    private static readonly char[] s_blanks = [' ', '\n', '\t'];
    private static readonly char[] s_edges = [' ', '\n', '\t', ',', ':', '-', '.', '(', ')', '>', '*', '_', '~'];

    public string Raw { get; }

    /// <summary>The whole line, made even.</summary>
    public string Even { get; }

    public TalkClause[] Clauses { get; }

    public bool EndsAsking => Even.EndsWith('?');

    /// <summary>There was a code block in it.</summary>
    public bool HadFence { get; }

    /// <summary>Nothing but code.</summary>
    public bool OnlyCode { get; }

    public int Words { get; }

    /// <summary>Whether the pattern may match in the line or in a clause of it: false is certain, true is not.</summary>
    public bool May(TalkPattern pattern) => WordScreen.Has(_hits, pattern.Number);

    public bool Is(TalkPattern pattern) => May(pattern) && pattern.IsMatch(Even);

    private static IEnumerable<TalkClause> CutClauses(string sentence)
    {
        var asks = sentence.Contains('?');
        return ClauseEnd().Split(sentence).Select(c => c.Trim(s_edges)).Where(c => c.Length > 0).Select(c => new TalkClause(c, asks));
    }

    private static string Mend(string text)
    {
        var even = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\'' or '’' or '‘' or '´') continue;

            even.Append(c switch { '“' or '”' or '"' => ' ', '–' or '—' => '-', '…' => '.', _ => c });
        }

        return Token().Replace(Blanks().Replace(even.ToString(), " "), m => s_slips.GetValueOrDefault(m.Value) ?? Nearest(m.Value));
    }

    private static string Nearest(string word)
    {
        if (word.Length < 5 || s_known.Contains(word)) return word;

        foreach (var known in s_words)
        {
            if (known.Length >= 6 && known[0] == word[0] && Math.Abs(known.Length - word.Length) <= 1 && !Inflected(known, word) && OneSlip(known, word)) return known;
        }

        return word;
    }

    /// <summary>"confirm" and "confirms" differ by grammar, not by a slip.</summary>
    private static bool Inflected(string a, string b) => a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal) || (a[^1] != b[^1] && a.Length == b.Length && a.AsSpan(0, a.Length - 1).SequenceEqual(b.AsSpan(0, b.Length - 1)));

    /// <summary>One letter more, less, other, or two neighbours swapped.</summary>
    private static bool OneSlip(string a, string b)
    {
        var i = 0;
        while (i < a.Length && i < b.Length && a[i] == b[i]) i++;
        var x = a.AsSpan(i);
        var y = b.AsSpan(i);
        if (x.Length == y.Length)
        {
            return x.Length > 0 && (x[1..].SequenceEqual(y[1..]) || (x.Length > 1 && x[0] == y[1] && x[1] == y[0] && x[2..].SequenceEqual(y[2..])));
        }

        return x.Length > y.Length ? x[1..].SequenceEqual(y) : y[1..].SequenceEqual(x);
    }

    [GeneratedRegex(@"```.*?(?:```|$)", RegexOptions.Singleline, UserText.MatchLimit)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`[^`]*`", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"https?://\S+", RegexOptions.IgnoreCase, UserText.MatchLimit)]
    private static partial Regex Address();

    [GeneratedRegex(@"<@[!&]?\d+>|(?<![\w.])@[\w.\-]+", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex Mention();

    [GeneratedRegex(@"^>.*$", RegexOptions.Multiline, UserText.MatchLimit)]
    private static partial Regex Quote();

    [GeneratedRegex(@"\s+", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[\p{L}][\p{L}\-]*", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex Token();

    // A full stop ends a sentence only before a blank: not in a version or a host name.
    [GeneratedRegex(@"(?:[^.!?;\n]|\.(?!\s|$))+[.!?;\n]*", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex Sentence();

    // Not at a decimal point, a version or a host name; not at a comma between digits.
    [GeneratedRegex(@"(?<!\d)\.(?=\s|$)|(?<=\d)\.(?=\s|$)|[!?;\n]+|,(?!\d)|\s-+\s|:\s|\s(?:but|however|although|though|so|and then)\s|\(|\)", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex ClauseEnd();
}

/// <param name="Asks">It belongs to a question.</param>
internal readonly record struct TalkClause(string Text, bool Asks);
