using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Record;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage;

public sealed partial class CommitScope
{
    /// <summary>
    /// The next id and number for an incident on this server. Save the incident in this commit: a number that was taken and committed is not given again.
    /// </summary>
    public Task<NewIncident> NextIncidentAsync(ServerId server) => Write.NextIncidentAsync(server);

    /// <summary>
    /// Saves all of a decision. Its incident must carry the version it was read with (0 for a new one); the store counts it up. When the stored version is
    /// another one, the commit is run again from the start.
    /// </summary>
    /// <returns>The incident as saved, with its new version: the one to decide on next.</returns>
    public async Task<Incident> SaveAsync(Decision decision)
    {
        var saved = await Write.SaveAsync(decision);
        savedIncidents.Add(saved);
        await Agenda.AddAsync(AgendaLane.Of(saved.Id), decision.Owes);
        if (!decision.Turns.IsEmpty) await SaveAsync(decision.Turns.Aggregate((await OnCallAsync(saved.Server)).State, (state, turn) => state.Took(turn.Policy, turn.Level, turn.Target)));
        return saved;
    }

    /// <summary>Saves a message as it stands, whole, also when it is known already. For new talk from chat use the batch.</summary>
    public Task SaveAsync(TalkMessage message)
    {
        Talk.Save(message);
        return Task.CompletedTask;
    }

    /// <summary>See <see cref="IncidentStore.SaveBatchAsync"/>.</summary>
    public Task<TalkSaved> SaveAsync(TalkBatch batch) => Task.FromResult(Talk.Save(batch));

    public Task SaveAsync(ServerSettings settings) => Write.SaveAsync(settings);

    /// <summary>Saves how far a shard's events were taken in, up to those that this commit covers.</summary>
    public Task SaveAsync(GatewayPosition position)
    {
        Talk.Save(position);
        return Task.CompletedTask;
    }

    /// <summary>The session of a shard is over: its next start begins anew.</summary>
    public Task ForgetGatewayPositionAsync(int shard) => Db.GatewayPositions.Where(row => row.Shard == shard).ExecuteDeleteAsync();

    /// <summary>Sessions of another number of shards are of no use any more, and must not be taken for one's own should there be as many again.</summary>
    public Task ForgetGatewayPositionsAsync(int exceptOf) => Db.GatewayPositions.Where(row => row.ShardCount != exceptOf).ExecuteDeleteAsync();

    public Task SaveAsync(KnownPerson person)
    {
        Talk.Save(person);
        return Task.CompletedTask;
    }

    /// <summary>Changes something that nobody reads.</summary>
    internal Task ProbeAsync() => Db.Database.ExecuteSqlAsync($"INSERT INTO counters (name, value) VALUES ('probe', 1) ON CONFLICT (name) DO UPDATE SET value = counters.value + 1");

    public Task SaveRoleNameAsync(ServerId server, ChatRoleId role, string name) => Write.SaveRoleNameAsync(server, role, name);

    /// <summary>Marks an interaction (by Discord's id) as handled in this commit.</summary>
    /// <returns>False when it was handled before: then change nothing.</returns>
    public Task<bool> TryHandleInteractionAsync(ulong interaction) => Interactions.TryHandleAsync(interaction);

    /// <summary>An interaction that is handled in this commit changes nothing, in case it arrives again. Forgotten after a day.</summary>
    public Task NoteNotCarriedOutAsync(ulong interaction) => Interactions.NoteNotCarriedOutAsync(interaction);
}
