using System.Collections.Immutable;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>What was assumed, what was ruled out and when: the paths that misled, so that the next team does not walk them.</summary>
internal static class InvestigationSection
{
    /// <summary>More open guesses than this are noise; the JSON has them all.</summary>
    private const int OpenLimit = 15;

    public static IEnumerable<Block> Write(Draft draft)
    {
        var misleading = draft.Paths.Where(p => p.Misleading).ToList();
        var confirmed = draft.Paths.Where(p => !p.Misleading && p.MatchesCause).ToList();
        var open = draft.Paths.Where(p => !p.Misleading && !p.MatchesCause).ToList();

        if (misleading.Count > 0)
        {
            yield return new Subheading("Misleading paths");
            yield return new BulletList([.. misleading.Select(p => Misled(draft, p))]);
        }

        if (confirmed.Count > 0)
        {
            yield return new Subheading("What pointed to the cause");
            yield return new BulletList([.. confirmed.Select(p => Assumed(draft, p.Assumed!))]);
        }

        if (open.Count > 0)
        {
            yield return new Subheading("Also considered");
            var items = open.Take(OpenLimit).Select(p => Assumed(draft, p.Assumed!));
            if (open.Count > OpenLimit) items = items.Append($"{open.Count - OpenLimit} more in the JSON export.");
            yield return new BulletList([.. items]);
        }

        if (draft.Paths.IsEmpty)
        {
            yield return Draft.Hint("No assumption was recorded.", "React with 🔎 to a message that assumes something and with ❌ once it is ruled out, or write this section with ", new Code("/postmortem edit investigation"), ".");
        }
    }

    private static RichText Assumed(Draft draft, PathPoint point)
    {
        var text = RichText.Of(draft.At(point.At, point.Source), " ");
        if (point.Suggested) text = text.With(new SuggestedMark(), ": ");
        text = text.With(point.Suggested ? "“" : "").With(draft.Line(point.Text ?? point.Raw)).With(point.Suggested ? "”" : "");
        return point.By is { } by ? text.With(" (" + draft.Name(by) + ")") : text;
    }

    private static RichText Misled(Draft draft, InvestigationPath path)
    {
        var end = path.Ended!;
        if (path.Assumed is not { } from)
        {
            return RichText.Of(new Strong("Ruled out"), " ").With(Assumed(draft, end));
        }

        var text = Assumed(draft, from).With(" → ", new Strong("ruled out"), " ");
        if (end.Text is not null) return Took(text.With(Assumed(draft, end)), path);

        text = text.With(draft.At(end.At, end.Source));
        return Took(end.By is { } by ? text.With(" by " + draft.Name(by)) : text, path);
    }

    private static RichText Took(RichText text, InvestigationPath path) =>
        path.Took is { } took && took >= TimeSpan.FromMinutes(1) ? text.With($", {Durations.InWords(took)} later") : text;
}
