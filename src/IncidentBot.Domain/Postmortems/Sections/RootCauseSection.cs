using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>Why it happened, in the words of those who found out.</summary>
internal static class RootCauseSection
{
    public static IEnumerable<Block> Write(Draft draft)
    {
        if (draft.Cause is { } cause)
        {
            yield return new Paragraph(UserText.Rich(draft.Plain(cause.Text)));
            yield return new Paragraph(RichText.Of("Recorded by ").With(draft.Attribution(cause.By, cause.At, cause.Source)).With("."));
            var others = draft.MarkedAs(EntryKind.Cause).Where(e => e.Text != cause.Text && !(e.Source is not null && e.Source == cause.Source)).ToList();
            if (others.Count == 0) yield break;

            yield return new Subheading("Also marked as a cause");
            yield return new BulletList([.. others.Select(e => draft.Line(e.Text).With(" (").With(draft.Attribution(e.By ?? draft.Incident.DeclaredBy, e.HappenedAt, e.Source)).With(")"))]);
            yield break;
        }

        if (draft.SuggestedCause is { } suggested)
        {
            yield return draft.Quote(suggested);
            var others = draft.Of(TalkLabel.Cause).Where(f => f != suggested).Take(5).ToList();
            if (others.Count > 0)
            {
                yield return new Subheading("Also said about the cause");
                yield return new BulletList([.. others.Select(draft.Suggested)]);
            }

            yield return Draft.Hint("Nobody has confirmed this cause.", "Record it with ", new Code("/incident cause"), ", or react with 🎯 to the message that says it.");
            yield break;
        }

        yield return Draft.Hint("The root cause is not recorded.", "Add it with ", new Code("/incident cause"), ", react with 🎯 to the message that says it, or write this section with ", new Code("/postmortem edit root-cause"), ".");
    }
}
