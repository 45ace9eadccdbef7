using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>A person uses a command, component or form: the request of Discord's own client becomes INTERACTION_CREATE for the bot.</summary>
internal static class InteractionCreation
{
    public const int CommandType = 2;
    public const int ComponentType = 3;
    public const int AutocompleteType = 4;
    public const int ModalSubmitType = 5;

    public static Answer Create(Call call)
    {
        if (call.Actor.IsBot) throw new ApiException(403, 20001, "Bots cannot use this endpoint");
        var body = call.Body;
        var errors = new FieldErrors();
        var type = (int?)errors.Integer(body, "type", "", CommandType, ModalSubmitType, required: true);
        var application = errors.Snowflake(body["application_id"], "application_id");
        var channelId = errors.Snowflake(body["channel_id"], "channel_id");
        if (body["application_id"] is null) errors.Required("application_id");
        if (body["channel_id"] is null) errors.Required("channel_id");
        var nonce = body["nonce"] is null ? null : errors.String(body, "nonce", "", 0, 25);
        if (body["data"] is not JsonObject) errors.Required("data");
        errors.ThrowIfAny();
        if (application != call.World.ApplicationId) throw new ApiException(404, 10002, "Unknown Application");
        var channel = call.World.FindChannel(channelId!.Value) ?? throw ApiException.UnknownChannel();
        call.Require(channel, 0);

        var data = (JsonObject)body["data"]!;
        switch (type)
        {
            case CommandType or AutocompleteType:
                call.Require(channel, Permission.UseApplicationCommands);
                UseCommand(call, channel, data, type.Value, nonce);
                break;
            case ComponentType:
                UseComponent(call, channel, data, nonce);
                break;
            case ModalSubmitType:
                SubmitModal(call, data, nonce);
                break;
        }

        return Answer.NoContent;
    }

    private static void UseCommand(Call call, Channel channel, JsonObject data, int type, string? nonce)
    {
        var errors = new FieldErrors();
        var id = errors.Snowflake(data["id"], "data.id");
        errors.ThrowIfAny();
        if (id is null || !call.World.Commands.TryGetValue(id.Value, out var command)) throw ApiException.UnknownCommand();
        if (command.Definition["default_member_permissions"] is { } needed && !channel.IsDm
            && !Permissions.InGuild(call.Guild, call.Actor).Has(ulong.Parse((string)needed!))) throw ApiException.MissingPermissions();

        var resolved = new Resolved(call.World);
        var json = new JsonObject { ["id"] = Wire.Id(command.Id), ["name"] = command.Name, ["type"] = command.Type };
        if (command.GuildId is { } scope) json["guild_id"] = Wire.Id(scope);
        if (command.Type == 1)
        {
            var given = data["options"] as JsonArray ?? [];
            var uploaded = MessageRules.ReadAttachments(call, data, call.Files, channel, [], errors, ephemeral: true);
            var checkedOptions = OptionRules.Check(
                given, command.Definition["options"] as JsonArray ?? [], "data.options", errors, partial: type == AutocompleteType, resolved, uploaded);
            errors.ThrowIfAny();
            if (checkedOptions.Count > 0) json["options"] = checkedOptions;
        }
        else
        {
            var target = errors.Snowflake(data["target_id"], "data.target_id");
            if (target is null) errors.Required("data.target_id");
            errors.ThrowIfAny();
            json["target_id"] = Wire.Id(target!.Value);
            if (command.Type == 3) resolved.AddMessage(channel.Find(target.Value) ?? throw ApiException.UnknownMessage());
            else resolved.AddUser(call.World.FindUser(target.Value) ?? throw ApiException.UnknownUser());
        }

        if (resolved.Json is { } found) json["resolved"] = found;
        call.World.Begin(
            new Interaction
            {
                Id = call.World.Mint.Next(SnowflakeMint.InteractionSlot),
                Token = call.World.NextInteractionToken(),
                Type = type,
                User = call.Actor,
                Channel = channel,
                CreatedAt = call.World.Time.GetUtcNow(),
                Nonce = nonce,
                CommandName = command.Name,
            },
            json);
    }

