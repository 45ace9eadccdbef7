using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>Whether two lines speak of the same thing: the words of substance they share, in any form of the word.</summary>
internal static partial class WordOverlap
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

    public static int Count(string a, string b)
    {
        var words = Of(a);
        return words.Count == 0 ? 0 : Of(b).Count(words.Contains);
    }

    /// <summary>The words of substance, cut to a stem: "restarting" and "restarted" are one.</summary>
    public static HashSet<string> Of(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match match in Word().Matches(text.ToLowerInvariant()))
        {
            if (match.Length > 2 && !s_empty.Contains(match.Value)) words.Add(Stem(match.Value));
        }

        return words;
    }

    /// <summary>The words of substance in their order, each with its stem.</summary>
    public static IEnumerable<(string Word, string Stem)> InOrder(string text)
    {
        foreach (Match match in Word().Matches(text))
        {
            var word = match.Value.ToLowerInvariant();
            if (word.Length > 2 && !s_empty.Contains(word)) yield return (match.Value, Stem(word));
        }
    }

    private static string Stem(string word)
    {
        foreach (var ending in (ReadOnlySpan<string>)["ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s", "e", "y"])
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

    [GeneratedRegex(@"[\p{L}\d]+(?:['’\-][\p{L}\d]+)*", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex Word();
}
