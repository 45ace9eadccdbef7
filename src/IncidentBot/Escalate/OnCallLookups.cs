using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Storage;

namespace IncidentBot.Escalate;

/// <summary>Who is on call, for the engine: read when something is due, not before.</summary>
internal static class OnCallLookups
{
    /// <summary>Nothing is read for an escalation that asks no schedule.</summary>
    public static async Task<OnCallLookup> LookupAsync(this IncidentStore store, ServerId server, Escalation escalation, CancellationToken cancellationToken) =>
        EscalationRun.AsksSchedules(escalation) ? InChat.Lookup((await store.OnCallAsync(server, cancellationToken)).Book) : (_, _) => [];
}
