using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IncidentBot.Discord;

/// <summary>From a dispatch's name and data to a typed event.</summary>
internal static class EventReader
{
    public const string MessageCreate = "MESSAGE_CREATE";

    /// <exception cref="JsonException">The data has another shape than documented, not merely more or fewer fields.</exception>
    public static GatewayEvent Read(string name, ReadOnlySpan<byte> data) => name switch
    {
        MessageCreate => new MessageCreate(MessageEventReader.Read(data)),
        "MESSAGE_UPDATE" => Parse(data, DiscordJson.Default.MessageUpdate),
        "INTERACTION_CREATE" => new InteractionCreate(InteractionReader.Read(Parse(data, DiscordJson.Default.InteractionJson))),
        "GUILD_CREATE" => new GuildCreate(Parse(data, DiscordJson.Default.Guild)),
        "GUILD_UPDATE" => new GuildUpdate(Parse(data, DiscordJson.Default.Guild)),
        "CHANNEL_CREATE" => new ChannelCreate(Parse(data, DiscordJson.Default.Channel)),
        "CHANNEL_UPDATE" => new ChannelUpdate(Parse(data, DiscordJson.Default.Channel)),
        "CHANNEL_DELETE" => new ChannelDelete(Parse(data, DiscordJson.Default.Channel)),
        "THREAD_CREATE" => new ThreadCreate(Parse(data, DiscordJson.Default.Channel), Parse(data, DiscordJson.Default.EventJson).NewlyCreated),
        "THREAD_UPDATE" => new ThreadUpdate(Parse(data, DiscordJson.Default.Channel)),
        "GUILD_MEMBER_ADD" => new MemberAdd(Guild(data), Parse(data, DiscordJson.Default.Member)),
        "GUILD_MEMBER_UPDATE" => new MemberUpdate(Guild(data), Parse(data, DiscordJson.Default.Member)),
        _ when IsSmall(name) => Small(name, Parse(data, DiscordJson.Default.EventJson)),
        _ => new UnknownEvent(name),
    };

    // What is not needed is not even parsed: its shape is unknown.
    private static bool IsSmall(string name) => name is "GUILD_DELETE" or "THREAD_DELETE" or "GUILD_MEMBER_REMOVE"
        || name.StartsWith("GUILD_ROLE_", StringComparison.Ordinal)
        || name.StartsWith("MESSAGE_DELETE", StringComparison.Ordinal)
        || name.StartsWith("MESSAGE_REACTION_", StringComparison.Ordinal);

    private static GatewayEvent Small(string name, EventJson e) => name switch
    {
        "GUILD_DELETE" => new GuildDelete(e.Id, e.Unavailable),
        "THREAD_DELETE" => new ThreadDelete(e.Id, e.GuildId ?? default, e.ParentId),
        "GUILD_ROLE_CREATE" => new RoleCreate(e.GuildId ?? default, e.Role ?? new Role()),
        "GUILD_ROLE_UPDATE" => new RoleUpdate(e.GuildId ?? default, e.Role ?? new Role()),
        "GUILD_ROLE_DELETE" => new RoleDelete(e.GuildId ?? default, e.RoleId),
        "GUILD_MEMBER_REMOVE" => new MemberRemove(e.GuildId ?? default, e.User ?? new User()),
        "MESSAGE_DELETE" => new MessageDelete(e.Id, e.ChannelId, e.GuildId),
        "MESSAGE_DELETE_BULK" => new MessageDeleteBulk(e.Ids ?? [], e.ChannelId, e.GuildId),
        "MESSAGE_REACTION_ADD" => new ReactionAdd(e.UserId, e.ChannelId, e.MessageId, e.GuildId, e.Emoji ?? new Emoji(), e.Member),
        "MESSAGE_REACTION_REMOVE" => new ReactionRemove(e.UserId, e.ChannelId, e.MessageId, e.GuildId, e.Emoji ?? new Emoji()),
        "MESSAGE_REACTION_REMOVE_ALL" => new ReactionRemoveAll(e.ChannelId, e.MessageId, e.GuildId),
        "MESSAGE_REACTION_REMOVE_EMOJI" => new ReactionRemoveEmoji(e.ChannelId, e.MessageId, e.GuildId, e.Emoji ?? new Emoji()),
        _ => new UnknownEvent(name),
    };

    private static Snowflake Guild(ReadOnlySpan<byte> data) => Parse(data, DiscordJson.Default.EventJson).GuildId ?? default;

    private static T Parse<T>(ReadOnlySpan<byte> data, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(data, type) ?? throw new JsonException("The event has no data.");
}
