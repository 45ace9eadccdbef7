using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reviews;

/// <summary>What the steps of a review have in common: who may take them and when, and how they are said.</summary>
public static class ReviewGate
{
    /// <summary>What somebody is told who wants to change a text that is published; null while it is not.</summary>
    public static Refusal? RefuseFrozen(Incident incident) => incident.Postmortem.Stage == PostmortemStage.Published
        ? new Refusal($"{Published(incident)} What is published stays as it is: `/postmortem correct` adds a dated correction. Those who may change the settings take it back with `/postmortem unpublish`.")
        : null;

    /// <summary>"The postmortem of INC-7 was published by Ada at 16:30."</summary>
    public static string Published(Incident incident) => incident.Postmortem.StageSet is { By: { } by, At: var at }
        ? $"The postmortem of {incident.Name} was published by {Say.Person(by)}, {Say.DateTime(at)}."
        : $"The postmortem of {incident.Name} is published.";

    internal static Refusal? Refuse(Incident incident, Verb verb, Asker asker)
    {
        if (Visibility.Refuse(incident, verb, asker) is { } not) return not;
        return incident.Status == IncidentStatus.Resolved
            ? null
            : new Refusal($"{incident.Name} is {incident.Status.Word()}: its postmortem goes on its way once it is resolved.");
    }

    /// <summary>As <see cref="Refuse"/>, for what is over once it is published.</summary>
    internal static Refusal? RefuseUnpublished(Incident incident, Verb verb, Asker asker) => Refuse(incident, verb, asker) ?? RefuseFrozen(incident);

    /// <summary>Changes what is decided about the document, and shows it wherever it is shown.</summary>
    internal static void Change(Draft draft, Func<PostmortemState, PostmortemState> change)
    {
        draft.Incident = draft.Incident with { Postmortem = change(draft.Incident.Postmortem) };
        draft.OweCard();
        if (draft.Incident.Postmortem.ReviewMessage is not null) draft.Owe(new ShowReview());
        if (draft.Incident.Postmortem.Told is not null) draft.Owe(new TellOfPostmortem());
    }

    /// <summary>Whoever is asked to read it belongs to the incident from then on, or could not read it.</summary>
    /// <returns>What is said of that; empty when all did already.</returns>
    internal static string LetIn(Draft draft, IEnumerable<PersonId> people)
    {
        if (!draft.Incident.IsPrivate) return "";
        var known = Visibility.People(draft.Incident);
        ImmutableArray<PersonId> entering = [.. people.Where(person => !known.Contains(person)).Distinct()];
        if (entering.IsEmpty) return "";
        draft.Incident = draft.Incident with { Invited = [.. draft.Incident.Invited, .. entering] };
        return $" {Names(entering)} {(entering.Length == 1 ? "is" : "are")} let into this private incident by that.";
    }

    internal static string Names(IEnumerable<PersonId> people) => Lists.InWords([.. people.Select(Say.Person)]);
}
