using System.Globalization;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Gateway;

/// <summary>Answers Request Guild Members (op 8) with GUILD_MEMBERS_CHUNK.</summary>
internal static class GatewayMembers
{
    private const int PerChunk = 1000;

    public static void Answer(SandboxWorld world, GatewaySession session, JsonNode? data)
    {
        var guild = world.Guild;
        // Older libraries, discordgo among them, send a list of servers.
        if (Id(data?["guild_id"] is JsonArray servers ? servers.FirstOrDefault() : data?["guild_id"]) != guild.Id) return;
        var members = guild.Members.Values.AsEnumerable();
        var notFound = new List<ulong>();
        if (data!["user_ids"] is { } wanted)
        {
            var ids = (wanted is JsonArray many ? many.Select(Id) : [Id(wanted)]).OfType<ulong>().ToList();
            notFound = [.. ids.Where(id => !guild.Members.ContainsKey(id))];
            members = ids.Where(guild.Members.ContainsKey).Select(id => guild.Members[id]);
        }
        else
        {
            var query = (string?)data["query"] ?? "";
            var limit = (int?)data["limit"] ?? 0;
            // The whole list needs the privileged intent (Gateway Events: Request Guild Members).
            if (query.Length == 0 && !session.Wants(Intent.GuildMembers)) return;
            members = members.Where(m => m.User.Username.StartsWith(query, StringComparison.OrdinalIgnoreCase) || m.DisplayName.StartsWith(query, StringComparison.OrdinalIgnoreCase));
            if (limit > 0) members = members.Take(limit);
        }

        var chunks = members.Chunk(PerChunk).ToList();
        if (chunks.Count == 0) chunks.Add([]);
        for (var i = 0; i < chunks.Count; i++)
        {
            var json = new JsonObject
            {
                ["guild_id"] = Wire.Id(guild.Id),
                ["members"] = Wire.Array(chunks[i], m => Wire.Member(m)),
                ["chunk_index"] = i,
                ["chunk_count"] = chunks.Count,
            };
            if (notFound.Count > 0) json["not_found"] = Wire.Ids(notFound);
            if ((bool?)data["presences"] == true) json["presences"] = new JsonArray();
            if (data["nonce"] is { } nonce) json["nonce"] = nonce.DeepClone();
            world.Gateway.Send(session, "GUILD_MEMBERS_CHUNK", json);
        }
    }

    /// <summary>An id as text or, as discord.py sends it, as a number.</summary>
    private static ulong? Id(JsonNode? node) => ulong.TryParse(node?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
