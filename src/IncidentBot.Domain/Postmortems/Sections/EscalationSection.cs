using System.Collections.Immutable;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>Who was asked for help, when and why, and how long it took until somebody answered.</summary>
internal static class EscalationSection
{
    public static IEnumerable<Block> Write(Draft draft)
    {
        var recorded = draft.File.Escalations;
        if (recorded.Length > 0) yield return new BulletList([.. recorded.OrderBy(e => e.StartedAt).ThenBy(e => e.Number).Select(e => Line(draft, e))]);

        foreach (var byPolicy in recorded.Where(e => !EscalationRun.IsCall(e)).OrderBy(e => e.StartedAt).ThenBy(e => e.Number))
        {
            foreach (var block in EscalationSteps.Write(draft, byPolicy)) yield return block;
        }

        var suggested = draft.Of(TalkLabel.Escalation).ToList();
        if (suggested.Count > 0)
        {
            if (recorded.Length > 0) yield return new Subheading("Also called in, by the talk");
            yield return new BulletList([.. suggested.Take(15).Select(f => RichText.Of(draft.At(f.Message.SaidAt, f.Message.Ref()), " ", new SuggestedMark(), ": “").With(draft.Line(f.Message.Text)).With("” (" + draft.Name(f.Message.Author) + ")"))]);
        }

        if (recorded.Length == 0 && suggested.Count == 0)
        {
            yield return Draft.Hint("Nobody was called in through the bot.", "If somebody was called in another way, write it down with ", new Code("/postmortem edit escalation"), ". Next time ", new Code("/escalate"), " records who was asked and who answered.");
        }
    }

    private static RichText Line(Draft draft, Escalation.Escalation escalation)
    {
        var first = escalation.Pages.FirstOrDefault();
        var text = RichText.Of(draft.At(escalation.StartedAt, first?.Mention), " ");
        text = escalation.Target.Kind switch
        {
            TargetKind.Policy => text.With("the policy ", new Strong(escalation.Target.Name), escalation.ChosenBecause is { } because ? $" was taken, because {UserText.OneLine(because)}" : $" was taken by {draft.Name(escalation.RequestedBy)}"),
            TargetKind.Schedule => text.With(draft.Name(escalation.RequestedBy) + " asked whoever was on call in ", new Strong(escalation.Target.Name)),
            _ => text.With(draft.Name(escalation.RequestedBy) + " asked ", new Strong(escalation.Target.Name)),
        };
        if (escalation.Level > 1) text = text.With(EscalationRun.IsCall(escalation) ? $" (level {escalation.Level})" : $", from level {escalation.Level}");
        text = escalation.Reason is { Length: > 0 } reason ? text.With(": ").With(draft.Line(reason)) : text;
        text = text.With(" → ").With(Outcome(draft, escalation));
        if (escalation.Declined.Length > 0) text = text.With($"; {Lists.InWords([.. escalation.Declined.Select(draft.Name)])} could not help");

        var undelivered = escalation.Pages.SelectMany(p => p.Undelivered).DistinctBy(u => u.Person).ToList();
        return undelivered.Count == 0
            ? text
            : text.With("; no direct message reached " + Lists.InWords([.. undelivered.Select(u => $"{draft.Name(u.Person)} ({UserText.OneLine(u.Reason)})")]));
    }

    private static RichText Outcome(Draft draft, Escalation.Escalation escalation)
    {
        var pages = escalation.Pages.Length switch { 0 => "", 1 => ", after 1 page", var n => $", after {n} pages" };
        return escalation.State switch
        {
            EscalationState.Acknowledged when escalation.AcknowledgedAt is { } at => RichText.Of(
                new Strong("answered"), $" by {(escalation.AcknowledgedBy is { } by ? draft.Name(by) : "someone")} at ", draft.At(at), $", after {Durations.InWords(at - escalation.StartedAt)}" + (escalation.Pages.Length > 1 ? $" and {escalation.Pages.Length} pages" : "")),
            EscalationState.Unanswered => RichText.Of(new Strong("nobody answered"), pages),
            EscalationState.Stopped => RichText.Of("stopped", escalation.StoppedBy is { } stopper ? $" by {draft.Name(stopper)}" : "", escalation.EndedAt is { } ended ? $" after {Durations.InWords(ended - escalation.StartedAt)}" : "", ", unanswered"),
            _ => RichText.Of("no answer yet", pages),
        };
    }
}
