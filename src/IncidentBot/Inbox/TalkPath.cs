using System.Collections.Immutable;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Servers;
using IncidentBot.Storage;

namespace IncidentBot.Inbox;

/// <summary>The way of a message into the record: only channels of open incidents, in order, many to a commit, with the gateway's position.</summary>
public sealed class TalkPath(IncidentStore store, Self self, ThreadBook threads, NewChannels newChannels, TimeProvider clock)
{
    /// <summary>Whether the event is talk (of an incident or not). If it is an incident's, it joins the batch.</summary>
    public bool TryAdd(GatewayEvent gatewayEvent, TalkBatchBuilder batch)
    {
        switch (gatewayEvent)
        {
            case MessageCreate { Message: var message }:
                if (IncidentOf(message.ChannelId) is { } incident && message.Author.Id != self.Id && IsTalk(message)) batch.Add(ToTalk(message, incident), NameOf(message));
                return true;

            case MessageUpdate update:
                if (IncidentOf(update.ChannelId) is { } edited && update.Content is not null && update.EditedTimestamp is { } at && update.Author?.Id != self.Id)
                    batch.Add(new TalkEdit(new(update.Id.Value), update.Content, at, Whole(update, edited), update.Attachments is { } files ? ToFiles(files) : null));
                return true;

            case MessageDelete deletion:
                if (IncidentOf(deletion.ChannelId) is { } cleared) batch.Add(Deletion(deletion.Id), cleared);
                return true;

            case MessageDeleteBulk bulk:
                if (IncidentOf(bulk.ChannelId) is { } swept)
                {
                    foreach (var id in bulk.Ids) batch.Add(Deletion(id), swept);
                }

                return true;

            case UnknownEvent or Alive:
                return true;

            default:
                return false;
        }
    }

    /// <summary>Commits what was gathered; timeline entries made from an edited message follow it in the same commit.</summary>
    /// <returns>What the batch changed; null when there was nothing to commit.</returns>
    public async Task<TalkSaved?> CommitAsync(TalkBatchBuilder builder, CancellationToken cancellationToken)
    {
        if (builder.IsEmpty) return null;
        var batch = builder.Build();
        return await store.CommitAsync<TalkSaved?>(
            async scope =>
            {
                var saved = await scope.SaveAsync(batch);
                foreach (var (id, message) in builder.Deleted)
                {
                    if (await scope.FindIncidentAsync(id) is { } cleared && CardLost.Decide(cleared, message, clock.GetUtcNow()) is { } lost) await scope.SaveAsync(lost);
                }

                foreach (var touched in saved.Entries)
                {
                    var incident = await scope.FindIncidentAsync(touched.Incident);
                    var message = await scope.FindMessageAsync(touched.Message);
                    if (incident is null || message is null) continue;
                    var state = await Desk.StateAsync(scope, incident);
                    if (FollowEdit.Decide(state, new(message.Channel, message.Id), message.Text, clock.GetUtcNow()) is { } decision) await scope.SaveAsync(decision);
                }

                return saved;
            },
            cancellationToken);
    }

    /// <summary>A message as the record keeps it.</summary>
    public static TalkMessage ToTalk(Message message, IncidentId incident) => new()
    {
        Id = new(message.Id.Value),
        Channel = new(message.ChannelId.Value),
        Incident = incident,
        Author = new(message.Author.Id.Value),
        ByBot = message.Author.Bot,
        Text = TextOf(message),
        SaidAt = message.Id.Timestamp,
        EditedAt = message.EditedTimestamp,
        ReplyTo = message.Type == MessageType.Reply && message.MessageReference?.MessageId is { } reply ? new MessageId(reply.Value) : null,
        Files = message.Attachments.Count + message.MessageSnapshots.Count == 0 ? [] : ToFiles(message.Attachments.Concat(message.MessageSnapshots.SelectMany(forwarded => forwarded.Message.Attachments))),
    };

    // Discord does not say when: heard by this machine's clock, but never before the message was said.
    private TalkDeletion Deletion(Snowflake message) => new(new(message.Value), Instants.Later(clock.GetUtcNow(), message.Timestamp));

