using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>The Can't help button: this person is asked no more; when nobody else is asked, the paging ends and that is said.</summary>
public static class CantHelp
{
    public static Outcome Decide(IncidentState state, int? number, Asker asker)
    {
        if (AnswerPage.Find(state, number, asker, out var escalation) is { } not) return not;
        if (Closed.Refuse(state.Incident) is { } closed) return closed;
        if (EscalationWords.RefuseEnded(escalation!) is { } ended) return ended;
        if (!AnswerPage.Asked(escalation!, asker)) return new Refusal($"This page asks {EscalationWords.Shown(escalation!.Target)}, not you.");
        if (escalation!.Declined.Contains(asker.Person)) return new Refusal("You have said so already; you are not asked again. If you can help after all, press **Acknowledge**.");

        var draft = new Draft(state, asker);
        var declined = escalation with { Declined = escalation.Declined.Add(asker.Person) };
        var nobodyLeft = escalation.Target.Kind == TargetKind.Person || (PagedLast(escalation) is { Count: > 0 } paged && paged.TrueForAll(declined.Declined.Contains));
        if (!nobodyLeft)
        {
            draft.Put(declined);
            draft.Write(EntryKind.EscalationEnded, $"{Say.Person(asker.Person)} cannot help; {EscalationWords.Who(escalation.Target)} is paged on");
            return draft.Done($"Noted: {Say.Person(asker.Person)} cannot help. The others are still being asked.");
        }

        draft.Put(declined with { State = EscalationState.Unanswered, EndedAt = asker.Now.ToUniversalTime(), SnoozedUntil = null });
        draft.Write(EntryKind.EscalationEnded, $"{Say.Person(asker.Person)} cannot help; nobody else was asked");
        draft.Owe(new ShowPageAnswer(escalation.Number));
        var answer = $"{Say.Person(asker.Person)} cannot help, and nobody else was asked. Ask somebody else with `/escalate`.";
        draft.TellUnlessAskedThere(asker, answer);
        return draft.Done(answer);
    }

    private static List<PersonId> PagedLast(Escalation escalation) => escalation.Pages.IsEmpty
        ? []
        : [.. escalation.Pages[^1].Direct.Select(direct => direct.Person), .. escalation.Pages[^1].Undelivered.Select(undelivered => undelivered.Person)];
}
