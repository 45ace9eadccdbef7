using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems.Talk;

namespace IncidentBot.Domain.Insights;

/// <summary>What an incident is about, as words: those of substance, each known by its stem, and pairs of them that stand side by side ("connection pool").</summary>
public sealed class IncidentWords
{
    private readonly Dictionary<string, string> words = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), string> phrases = [];

    private IncidentWords(IEnumerable<string> texts)
    {
        foreach (var sentence in texts.SelectMany(text => text.Split(['.', ',', ';', ':', '!', '?', '\n', '(', ')'], StringSplitOptions.RemoveEmptyEntries)))
        {
            (string Word, string Stem)? before = null;
            foreach (var one in WordOverlap.InOrder(sentence).Where(one => !one.Word.All(char.IsDigit)))
            {
                words.TryAdd(one.Stem, one.Word);
                if (before is { } first && first.Stem != one.Stem) phrases.TryAdd(Pair(first.Stem, one.Stem), $"{first.Word} {one.Word}".ToLowerInvariant());
                before = one;
            }
        }
    }

    /// <summary>By stem, as first written.</summary>
    public IReadOnlyDictionary<string, string> Words => words;

    /// <summary>By the stems of both words in alphabetical order: "pool of connections" is "connection pool".</summary>
    public IReadOnlyDictionary<(string First, string Second), string> Phrases => phrases;

    public static IncidentWords Of(params IEnumerable<string> texts) => new(texts);

    /// <summary>Title, cause, summary, fix, detection and impact, and lines of its timeline.</summary>
    public static IncidentWords Of(Incident incident, IEnumerable<string> timeline) => new(Facts(incident).Concat(timeline));

    private static IEnumerable<string> Facts(Incident incident)
    {
        yield return incident.Title;
        if (incident.Cause is { } cause) yield return cause.Text;
        if (incident.Summary is { } summary) yield return summary;
        if (incident.Fix is { } fix) yield return fix.Text;
        if (incident.Detection is { } detection) yield return detection.Text;
        foreach (var impact in incident.Impacts) yield return impact.Text;
    }

    private static (string, string) Pair(string a, string b) => string.CompareOrdinal(a, b) <= 0 ? (a, b) : (b, a);
}
