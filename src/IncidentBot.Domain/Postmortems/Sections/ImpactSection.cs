using IncidentBot.Domain.Postmortems.Talk;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>Who was hurt, and how badly. From when to when, and how severe it was taken to be, stands in the summary.</summary>
internal static class ImpactSection
{
    private const int SuggestionLimit = 8;

    public static IEnumerable<Block> Write(Draft draft)
    {
        // Each line has its numbers; a number that was given without words stands alone.
        if (Lines(draft) is { } lines) yield return lines;
        else if (SummarySection.Share(draft) is not null) yield return new FactList([new("Affected", SummarySection.AffectedOf(draft))]);
        else yield return Draft.Hint("Who was hurt, and how badly, is not recorded.", "Add it with ", new Code("/incident impact"), ".");
    }

    /// <summary>Each impact that was recorded, else what the talk says about it; null when there is neither.</summary>
    public static BulletList? Lines(Draft draft)
    {
        if (draft.Impacts.Length > 1 || draft.Impacts.Any(impact => impact.Text.Length > 0)) return new([.. draft.Impacts.Select(impact => SummarySection.ImpactLine(draft, impact))]);
        var suggested = draft.Of(TalkLabel.Impact).Take(SuggestionLimit).ToList();
        return suggested.Count > 0 && draft.Impacts.Length == 0 ? new([.. suggested.Select(draft.Suggested)]) : null;
    }
}
