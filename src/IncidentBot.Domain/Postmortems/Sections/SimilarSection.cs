using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>Incidents like this one, each with why. Found anew each time the document is written, so it is no part of what a person edits.</summary>
internal static class SimilarSection
{
    public const string Heading = "Similar incidents";

    public static IEnumerable<Block> Write(Draft draft)
    {
        if (draft.File.Similar.IsEmpty) yield break;
        yield return new Subheading(Heading);
        yield return new BulletList([.. draft.File.Similar.Select(similar => Line(draft, similar.Incident, similar.Why))]);
    }

    private static RichText Line(Draft draft, Incident other, string why)
    {
        var name = other.PostmortemMessages is [var first, ..] ? RichText.Of(new Link(other.Name, draft.Address(first)!)) : RichText.Of(new Strong(other.Name));
        return name.With(" ").With(draft.Line(other.Title)).With($" ({DocumentTimes.ShortDate(draft.Times.Date(other.Milestones.Beginning))}): ").With(draft.Line(why));
    }
}
