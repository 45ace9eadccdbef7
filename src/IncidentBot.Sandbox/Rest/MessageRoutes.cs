using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Messages (Resources: Message).</summary>
internal static class MessageRoutes
{
    private static readonly TimeSpan NonceMemory = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Old = TimeSpan.FromHours(1);
    private static readonly TimeSpan BulkAge = TimeSpan.FromDays(14);
    private const int OldEditsPerMinute = 5;

    public static void Add(RouteTable table)
    {
        table.Add("GET", "/channels/{channel_id}/messages", List, 5, 1);
        table.Add("POST", "/channels/{channel_id}/messages", Create, 5, 5);
        table.Add("GET", "/channels/{channel_id}/messages/{message_id}", Get, 5, 1);
        table.Add("PATCH", "/channels/{channel_id}/messages/{message_id}", Edit, 5, 5);
        table.Add("DELETE", "/channels/{channel_id}/messages/{message_id}", Delete, 5, 1);
        table.Add("POST", "/channels/{channel_id}/messages/{message_id}/crosspost", Crosspost);
        table.Add("POST", "/channels/{channel_id}/messages/bulk-delete", BulkDelete, 1, 3);
    }

    private static Channel TextChannel(Call call, ulong permission)
    {
        var channel = call.Channel(permission);
        return channel.HoldsMessages ? channel : throw new ApiException(400, 50008, "Cannot send messages in a non-text channel");
    }

    private static Answer List(Call call)
    {
        var channel = TextChannel(call, 0);
        var limit = call.QueryInt("limit", 50, 1, 100);
        var (before, after, around) = (call.QueryId("before"), call.QueryId("after"), call.QueryId("around"));
        // Without the history one reads nothing.
        if (!call.World.PermissionsOf(call.Actor, channel).Has(Permission.ReadMessageHistory)) return Answer.Ok(new JsonArray());
        var all = channel.Messages;
        int from, to;
        if (around is { } middle)
        {
            from = Math.Max(0, channel.IndexAfter(middle == 0 ? 0 : middle - 1) - (limit / 2));
            to = Math.Min(all.Count, from + limit);
        }
        else if (after is { } older)
        {
            from = channel.IndexAfter(older);
            to = Math.Min(all.Count, from + limit);
        }
        else
        {
            to = before is { } newer ? channel.IndexAfter(newer == 0 ? 0 : newer - 1) : all.Count;
            from = Math.Max(0, to - limit);
        }

        var json = new JsonArray();
        for (var i = to - 1; i >= from; i--) json.Add((JsonNode)call.World.Render(all[i], call.Actor));
        return Answer.Ok(json);
    }

    private static Answer Get(Call call)
    {
        var channel = TextChannel(call, Permission.ReadMessageHistory);
        return Answer.Ok(call.World.Render(call.Message(channel), call.Actor));
    }

    /// <summary>Publishes a message of an announcement channel; no server follows the sandbox's.</summary>
    private static Answer Crosspost(Call call)
    {
        var channel = TextChannel(call, Permission.SendMessages);
        if (channel.Type != ChannelType.Announcement) throw ApiException.WrongChannelType();
        var message = call.Message(channel);
        if (message.Author != call.Actor) call.Require(channel, Permission.ManageMessages);
        if ((message.Flags & MessageFlag.Crossposted) != 0) throw new ApiException(400, 40033, "This message has already been crossposted.");
        message.Flags |= MessageFlag.Crossposted;
        call.World.AnnounceEdit(message);
        return Answer.Ok(call.World.Render(message, call.Actor));
    }

    private static Answer Create(Call call)
    {
        var channel = TextChannel(call, Permission.SendMessages);
        if (channel.IsDm && channel.Recipients.Exists(r => r != call.Actor && (r.DmsClosed || r.IsBot) && call.Actor.IsBot)) throw ApiException.CannotDm();
        if (channel.Thread is { Archived: true, Locked: true }) call.Require(channel, Permission.ManageThreads);
        var draft = MessageRules.ReadCreate(call, call.Body, call.Files, channel);

        // With enforce_nonce a second message of the same author and nonce is not made; the first is given back.
        var enforce = draft.Nonce is not null && (bool?)call.Body["enforce_nonce"] == true;
        var key = $"{channel.Id}:{call.Actor.Id}:{draft.Nonce?.ToJsonString()}";
        if (enforce && call.World.Nonces.Find(key) is { } earlier) return Answer.Ok(call.World.Render(earlier, call.Actor));
        var message = call.World.Post(channel, call.Actor, draft);
        if (draft.Nonce is not null) call.World.Nonces.Keep(key, message, NonceMemory);
        return Answer.Ok(call.World.Render(message, call.Actor));
    }

    private static Answer Edit(Call call)
    {
        var channel = TextChannel(call, 0);
        var message = call.Message(channel);
        if (channel.Thread is { Archived: true }) throw ApiException.ThreadArchived();
        if (message.Author != call.Actor)
        {
            // Others may only hide embeds, and only those who manage messages.
            if (call.Body.Any(p => p.Key != "flags")) throw ApiException.NotTheAuthor();
            call.Require(channel, Permission.ManageMessages);
        }

        RequireEditable(call, message);
        MessageRules.ApplyEdit(call, call.Body, call.Files, message);
        call.World.AnnounceEdit(message);
        return Answer.Ok(call.World.Render(message, call.Actor));
    }

    /// <summary>A message older than an hour takes only few edits (30046).</summary>
    public static void RequireEditable(Call call, Message message)
    {
        var now = call.World.Time.GetUtcNow();
        if (!call.World.Options.StrictRateLimits || now - message.Timestamp < Old) return;
        if (now - message.OldEditWindow >= TimeSpan.FromMinutes(1)) (message.OldEditWindow, message.EditsWhenOld) = (now, 0);
        if (++message.EditsWhenOld > OldEditsPerMinute) throw new ApiException(400, 30046, "Maximum number of edits to messages older than 1 hour reached. Try again later");
    }

    private static Answer Delete(Call call)
    {
        var channel = TextChannel(call, 0);
        var message = call.Message(channel);
        if (message.Author != call.Actor)
        {
            if (channel.IsDm) throw new ApiException(403, 50003, "Cannot execute action on a DM channel");
            call.Require(channel, Permission.ManageMessages);
        }

        call.World.Delete(message);
        return Answer.NoContent;
    }

    private static Answer BulkDelete(Call call)
    {
        var channel = TextChannel(call, Permission.ManageMessages);
        if (channel.IsDm) throw new ApiException(403, 50003, "Cannot execute action on a DM channel");
        var errors = new FieldErrors();
        var list = errors.List(call.Body, "messages", "", 2, 100);
        if (list is null) errors.Required("messages");
        errors.ThrowIfAny();
        var ids = list!.Select((n, i) => errors.Snowflake(n, $"messages.{i}")).OfType<ulong>().Distinct().ToList();
        errors.ThrowIfAny();
        var oldest = call.World.Time.GetUtcNow() - BulkAge;
        if (ids.Exists(id => SnowflakeMint.TimeOf(id) < oldest)) throw new ApiException(400, 50034, "You can only bulk delete messages that are under 14 days old.");
        call.World.DeleteMany(channel, [.. ids.Select(channel.Find).OfType<Message>()]);
        return Answer.NoContent;
    }
}
