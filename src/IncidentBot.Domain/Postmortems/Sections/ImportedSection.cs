using System.Collections.Immutable;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>Of an incident that was read from a written report: from which, what had to be assumed, and what fit nowhere, word for word.</summary>
internal static class ImportedSection
{
    public static IEnumerable<Block> Write(Draft draft)
    {
        if (draft.Incident.Imported is not { } imported) yield break;
        yield return new Subheading("Imported");
        yield return new Paragraph(RichText.Of("Read from ", new Code(UserText.OneLine(imported.File)), " (SHA-256 ", new Code(imported.Hash), "), imported ", draft.Full(imported.At), "."));
        if (!imported.Assumed.IsEmpty) yield return new BulletList([.. imported.Assumed.Select(assumption => (RichText)assumption)]);
        if (imported.Unplaced.IsEmpty) yield break;
        yield return new Paragraph("What fit nowhere:");
        foreach (var text in imported.Unplaced) yield return new Quotation(draft.Plain(text), RichText.Of(new Code(UserText.OneLine(imported.File))));
    }
}
