using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Interactions: sent by people (as Discord's own client does), answered by the bot within 3 s.</summary>
internal static class InteractionRoutes
{
    private const int Pong = 1;
    private const int ChannelMessage = 4;
    private const int DeferredMessage = 5;
    private const int DeferredUpdate = 6;
    private const int UpdateMessage = 7;
    private const int Autocomplete = 8;
    private const int Modal = 9;

    public static void Add(RouteTable table)
    {
        table.Add("POST", "/interactions", InteractionCreation.Create);
        table.Add("POST", "/interactions/{interaction_id}/{interaction_token}/callback", Callback, 5, 1, anonymous: true);
    }

    private static Answer Callback(Call call)
    {
        var world = call.World;
        if (!world.Interactions.TryGetValue(call.Id("interaction_id"), out var interaction) || interaction.Token != call.Text("interaction_token")) throw ApiException.UnknownInteraction();
        if (interaction.State == InteractionState.Failed) throw ApiException.UnknownInteraction();
        if (interaction.State != InteractionState.Pending) throw ApiException.AlreadyAcknowledged();

        var errors = new FieldErrors();
        var type = (int?)errors.Integer(call.Body, "type", "", 0, 100, required: true);
        errors.ThrowIfAny();
        if (!Allowed(interaction).Contains(type!.Value)) throw Choices(interaction);
        var data = call.Body["data"] as JsonObject ?? [];
        switch (type)
        {
            case ChannelMessage:
                world.Answer(interaction, InteractionState.Message, PostAnswer(call, interaction, data));
                break;
            case DeferredMessage:
                var hidden = (int)(errors.Integer(data, "flags", "data", 0, int.MaxValue) ?? 0) & MessageFlag.Ephemeral;
                errors.ThrowIfAny();
                var thinking = new Draft { Flags = MessageFlag.Loading | hidden, EphemeralFor = hidden != 0 ? interaction.User : null };
                world.Answer(interaction, InteractionState.Deferred, world.PostFor(interaction, thinking));
                break;
            case DeferredUpdate:
                world.Answer(interaction, InteractionState.Acknowledged, interaction.Source);
                break;
            case UpdateMessage:
                MessageRules.ApplyEdit(call, data, call.Files, interaction.Source!);
                world.AnnounceEdit(interaction.Source!);
                world.Answer(interaction, InteractionState.Message, interaction.Source);
                break;
            case Autocomplete:
                interaction.Choices = ReadChoices(data);
                world.Answer(interaction, InteractionState.Choices, null);
                break;
            case Modal:
                interaction.Modal = ModalRules.Read(data);
                world.Answer(interaction, InteractionState.Modal, null);
                break;
        }

        return call.QueryFlag("with_response") ? Answer.Ok(Describe(call, interaction, type.Value)) : Answer.NoContent;
    }

    private static int[] Allowed(Interaction interaction) => interaction.Type switch
    {
        InteractionCreation.AutocompleteType => [Pong, Autocomplete],
        InteractionCreation.ComponentType => [ChannelMessage, DeferredMessage, DeferredUpdate, UpdateMessage, Modal],
        InteractionCreation.ModalSubmitType => interaction.Source is null ? [ChannelMessage, DeferredMessage] : [ChannelMessage, DeferredMessage, DeferredUpdate, UpdateMessage],
        _ => [ChannelMessage, DeferredMessage, Modal],
    };

    private static ApiException Choices(Interaction interaction)
    {
        var errors = new FieldErrors();
        errors.Choice("type", Allowed(interaction));
        try
        {
            errors.ThrowIfAny();
        }
        catch (ApiException refusal)
        {
            return refusal;
        }

        throw new InvalidOperationException("There is always one error here.");
    }

    private static Message PostAnswer(Call call, Interaction interaction, JsonObject data)
    {
        var draft = MessageRules.ReadCreate(call, data, call.Files, interaction.Channel, interaction: true);
        if ((draft.Flags & MessageFlag.Ephemeral) != 0) draft.EphemeralFor = interaction.User;
        return call.World.PostFor(interaction, draft);
    }

    private static JsonArray ReadChoices(JsonObject data)
    {
        var errors = new FieldErrors();
        var result = new JsonArray();
        if (errors.List(data, "choices", "data", 0, 25) is not { } list) errors.Required("data.choices");
        else
        {
            foreach (var (i, node) in list.Index())
            {
                if (node is not JsonObject choice) continue;
                var name = errors.String(choice, "name", $"data.choices.{i}", 1, 100, required: true);
                if (choice["value"] is null) errors.Required($"data.choices.{i}.value");
                else if (choice["value"]!.GetValueKind() == System.Text.Json.JsonValueKind.String) errors.String(choice, "value", $"data.choices.{i}", 1, 100, required: true);
                result.Add((JsonNode)new JsonObject { ["name"] = name, ["value"] = choice["value"]?.DeepClone() });
            }
        }

        errors.ThrowIfAny();
        return result;
    }

    private static JsonObject Describe(Call call, Interaction interaction, int type)
    {
        var about = new JsonObject
        {
            ["id"] = Wire.Id(interaction.Id),
            ["type"] = interaction.Type,
            ["channel_id"] = Wire.Id(interaction.Channel.Id),
        };
        if (interaction.Channel.GuildId is { } guild) about["guild_id"] = Wire.Id(guild);
        var json = new JsonObject { ["interaction"] = about };
        if (interaction.Response is not { } message) return json;
        about["response_message_id"] = Wire.Id(message.Id);
        about["response_message_loading"] = message.IsLoading;
        about["response_message_ephemeral"] = message.EphemeralFor is not null;
        if (type is ChannelMessage or DeferredMessage or UpdateMessage)
        {
            json["resource"] = new JsonObject { ["type"] = type, ["message"] = call.World.Render(message, call.World.Bot) };
        }

        return json;
    }
}
