using System.Buffers;
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
    /// <summary>
    /// For the patterns by which talk is read: no limit of time, for the same line must be read the same on a busy machine. What bounds them is that no more than
    /// two screens of a message are read, and that none of them repeats a repetition: `Text_made_to_be_slow_is_read_in_time` tries.
    /// </summary>
    public const int Unlimited = Timeout.Infinite;

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

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> s_slipOf = s_slips.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What each of the patterns of <see cref="RawWithin"/> needs.</summary>
    private static readonly SearchValues<char> s_rawSigns = SearchValues.Create("=:xX");

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
        Even = Mend(text);
        Words = Even.Length == 0 ? 0 : Even.AsSpan().Count(' ') + 1;
        Percent = TalkNumbers.Percent(raw);
        People = TalkNumbers.People(raw);
    }

    public string Raw { get; }

    /// <summary>The whole line, made even.</summary>
    public string Even { get; }

    public bool EndsAsking => Even.EndsWith('?');

    /// <summary>There was a code block in it.</summary>
    public bool HadFence { get; }

    /// <summary>Nothing but code.</summary>
    public bool OnlyCode { get; }

    public int Words { get; }

    /// <summary>The share of users named in it, 0 to 100.</summary>
    public decimal? Percent { get; }

    /// <summary>The number of users named in it.</summary>
    public long? People { get; }

    public bool CountsPeople => Percent is not null || People is not null;

    /// <summary>A command, a log line, JSON, a query or a list of values, pasted without a word said about it.</summary>
    public bool IsRawOutput
    {
        get
        {
            var text = Raw.AsSpan().TrimStart('`');
            return RawOutput().IsMatch(text) || (text.ContainsAny(s_rawSigns) && RawWithin().IsMatch(text));
        }
    }

    private static string Mend(string text)
    {
        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var line = rented.AsSpan(0, Flatten(text, rented));
            var mended = t_mended ??= new StringBuilder();
            mended.Clear();
            var from = 0;
            for (var at = 0; at < line.Length; at++)
            {
                if (!char.IsLetter(line[at])) continue;

                var word = line[at..];
                var end = 1;
                while (end < word.Length && (word[end] == '-' || char.IsLetter(word[end]))) end++;
                word = word[..end];
                if ((s_slipOf.TryGetValue(word, out var meant) ? meant : TalkLexicon.Mended(word)) is { } other)
                {
                    mended.Append(line[from..at]).Append(other);
                    from = at + end;
                }

                at += end - 1;
            }

            return from == 0 ? line.ToString() : mended.Append(line[from..]).ToString();
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    [ThreadStatic]
    private static StringBuilder? t_mended;

    /// <summary>Lower case, without apostrophes, one blank for any run of blanks and quotation marks, none at the ends.</summary>
    /// <returns>How many characters were written to <paramref name="even"/>, which holds at least as many as the text.</returns>
    private static int Flatten(string text, Span<char> even)
    {
        text.AsSpan().ToLowerInvariant(even);
        var length = 0;
        var blank = true;
        for (var i = 0; i < text.Length; i++)
        {
            var c = even[i];
            if (c is '\'' or '’' or '‘' or '´') continue;

            var isBlank = c is '“' or '”' or '"' || char.IsWhiteSpace(c);
            if (!isBlank) even[length++] = c switch { '–' or '—' => '-', _ => c };
            else if (!blank) even[length++] = ' ';
            blank = isBlank;
        }

        return length > 0 && even[length - 1] == ' ' ? length - 1 : length;
    }

    // Tools whose names are words of talk too ("terraform removed the route") must come with what only a command line has.
    [GeneratedRegex(@"^\s*(?:[$#>%]\s|[{<]|\[(?!(?!error|warn|info|debug|fatal|trace|notice|main|http|worker|pool|thread)[a-z][a-z: \-]{1,20}\d{0,3}\]\s+\w)|\(\d+ rows?\)|select\s.+\sfrom\s|insert into\s|update \w+ set\s|delete from\s|explain analy|curl\s+(?:-|http)|dig\s+(?:[@+]|[\w-]+\.\w)|ping\s+\S+\.|telnet\s+\S+\s\d|ssh\s+\S+@|(?:kubectl|systemctl|journalctl|psql|npm|sudo|nslookup)\s+(?!(?:is|was|does|did|hangs?|shows?|says?|gives?|works?|fails?|tells?|cannot|cant|reports?|returns?|times|also|just|only|from|on|in|itself|still|registry|proxy|mirror|cache|(?:re)?start|stop|rollout|scale|drain|cordon|uncordon)\b)|docker\s+\w+\s+-|tail\s+-|grep\s+-|cat\s+/|ls\s+-|du\s+-|df\s+-|ps\s+aux|top\s+-|openssl\s+(?:s_client|x509)|traceroute\s+[\w-]+\.\w|mtr\s+-|git\s+(?:log|show|diff|status)\b|mysql\s+-|redis-cli\s+(?!(?:is|was|does|hangs?|shows?|says?|gives?|works?|fails?|tells?|also|from|still)\b)|aws\s+\w+\s.*--|gcloud\s+\w+\s+\w+\s.*--|az\s+\w+\s.*--|ansible\w*\s+-|at\s+[\w.$]+\(|traceback|exception in thread|caused by:\s|\d{3}\s+[\w.\-]+\s+e?smtp|http/\d|\d{4}-\d\d-\d\d[t ]\d\d:\d\d|\[?\d\d:\d\d:\d\d|(?:error|warn|info|debug|fatal|trace)[\s:\]]+\S*[\[\]{}=/]|\d+(?:\.\d+)?[kmgt]b?\s+/)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Unlimited)]
    private static partial Regex RawOutput();

    [GeneratedRegex(@"\b\w+\s?=\s?[\w.""]+[,;\s]+\w+\s?=\s?[\w.""]+|^\s*\S+:\s*[{\[]|[{}""]\s*:\s*[""{\[]|\b0x[0-9a-f]{4,}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Unlimited)]
    private static partial Regex RawWithin();

    [GeneratedRegex(@"```.*?(?:```|$)", RegexOptions.Singleline, Unlimited)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`[^`]*`", RegexOptions.None, Unlimited)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"https?://\S+", RegexOptions.IgnoreCase, Unlimited)]
    private static partial Regex Address();

    [GeneratedRegex(@"<@[!&]?\d+>|(?<![\w.])@[\w.\-]+", RegexOptions.None, Unlimited)]
    private static partial Regex Mention();

    [GeneratedRegex(@"^>.*$", RegexOptions.Multiline, Unlimited)]
    private static partial Regex Quote();
}
