using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IncidentBot.Discord;

/// <summary>
/// Reads the message of a MESSAGE_CREATE straight from the wire's bytes, in one pass. It is the one event that comes by the ten thousand, and reads into the same
/// <see cref="Message"/> as over REST, field for field; what most messages do not have is left to the generated code.
/// </summary>
internal static class MessageEventReader
{
    /// <param name="data">Begins with the message; what follows it is not looked at.</param>
    /// <exception cref="JsonException">It is not an object, or is broken off.</exception>
    public static Message Read(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        var fields = new Fields();
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject) throw new JsonException("A message is an object.");
        while (NextField(ref reader, out var name)) fields.Take(name, ref reader);
        return fields.ToMessage();
    }

    private static bool NextField(ref Utf8JsonReader reader, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!reader.Read()) throw new JsonException("A message is broken off.");
        if (reader.TokenType is not JsonTokenType.PropertyName) return false;
        name = reader.ValueSpan;
        if (!reader.Read()) throw new JsonException("A message is broken off.");
        return true;
    }

    private static User? ReadUser(ref Utf8JsonReader reader)
    {
        if (!IsObject(ref reader)) return null;
        Snowflake id = default;
        string? username = null, globalName = null, avatar = null;
        bool bot = false, system = false;
        while (NextField(ref reader, out var name))
        {
            if (name.SequenceEqual("id"u8)) id = ReadId(ref reader);
            else if (name.SequenceEqual("username"u8)) username = WireValue.ReadText(ref reader);
            else if (name.SequenceEqual("global_name"u8)) globalName = WireValue.ReadText(ref reader);
            else if (name.SequenceEqual("avatar"u8)) avatar = WireValue.ReadText(ref reader);
            else if (name.SequenceEqual("bot"u8)) bot = IsTrue(ref reader);
            else if (name.SequenceEqual("system"u8)) system = IsTrue(ref reader);
            else reader.Skip();
        }

        return new User { Id = id, Username = username!, GlobalName = globalName, Avatar = avatar, Bot = bot, System = system };
    }

    private static Member? ReadMember(ref Utf8JsonReader reader)
    {
        if (!IsObject(ref reader)) return null;
        User? user = null;
        string? nick = null;
        IReadOnlyList<Snowflake>? roles = null;
        DateTimeOffset? joined = null, disabledUntil = null;
        Permissions? permissions = null;
        var pending = false;
        while (NextField(ref reader, out var name))
        {
            if (name.SequenceEqual("nick"u8)) nick = WireValue.ReadText(ref reader);
            else if (name.SequenceEqual("roles"u8)) roles = ReadIds(ref reader);
            else if (name.SequenceEqual("joined_at"u8)) joined = ReadInstant(ref reader);
            else if (name.SequenceEqual("pending"u8)) pending = IsTrue(ref reader);
            else if (name.SequenceEqual("communication_disabled_until"u8)) disabledUntil = ReadInstant(ref reader);
            else if (name.SequenceEqual("user"u8)) user = ReadUser(ref reader);
            else if (name.SequenceEqual("permissions"u8)) permissions = reader.TokenType is JsonTokenType.Null ? null : WireValue.ReadPermissions(ref reader);
            else reader.Skip();
        }

        return new Member { User = user, Nick = nick, Roles = roles!, JoinedAt = joined, Pending = pending, CommunicationDisabledUntil = disabledUntil, Permissions = permissions };
    }

    private static IReadOnlyList<Snowflake>? ReadIds(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.StartArray) return JsonSerializer.Deserialize(ref reader, DiscordJson.Default.IReadOnlyListSnowflake);
        List<Snowflake>? ids = null;
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray) (ids ??= new(4)).Add(ReadId(ref reader));
        return ids;
    }

    private static bool IsObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject) return true;
        reader.Skip();
        return false;
    }

    private static bool IsTrue(ref Utf8JsonReader reader)
    {
        var isTrue = reader.TokenType is JsonTokenType.True;
        reader.Skip();
        return isTrue;
    }

    /// <summary>Zero when there is none.</summary>
    private static Snowflake ReadId(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number
            && Utf8Parser.TryParse(reader.ValueSpan, out ulong id, out var length) && length == reader.ValueSpan.Length) return new(id);
        reader.Skip();
        return default;
    }

    private static Snowflake? ReadIdOrNull(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.Null ? null : ReadId(ref reader);

    private static DateTimeOffset? ReadInstant(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Null) return null;
        if (reader.TokenType is JsonTokenType.String && reader.TryGetDateTimeOffset(out var instant)) return instant.ToUniversalTime();
        reader.Skip();
        return default(DateTimeOffset);
    }

    /// <summary>Null for an empty list, which most are.</summary>
    private static IReadOnlyList<T>? ReadList<T>(ref Utf8JsonReader reader, JsonTypeInfo<IReadOnlyList<T>> type)
    {
        var ahead = reader;
        if (reader.TokenType is not JsonTokenType.StartArray || !ahead.Read() || ahead.TokenType is not JsonTokenType.EndArray) return JsonSerializer.Deserialize(ref reader, type);
        reader = ahead;
        return null;
    }

    private struct Fields
    {
        private Snowflake id;
        private Snowflake channel;
        private Snowflake? guild;
        private User? author;
        private Member? member;
        private string? content;
        private DateTimeOffset? timestamp;
        private DateTimeOffset? edited;
        private MessageType type;
        private MessageFlags flags;
        private bool pinned;
        private bool mentionEveryone;
        private IReadOnlyList<User>? mentions;
        private IReadOnlyList<Snowflake>? mentionRoles;
        private IReadOnlyList<Attachment>? attachments;
        private IReadOnlyList<Embed>? embeds;
        private IReadOnlyList<Reaction>? reactions;
        private IReadOnlyList<StickerItem>? stickers;
        private IReadOnlyList<MessageSnapshot>? snapshots;
        private MessageReference? reference;
        private Message? referenced;
        private Snowflake? webhook;
        private Snowflake? application;
        private string? nonce;
        private Channel? thread;

        public void Take(scoped ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
        {
            if (name.SequenceEqual("id"u8)) id = ReadId(ref reader);
            else if (name.SequenceEqual("channel_id"u8)) channel = ReadId(ref reader);
            else if (name.SequenceEqual("guild_id"u8)) guild = ReadIdOrNull(ref reader);
            else if (name.SequenceEqual("author"u8)) author = ReadUser(ref reader);
            else if (name.SequenceEqual("member"u8)) member = ReadMember(ref reader);
            else if (name.SequenceEqual("content"u8)) content = WireValue.ReadText(ref reader);
            else if (name.SequenceEqual("timestamp"u8)) timestamp = ReadInstant(ref reader);
            else if (name.SequenceEqual("edited_timestamp"u8)) edited = ReadInstant(ref reader);
            else if (name.SequenceEqual("type"u8)) type = (MessageType)WireValue.ReadInt64(ref reader);
            else if (name.SequenceEqual("flags"u8)) flags = (MessageFlags)WireValue.ReadInt64(ref reader);
            else if (name.SequenceEqual("pinned"u8)) pinned = IsTrue(ref reader);
            else if (name.SequenceEqual("mention_everyone"u8)) mentionEveryone = IsTrue(ref reader);
            else if (name.SequenceEqual("mentions"u8)) mentions = ReadList(ref reader, DiscordJson.Default.IReadOnlyListUser);
            else if (name.SequenceEqual("mention_roles"u8)) mentionRoles = ReadList(ref reader, DiscordJson.Default.IReadOnlyListSnowflake);
            else if (name.SequenceEqual("attachments"u8)) attachments = ReadList(ref reader, DiscordJson.Default.IReadOnlyListAttachment);
            else if (name.SequenceEqual("embeds"u8)) embeds = ReadList(ref reader, DiscordJson.Default.IReadOnlyListEmbed);
            else if (name.SequenceEqual("reactions"u8)) reactions = ReadList(ref reader, DiscordJson.Default.IReadOnlyListReaction);
            else if (name.SequenceEqual("sticker_items"u8)) stickers = ReadList(ref reader, DiscordJson.Default.IReadOnlyListStickerItem);
            else if (name.SequenceEqual("message_snapshots"u8)) snapshots = ReadList(ref reader, DiscordJson.Default.IReadOnlyListMessageSnapshot);
            else if (name.SequenceEqual("message_reference"u8)) reference = JsonSerializer.Deserialize(ref reader, DiscordJson.Default.MessageReference);
            else if (name.SequenceEqual("referenced_message"u8)) referenced = JsonSerializer.Deserialize(ref reader, DiscordJson.Default.Message);
            else if (name.SequenceEqual("webhook_id"u8)) webhook = ReadIdOrNull(ref reader);
            else if (name.SequenceEqual("application_id"u8)) application = ReadIdOrNull(ref reader);
            else if (name.SequenceEqual("nonce"u8)) nonce = WireValue.ReadText(ref reader);
            else if (name.SequenceEqual("thread"u8)) thread = JsonSerializer.Deserialize(ref reader, DiscordJson.Default.Channel);
            else reader.Skip();
        }

        public readonly Message ToMessage() => new()
        {
            Id = id,
            ChannelId = channel,
            GuildId = guild,
            Author = author!,
            Member = member,
            Content = content!,
            Timestamp = timestamp ?? default,
            EditedTimestamp = edited,
            Type = type,
            Flags = flags,
            Pinned = pinned,
            MentionEveryone = mentionEveryone,
            Mentions = mentions!,
            MentionRoles = mentionRoles!,
            Attachments = attachments!,
            Embeds = embeds!,
            Reactions = reactions!,
            StickerItems = stickers!,
            MessageSnapshots = snapshots!,
            MessageReference = reference,
            ReferencedMessage = referenced,
            WebhookId = webhook,
            ApplicationId = application,
            Nonce = nonce,
            Thread = thread,
        };
    }
}
