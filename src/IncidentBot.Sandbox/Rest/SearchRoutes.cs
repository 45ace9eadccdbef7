using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Search for messages of the server (Resources: Message, Search Guild Messages): by words, channel, author and pinning, newest first.</summary>
internal static class SearchRoutes
{
    public static void Add(RouteTable table) => table.Add("GET", "/guilds/{guild_id}/messages/search", Search);

    private static Answer Search(Call call)
    {
        call.RequireGuild();
        var limit = call.QueryInt("limit", 25, 1, 25);
        var offset = call.QueryInt("offset", 0, 0, 9975);
        var (after, before) = (call.QueryId("min_id"), call.QueryId("max_id"));
        var words = call.Query["content"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var channels = Ids(call, "channel_id");
        var authors = Ids(call, "author_id");
        var found = call.Guild.Channels.Values
            .Where(c => (channels.Count == 0 || channels.Contains(c.Id)) && call.World.PermissionsOf(call.Actor, c).Has(Permission.ViewChannel | Permission.ReadMessageHistory))
            .SelectMany(c => c.Messages)
            .Where(m => !(m.Id <= after) && !(m.Id >= before) && (authors.Count == 0 || authors.Contains(m.Author.Id)))
            .Where(m => !call.Query.ContainsKey("pinned") || m.Pinned == call.QueryFlag("pinned"))
            .Where(m => words.All(w => m.Content.Contains(w, StringComparison.OrdinalIgnoreCase)))
            .OrderByDescending(m => m.Id)
            .ToList();
        if (call.Query["sort_order"] == "asc") found.Reverse();
        return Answer.Ok(new JsonObject
        {
            ["doing_deep_historical_index"] = false,
            ["total_results"] = found.Count,
            ["messages"] = Wire.Array(found.Skip(offset).Take(limit), m => new JsonArray(call.World.Render(m, call.Actor))),
        });
    }

    private static HashSet<ulong> Ids(Call call, string name) => [.. call.Query[name].Select(v => ulong.TryParse(v, out var id) ? id : 0)];
}
