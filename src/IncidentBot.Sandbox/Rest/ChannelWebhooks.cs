using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Gateway;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Webhooks of channels (Resources: Webhook): made and listed by those who manage them, used by whoever has the token.</summary>
internal static class ChannelWebhooks
{
    public static void Add(RouteTable table)
    {
        table.Add("POST", "/channels/{channel_id}/webhooks", Create);
        table.Add("GET", "/channels/{channel_id}/webhooks", call =>
        {
            var channel = call.Channel(Permission.ManageWebhooks);
            return Answer.Ok(Wire.Array(call.World.Webhooks.Values.Where(w => w.ChannelId == channel.Id), w => Render(call, w)));
        });
        table.Add("GET", "/guilds/{guild_id}/webhooks", call =>
        {
            call.RequireGuild();
            call.RequireGuildPermission(Permission.ManageWebhooks);
            return Answer.Ok(Wire.Array(call.World.Webhooks.Values, w => Render(call, w)));
        });
        table.Add("GET", "/webhooks/{webhook_id}", call => Answer.Ok(Render(call, Managed(call))));
        table.Add("PATCH", "/webhooks/{webhook_id}", call => Patch(call, Managed(call), move: true, withUser: true));
        table.Add("DELETE", "/webhooks/{webhook_id}", call => Delete(call, Managed(call)));
        const string WithToken = "/webhooks/{webhook_id}/{webhook_token}";
        table.Add("GET", WithToken, call => Answer.Ok(Render(call, ByToken(call), withUser: false)), anonymous: true);
        table.Add("PATCH", WithToken, call => Patch(call, ByToken(call), move: false, withUser: false), anonymous: true);
        table.Add("DELETE", WithToken, call => Delete(call, ByToken(call)), anonymous: true);
    }

    /// <summary>The webhook of the path, whose token the path must hold as well.</summary>
    public static Webhook ByToken(Call call)
    {
        if (!call.World.Webhooks.TryGetValue(call.Id("webhook_id"), out var webhook)) throw ApiException.UnknownWebhook();
        return webhook.Token == call.Text("webhook_token") ? webhook : throw ApiException.InvalidToken();
    }

    /// <summary>Posts as the webhook, in its channel, in a thread of it (<c>thread_id</c>), or as a new forum post (<c>thread_name</c>).</summary>
    public static Answer Execute(Call call)
    {
        var webhook = ByToken(call);
        var channel = call.World.FindChannel(webhook.ChannelId) ?? throw ApiException.UnknownChannel();
        var errors = new FieldErrors();
        var name = errors.String(call.Body, "username", "", 1, 80);
        RequireName(name, "username", errors);
        var isForum = channel.Type is ChannelType.Forum or ChannelType.Media;
        var threadName = isForum ? errors.String(call.Body, "thread_name", "", 1, 100) : null;
        var tags = isForum && errors.List(call.Body, "applied_tags", "", 0, ForumRules.MostApplied) is { } list ? ForumRules.Applied(list, channel, errors) : [];
        errors.ThrowIfAny();
        var target = InThread(call, channel);
        if (isForum && target == channel && threadName is null) throw new ApiException(400, 220001, "Webhooks posted to forum channels must have a thread_name or thread_id");
        if (isForum && target != channel && threadName is not null) throw new ApiException(400, 220002, "Webhooks posted to forum channels cannot have both a thread_name and thread_id");

        var draft = MessageRules.ReadCreate(call, call.Body, call.Files, target);
        draft.WebhookId = webhook.Id;
        draft.WebhookApplicationId = webhook.ApplicationId;
        var author = webhook.Author(name);
        if (threadName is not null)
        {
            target = call.World.CreateThread(channel, author, ChannelType.PublicThread, threadName, from: null, channel.ThreadSlowmode, state => state.AppliedTags.AddRange(tags));
            target.Thread!.Members.Clear();
            draft.Id = target.Id;
        }

        var message = call.World.Post(target, author, draft);
        return call.QueryFlag("wait") ? Answer.Ok(call.World.Render(message, call.World.Bot)) : Answer.NoContent;
    }

    /// <summary>A message that this webhook posted.</summary>
    public static Message Find(Call call)
    {
        var webhook = ByToken(call);
        var channel = InThread(call, call.World.FindChannel(webhook.ChannelId) ?? throw ApiException.UnknownChannel());
        var message = channel.Find(call.Id("message_id"));
        return message?.WebhookId == webhook.Id ? message : throw ApiException.UnknownMessage();
    }

    public static Answer EditMessage(Call call)
    {
        var message = Find(call);
        MessageRoutes.RequireEditable(call, message);
        MessageRules.ApplyEdit(call, call.Body, call.Files, message);
        call.World.AnnounceEdit(message);
        return Answer.Ok(call.World.Render(message, call.World.Bot));
    }

