using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Insights;

namespace IncidentBot.Storage.Record;

/// <summary>
/// A full-text index over incidents and their timelines, kept by the database engine. Words are runs of letters and digits; upper and lower case, accents and umlauts make no
/// difference, and a word that is asked for is found as it begins ("cert" finds "certificate"). What was taken off a timeline is not in it.
/// </summary>
internal interface IWordIndex
{
    /// <summary>A server's incidents with all of the words, the best first.</summary>
    Task<List<IncidentId>> IncidentsAsync(ServerId server, IReadOnlyList<string> words, int limit, CancellationToken cancellationToken);

    /// <summary>A server's timeline entries with all of the words, the newest incident first.</summary>
    Task<List<(IncidentId Incident, int Number)>> EntriesAsync(ServerId server, IReadOnlyList<string> words, int limit, CancellationToken cancellationToken);

    /// <summary>Other incidents of the subject's server with any of the words in their title, services, cause or other facts, the best first.</summary>
    Task<List<WordHit>> LikeIncidentsAsync(Incident subject, IReadOnlyList<string> words, WordCounts counts, int limit, CancellationToken cancellationToken);

    /// <summary>Timeline entries of other incidents of the subject's server with any of the words, the best first.</summary>
    Task<List<WordHit>> LikeEntriesAsync(Incident subject, IReadOnlyList<string> words, WordCounts counts, int limit, CancellationToken cancellationToken);

    /// <summary>For each word, in how many incidents of all servers it stands.</summary>
    /// <param name="enough">None is counted further than to here.</param>
    Task<List<int>> CountAsync(IReadOnlyList<string> words, int enough, CancellationToken cancellationToken);

    /// <summary>Nothing of what was taken out of the record stays in the index, in this commit.</summary>
    Task PurgeAsync();

    /// <summary>How many incidents and entries the index does not say the same of as the tables; 0 when it is in step.</summary>
    Task<long> OutOfStepAsync(CancellationToken cancellationToken);
}

/// <summary>Where words were found.</summary>
/// <param name="Score">BM25 or what is measured as it measures: some 5 to 20 for a rare word in a title or a cause, half of that in a timeline.</param>
/// <param name="Text">Of a timeline entry.</param>
internal sealed record WordHit(long Incident, double Score, string Text);
