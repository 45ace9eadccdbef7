using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>
/// A line of talk made even, so that rules can be short: lower case, no apostrophes ("dont", "its"), mentions as "@x", addresses as "url",
/// code spans without their ticks, common slips mended.
/// </summary>
internal sealed partial class TalkText
{
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

        // Most lines have none of these signs, and are not searched for what needs them.
        if (text.Contains("://", StringComparison.Ordinal)) text = Address().Replace(text, " url ");
        if (text.Contains('@')) text = Mention().Replace(text, " @x ");
        if (text.Contains('>')) text = Quote().Replace(text, " \n ");
        Even = Mend(text.ToLowerInvariant()).Trim();
        foreach (var range in Even.AsSpan().SplitAny(s_blanks))
        {
            if (range.Start.Value < range.End.Value) Words++;
        }
    }

    private static readonly char[] s_blanks = [' ', '\n', '\t'];

    public string Raw { get; }

    /// <summary>The whole line, made even.</summary>
    public string Even { get; }

    public bool EndsAsking => Even.EndsWith('?');

    /// <summary>There was a code block in it.</summary>
    public bool HadFence { get; }

    /// <summary>Nothing but code.</summary>
    public bool OnlyCode { get; }

    public int Words { get; }

    /// <summary>A command, a log line, JSON, a query or a list of values, pasted without a word said about it.</summary>
    public bool IsRawOutput => RawOutput().IsMatch(Raw.AsSpan().TrimStart('`'));

    private static string Mend(string text)
    {
        var even = new StringBuilder(text.Length);
        var blank = false;
        foreach (var c in text)
        {
            if (c is '\'' or '’' or '‘' or '´') continue;

            var isBlank = c is '“' or '”' or '"' || char.IsWhiteSpace(c);
            if (!isBlank || !blank) even.Append(isBlank ? ' ' : c switch { '–' or '—' => '-', '…' => '.', _ => c });
            blank = isBlank;
        }

        var mended = new StringBuilder(even.Length);
        var line = even.ToString();
        var from = 0;
        foreach (var token in Token().EnumerateMatches(line))
        {
            var word = line.Substring(token.Index, token.Length);
            mended.Append(line, from, token.Index - from).Append(s_slips.GetValueOrDefault(word) ?? TalkLexicon.Mended(word));
            from = token.Index + token.Length;
        }

        return mended.Append(line, from, line.Length - from).ToString();
    }

    // Tools whose names are words of talk too ("terraform removed the route") must come with what only a command line has.
    [GeneratedRegex(@"^\s*(?:[$#>%]\s|[{\[<]|\(\d+ rows?\)|select\s.+\sfrom\s|insert into\s|update \w+ set\s|delete from\s|explain analy|curl\s+(?:-|http)|dig\s+(?:[@+]|[\w-]+\.\w)|nslookup\s|ping\s+\S+\.|telnet\s+\S+\s\d|ssh\s+\S+@|kubectl\s|docker\s+\w+\s+-|systemctl\s|journalctl\s|tail\s+-|grep\s+-|cat\s+/|ls\s+-|du\s+-|df\s+-|ps\s+aux|top\s+-|openssl\s+(?:s_client|x509)|traceroute\s+[\w-]+\.\w|mtr\s+-|git\s+(?:log|show|diff|status)\b|psql\s|mysql\s+-|redis-cli|aws\s+\w+\s.*--|gcloud\s+\w+\s+\w+\s.*--|az\s+\w+\s.*--|ansible\w*\s+-|npm\s|sudo\s|at\s+[\w.$]+\(|traceback|exception in thread|caused by:\s|\d{3}\s+[\w.\-]+\s+e?smtp|http/\d|\d{4}-\d\d-\d\d[t ]\d\d:\d\d|\[?\d\d:\d\d:\d\d|(?:error|warn|info|debug|fatal|trace)[\s:\]]+\S*[\[\]{}=/]|\d+(?:\.\d+)?[kmgt]b?\s+/)|\b\w+\s?=\s?[\w.""]+[,;\s]+\w+\s?=\s?[\w.""]+|^\s*\S+:\s*[{\[]|[{}""]\s*:\s*[""{\[]|\b0x[0-9a-f]{4,}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex RawOutput();

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

    [GeneratedRegex(@"[\p{L}][\p{L}\-]*", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex Token();
}