    public static Answer DeleteMessage(Call call)
    {
        call.World.Delete(Find(call));
        return Answer.NoContent;
    }

    private static Channel InThread(Call call, Channel channel)
    {
        if (call.QueryId("thread_id") is not { } id) return channel;
        return call.World.FindChannel(id) is { IsThread: true } thread && thread.ParentId == channel.Id ? thread : throw ApiException.UnknownChannel();
    }

    private static Webhook Managed(Call call)
    {
        if (!call.World.Webhooks.TryGetValue(call.Id("webhook_id"), out var webhook)) throw ApiException.UnknownWebhook();
        if (call.World.FindChannel(webhook.ChannelId) is { } channel) call.Require(channel, Permission.ManageWebhooks);
        return webhook;
    }

    private static Answer Create(Call call)
    {
        var channel = call.Channel(Permission.ManageWebhooks);
        if (channel.IsThread || channel.Type is ChannelType.Category or ChannelType.Dm) throw ApiException.WrongChannelType();
        var errors = new FieldErrors();
        var name = errors.String(call.Body, "name", "", 1, 80, required: true);
        RequireName(name, "name", errors);
        errors.ThrowIfAny();
        if (call.World.Webhooks.Values.Count(w => w.ChannelId == channel.Id) >= Webhook.MaxPerChannel) throw new ApiException(400, 30007, "Maximum number of webhooks reached (15)");
        var id = call.World.Mint.Next(SnowflakeMint.ServerSlot);
        var webhook = new Webhook
        {
            Id = id,
            Token = Convert.ToBase64String(SHA512.HashData(System.Text.Encoding.ASCII.GetBytes($"webhook {id}"))).Replace('+', '-').Replace('/', '_').TrimEnd('=')[..68],
            ChannelId = channel.Id,
            Name = name!.Trim(),
            Creator = call.Actor,
            ApplicationId = call.Actor.IsBot ? call.World.ApplicationId : null,
        };
        call.World.Webhooks.Add(id, webhook);
        Tell(call, channel.Id);
        return Answer.Ok(Render(call, webhook));
    }

    private static Answer Patch(Call call, Webhook webhook, bool move, bool withUser)
    {
        var errors = new FieldErrors();
        var name = errors.String(call.Body, "name", "", 1, 80);
        RequireName(name, "name", errors);
        var target = move ? errors.Snowflake(call.Body["channel_id"], "channel_id") : null;
        errors.ThrowIfAny();
        if (target is { } id)
        {
            var channel = call.World.FindChannel(id) ?? throw ApiException.UnknownChannel();
            call.Require(channel, Permission.ManageWebhooks);
            Tell(call, webhook.ChannelId);
            webhook.ChannelId = channel.Id;
        }

        if (name is not null) webhook.Name = name.Trim();
        Tell(call, webhook.ChannelId);
        return Answer.Ok(Render(call, webhook, withUser));
    }

    private static Answer Delete(Call call, Webhook webhook)
    {
        call.World.Webhooks.Remove(webhook.Id);
        Tell(call, webhook.ChannelId);
        return Answer.NoContent;
    }

    /// <summary>Neither "clyde" nor "discord" may stand in a webhook's name (Resources: Webhook, Create Webhook).</summary>
    private static void RequireName(string? name, string field, FieldErrors errors)
    {
        foreach (var word in (string[])["clyde", "discord"])
        {
            if (name?.Contains(word, StringComparison.OrdinalIgnoreCase) == true) errors.Add(field, "USERNAME_INVALID_CONTAINS", $"Username cannot contain \"{word}\"");
        }
    }

    private static void Tell(Call call, ulong channelId) =>
        call.World.AnnounceGuild("WEBHOOKS_UPDATE", Intent.GuildWebhooks, () => new JsonObject { ["guild_id"] = Wire.Id(call.Guild.Id), ["channel_id"] = Wire.Id(channelId) });

    private static JsonObject Render(Call call, Webhook webhook, bool withUser = true)
    {
        var json = new JsonObject
        {
            ["id"] = Wire.Id(webhook.Id),
            ["type"] = 1,
            ["guild_id"] = Wire.Id(call.Guild.Id),
            ["channel_id"] = Wire.Id(webhook.ChannelId),
            ["name"] = webhook.Name,
            ["avatar"] = null,
            ["application_id"] = Wire.Id(webhook.ApplicationId),
            ["token"] = webhook.Token,
            ["url"] = new Uri(call.World.BaseUrl!, $"api/webhooks/{webhook.Id}/{webhook.Token}").ToString(),
        };
        if (withUser) json["user"] = Wire.User(webhook.Creator);
        return json;
    }
}
