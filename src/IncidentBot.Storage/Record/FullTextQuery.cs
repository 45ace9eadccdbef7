namespace IncidentBot.Storage.Record;

/// <summary>Questions to the full-text index, in FTS5's own language. Whatever people type is quoted: none of it is an operator.</summary>
internal static class FullTextQuery
{
    private const int MostWords = 10;

    /// <summary>
    /// All the words, each as it begins ("cert" finds "certificate"). Null when the index cannot answer: where nothing parts words from each other, as in Chinese or
    /// Thai, it knows whole clauses only, and signs alone it does not know at all.
    /// </summary>
    public static string? All(string words)
    {
        var typed = words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostWords).ToList();
        return typed.Count > 0 && typed.TrueForAll(static word => word.Any(char.IsLetterOrDigit) && !word.Any(IsUnspaced)) ? string.Join(" AND ", typed.Select(Beginning)) : null;
    }

    /// <summary>Any of the words, each as it begins.</summary>
    public static string Any(IEnumerable<string> words) => string.Join(" OR ", words.Select(Beginning));

    public static string Beginning(string word) => $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal).Replace('\0', ' ')}\"*";

    private static bool IsUnspaced(char c) => c is >= '\u0E00' and <= '\u0EFF' or >= '\u1000' and <= '\u109F' or >= '\u1780' and <= '\u17FF' or >= '\u2E80' and <= '\uFFEF';
}
