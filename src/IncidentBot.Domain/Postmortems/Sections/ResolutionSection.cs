using System.Collections.Immutable;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>What resolved it, what else was done, and the signs that it worked again.</summary>
internal static class ResolutionSection
{
    private const int SuggestionLimit = 20;

    public static IEnumerable<Block> Write(Draft draft)
    {
        var empty = true;
        if (draft.Fix is { } fix)
        {
            empty = false;
            yield return new Paragraph(UserText.Rich(draft.Plain(fix.Text)));
            yield return new Paragraph(RichText.Of("Recorded by ").With(draft.Attribution(fix.By, fix.At, fix.Source)).With("."));
            var others = draft.MarkedAs(EntryKind.Fix).Where(e => e.Text != fix.Text && !(e.Source is not null && e.Source == fix.Source)).ToList();
            if (others.Count > 0)
            {
                yield return new Subheading("Also marked as a fix");
                yield return new BulletList([.. others.Select(e => RichText.Of(draft.At(e.HappenedAt, e.Source), " ").With(draft.Line(e.Text)))]);
            }
        }
        else if (draft.SuggestedFix is { } suggested)
        {
            empty = false;
            yield return draft.Quote(suggested);
        }

        var done = draft.Of(TalkLabel.Action).Where(f => f != draft.SuggestedFix).ToList();
        if (done.Count > 0)
        {
            empty = false;
            yield return new Subheading("What was done");
            yield return Suggestions(draft, done);
        }

        var recovery = draft.Of(TalkLabel.Recovery).ToList();
        if (recovery.Count > 0)
        {
            empty = false;
            yield return new Subheading("Signs of recovery");
            yield return Suggestions(draft, recovery);
        }

        if (Ending(draft) is { } ending)
        {
            yield return new Paragraph(ending);
        }

        if (draft.Fix is null)
        {
            yield return Draft.Hint(empty ? "What resolved it is not recorded." : "Nobody has confirmed what resolved it.", "Add it with ", new Code("/incident fix"), ", or react with 🔧 to the message that says it.");
        }
    }

    private static BulletList Suggestions(Draft draft, List<TalkFinding> findings)
    {
        var items = findings.Take(SuggestionLimit).Select(f => RichText.Of(draft.At(f.Message.SaidAt, f.Message.Ref()), " ", new SuggestedMark(), ": “").With(draft.Line(f.Message.Text)).With("” (" + draft.Name(f.Message.Author) + ")"));
        if (findings.Count > SuggestionLimit) items = items.Append($"{findings.Count - SuggestionLimit} more in the JSON export.");
        return new BulletList([.. items]);
    }

    private static RichText? Ending(Draft draft)
    {
        var milestones = draft.Milestones;
        var text = RichText.Empty;
        if (milestones.Mitigated is { } mitigated)
        {
            text = text.With("Mitigated at ", draft.At(mitigated), $", {Durations.InWords(mitigated - milestones.Beginning)} after the start. ");
        }

        if (milestones.Resolved is { } resolved)
        {
            text = text.With("Resolved at ", draft.At(resolved), $", {Durations.InWords(resolved - milestones.Beginning)} after the start.");
        }

        return text.IsEmpty ? null : text;
    }
}
