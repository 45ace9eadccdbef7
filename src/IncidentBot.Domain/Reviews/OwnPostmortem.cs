using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reviews;

/// <summary>Gives the postmortem another owner, or another due date.</summary>
public static class OwnPostmortem
{
    public static Outcome Decide(IncidentState state, PersonId person, Asker asker)
    {
        var incident = state.Incident;
        if (ReviewGate.Refuse(incident, Verb.Use, asker) is { } not) return not;
        var before = ReviewStanding.Owner(incident);
        if (before == person) return new Refusal($"{Say.Person(person)} owns the postmortem of {incident.Name} already.");
        var draft = new Draft(state, asker);
        var letIn = ReviewGate.LetIn(draft, [person]);

        // Nobody signs off their own work: whoever takes it over was asked in vain.
        var reviewer = incident.Postmortem.Reviewers.FirstOrDefault(one => one.Person == person);
        ReviewGate.Change(draft, now => now with { Owner = person, Reviewers = reviewer is null || now.Stage == PostmortemStage.Published ? now.Reviewers : now.Reviewers.Remove(reviewer) });
        var dropped = reviewer is not null && incident.Postmortem.Stage != PostmortemStage.Published ? ", and no longer reviews it" : "";
        draft.Write(EntryKind.Review, $"{Say.Person(person)} owns the postmortem{dropped}");
        return draft.Done($"{Say.Person(person)} owns the postmortem of {incident.Name} now{dropped}.{letIn}");
    }

    /// <param name="typed">A day to come; "none" takes the date away.</param>
    public static Outcome SetDue(IncidentState state, string? typed, Asker asker)
    {
        var incident = state.Incident;
        if (ReviewGate.RefuseUnpublished(incident, Verb.Use, asker) is { } not) return not;
        if (incident.IsDrill) return new Refusal("This was a drill: its postmortem has no due date, because nothing of it counts.");
        var draft = new Draft(state, asker);
        if (Harmless.Plain(typed).ToLowerInvariant() is "none" or "never" or "-" or "off")
        {
            if (incident.Postmortem.Due is null) return new Refusal($"The postmortem of {incident.Name} has no due date.");
            ReviewGate.Change(draft, now => now with { Due = null });
            draft.Write(EntryKind.Review, "Took the due date of the postmortem away");
            return draft.Done($"The postmortem of {incident.Name} has no due date any more; nobody is reminded of it.");
        }

        var read = TypedDate.Read(typed, asker.Now, asker.Settings.TimeZone);
        if (read.Date is not { } date) return read.Refusal!;
        if (incident.Postmortem.Due?.Date == date) return new Refusal($"The postmortem of {incident.Name} is due {read.Words} already.");
        ReviewGate.Change(draft, now => now with { Due = DueDate.On(date, asker.Settings.TimeZone, asker.Now, asker.Person) });
        draft.Write(EntryKind.Review, $"The postmortem is due {read.Words}");
        return draft.Done($"The postmortem of {incident.Name} is due {read.Words}.");
    }
}
