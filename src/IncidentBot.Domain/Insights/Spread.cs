namespace IncidentBot.Domain.Insights;

/// <summary>How long something took, over several incidents.</summary>
/// <param name="Count">How many it is known of; at least 1.</param>
/// <param name="Median">The middle one of them in order; of an even number, the mean of the two in the middle.</param>
/// <param name="Ninetieth">
/// The 90th percentile by nearest rank: the smallest of them that at least nine tenths do not exceed. It is always one that happened; with fewer than ten
/// it is the longest.
/// </param>
public sealed record Spread(int Count, TimeSpan Median, TimeSpan Ninetieth)
{
    /// <summary>Null for none. Lengths below zero are slips of the record and are left out.</summary>
    public static Spread? Of(IEnumerable<TimeSpan> lengths)
    {
        var sorted = lengths.Where(length => length >= TimeSpan.Zero).Order().ToArray();
        if (sorted.Length == 0) return null;
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

        // In whole numbers: 0.9 · 10 is a little more than 9 in floating point.
        var rank = ((sorted.Length * 9) + 9) / 10;
        return new Spread(sorted.Length, median, sorted[rank - 1]);
    }
}
