namespace IncidentBot.Storage.Record;

/// <summary>What people type, as questions to a full-text index; and such questions in FTS5's own language, where all is quoted: none of it is an operator.</summary>
internal static class FullTextQuery
{
    private const int MostWords = 10;

    /// <summary>
    /// The words to look for, each as it begins ("cert" finds "certificate"). Null when an index cannot answer: where nothing parts words from each other, as in Chinese or
    /// Thai, it knows whole clauses only, and signs alone it does not know at all.
    /// </summary>
    public static IReadOnlyList<string>? Words(string words)
    {
        var typed = words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostWords).ToList();
        return typed.Count > 0 && typed.TrueForAll(static word => word.Any(char.IsLetterOrDigit) && !word.Any(IsUnspaced)) ? typed : null;
    }

    /// <summary>All of the words, each as it begins.</summary>
    public static string All(IEnumerable<string> words) => string.Join(" AND ", words.Select(Beginning));

    /// <summary>Any of the words, each as it begins.</summary>
    public static string Any(IEnumerable<string> words) => string.Join(" OR ", words.Select(Beginning));

    public static string Beginning(string word) => $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal).Replace('\0', ' ')}\"*";

    private static bool IsUnspaced(char c) => c is >= '\u0E00' and <= '\u0EFF' or >= '\u1000' and <= '\u109F' or >= '\u1780' and <= '\u17FF' or >= '\u2E80' and <= '\uFFEF';
}
