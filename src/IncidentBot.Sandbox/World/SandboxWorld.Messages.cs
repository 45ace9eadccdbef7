using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Gateway;

namespace IncidentBot.Sandbox.World;

/// <summary>A message about to be posted: validated, with defaults filled in.</summary>
internal sealed class Draft
{
    public string Content { get; set; } = "";
    public JsonArray Embeds { get; set; } = [];
    public JsonArray Components { get; set; } = [];
    public List<Attachment> Attachments { get; set; } = [];
    public int Flags { get; set; }
    public bool Tts { get; set; }
    public int Type { get; set; }
    public JsonNode? Nonce { get; set; }
    public Message? ReplyTo { get; set; }

    /// <summary>The message that is forwarded.</summary>
    public Message? Forwarded { get; set; }
    public Poll? Poll { get; set; }
    public AllowedMentions? AllowedMentions { get; set; }
    public User? EphemeralFor { get; set; }
    public ulong? ApplicationId { get; set; }
    public ulong? WebhookId { get; set; }
    public ulong? WebhookApplicationId { get; set; }
    public JsonObject? InteractionMetadata { get; set; }

    /// <summary>The message whose pinning is told.</summary>
    public Message? PinOf { get; set; }

    /// <summary>Posted at the id of something that exists already (the first message of a forum post).</summary>
    public ulong? Id { get; set; }
}

public sealed partial class SandboxWorld
{
    internal Message Post(Channel channel, User author, Draft draft)
    {
        if (channel.Thread is { Archived: true } archived)
        {
            archived.Archived = false;
            archived.ArchiveChangedAt = Time.GetUtcNow();
            AnnounceChannel("THREAD_UPDATE", channel);
        }

        var message = new Message
        {
            Id = draft.Id ?? Mint.Next(draft.EphemeralFor is null ? channel.Slot : SnowflakeMint.EphemeralSlot),
            Channel = channel,
            Author = author,
            Timestamp = Time.GetUtcNow(),
            Type = draft.ReplyTo is null ? draft.Type : 19,
            Content = draft.Content,
            Embeds = draft.Embeds,
            Components = draft.Components,
            Attachments = draft.Attachments,
            Flags = draft.Flags,
            Tts = draft.Tts,
            Nonce = draft.Nonce,
            EphemeralFor = draft.EphemeralFor,
            ApplicationId = draft.ApplicationId ?? draft.WebhookApplicationId,
            WebhookId = draft.WebhookId,
            InteractionMetadata = draft.InteractionMetadata,
            Poll = draft.Poll,
            Snapshot = draft.Forwarded is { } forwarded ? MessageWire.Snapshot(forwarded, Links) : null,
            Reference = (draft.ReplyTo ?? draft.PinOf ?? draft.Forwarded) is { } replied ? new MessageReference(replied.Id, replied.Channel.Id, replied.Channel.GuildId) : null,
        };
        MentionRules.Apply(this, message, draft.AllowedMentions, draft.ReplyTo);
        if (message.EphemeralFor is not null)
        {
            // Discord sends ephemeral messages over the gateway to nobody but the person who sees them.
            channel.Ephemeral.Add(message);
            AnnounceMessage("MESSAGE_CREATE", message);
            return message;
        }

        channel.Add(message);
        if (channel.Thread is { } thread)
        {
            thread.TotalMessagesSent++;
            if (Guild.Members.ContainsKey(author.Id) && thread.Members.TryAdd(author.Id, message.Timestamp)) AnnounceThreadMembers(channel, added: [author.Id], removed: []);
        }

        AnnounceMessage("MESSAGE_CREATE", message);
        return message;
    }

    internal void AnnounceEdit(Message message) => AnnounceMessage("MESSAGE_UPDATE", message);

    internal void Delete(Message message)
    {
        message.Deleted = true;
        Forget(message.Attachments);
        if (message.EphemeralFor is not null)
        {
            message.Channel.Ephemeral.Remove(message);
            return;
        }

        message.Channel.Remove(message);
        Announce("MESSAGE_DELETE", message.Channel, Intent.GuildMessages, Intent.DirectMessages, _ => InGuild(message.Channel, new JsonObject
        {
            ["id"] = Wire.Id(message.Id),
            ["channel_id"] = Wire.Id(message.Channel.Id),
        }));
    }

    internal void DeleteMany(Channel channel, IReadOnlyList<Message> messages)
    {
        foreach (var message in messages)
        {
            message.Deleted = true;
            Forget(message.Attachments);
            channel.Remove(message);
        }

        Announce("MESSAGE_DELETE_BULK", channel, Intent.GuildMessages, 0, _ => InGuild(channel, new JsonObject
        {
            ["ids"] = Wire.Ids(messages.Select(m => m.Id)),
            ["channel_id"] = Wire.Id(channel.Id),
        }));
    }

