using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Escalation;

/// <summary>An incident that is declared pages at once by the policy that is for it, in the same commit.</summary>
public static class PageOnDeclare
{
    /// <param name="declared">The decision that opens the incident.</param>
    /// <returns>As it was where no policy is for the incident.</returns>
    public static Decision With(Decision declared, Asker asker, OnCallRecord onCall)
    {
        if (StartEscalation.OnDeclare(new IncidentState(declared.Incident).With(declared), asker, onCall) is not { } paging) return declared;
        return declared.Then(paging) with { Answer = $"{declared.Answer} {paging.Answer}" };
    }
}
