using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Storage;

namespace IncidentBot.Commands;

/// <summary>
/// The way of a command to its answer: find the incident, pass the visibility gate, decide, commit once, then speak. An interaction that comes twice changes nothing.
/// </summary>
public sealed class Desk(IncidentStore store)
{
    /// <summary>Decides about the incident the call means, commits, and answers.</summary>
    /// <param name="openly">Whether the channel sees the answer; refusals are always private, and so is everything said outside the incident's own channel.</param>
    public Task DecideAsync(CommandCall call, bool openly, Func<IncidentState, Asker, Outcome> decide, Action<Incident>? decided = null) =>
        DecideAsync(call, openly, (_, state, asker) => Task.FromResult(decide(state, asker)), decided);

    /// <summary>As the other, for what also depends on the server's policies and on who is on call.</summary>
    public Task DecideAsync(CommandCall call, bool openly, Func<IncidentState, Asker, OnCallRecord, Outcome> decide) =>
        DecideAsync(call, openly, async (scope, state, asker) => decide(state, asker, await scope.OnCallAsync(state.Incident.Server)), decided: null);

    private async Task DecideAsync(CommandCall call, bool openly, Func<CommitScope, IncidentState, Asker, Task<Outcome>> decide, Action<Incident>? decided)
    {
        if (await CommitAsync(call, decide) is not var (done, incident)) return;
        if (done.Decision is not null && incident is not null) decided?.Invoke(incident);
        await AnswerAsync(call, done, openly && incident?.Channel is { } channel && channel == call.Channel);
    }

    /// <summary>Decides about the incident the call means, and commits; the answer is the caller's. Null when this came a second time: then there is nothing to say.</summary>
    /// <returns>The incident as it was saved, or as it is when nothing was decided; null when there is none that this person may see.</returns>
    public Task<(Outcome Outcome, Incident? Incident)?> CommitAsync(CommandCall call, Func<IncidentState, Asker, Outcome> decide) =>
        CommitAsync(call, (_, state, asker) => Task.FromResult(decide(state, asker)));

    private async Task<(Outcome Outcome, Incident? Incident)?> CommitAsync(CommandCall call, Func<CommitScope, IncidentState, Asker, Task<Outcome>> decide)
    {
        var asker = AskerOf(call);
        var (outcome, incident) = await store.CommitAsync(async scope =>
        {
            if (!await call.MayActAsync(scope)) return (null, null);
            if (await FindAsync(scope, call, asker) is not { } found)
            {
                await call.ChangesNothingAsync(scope);
                return ((Outcome?)NotFound(call), (Incident?)null);
            }

            await scope.SaveAsync(new KnownPerson(call.Person, call.PersonName));
            var result = await decide(scope, await StateAsync(scope, found), asker);
            if (result.Decision is { } decision) found = await scope.SaveAsync(decision);
            else await call.ChangesNothingAsync(scope);
            return (result, found);
        });
        return outcome is { } done ? (done, incident) : null;
    }

    /// <summary>The incident a call means, if there is one that this person may see; otherwise the person is told.</summary>
    public async Task<Incident?> FindOrTellAsync(CommandCall call)
    {
        var found = await FindAsync(store, call, AskerOf(call));
        if (found is null) await call.RefuseAsync(NotFound(call).Sentence);
        return found;
    }

    /// <summary>As <see cref="FindOrTellAsync"/>, for what can only be done while the incident is open: said before a form opens, so that nobody fills it in for nothing.</summary>
    public async Task<Incident?> FindOpenOrTellAsync(CommandCall call)
    {
        if (await FindOrTellAsync(call) is not { } found) return null;
        if (Closed.Refuse(found) is not { } refusal) return found;
        await call.RefuseAsync(refusal.Sentence);
        return null;
    }

    /// <summary>The state that decisions look at.</summary>
    public static async Task<IncidentState> StateAsync(CommitScope scope, Incident incident) => new(incident)
    {
        Entries = await scope.EntriesAsync(incident.Id),
        Actions = await scope.ActionsAsync(incident.Id),
        Escalations = await scope.EscalationsAsync(incident.Id),
    };

    /// <summary>Decides on an incident as it stands within the commit, and saves what was decided; nothing when the incident is not in the record.</summary>
    public static async Task SaveAsync(CommitScope scope, IncidentId? id, Func<IncidentState, Decision?> decide)
    {
        if (id is not { } known || await scope.FindIncidentAsync(known) is not { } incident) return;
        if (decide(await StateAsync(scope, incident)) is { } decision) await scope.SaveAsync(decision);
    }

    public static Asker AskerOf(CommandCall call) => new(call.Person, call.At, call.Settings)
    {
        Roles = [.. call.ChatRoles],
        ManagesServer = call.ManagesServer,
        Channel = call.Channel,
    };

    /// <summary>By the `incident` option, else by the button or form, else by the channel; null also when this person may not see it.</summary>
    /// <param name="record">The scope of a commit that decides on it; the store, which makes nobody wait, for what is only shown.</param>
    public static async Task<Incident?> FindAsync(IIncidentLookup record, CommandCall call, Asker asker)
    {
        Incident? found;
        if (call.Whole("incident") is { } number) found = await record.FindIncidentAsync(call.Server, (int)Math.Min(number, int.MaxValue));
        else if (call.CustomId.Verb is not null) found = await record.FindIncidentAsync(call.CustomId.Incident);
        else if (call.Channel is { } channel) found = await record.FindIncidentAsync(call.ParentOf(channel) ?? channel);
        else found = null;
        return found is not null && found.Server == call.Server && Visibility.MaySee(found, asker) ? found : null;
    }

    public static Task AnswerAsync(CommandCall call, Outcome outcome, bool openly) =>
        outcome.Refusal is { } refusal ? call.RefuseAsync(refusal.Sentence)
        : openly ? call.AnswerOpenlyAsync(outcome.Sentence)
        : call.AnswerPrivatelyAsync(outcome.Sentence);

    private static Refusal NotFound(CommandCall call) => call.Whole("incident") is { } number
        ? Visibility.Unknown((int)Math.Min(number, int.MaxValue))
        : new Refusal("This is not an incident's channel. Use the command in one, or say which incident with `incident:`; `/incident list` shows them.");
}
