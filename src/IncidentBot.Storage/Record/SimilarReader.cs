using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Insights;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Record;

/// <summary>
/// Finds incidents like one: candidates by the full-text index, ranked by BM25 over title, services, cause, facts and timeline, the same service counting in
/// addition; the domain then says why, or that it is too little.
/// </summary>
internal sealed class SimilarReader(IncidentContext db, CancellationToken cancellationToken)
{
    private const int MostCandidates = 40;

    /// <summary>Whole incidents that are read at once.</summary>
    private const int AtATime = 20;

    /// <summary>Lines of timelines that are looked at for the rarest words.</summary>
    private const int MostLines = 200;
    private const int RareWords = 8;

    /// <summary>What the same service is worth, against a BM25 of some 5 to 20 for a shared rare word in the title or the cause.</summary>
    private const double SameService = 4;

    /// <summary>What a line of the timeline is worth beside title and cause.</summary>
    private const double LineWeight = 0.5;

    /// <param name="maySee">What the reader may see; drills are left out in any case.</param>
    public async Task<ImmutableArray<SimilarIncident>> FindAsync(Incident subject, Func<Incident, bool> maySee, int most)
    {
        var own = await new RecordReader(db, cancellationToken).EntriesAsync(subject.Id);
        var words = IncidentWords.Of(subject, own.Where(entry => entry is { Shown: true, Kind: <= EntryKind.ActionItem }).Take(MostLines).Select(entry => entry.Text));
        var counts = await CountAsync(SimilarIncidents.Terms(words));

        // Incidents that share no telling word are never alike, so that the others need not be looked for: their words stand in thousands of lines.
        var telling = counts.Mentions.Where(one => one.Value > 0 && counts.IsTelling(one.Key)).OrderBy(one => one.Value).Select(one => one.Key).ToList();
        if (telling.Count == 0) return [];

        var byFacts = await db.Words.LikeIncidentsAsync(subject, telling, counts, MostCandidates, cancellationToken);
        var byLines = await db.Words.LikeEntriesAsync(subject, [.. telling.Take(RareWords)], counts, MostLines, cancellationToken);

        var lines = byLines.ToLookup(line => line.Incident);
        var facts = byFacts.ToDictionary(one => one.Incident, one => one.Score);
        var known = facts.Keys.Union(lines.Select(group => group.Key)).ToDictionary(id => id, Known);

        // Whole incidents are read a few at a time, the likeliest first, until none of the others can come before those that were found, whatever its services.
        var found = new List<(double Score, SimilarIncident Incident)>();
        foreach (var batch in known.OrderByDescending(one => one.Value).Chunk(AtATime))
        {
            if (found.Count(one => one.Score > batch[0].Value + SameService) >= most) break;
            var ids = batch.Select(one => new IncidentId(one.Key)).ToList();
            var candidates = await db.Incidents.Where(row => ids.Contains(row.Id)).Select(row => row.Record).ToListAsync(cancellationToken);
            foreach (var other in candidates.Where(other => !other.IsDrill && maySee(other)))
            {
                if (SimilarIncidents.Compare(subject, words, other, IncidentWords.Of(other, lines[other.Id.Value].Select(line => line.Text)), counts) is not { } similar) continue;
                found.Add((known[other.Id.Value] + (SimilarIncidents.SameServices(subject, other).IsEmpty ? 0 : SameService), similar));
            }
        }

        return [.. found.OrderByDescending(one => one.Score).ThenByDescending(one => one.Incident.Incident.Number).Take(most).Select(one => one.Incident)];

        double Known(long incident) => facts.GetValueOrDefault(incident) + (LineWeight * lines[incident].Select(line => line.Score).DefaultIfEmpty().Max());
    }

    private async Task<WordCounts> CountAsync(ImmutableArray<string> stems)
    {
        if (stems.IsEmpty) return new WordCounts(0, new Dictionary<string, int>(StringComparer.Ordinal));

        // The subject is among them, and counts for none of its own words being rare; it is the same for all. Of a word that tells nothing it is enough to know that.
        var incidents = await db.Incidents.CountAsync(cancellationToken);
        var enough = WordCounts.MostTelling(incidents) + 1;
        var counts = await db.Words.CountAsync(stems, enough, cancellationToken);
        return new WordCounts(incidents, stems.Zip(counts).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
    }
}
