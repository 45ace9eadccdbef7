namespace IncidentBot.Storage.Record;

/// <summary>What a person typed into a search, as patterns for LIKE.</summary>
internal static class Words
{
    public const string Escape = "\\";

    /// <summary>Words beyond this many are not looked at.</summary>
    private const int Most = 10;

    /// <summary>One pattern for each word, in lower case.</summary>
    public static IEnumerable<string> Patterns(string words)
        => words.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal).Take(Most).Select(Pattern);

    private static string Pattern(string word)
        => "%" + word.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";
}
