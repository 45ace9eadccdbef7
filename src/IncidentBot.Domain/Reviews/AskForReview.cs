using System.Collections.Immutable;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reviews;

/// <summary>Asks people to review the postmortem, which is in review from then on; or those again who have not answered the text as it is now.</summary>
public static class AskForReview
{
    /// <summary>So many are asked at most: among more, everybody leaves it to the others.</summary>
    public const int Most = 10;

    /// <param name="people">Whom to ask; empty: those again who were asked, and have not answered the text as it is now.</param>
    public static Outcome Decide(IncidentState state, IReadOnlyCollection<PersonId> people, Asker asker)
    {
        var incident = state.Incident;
        if (ReviewGate.RefuseUnpublished(incident, Verb.Use, asker) is { } not) return not;
        var postmortem = incident.Postmortem;
        if (ReviewStanding.Owner(incident) is { } owner && people.Contains(owner))
            return new Refusal($"{Say.Person(owner)} owns this postmortem, and nobody signs off their own work: ask somebody else, or give it another owner first with `/postmortem owner`.");
        ImmutableArray<PersonId> asked = people.Count > 0
            ? [.. people.Distinct().Where(person => !postmortem.Reviewers.Any(one => one.Person == person && ReviewStanding.Approves(postmortem, one)))]
            : [.. ReviewStanding.Waiting(postmortem).Select(one => one.Person)];
        if (asked.IsEmpty) return Nobody(postmortem, people);
        var known = postmortem.Reviewers.Select(one => one.Person).ToHashSet();
        var entering = asked.Where(person => !known.Contains(person)).ToList();
        if (known.Count + entering.Count > Most) return new Refusal($"At most {Most} people review a postmortem, and {Say.Count(known.Count, "person", "people")} {(known.Count == 1 ? "is" : "are")} asked already. `/postmortem review remove:` takes somebody from the list.");

        var now = asker.Now.ToUniversalTime();
        var draft = new Draft(state, asker);
        var letIn = ReviewGate.LetIn(draft, asked);
        ReviewGate.Change(draft, before => before with
        {
            Stage = PostmortemStage.InReview,
            StageSet = before.Stage == PostmortemStage.InReview ? before.StageSet : new TextChange(now, asker.Person),
            Changed = before.Stage == PostmortemStage.InReview ? before.Changed : null,
            Revision = Math.Max(before.Revision, 1),
            Reviewers =
            [
                .. before.Reviewers.Select(one => asked.Contains(one.Person) ? one with { AskedBy = asker.Person, AskedAt = now } : one),
                .. entering.Select(person => new Reviewer(person, asker.Person, now)),
            ],
        });
        if (postmortem.ReviewMessage is null) draft.Owe(new ShowReview());
        var again = entering.Count == 0 ? " again" : "";
        draft.Write(EntryKind.Review, $"Asked {ReviewGate.Names(asked)}{again} to review the postmortem");
        var needed = asker.Settings.Reviews.Approvals;
        var signOff = needed == 0 ? "It can be published with `/postmortem publish` at any time." : $"It needs {Say.Count(needed, "approval")} to be published.";
        return draft.Done($"Asked {ReviewGate.Names(asked)}{again} to review the postmortem of {incident.Name}. {signOff}{letIn}");
    }

    /// <summary>Said before people are chosen; null when they can be.</summary>
    public static Refusal? RefuseAsking(IncidentState state, Asker asker) => ReviewGate.RefuseUnpublished(state.Incident, Verb.Use, asker);

    /// <summary>Takes somebody from the list of those who are asked, with their answer.</summary>
    public static Outcome Remove(IncidentState state, PersonId person, Asker asker)
    {
        var incident = state.Incident;
        if (ReviewGate.RefuseUnpublished(incident, Verb.Use, asker) is { } not) return not;
        if (incident.Postmortem.Reviewers.FirstOrDefault(one => one.Person == person) is not { } reviewer) return new Refusal($"{Say.Person(person)} is not asked to review the postmortem of {incident.Name}.");

        // Else whoever wants it out takes away the objection instead of answering it.
        if (reviewer.Answer?.Verdict == ReviewVerdict.ChangesRequested && asker.Person != person && Permissions.Refuse(Verb.Configure, asker) is not null)
            return new Refusal($"{Say.Person(person)} asked for changes: only they themselves, or those who may change the settings, can take them off the list.");
        var draft = new Draft(state, asker);
        ReviewGate.Change(draft, before => before with { Reviewers = before.Reviewers.Remove(reviewer) });
        var had = reviewer.Answer switch
        {
            { Verdict: ReviewVerdict.Approved } => ", who had approved it",
            { Verdict: ReviewVerdict.ChangesRequested } => ", who had asked for changes",
            _ => "",
        };
        draft.Write(EntryKind.Review, $"No longer asks {Say.Person(person)} to review the postmortem{had}");
        return draft.Done($"{Say.Person(person)} is no longer asked to review the postmortem of {incident.Name}.");
    }

    private static Refusal Nobody(PostmortemState postmortem, IReadOnlyCollection<PersonId> people) =>
        people.Count > 0 ? new($"{ReviewGate.Names(people)} approved it as it is now already.")
        : postmortem.Reviewers.IsEmpty ? new("Say whom to ask: `/postmortem review reviewer:@somebody`.")
        : new("Everybody who was asked has answered the text as it is now.");
}
