using System.Collections.Frozen;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>Whether two lines speak of the same thing: the words of substance they share, in any form of the word.</summary>
internal static class WordOverlap
{
    private static readonly FrozenSet<string> s_empty = new[]
    {
        "the", "and", "that", "this", "with", "from", "have", "has", "had", "was", "were", "are", "not", "but", "for", "its", "it's", "can", "could", "would", "should", "maybe", "think",
        "looks", "look", "like", "seems", "seem", "still", "again", "now", "just", "some", "same", "any", "all", "out", "our", "your", "they", "them", "there", "then", "than", "what",
        "when", "which", "who", "why", "how", "did", "does", "doesn't", "didn't", "don't", "isn't", "wasn't", "no", "yes", "nope", "help", "helped", "change", "changed", "ruled", "rule",
        "assume", "assumed", "guess", "suspect", "suspected", "probably", "perhaps", "issue", "problem", "cause", "caused", "root", "found", "because", "due", "after", "before", "since",
        "also", "into", "about", "been", "being", "will", "let's", "lets", "try", "tried", "trying", "check", "checked", "checking", "fine", "okay", "good", "bad", "one", "here", "more",
        "too", "only", "very", "server", "servers", "service", "error", "errors", "related", "innocent", "culprit", "theory", "idea", "something", "anything", "nothing", "everything",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_emptySpans = s_empty.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] s_endings = ["ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s", "e", "y"];

    /// <summary>What is said short in chat and written out in a report, or by somebody else, by their stems: "configs" and "the server configuration" are the same thing.</summary>
    private static readonly FrozenDictionary<string, string> s_short = new[]
    {
        ("app", "application"), ("auth", "authentication"), ("cert", "certificate"), ("cfg", "configuration"), ("config", "configuration"), ("conn", "connection"), ("creds", "credentials"), ("db", "database"),
        ("dbs", "database"), ("deps", "dependency"), ("env", "environment"), ("fw", "firewall"), ("infra", "infrastructure"), ("k8s", "kubernetes"), ("lb", "loadbalancer"), ("load-balancer", "loadbalancer"), ("mem", "memory"),
        ("msg", "message"), ("net", "network"), ("params", "parameter"), ("perf", "performance"), ("perms", "permission"), ("pg", "postgres"), ("postgresql", "postgres"), ("prod", "production"), ("repo", "repository"),
        ("req", "request"), ("txn", "transaction"), ("vms", "vm"),
    }.ToFrozenDictionary(pair => Stem(pair.Item1).ToString(), pair => Stem(pair.Item2).ToString(), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> s_shortSpans = s_short.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The words of substance, cut to a stem: "restarting" and "restarted" are one.</summary>
    public static WordSet Of(string text)
    {
        Span<ulong> stems = stackalloc ulong[64];
        ulong[]? more = null;
        var count = 0;
        Span<char> lower = stackalloc char[64];
        for (var at = 0; Next(text, ref at) is var (from, length) && length > 0;)
        {
            if (length < 2) continue;

            var word = length <= lower.Length ? lower[..length] : new char[length];
            text.AsSpan(from, length).ToLowerInvariant(word);
            if (!HasSubstance(word)) continue;

            if (count == stems.Length)
            {
                more = [.. stems, .. new ulong[stems.Length]];
                stems = more;
            }

            stems[count++] = Hash(Meant(word));
        }

        stems = stems[..count];
        stems.Sort();
        var distinct = 0;
        for (var i = 0; i < count; i++)
        {
            if (i == 0 || stems[i] != stems[i - 1]) stems[distinct++] = stems[i];
        }

        return new WordSet(stems[..distinct].ToArray());
    }

    /// <summary>The words of substance in their order, each with its stem.</summary>
    public static IEnumerable<(string Word, string Stem)> InOrder(string text)
    {
        for (var at = 0; Next(text, ref at) is var (from, length) && length > 0;)
        {
            var said = text.Substring(from, length);
            var word = said.ToLowerInvariant();
            if (HasSubstance(word)) yield return (said, Meant(word).ToString());
        }
    }

    /// <summary>The next word at or after <paramref name="at"/>: letters and digits, held together by apostrophes and hyphens. Length 0: there is none.</summary>
    private static (int From, int Length) Next(string text, ref int at)
    {
        while (at < text.Length && !IsPart(text[at])) at++;
        var from = at;
        while (at < text.Length && (IsPart(text[at]) || (text[at] is '\'' or '’' or '-' && at + 1 < text.Length && IsPart(text[at + 1])))) at++;
        return (from, at - from);

        static bool IsPart(char c) => char.IsLetter(c) || char.IsDigit(c);
    }

    private static bool HasSubstance(ReadOnlySpan<char> word) => word.Length > 2 ? !s_emptySpans.Contains(word) : s_shortSpans.ContainsKey(word);

    /// <summary>The stem of what the word stands for.</summary>
    private static ReadOnlySpan<char> Meant(ReadOnlySpan<char> word)
    {
        var stem = Stem(word);
        return s_shortSpans.TryGetValue(stem, out var written) ? written : stem;
    }

    private static ReadOnlySpan<char> Stem(ReadOnlySpan<char> word)
    {
        foreach (var ending in s_endings)
        {
            if (word.Length - ending.Length >= 3 && word.EndsWith(ending, StringComparison.Ordinal))
            {
                word = word[..^ending.Length];
                break;
            }
        }

        // "rolled", "rolling", "roll"; "stopping", "stop".
        return word.Length > 3 && word[^1] == word[^2] ? word[..^1] : word;
    }

    /// <summary>FNV-1a, the same in every process: what a line is taken for must not hang on the seed of a hash table.</summary>
    private static ulong Hash(ReadOnlySpan<char> word)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in word) hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}

/// <summary>The words of substance of a line, as hashes of their stems in ascending order: to be compared with those of many other lines.</summary>
internal readonly struct WordSet(ulong[] stems)
{
    public static WordSet Empty { get; } = new([]);

    public int Count => stems.Length;

    /// <summary>How many words both have.</summary>
    public int Shared(WordSet other) => Meet(other, enough: int.MaxValue);

    public bool Overlaps(WordSet other) => Meet(other, enough: 1) > 0;

    private int Meet(WordSet other, int enough)
    {
        var theirs = other.Stems;
        var shared = 0;
        for (int i = 0, j = 0; i < stems.Length && j < theirs.Length && shared < enough;)
        {
            if (stems[i] == theirs[j]) (i, j, shared) = (i + 1, j + 1, shared + 1);
            else if (stems[i] < theirs[j]) i++;
            else j++;
        }

        return shared;
    }

    private ulong[] Stems => stems;
}