    private static void UseComponent(Call call, Channel channel, JsonObject data, string? nonce)
    {
        var errors = new FieldErrors();
        var messageId = errors.Snowflake(call.Body["message_id"], "message_id");
        if (messageId is null) errors.Required("message_id");
        var customId = errors.String(data, "custom_id", "data", 1, 100, required: true);
        errors.ThrowIfAny();
        var message = channel.Find(messageId!.Value) ?? channel.Ephemeral.Find(m => m.Id == messageId && m.EphemeralFor == call.Actor) ?? throw ApiException.UnknownMessage();
        var component = ComponentTree.Interactive(message.Components).FirstOrDefault(c => (string?)c["custom_id"] == customId)
            ?? throw FieldErrors.Single("data", "COMPONENT_VALIDATION_FAILED", "Component validation failed");
        if ((bool?)component["disabled"] == true) throw FieldErrors.Single("data", "COMPONENT_VALIDATION_FAILED", "Component validation failed");

        var type = (int)component["type"]!;
        var json = new JsonObject { ["custom_id"] = customId, ["component_type"] = type, ["id"] = component["id"]?.DeepClone() };
        if (type != ComponentRules.Button)
        {
            var values = errors.List(data, "values", "data", (int)component["min_values"]!, (int)component["max_values"]!) ?? [];
            var resolved = new Resolved(call.World);
            foreach (var (i, value) in values.Index())
            {
                var valid = type == ComponentRules.StringSelect
                    ? ((JsonArray)component["options"]!).Any(o => (string?)o!["value"] == (string?)value)
                    : resolved.Add(type, (string?)value);
                if (!valid) errors.Add($"data.values.{i}", "COMPONENT_VALIDATION_FAILED", "Component validation failed");
            }

            errors.ThrowIfAny();
            json["values"] = values.DeepClone();
            if (resolved.Json is { } found) json["resolved"] = found;
        }

        call.World.Begin(
            new Interaction
            {
                Id = call.World.Mint.Next(SnowflakeMint.InteractionSlot),
                Token = call.World.NextInteractionToken(),
                Type = ComponentType,
                User = call.Actor,
                Channel = channel,
                CreatedAt = call.World.Time.GetUtcNow(),
                Nonce = nonce,
                Source = message,
            },
            json);
    }

    private static void SubmitModal(Call call, JsonObject data, string? nonce)
    {
        var errors = new FieldErrors();
        // Discord's client names the form by the id of the interaction that opened it.
        var opened = errors.Snowflake(data["id"] ?? data["instance_id"], "data.id");
        var customId = errors.String(data, "custom_id", "data", 1, 100, required: true);
        errors.ThrowIfAny();
        if (opened is null || !call.World.Interactions.TryGetValue(opened.Value, out var trigger) || trigger.User != call.Actor || trigger.Modal is not { } modal
            || (string?)modal["custom_id"] != customId) throw ApiException.UnknownInteraction();
        var resolved = new Resolved(call.World);
        var components = ModalAnswers.Read(modal, data["components"] as JsonArray ?? [], errors, resolved);
        errors.ThrowIfAny();
        var json = new JsonObject { ["custom_id"] = customId, ["components"] = components };
        if (resolved.Json is { } found) json["resolved"] = found;
        call.World.Begin(
            new Interaction
            {
                Id = call.World.Mint.Next(SnowflakeMint.InteractionSlot),
                Token = call.World.NextInteractionToken(),
                Type = ModalSubmitType,
                User = call.Actor,
                Channel = trigger.Channel,
                CreatedAt = call.World.Time.GetUtcNow(),
                Nonce = nonce,
                Source = trigger.Source,
                Trigger = trigger,
            },
            json);
    }
}