    private static ImmutableArray<AttachedFile> ToFiles(IEnumerable<Attachment> attachments) =>
        [.. attachments.DistinctBy(a => a.Id).Select(a => new AttachedFile(a.Id.Value, a.Filename, a.Size, a.ContentType, a.Url))];

    /// <summary>What it says; a forward says what was forwarded.</summary>
    public static string TextOf(Message message) =>
        message.Content.Length > 0 ? message.Content : message.MessageSnapshots.FirstOrDefault()?.Message.Content ?? "";

    /// <summary>The open incident whose channel, or whose channel's thread, this is.</summary>
    private IncidentId? IncidentOf(Snowflake channel)
    {
        if (store.OpenIncidentChannels.TryGetValue(new(channel.Value), out var incident)) return incident;
        if (newChannels.Find(channel) is { } early) return early;
        return threads.ParentOf(channel) is { } parent ? store.OpenIncidentChannels.TryGetValue(new(parent.Value), out incident) ? incident : newChannels.Find(parent) : null;
    }

    // Pins, joins and thread announcements are Discord's own lines.
    public static bool IsTalk(Message message) =>
        message.Type is (MessageType.Default or MessageType.Reply) && !message.Flags.HasFlag(MessageFlags.Ephemeral);

    private static TalkMessage? Whole(MessageUpdate update, IncidentId incident) => update.Author is null ? null : ToTalk(
        new Message
        {
            Id = update.Id,
            ChannelId = update.ChannelId,
            Author = update.Author,
            Content = update.Content!,
            EditedTimestamp = update.EditedTimestamp,
            Attachments = update.Attachments ?? [],
        },
        incident);

    public static KnownPerson NameOf(Message message) =>
        new(new(message.Author.Id.Value), message.Member?.Nick ?? message.Author.GlobalName ?? message.Author.Username);
}

/// <summary>Gathers talk until it is committed.</summary>
public sealed class TalkBatchBuilder
{
    private readonly ImmutableArray<TalkMessage>.Builder added = ImmutableArray.CreateBuilder<TalkMessage>();
    private readonly ImmutableArray<TalkEdit>.Builder edits = ImmutableArray.CreateBuilder<TalkEdit>();
    private readonly ImmutableArray<TalkDeletion>.Builder deletions = ImmutableArray.CreateBuilder<TalkDeletion>();
    private readonly List<(IncidentId Incident, MessageId Message)> deleted = [];
    private readonly Dictionary<PersonId, KnownPerson> people = [];
    private readonly Dictionary<int, Discord.GatewayPosition> positions = [];

    public int Count => added.Count + edits.Count + deletions.Count;

    public bool IsEmpty => Count == 0 && positions.Count == 0;

    /// <summary>How far a shard's events are covered once this is committed; null changes nothing.</summary>
    public void Put(Discord.GatewayPosition? position)
    {
        if (position is not null) positions[position.Shard] = position;
    }

    /// <param name="author">Null leaves the name as it is known.</param>
    public void Add(TalkMessage message, KnownPerson? author)
    {
        added.Add(message);
        if (author is not null) people[author.Id] = author;
    }

    public void Add(TalkEdit edit) => edits.Add(edit);

    /// <summary>Messages of incidents that were deleted: the card may be among them.</summary>
    public IReadOnlyList<(IncidentId Incident, MessageId Message)> Deleted => deleted;

    public void Add(TalkDeletion deletion, IncidentId incident)
    {
        deletions.Add(deletion);
        deleted.Add((incident, deletion.Id));
    }

    public TalkBatch Build() => new()
    {
        New = added.ToImmutable(),
        Edits = edits.ToImmutable(),
        Deletions = deletions.ToImmutable(),
        People = [.. people.Values],
        Positions = [.. positions.Values.Select(p => new Storage.GatewayPosition(p.Shard, p.SessionId, p.ResumeUrl, p.Sequence) { ShardCount = p.ShardCount, At = p.At })],
    };
}
