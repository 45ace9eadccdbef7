using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Storage;

/// <summary>
/// What was heard in incident channels since the last commit, saved whole or not at all. Each list is in the order of arrival; new messages are taken
/// first, then edits, then deletions. What is known already changes nothing, so a batch may be saved twice.
/// </summary>
public sealed record TalkBatch
{
    public ImmutableArray<TalkMessage> New { get; init; } = [];

    public ImmutableArray<TalkEdit> Edits { get; init; } = [];

    public ImmutableArray<TalkDeletion> Deletions { get; init; } = [];

    /// <summary>Display names as they came with the messages.</summary>
    public ImmutableArray<KnownPerson> People { get; init; } = [];

    /// <summary>The gateway positions that this batch reaches, one per shard.</summary>
    public ImmutableArray<GatewayPosition> Positions { get; init; } = [];
}

/// <summary>A message's text was changed in chat. The text it had is kept as a revision.</summary>
/// <param name="At">When it was edited, as Discord says. An edit older than the one that is known takes its place among the revisions.</param>
/// <param name="Whole">The message as the event carried it, for the case that it was never heard before; null: an edit of an unknown message is dropped.</param>
/// <param name="Files">The files on the message after the edit; null: the event does not say.</param>
public sealed record TalkEdit(MessageId Id, string Text, DateTimeOffset At, TalkMessage? Whole = null, ImmutableArray<AttachedFile>? Files = null)
{
    /// <inheritdoc cref="TalkMessage.RecoveredAt"/>
    public DateTimeOffset? RecoveredAt { get; init; }
}

/// <summary>A message was deleted in chat; it stays in the record. A deletion that comes before its message waits for it.</summary>
/// <param name="At">When the deletion was heard (Discord does not say when it happened).</param>
public sealed record TalkDeletion(MessageId Id, DateTimeOffset At)
{
    /// <inheritdoc cref="TalkMessage.DeletedAfter"/>
    public DateTimeOffset? After { get; init; }

    /// <inheritdoc cref="TalkMessage.RecoveredAt"/>
    public DateTimeOffset? RecoveredAt { get; init; }
}

/// <summary>A person and the name they were last seen under.</summary>
public sealed record KnownPerson(PersonId Id, string Name);

/// <summary>What a batch changed.</summary>
/// <param name="Added">How many messages were new.</param>
/// <param name="Changed">Messages that were edited or deleted by this batch, each once.</param>
/// <param name="Incidents">Incidents whose talk changed in any way.</param>
/// <param name="Entries">Timeline entries made from a message in <paramref name="Changed"/>: they may have to follow it.</param>
public sealed record TalkSaved(int Added, ImmutableArray<MessageId> Changed, ImmutableArray<IncidentId> Incidents, ImmutableArray<TouchedEntry> Entries);

/// <summary>A timeline entry whose message was edited or deleted.</summary>
public sealed record TouchedEntry(IncidentId Incident, int Number, MessageId Message);
