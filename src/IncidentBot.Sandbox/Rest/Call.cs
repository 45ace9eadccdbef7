using System.Globalization;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Sandbox.Rest;

/// <summary>A file of a multipart request.</summary>
internal sealed record Upload(string Field, string FileName, string ContentType, byte[] Bytes);

/// <summary>One request as its handler sees it, under the world's gate.</summary>
internal sealed class Call(SandboxWorld world, User? actor, IReadOnlyDictionary<string, string> parameters, IQueryCollection query, JsonNode? body, IReadOnlyList<Upload> files)
{
    public SandboxWorld World => world;

    public Guild Guild => world.Guild;

    /// <summary>Whose token came with the request.</summary>
    public User Actor => actor ?? throw ApiException.Unauthorized();

    public IReadOnlyList<Upload> Files => files;

    /// <summary>What X-Audit-Log-Reason gives as the reason, percent-encoded UTF-8 (Reference: Audit Log Reasons).</summary>
    public string? Reason { get; init; }

    public IQueryCollection Query => query;

    public JsonNode? RawBody => body;

    /// <summary>The body as an object; anything else is an invalid form.</summary>
    public JsonObject Body => body switch
    {
        JsonObject json => json,
        null => [],
        _ => throw FieldErrors.Single("_errors", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType"),
    };

    public string Text(string name) => parameters[name];

    public bool Has(string name) => parameters.ContainsKey(name);

    public ulong Id(string name) => ulong.TryParse(parameters[name], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw FieldErrors.Single(name, "NUMBER_TYPE_COERCE", $"Value \"{parameters[name]}\" is not snowflake.");

    public ulong? QueryId(string name)
    {
        if (!query.TryGetValue(name, out var value)) return null;
        return ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw FieldErrors.Single(name, "NUMBER_TYPE_COERCE", $"Value \"{value}\" is not snowflake.");
    }

    public int QueryInt(string name, int fallback, int min, int max)
    {
        if (!query.TryGetValue(name, out var value)) return fallback;
        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) throw FieldErrors.Single(name, "NUMBER_TYPE_COERCE", $"Value \"{value}\" is not int.");
        if (number < min) throw FieldErrors.Single(name, "NUMBER_TYPE_MIN", $"int value should be greater than or equal to {min}.");
        if (number > max) throw FieldErrors.Single(name, "NUMBER_TYPE_MAX", $"int value should be less than or equal to {max}.");
        return number;
    }

    public bool QueryFlag(string name) => query.TryGetValue(name, out var value) && (value == "true" || value == "True" || value == "1");

    /// <summary>The server of the path, or 10004; a stranger's server gives the same.</summary>
    public void RequireGuild(string name = "guild_id")
    {
        if (Id(name) != Guild.Id || !Guild.Members.ContainsKey(Actor.Id)) throw ApiException.UnknownGuild();
    }

    public void RequireGuildPermission(ulong permission)
    {
        if (!Permissions.InGuild(Guild, Actor).Has(permission)) throw ApiException.MissingPermissions();
    }

    /// <summary>The channel of the path: 10003 when there is none, 50001 when it may not be seen, 50013 without the permission.</summary>
    public Channel Channel(ulong permission = 0, string name = "channel_id")
    {
        var channel = World.FindChannel(Id(name)) ?? throw ApiException.UnknownChannel();
        Require(channel, permission);
        return channel;
    }

    public void Require(Channel channel, ulong permission)
    {
        var has = World.PermissionsOf(Actor, channel);
        if (!has.Has(Permission.ViewChannel)) throw channel.IsDm ? ApiException.UnknownChannel() : ApiException.MissingAccess();
        if (!has.Has(permission)) throw ApiException.MissingPermissions();
    }

    public Message Message(Channel channel, string name = "message_id") => channel.Find(Id(name)) ?? throw ApiException.UnknownMessage();
}
