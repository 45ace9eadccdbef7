using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Storage;

/// <summary>What can be read and saved within one commit. Not thread-safe, and of no use once the work has ended.</summary>
public sealed class CommitScope
{
    private static readonly Func<Exception> ToCome = () => new NotSupportedException();

    internal CommitScope()
    {
    }

    /// <summary>The next id and number for an incident on this server. Save the incident in this commit; otherwise the number stays free only if the commit fails.</summary>
    public Task<NewIncident> NextIncidentAsync(ServerId server) => throw ToCome();

    public Task<Incident?> FindIncidentAsync(IncidentId id) => throw ToCome();

    public Task<Incident?> FindIncidentAsync(ServerId server, int number) => throw ToCome();

    /// <summary>The incident of a channel, open or closed.</summary>
    public Task<Incident?> FindIncidentAsync(ChannelId channel) => throw ToCome();

    /// <summary>The whole record as it stands within this commit.</summary>
    public Task<IncidentFile?> LoadFileAsync(IncidentId id) => throw ToCome();

    /// <summary>By number; removed ones included.</summary>
    public Task<ImmutableArray<TimelineEntry>> EntriesAsync(IncidentId incident) => throw ToCome();

    public Task<TimelineEntry?> FindEntryAsync(IncidentId incident, int number) => throw ToCome();

    /// <summary>Entries made from a message, by number; removed ones included.</summary>
    public Task<ImmutableArray<TimelineEntry>> EntriesOfAsync(IncidentId incident, MessageId message) => throw ToCome();

    /// <summary>By number.</summary>
    public Task<ImmutableArray<Domain.Escalation.Escalation>> EscalationsAsync(IncidentId incident) => throw ToCome();

    public Task<Domain.Escalation.Escalation?> FindEscalationAsync(IncidentId incident, int number) => throw ToCome();

    /// <summary>By number.</summary>
    public Task<ImmutableArray<ActionItem>> ActionsAsync(IncidentId incident) => throw ToCome();

    public Task<ActionItem?> FindActionAsync(IncidentId incident, int number) => throw ToCome();

    public Task<TalkMessage?> FindMessageAsync(MessageId id) => throw ToCome();

    /// <summary>What is set for a server; the defaults when nothing is.</summary>
    public Task<ServerSettings> SettingsAsync(ServerId server) => throw ToCome();

    /// <summary>
    /// Saves all of a decision. Its incident must carry the version it was read with (0 for a new one); the store counts it up. When the stored version is
    /// another one, the commit is run again from the start.
    /// </summary>
    /// <returns>The incident as saved, with its new version: the one to decide on next.</returns>
    public Task<Incident> SaveAsync(Decision decision) => throw ToCome();

    /// <summary>Saves a message as it stands, whole, also when it is known already. For new talk from chat use the batch.</summary>
    public Task SaveAsync(TalkMessage message) => throw ToCome();

    /// <summary>See <see cref="IncidentStore.SaveBatchAsync"/>.</summary>
    public Task<TalkSaved> SaveAsync(TalkBatch batch) => throw ToCome();

    public Task SaveAsync(ServerSettings settings) => throw ToCome();

    public Task SaveAsync(GatewayPosition position) => throw ToCome();

    /// <summary>The session of a shard is over: its next start begins anew.</summary>
    public Task ForgetGatewayPositionAsync(int shard) => throw ToCome();

    public Task SaveAsync(KnownPerson person) => throw ToCome();

    public Task SaveRoleNameAsync(ServerId server, ChatRoleId role, string name) => throw ToCome();

    /// <summary>Marks an interaction (by Discord's id) as handled in this commit.</summary>
    /// <returns>False when it was handled before: then change nothing, and give the remembered answer again.</returns>
    public Task<bool> TryHandleInteractionAsync(ulong interaction) => throw ToCome();

    /// <summary>Keeps the answer to an interaction that is handled in this commit, in case it arrives again. Forgotten after a day.</summary>
    public Task RememberAnswerAsync(ulong interaction, string answer) => throw ToCome();

    /// <summary>Adds something to the agenda that no decision carries.</summary>
    public Task OweAsync(IncidentId incident, Owed owed) => throw ToCome();

    /// <summary>The agenda item is done, in this commit.</summary>
    /// <returns>False when the lease was lost: somebody else has the item or finished it.</returns>
    public Task<bool> CompleteAsync(AgendaItem item) => throw ToCome();

    /// <summary>The agenda item is given up, in this commit, with its reason.</summary>
    /// <returns>False when the lease was lost.</returns>
    public Task<bool> FailAsync(AgendaItem item, string reason) => throw ToCome();

    /// <summary>The agenda item is due again at <paramref name="at"/>.</summary>
    /// <returns>False when the lease was lost.</returns>
    public Task<bool> RetryAsync(AgendaItem item, DateTimeOffset at, string error) => throw ToCome();
}
