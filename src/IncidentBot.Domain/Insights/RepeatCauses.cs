using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Insights;

/// <summary>Root causes that came back: two words that stand side by side in the causes of several incidents.</summary>
/// <param name="Phrase">As one of the causes puts it, in lower case: "connection pool".</param>
/// <param name="Incidents">At least two, the newest first.</param>
public sealed record RepeatCause(string Phrase, ImmutableArray<Incident> Incidents);

public static class RepeatCauses
{
    /// <summary>The most frequent first; each incident counts for one cause only, the most frequent of those it names.</summary>
    public static ImmutableArray<RepeatCause> Find(IEnumerable<Incident> incidents, int most)
    {
        var left = incidents.Where(incident => incident.Cause is not null).Select(incident => (Incident: incident, IncidentWords.Of(incident.Cause!.Text).Phrases)).ToList();
        var found = ImmutableArray.CreateBuilder<RepeatCause>();
        while (found.Count < most)
        {
            var best = left.SelectMany(one => one.Phrases.Keys).GroupBy(key => key).OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key.First, StringComparer.Ordinal).ThenBy(group => group.Key.Second, StringComparer.Ordinal).FirstOrDefault();
            if (best is null || best.Count() < 2) break;
            var those = left.Where(one => one.Phrases.ContainsKey(best.Key)).OrderByDescending(one => one.Incident.Number).ToList();
            found.Add(new RepeatCause(those[0].Phrases[best.Key], [.. those.Select(one => one.Incident)]));
            left = [.. left.Except(those)];
        }

        return found.ToImmutable();
    }
}
