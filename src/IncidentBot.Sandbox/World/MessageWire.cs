using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.World;

/// <summary>Messages as Discord shows them to one viewer.</summary>
internal static class MessageWire
{
    /// <param name="message">The message.</param>
    /// <param name="viewer">Who reads it: decides the "me" of reactions.</param>
    /// <param name="links">Makes the signed link of an attachment.</param>
    /// <param name="hideContent">True for a bot without the message-content intent.</param>
    /// <param name="withReference">Whether the message replied to is shown too (one level deep).</param>
    public static JsonObject Render(Message message, User? viewer, AttachmentLinks links, bool hideContent, bool withReference = true)
    {
        var json = new JsonObject
        {
            ["type"] = message.Type,
            ["content"] = hideContent ? "" : message.Content,
            ["mentions"] = Wire.Array(message.Mentions, Wire.User),
            ["mention_roles"] = Wire.Ids(message.MentionRoles),
            ["attachments"] = hideContent ? new JsonArray() : Wire.Array(message.Attachments, a => Attachment(a, links)),
            ["embeds"] = hideContent ? new JsonArray() : message.Embeds.DeepClone(),
            ["timestamp"] = Wire.Time(message.Timestamp),
            ["edited_timestamp"] = Wire.Time(message.EditedAt),
            ["flags"] = message.Flags,
            ["components"] = hideContent ? new JsonArray() : message.Components.DeepClone(),
            ["id"] = Wire.Id(message.Id),
            ["channel_id"] = Wire.Id(message.Channel.Id),
            ["author"] = Wire.User(message.Author),
            ["pinned"] = message.Pinned,
            ["mention_everyone"] = message.MentionEveryone,
            ["tts"] = message.Tts,
        };
        if (message.Nonce is { } nonce) json["nonce"] = nonce.DeepClone();
        if (message.ApplicationId is { } application)
        {
            json["application_id"] = Wire.Id(application);
            json["webhook_id"] = Wire.Id(application);
        }

        if (message.WebhookId is { } webhook) json["webhook_id"] = Wire.Id(webhook);
        if (message.InteractionMetadata is { } metadata)
        {
            json["interaction_metadata"] = metadata.DeepClone();
            // Deprecated, but Discord still sends it, and older libraries find a message's buttons by it.
            if (Interaction(metadata) is { } interaction) json["interaction"] = interaction;
        }

        if (message.Reactions.Count > 0)
        {
            json["reactions"] = Wire.Array(message.Reactions.Values, r => new JsonObject
            {
                ["emoji"] = Wire.Emoji(r),
                ["count"] = r.Users.Count,
                ["count_details"] = new JsonObject { ["burst"] = 0, ["normal"] = r.Users.Count },
                ["burst_colors"] = new JsonArray(),
                ["me_burst"] = false,
                ["me"] = viewer is not null && r.Users.Contains(viewer),
            });
        }

        if (message.Poll is { } poll && !hideContent) json["poll"] = poll.Render(viewer);
        if (message.Snapshot is { } snapshot) json["message_snapshots"] = hideContent ? new JsonArray() : new JsonArray(new JsonObject { ["message"] = snapshot.DeepClone() });
        if (message.StartedThread is { } thread) json["thread"] = Wire.Channel(thread, viewer);
        if (message.Reference is { } reference)
        {
            var target = new JsonObject { ["type"] = message.Snapshot is null ? 0 : 1, ["channel_id"] = Wire.Id(reference.ChannelId), ["message_id"] = Wire.Id(reference.MessageId) };
            if (reference.GuildId is { } guild) target["guild_id"] = Wire.Id(guild);
            json["message_reference"] = target;
            if (withReference && message.Type == 19)
            {
                json["referenced_message"] = message.Channel.Find(reference.MessageId) is { } original
                    ? Render(original, viewer, links, hideContent: hideContent && viewer?.Id != original.Author.Id, withReference: false)
                    : null;
            }
        }

        return json;
    }

    /// <summary>The part of a message that a forward shows (Resources: Message, Message Snapshot Structure).</summary>
    public static JsonObject Snapshot(Message message, AttachmentLinks links)
    {
        var whole = Render(message, viewer: null, links, hideContent: false);
        var json = new JsonObject();
        foreach (var name in (string[])["type", "content", "embeds", "attachments", "timestamp", "edited_timestamp", "flags", "mentions", "mention_roles", "components"])
        {
            json[name] = whole[name]?.DeepClone();
        }

        return json;
    }

    /// <summary>The <c>interaction</c> of answers to commands (Resources: Message, Message Interaction Structure); a component's answer names none.</summary>
    private static JsonObject? Interaction(JsonObject metadata) => metadata["name"] is not { } name ? null : new JsonObject
    {
        ["id"] = metadata["id"]!.DeepClone(),
        ["type"] = metadata["type"]!.DeepClone(),
        ["name"] = name.DeepClone(),
        ["user"] = metadata["user"]!.DeepClone(),
    };

    public static JsonObject Attachment(Attachment attachment, AttachmentLinks links)
    {
        var url = links.For(attachment);
        var json = new JsonObject
        {
            ["id"] = Wire.Id(attachment.Id),
            ["filename"] = attachment.FileName,
            ["size"] = attachment.Bytes.Length,
            ["url"] = url,
            ["proxy_url"] = url,
            ["content_type"] = attachment.ContentType,
        };
        if (attachment.Title is { } title) json["title"] = title;
        if (attachment.Description is { } description) json["description"] = description;
        if (attachment.Ephemeral) json["ephemeral"] = true;
        return json;
    }
}
