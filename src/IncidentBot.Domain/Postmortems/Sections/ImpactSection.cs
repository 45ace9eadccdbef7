using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>Who was hurt, how badly and for how long.</summary>
internal static class ImpactSection
{
    private const int SuggestionLimit = 8;

    public static IEnumerable<Block> Write(Draft draft)
    {
        var facts = new List<Fact> { new("Severity", SummarySection.SeverityOf(draft)) };
        if (draft.Incident.Services.Length > 0) facts.Add(new("Services", Lists.InWords(draft.Incident.Services)));
        facts.Add(new("Affected", SummarySection.AffectedOf(draft)));
        facts.Add(new("Duration", SummarySection.DurationOf(draft)));
        yield return new FactList([.. facts]);
        if (Lines(draft) is { } lines) yield return lines;
    }

    /// <summary>Each impact that was recorded, else what the talk says about it; null when there is neither.</summary>
    public static BulletList? Lines(Draft draft)
    {
        if (draft.Impacts.Length > 1 || draft.Impacts.Any(impact => impact.Text.Length > 0)) return new([.. draft.Impacts.Select(impact => SummarySection.ImpactLine(draft, impact))]);
        var suggested = draft.Of(TalkLabel.Impact).Take(SuggestionLimit).ToList();
        return suggested.Count > 0 && draft.Impacts.Length == 0 ? new([.. suggested.Select(draft.Suggested)]) : null;
    }
}
