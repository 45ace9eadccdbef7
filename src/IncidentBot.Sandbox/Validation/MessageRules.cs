using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Rest;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Validation;

/// <summary>The body of a message, new or edited (Resources: Message): 2,000 characters, embeds, components, files, mentions, reply, nonce.</summary>
internal static class MessageRules
{
    private const int MaxContent = 2000;
    private const int MaxContentOfPeople = 4000;
    private const int MaxFiles = 10;
    private const long MaxFile = 10 * 1024 * 1024;
    private const int MaxFileName = 255;
    private const int Settable = MessageFlag.SuppressEmbeds | MessageFlag.SuppressNotifications | MessageFlag.ComponentsV2;

    /// <param name="call">The request.</param>
    /// <param name="body">The message itself (for interactions and forum posts a part of the request's body).</param>
    /// <param name="files">Files of the request.</param>
    /// <param name="channel">Where it goes.</param>
    /// <param name="interaction">Whether it answers an interaction, and so may be ephemeral.</param>
    public static Draft ReadCreate(Call call, JsonObject body, IReadOnlyList<Upload> files, Channel channel, bool interaction = false)
    {
        var errors = new FieldErrors();
        var flags = (int)(errors.Integer(body, "flags", "", 0, int.MaxValue) ?? 0) & (Settable | (interaction ? MessageFlag.Ephemeral : 0));
        var v2 = (flags & MessageFlag.ComponentsV2) != 0;
        var attachments = ReadAttachments(call, body, files, channel, [], errors, (flags & MessageFlag.Ephemeral) != 0);
        var draft = new Draft
        {
            Content = Content(call, body, errors) ?? "",
            Flags = flags,
            Tts = errors.Boolean(body, "tts", "") ?? false,
            Attachments = attachments,
            Embeds = EmbedRules.Read(body, errors, name => attachments.Find(a => a.FileName == name) is { } a ? call.World.Links.For(a) : null),
            Components = new ComponentRules(errors, name => Media(call, attachments, name)).ReadMessage(body, v2),
            AllowedMentions = Mentions(body, errors),
        };
        if (body["nonce"] is { } nonce)
        {
            if (nonce is JsonValue value && value.TryGetValue<string>(out var text) && FieldErrors.Count(text) > 25) errors.TooLong("nonce", 25);
            draft.Nonce = nonce.DeepClone();
        }

        if (v2) RefuseOld(body, errors);
        var isForward = !interaction && body["message_reference"] is JsonObject reference && errors.Integer(reference, "type", "message_reference", 0, 1) == 1;
        if (isForward) draft.Forwarded = Forwarded(call, (JsonObject)body["message_reference"]!, errors);
        else draft.ReplyTo = Reply(call, body, channel, errors, interaction);
        draft.Poll = PollRules.Read(body, call.World.Time.GetUtcNow(), errors);
        errors.ThrowIfAny();
        if (isForward && (draft.Content.Length > 0 || draft.Embeds.Count > 0 || draft.Components.Count > 0 || attachments.Count > 0)) throw FieldErrors.Single("message_reference", "MESSAGE_REFERENCE_FORWARD_CONTENT", "A forward cannot have content of its own");
        if (draft.Content.Length == 0 && draft.Embeds.Count == 0 && draft.Components.Count == 0 && attachments.Count == 0 && draft.Poll is null && draft.Forwarded is null) throw ApiException.EmptyMessage();
        RequirePermissions(call, channel, draft);
        return draft;
    }

