using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Insights;

/// <summary>An incident that was like another one.</summary>
/// <param name="Why">Half a sentence in plain text: "same service checkout; both mention “connection pool”". Words of people in it are as they typed them.</param>
public sealed record SimilarIncident(Incident Incident, string Why);

/// <summary>How often words occur: what nearly every incident mentions makes no two of them alike.</summary>
/// <param name="Incidents">How many there are.</param>
/// <param name="Mentions">In how many of them a stem occurs.</param>
public sealed record WordCounts(int Incidents, IReadOnlyDictionary<string, int> Mentions)
{
    /// <summary>In a small record every word counts; in a larger one, those in a tenth of the incidents at most.</summary>
    private const int Few = 3;

    public bool IsTelling(string stem) => Mentions.GetValueOrDefault(stem) <= MostTelling(Incidents);

    /// <summary>In how many of so many incidents a word may occur and still tell something. Further mentions need not be counted.</summary>
    public static int MostTelling(int incidents) => Math.Max(Few, incidents / 10);
}

/// <summary>Says whether two incidents are alike, and why, so that a person can judge it at a glance.</summary>
public static class SimilarIncidents
{
    /// <summary>How many stems are looked for at most.</summary>
    private const int MostTerms = 32;

    /// <summary>How many words or phrases a reason names.</summary>
    private const int MostNamed = 3;

    /// <summary>So many telling words in common are more than chance.</summary>
    private const int Enough = 2;

    /// <summary>The stems to look for in other incidents: those of title and cause first.</summary>
    public static ImmutableArray<string> Terms(IncidentWords subject) => [.. subject.Words.Keys.Take(MostTerms)];

    /// <summary>Services that both name, as the subject writes them.</summary>
    public static ImmutableArray<string> SameServices(Incident subject, Incident other) =>
        [.. subject.Services.Where(service => other.Services.Contains(service, StringComparer.OrdinalIgnoreCase))];

    /// <summary>Null when they have too little in common: a shared phrase, two telling words, or the same service and one telling word are the least.</summary>
    public static SimilarIncident? Compare(Incident subject, IncidentWords words, Incident other, IncidentWords otherWords, WordCounts counts)
    {
        var services = SameServices(subject, other);
        var phrases = words.Phrases.Where(phrase => otherWords.Phrases.ContainsKey(phrase.Key) && (counts.IsTelling(phrase.Key.First) || counts.IsTelling(phrase.Key.Second))).ToList();
        var covered = phrases.SelectMany(phrase => new[] { phrase.Key.First, phrase.Key.Second }).ToHashSet(StringComparer.Ordinal);
        var single = words.Words
            .Where(word => otherWords.Words.ContainsKey(word.Key) && !covered.Contains(word.Key) && counts.IsTelling(word.Key))
            .OrderBy(word => counts.Mentions.GetValueOrDefault(word.Key)).Select(word => word.Value).ToList();
        if (phrases.Count == 0 && single.Count < (services.IsEmpty ? Enough : 1)) return null;

        var named = phrases.Select(phrase => phrase.Value).Take(MostNamed).ToList();
        named.AddRange(single.Take(MostNamed - named.Count));
        var reasons = new List<string>();
        if (!services.IsEmpty) reasons.Add($"same service {Lists.InWords(services)}");
        reasons.Add("both mention " + Lists.InWords([.. named.Select(word => $"“{word}”")]));
        return new SimilarIncident(other, string.Join("; ", reasons));
    }
}
