using IncidentBot.Commands;
using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.Storage;

namespace IncidentBot.OnCall;

/// <summary>The way of whatever is asked about policies and schedules: read what holds, decide, commit once, then speak. An interaction that comes twice changes nothing.</summary>
public sealed class OnCallDesk(IncidentStore store)
{
    /// <summary>Decides and commits; the answer is the caller's to give.</summary>
    /// <returns>Null: this interaction was handled before.</returns>
    public Task<OnCallOutcome?> DecideAsync(CommandCall call, ServerId server, Func<OnCallRecord, OnCallOutcome> decide) => store.CommitAsync(async scope =>
    {
        if (!await call.MayActAsync(scope)) return null;
        await scope.SaveAsync(new KnownPerson(call.Person, call.PersonName));
        var outcome = decide(await scope.OnCallAsync(server));
        if (outcome.Decision is { } decision) await SaveAsync(scope, server, decision);
        else await call.ChangesNothingAsync(scope);
        return (OnCallOutcome?)outcome;
    });

    public static async Task SaveAsync(CommitScope scope, ServerId server, OnCallDecision decision)
    {
        await scope.SaveAsync(decision.State);
        if (decision.Version is { } version) await scope.SaveAsync(version);
        foreach (var owed in decision.Owes) await scope.OweAsync(server, owed);
    }
}