    /// <summary>Changes the fields that are given; a null empties them.</summary>
    public static void ApplyEdit(Call call, JsonObject body, IReadOnlyList<Upload> files, Message message)
    {
        var errors = new FieldErrors();
        var flags = message.Flags;
        if (errors.Integer(body, "flags", "", 0, int.MaxValue) is { } wanted)
        {
            const int Editable = MessageFlag.SuppressEmbeds | MessageFlag.ComponentsV2;
            flags = (flags & ~Editable) | ((int)wanted & Editable);
            if ((message.Flags & MessageFlag.ComponentsV2) != 0 && (flags & MessageFlag.ComponentsV2) == 0)
            {
                errors.Add("flags", "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "The IS_COMPONENTS_V2 flag cannot be removed");
            }
        }

        var v2 = (flags & MessageFlag.ComponentsV2) != 0;
        var attachments = ReadAttachments(call, body, files, message.Channel, message.Attachments, errors, message.EphemeralFor is not null);
        var content = body.ContainsKey("content") ? Content(call, body, errors) ?? "" : message.Content;
        var embeds = body.ContainsKey("embeds") ? EmbedRules.Read(body, errors, name => attachments.Find(a => a.FileName == name) is { } a ? call.World.Links.For(a) : null) : message.Embeds;
        var components = body.ContainsKey("components") ? new ComponentRules(errors, name => Media(call, attachments, name)).ReadMessage(body, v2) : message.Components;
        var mentions = Mentions(body, errors);
        if (v2) RefuseOld(body, errors);
        errors.ThrowIfAny();
        if (v2 && (content.Length > 0 || embeds.Count > 0)) throw FieldErrors.Single("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2");
        if (content.Length == 0 && embeds.Count == 0 && components.Count == 0 && attachments.Count == 0 && !message.IsLoading) throw ApiException.EmptyMessage();

        message.Content = content;
        message.Embeds = embeds;
        message.Components = components;
        call.World.Forget(message.Attachments.Except(attachments));
        message.Attachments = attachments;
        message.Flags = flags;
        if (!body.All(p => p.Key == "flags")) message.EditedAt = call.World.Time.GetUtcNow();
        var repliedTo = message.Reference is { } reference && message.Type == 19 ? message.Channel.Find(reference.MessageId) : null;
        MentionRules.Mark(call.World, message, mentions, repliedTo);
    }

    private static string? Content(Call call, JsonObject body, FieldErrors errors)
    {
        // Numbers are taken as text, as Discord does.
        if (body["content"] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number) body["content"] = value.ToJsonString();
        return errors.String(body, "content", "", 0, call.Has("webhook_id") || call.Has("interaction_id") || call.Actor.IsBot ? MaxContent : MaxContentOfPeople)?.Trim();
    }

    private static void RefuseOld(JsonObject body, FieldErrors errors)
    {
        foreach (var field in (string[])["content", "embeds", "sticker_ids", "poll"])
        {
            if (body[field] is null or JsonArray { Count: 0 } || (body[field] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 0)) continue;
            errors.Add(field, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", $"The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2");
        }
    }

    private static void RequirePermissions(Call call, Channel channel, Draft draft)
    {
        if (channel.IsDm || call.Has("webhook_id") || call.Has("interaction_id")) return;
        if (draft.Attachments.Count > 0) call.Require(channel, Permission.AttachFiles);
        if (draft.ReplyTo is not null) call.Require(channel, Permission.ReadMessageHistory);
        // Embeds without Embed Links are dropped from people's links, but refused from bots.
        if (draft.Embeds.Count > 0) call.Require(channel, Permission.EmbedLinks);
    }

    private static Message? Reply(Call call, JsonObject body, Channel channel, FieldErrors errors, bool interaction)
    {
        if (interaction || body["message_reference"] is not JsonObject reference) return null;
        if (reference["message_id"] is null) errors.Required("message_reference.message_id");
        if (errors.Snowflake(reference["message_id"], "message_reference.message_id") is not { } id) return null;
        if (channel.Find(id) is { } message) return message;
        if (errors.Boolean(reference, "fail_if_not_exists", "message_reference") != false) errors.Add("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
        return null;
    }

    /// <summary>A message of any channel that the author may read.</summary>
    private static Message? Forwarded(Call call, JsonObject reference, FieldErrors errors)
    {
        if (reference["message_id"] is null) errors.Required("message_reference.message_id");
        if (reference["channel_id"] is null) errors.Required("message_reference.channel_id");
        if (errors.Snowflake(reference["message_id"], "message_reference.message_id") is not { } id || errors.Snowflake(reference["channel_id"], "message_reference.channel_id") is not { } from) return null;
        var source = call.World.FindChannel(from) ?? throw ApiException.UnknownChannel();
        if (!call.Has("webhook_id")) call.Require(source, Permission.ReadMessageHistory);
        return source.Find(id) ?? throw ApiException.UnknownMessage();
    }

    private static AllowedMentions? Mentions(JsonObject body, FieldErrors errors)
    {
        if (body["allowed_mentions"] is not JsonObject json) return null;
        var parse = new HashSet<string>();
        foreach (var (i, node) in (errors.List(json, "parse", "allowed_mentions", 0, 3) ?? []).Index())
        {
            if (node is JsonValue value && value.TryGetValue<string>(out var word) && word is "users" or "roles" or "everyone") parse.Add(word);
            else errors.Add($"allowed_mentions.parse.{i}", "BASE_TYPE_CHOICES", "Value must be one of ('users', 'roles', 'everyone').");
        }

        var users = Ids("users");
        var roles = Ids("roles");
        foreach (var (kind, ids) in new[] { ("users", users), ("roles", roles) })
        {
            if (ids.Count > 0 && parse.Contains(kind)) errors.Add("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", $"parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
        }

        return new AllowedMentions(parse.Contains("users"), parse.Contains("roles"), parse.Contains("everyone"), users, roles, errors.Boolean(json, "replied_user", "allowed_mentions"));

        HashSet<ulong> Ids(string name) =>
            [.. (errors.List(json, name, "allowed_mentions", 0, 100) ?? []).Select((n, i) => errors.Snowflake(n, $"allowed_mentions.{name}.{i}")).OfType<ulong>()];
    }

    /// <summary>Files of the request, and those kept of the message edited (Reference: Editing Message Attachments).</summary>
    internal static List<Attachment> ReadAttachments(
        Call call, JsonObject body, IReadOnlyList<Upload> files, Channel channel, List<Attachment> existing, FieldErrors errors, bool ephemeral)
    {
        var described = errors.List(body, "attachments", "", 0, MaxFiles);
        var result = described is null || !body.ContainsKey("attachments") ? [.. existing] : new List<Attachment>();
        var texts = new Dictionary<ulong, JsonObject>();
        for (var i = 0; i < described?.Count; i++)
        {
            if (described[i] is not JsonObject json || errors.Snowflake(json["id"], $"attachments.{i}.id") is not { } id) continue;
            errors.String(json, "description", $"attachments.{i}", 0, 1024);
            if (existing.Find(a => a.Id == id) is { } kept) result.Add(kept);
            else texts[id] = json;
        }

        foreach (var (i, file) in files.Index())
        {
            var number = file.Field.StartsWith("files[", StringComparison.Ordinal) && file.Field.EndsWith(']') && ulong.TryParse(file.Field[6..^1], out var n) ? n : (ulong)i;
            if (file.Bytes.Length > MaxFile) throw ApiException.TooLarge();
            var text = texts.GetValueOrDefault(number);
            texts.Remove(number);
            var name = CleanName((string?)text?["filename"] ?? file.FileName);
            result.Add(new Attachment
            {
                Id = call.World.Mint.Next(ephemeral ? SnowflakeMint.EphemeralSlot : channel.Slot),
                ChannelId = channel.Id,
                FileName = name,
                Description = (string?)text?["description"],
                ContentType = ContentTypes.Of(name, file.ContentType),
                Bytes = file.Bytes,
                Ephemeral = ephemeral,
            });
        }

        foreach (var (id, _) in texts) errors.Add("attachments", "ATTACHMENT_NOT_FOUND", $"Attachment data with ID {id} not found");
        if (result.Count > MaxFiles) errors.Length("attachments", 0, MaxFiles);
        foreach (var attachment in result) call.World.Keep(attachment);
        return result;
    }

    /// <summary>Discord keeps letters, digits, dot, dash and underscore of a file's name.</summary>
    internal static string CleanName(string name)
    {
        var clean = new string([.. Path.GetFileName(name).Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')]);
        return clean.Length is 0 ? "unknown" : clean.Length > MaxFileName ? clean[^MaxFileName..] : clean;
    }

    private static JsonObject? Media(Call call, List<Attachment> attachments, string name)
    {
        if (attachments.Find(a => a.FileName == name) is not { } attachment) return null;
        var link = call.World.Links.For(attachment);
        return new JsonObject
        {
            ["id"] = Wire.Id(attachment.Id),
            ["url"] = link,
            ["proxy_url"] = link,
            ["width"] = 0,
            ["height"] = 0,
            ["content_type"] = attachment.ContentType,
            ["attachment_id"] = Wire.Id(attachment.Id),
            ["name"] = attachment.FileName,
            ["size"] = attachment.Bytes.Length,
        };
    }
}
