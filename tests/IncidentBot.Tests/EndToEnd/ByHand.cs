using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd;

/// <summary>What people do in Discord's client besides talking to the bot: threads, cleaning up, deleting channels.</summary>
internal static class ByHand
{
    private static readonly HttpClient Http = new();

    public static Task<Channel> StartsThread(this Chat chat, string who, string name, string where) =>
        ThreadAsync(chat, who, $"/channels/{chat.Channel(where).Id}/threads", new JsonObject { ["name"] = name, ["type"] = ChannelType.PublicThread });

    public static Task<Channel> StartsThread(this Chat chat, string who, string name, Message from) =>
        ThreadAsync(chat, who, $"/channels/{from.Channel.Id}/messages/{from.Id}/threads", new JsonObject { ["name"] = name });

    /// <summary>The owner makes a forum called postmortems.</summary>
    /// <param name="tags">What it offers; a name that begins with "!" is for moderators.</param>
    public static async Task<Channel> MakesForum(this Chat chat, bool requiresTag = false, params string[] tags)
    {
        var body = new JsonObject
        {
            ["name"] = "postmortems",
            ["type"] = ChannelType.Forum,
            ["available_tags"] = new JsonArray([.. tags.Select(tag => new JsonObject { ["name"] = tag.TrimStart('!'), ["moderated"] = tag.StartsWith('!') })]),
        };
        var json = await chat.OwnerAsks(HttpMethod.Post, $"/guilds/{chat.World.Guild.Id}/channels", body);
        if (requiresTag) await chat.OwnerAsks(HttpMethod.Patch, $"/channels/{(string)json!["id"]!}", new JsonObject { ["flags"] = ChannelFlag.RequireTag });
        await chat.Settle();
        return chat.World.FindChannel(ulong.Parse((string)json!["id"]!, CultureInfo.InvariantCulture))!;
    }

    public static async Task Changes(this Chat chat, Channel channel, JsonObject body)
    {
        await chat.OwnerAsks(HttpMethod.Patch, $"/channels/{channel.Id}", body);
        await chat.Settle();
    }

    public static async Task ClearsReactions(this Chat chat, Message message)
    {
        await chat.OwnerAsks(HttpMethod.Delete, $"/channels/{message.Channel.Id}/messages/{message.Id}/reactions");
        await chat.Settle();
    }

    public static async Task DeletesChannel(this Chat chat, string where)
    {
        await chat.OwnerAsks(HttpMethod.Delete, $"/channels/{chat.Channel(where).Id}");
        await chat.Settle();
    }

    /// <summary>As the server's owner, who may do everything; over the same REST paths as the client.</summary>
    public static Task<JsonNode?> OwnerAsks(this Chat chat, HttpMethod method, string path, JsonNode? body = null) =>
        SendAsync(chat, chat.World.FindUser(chat.World.Guild.OwnerId)!.Token, method, path, body);

    private static async Task<Channel> ThreadAsync(Chat chat, string who, string path, JsonObject body)
    {
        var json = await SendAsync(chat, chat.User(who).Token, HttpMethod.Post, path, body);
        await chat.Settle();
        return chat.World.FindChannel(ulong.Parse((string)json!["id"]!, CultureInfo.InvariantCulture))!;
    }

    private static async Task<JsonNode?> SendAsync(Chat chat, string token, HttpMethod method, string path, JsonNode? body)
    {
        using var request = new HttpRequestMessage(method, chat.Driven.Sandbox.ApiUrl + path);
        request.Headers.TryAddWithoutValidation("Authorization", token);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