    internal void React(Message message, User user, Reaction emoji)
    {
        var key = emoji.EmojiId is { } id ? Wire.Id(id) : emoji.EmojiName!;
        if (!message.Reactions.TryGetValue(key, out var reaction)) message.Reactions.Add(key, reaction = emoji);
        if (reaction.Users.Contains(user)) return;
        reaction.Users.Add(user);
        Announce("MESSAGE_REACTION_ADD", message.Channel, Intent.GuildMessageReactions, Intent.DirectMessageReactions, _ =>
        {
            var json = ReactionEvent(message, reaction);
            json["user_id"] = Wire.Id(user.Id);
            json["message_author_id"] = Wire.Id(message.Author.Id);
            if (!message.Channel.IsDm && Guild.Members.TryGetValue(user.Id, out var member)) json["member"] = Wire.Member(member);
            json["burst"] = false;
            json["type"] = 0;
            return json;
        });
    }

    internal void Unreact(Message message, User user, string key)
    {
        if (!message.Reactions.TryGetValue(key, out var reaction) || !reaction.Users.Remove(user)) return;
        if (reaction.Users.Count == 0) message.Reactions.Remove(key);
        Announce("MESSAGE_REACTION_REMOVE", message.Channel, Intent.GuildMessageReactions, Intent.DirectMessageReactions, _ =>
        {
            var json = ReactionEvent(message, reaction);
            json["user_id"] = Wire.Id(user.Id);
            json["burst"] = false;
            json["type"] = 0;
            return json;
        });
    }

    internal void ClearReactions(Message message, string? key)
    {
        if (key is null)
        {
            message.Reactions.Clear();
            Announce("MESSAGE_REACTION_REMOVE_ALL", message.Channel, Intent.GuildMessageReactions, 0, _ => InGuild(message.Channel, new JsonObject
            {
                ["channel_id"] = Wire.Id(message.Channel.Id),
                ["message_id"] = Wire.Id(message.Id),
            }));
        }
        else if (message.Reactions.Remove(key, out var reaction))
        {
            Announce("MESSAGE_REACTION_REMOVE_EMOJI", message.Channel, Intent.GuildMessageReactions, 0, _ => ReactionEvent(message, reaction));
        }
    }

    internal void Pin(Message message, bool pinned)
    {
        if (message.Pinned == pinned) return;
        message.PinnedAt = pinned ? Time.GetUtcNow() : null;
        if (pinned) message.Channel.LastPinAt = message.PinnedAt;
        AnnounceMessage("MESSAGE_UPDATE", message);
        Announce("CHANNEL_PINS_UPDATE", message.Channel, Intent.Guilds, Intent.DirectMessages, _ => InGuild(message.Channel, new JsonObject
        {
            ["channel_id"] = Wire.Id(message.Channel.Id),
            ["last_pin_timestamp"] = Wire.Time(message.Channel.LastPinAt),
        }));
    }

    internal JsonObject Render(Message message, User viewer) =>
        MessageWire.Render(message, viewer, Links, HidesContent(message, viewer, Options.MessageContentIntent));

    private void AnnounceMessage(string type, Message message)
    {
        Gateway.Dispatch(
            type,
            session =>
            {
                if (message.EphemeralFor is { } only && only.Id != session.User.Id) return null;
                if (!session.Wants(message.Channel.IsDm ? Intent.DirectMessages : Intent.GuildMessages)) return null;
                if (!PermissionsOf(session.User, message.Channel).Has(Permission.ViewChannel)) return null;
                var json = InGuild(message.Channel, MessageWire.Render(message, session.User, Links, HidesContent(message, session.User, session.Wants(Intent.MessageContent))));
                if (!message.Channel.IsDm && Guild.Members.TryGetValue(message.Author.Id, out var member)) json["member"] = Wire.Member(member, withUser: false);
                if (json["mentions"] is JsonArray mentions && !message.Channel.IsDm)
                {
                    foreach (var mention in mentions.OfType<JsonObject>())
                    {
                        if (Guild.Members.TryGetValue(ulong.Parse((string)mention["id"]!), out var mentioned)) mention["member"] = Wire.Member(mentioned, withUser: false);
                    }
                }

                json["channel_type"] = message.Channel.Type;
                return json;
            });
    }

    private JsonObject ReactionEvent(Message message, Reaction reaction) => InGuild(message.Channel, new JsonObject
    {
        ["channel_id"] = Wire.Id(message.Channel.Id),
        ["message_id"] = Wire.Id(message.Id),
        ["emoji"] = Wire.Emoji(reaction),
    });

    private static JsonObject InGuild(Channel channel, JsonObject json)
    {
        if (channel.GuildId is { } guild) json["guild_id"] = Wire.Id(guild);
        return json;
    }

    /// <summary>Sends an event about a channel to those who see it; the intent differs for direct messages (0: not sent there).</summary>
    internal void Announce(string type, Channel channel, int intent, int directIntent, Func<GatewaySession, JsonObject> render) =>
        Gateway.Dispatch(type, session =>
        {
            if (!session.Wants(channel.IsDm ? directIntent : intent)) return null;
            return PermissionsOf(session.User, channel).Has(Permission.ViewChannel) ? render(session) : null;
        });
}
