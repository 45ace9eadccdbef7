using Humanizer;

namespace IncidentBot.Domain.Words;

/// <summary>Several things in one sentence.</summary>
public static class Lists
{
    /// <summary>"a", "a and b", "a, b and c". Empty for nothing.</summary>
    public static string InWords(IReadOnlyList<string> items) => items.Humanize("and");
}
