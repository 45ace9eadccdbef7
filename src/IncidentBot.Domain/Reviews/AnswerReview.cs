using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reviews;

/// <summary>A reviewer approves the postmortem, or asks for changes.</summary>
public static class AnswerReview
{
    /// <summary>Longest comment, in UTF-16 units: it stands in a message among others.</summary>
    public const int LongestComment = 1000;

    /// <param name="seen">The revision of the text they were shown; null: the present one.</param>
    public static Outcome Approve(IncidentState state, int? seen, string? comment, Asker asker)
    {
        if (Refuse(state, seen, asker, out var reviewer) is { } not) return not;
        var incident = state.Incident;
        if (ReviewStanding.Approves(incident.Postmortem, reviewer!)) return new Refusal($"You approved it as it is now already, {Say.DateTime(reviewer!.Answer!.At)}.");
        var remark = Harmless.PlainBlock(comment);
        if (remark.Length > 0 && Limits.Refuse("comment", remark, LongestComment) is { } bad) return bad;
        var draft = new Draft(state, asker);
        Answer(draft, reviewer!, ReviewVerdict.Approved, remark.Length > 0 ? remark : null, asker);
        draft.Write(EntryKind.Review, remark.Length > 0 ? $"Approved the postmortem: {remark}" : "Approved the postmortem");
        var postmortem = draft.Incident.Postmortem;
        var (has, needed) = (ReviewStanding.Approvals(postmortem), asker.Settings.Reviews.Approvals);
        var objectors = ReviewStanding.Objectors(postmortem).Select(one => one.Person).ToList();
        if (!ReviewStanding.IsSignedOff(postmortem, asker.Settings))
        {
            var missing = has < needed ? $"It has {has} of the {needed} approvals it needs." : "";
            var open = objectors.Count > 0 ? $" {ReviewGate.Names(objectors)} asked for changes and {(objectors.Count == 1 ? "has" : "have")} not approved yet." : "";
            return draft.Done($"You approved the postmortem of {incident.Name}. {(missing + open).Trim()}");
        }

        // Told once: when it has just come to that.
        if (!ReviewStanding.IsSignedOff(incident.Postmortem, asker.Settings) && ReviewStanding.Owner(incident) is { } owner)
            draft.Owe(new Tell($"✅ {Say.Person(owner)} The postmortem of {incident.Name} is signed off. **Publish** under the review, or `/postmortem publish`, publishes it.") { To = owner });
        return draft.Done($"You approved the postmortem of {incident.Name}. It has the sign-off it needs and can be published.");
    }

    /// <inheritdoc cref="Approve" path="/param"/>
    public static Outcome RequestChanges(IncidentState state, int? seen, string? comment, Asker asker)
    {
        if (Refuse(state, seen, asker, out var reviewer) is { } not) return not;
        var what = Harmless.PlainBlock(comment);
        if (Limits.Refuse("comment", what, LongestComment) is { } bad) return bad;
        var incident = state.Incident;
        var draft = new Draft(state, asker);
        Answer(draft, reviewer!, ReviewVerdict.ChangesRequested, what, asker);
        draft.Write(EntryKind.Review, $"Asked for changes to the postmortem: {what}");
        if (ReviewStanding.Owner(incident) is { } owner)
            draft.Owe(new Tell($"✏️ {Say.Person(owner)} {Say.Person(asker.Person)} asked for changes to the postmortem of {incident.Name}:\n{Harmless.Quote(what, LongestComment)}") { To = owner });
        return draft.Done($"The owner of the postmortem of {incident.Name} is told what should change. It is not published until you approve it.");
    }

    private static void Answer(Draft draft, Reviewer reviewer, ReviewVerdict verdict, string? comment, Asker asker) => ReviewGate.Change(draft, before => before with
    {
        Reviewers = before.Reviewers.Replace(reviewer, reviewer with { Answer = new ReviewAnswer(verdict, asker.Now.ToUniversalTime(), before.Revision, comment) }),
    });

    /// <summary>Said also before a form opens, so that nobody fills it in for nothing.</summary>
    public static Refusal? Refuse(IncidentState state, int? seen, Asker asker, out Reviewer? reviewer)
    {
        var incident = state.Incident;
        var postmortem = incident.Postmortem;
        reviewer = postmortem.Reviewers.FirstOrDefault(one => one.Person == asker.Person);
        if (ReviewGate.RefuseUnpublished(incident, Verb.Use, asker) is { } not) return not;
        if (postmortem.Stage == PostmortemStage.Draft) return new Refusal($"The postmortem of {incident.Name} is a draft: nobody was asked to review it yet. `/postmortem review` asks.");
        if (ReviewStanding.Owner(incident) == asker.Person)
            return new Refusal("You own this postmortem, and nobody signs off their own work. Ask somebody else with `/postmortem review`, or give it another owner with `/postmortem owner`.");
        if (reviewer is null)
            return new Refusal($"You were not asked to review it{(postmortem.Reviewers.IsEmpty ? "" : $"; {ReviewGate.Names(postmortem.Reviewers.Select(one => one.Person))} {(postmortem.Reviewers.Length == 1 ? "was" : "were")}")}. `/postmortem review reviewer:` with your name asks you, for everybody to see.");
        return seen is { } version && version != postmortem.Revision
            ? new Refusal($"The text was changed{(postmortem.Changed is { } changed ? $"{(changed.By is { } by ? $" by {Say.Person(by)}" : "")}, {Say.DateTime(changed.At)}," : "")} since this was shown. Read it again first, then answer with the buttons as they stand now.")
            : null;
    }
}
