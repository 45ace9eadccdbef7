using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Gateway;

namespace IncidentBot.Sandbox.World;

public sealed partial class SandboxWorld
{
    private static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, Interaction> interactionsByToken = [];
    private int interactionCount;

    internal List<DateTimeOffset> CommandCreates { get; } = [];

    internal string NextInteractionToken()
    {
        var secret = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"interaction {++interactionCount} {Guild.Id}"))));
        return Convert.ToBase64String(Encoding.ASCII.GetBytes($"interaction:{secret}")).TrimEnd('=');
    }

    /// <summary>Sends the interaction to the bot and starts its 3 s.</summary>
    internal void Begin(Interaction interaction, JsonObject data)
    {
        Interactions.Add(interaction.Id, interaction);
        interactionsByToken.Add(interaction.Token, interaction);
        interaction.Deadline = Time.CreateTimer(_ => Expire(interaction), null, FirstAnswer, Timeout.InfiniteTimeSpan);
        Gateway.Dispatch("INTERACTION_CREATE", session => session.User == Bot ? Describe(interaction, (JsonObject)data.DeepClone()) : null);
    }

    internal void Answer(Interaction interaction, InteractionState state, Message? response)
    {
        interaction.State = state;
        interaction.Response = response;
        interaction.Deadline?.Dispose();
        Changed(interaction);
    }

    internal void Changed(Interaction interaction)
    {
        var before = interaction.Changed;
        interaction.Changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        before.TrySetResult();
    }

    internal Interaction? InteractionByToken(string token) =>
        interactionsByToken.TryGetValue(token, out var found) && found.CreatedAt + TokenLife > Time.GetUtcNow() ? found : null;

    /// <summary>Posts a message in answer to an interaction.</summary>
    internal Message PostFor(Interaction interaction, Draft draft)
    {
        draft.ApplicationId = ApplicationId;
        draft.InteractionMetadata = Metadata(interaction);
        if (interaction.Response is { } original) draft.InteractionMetadata["original_response_message_id"] = Wire.Id(original.Id);
        draft.Type = interaction.Type == 2 && interaction.Response is null ? 20 : 0;
        return Post(interaction.Channel, Bot, draft);
    }

    private void Expire(Interaction interaction)
    {
        lock (Gate)
        {
            if (interaction.State == InteractionState.Pending) Answer(interaction, InteractionState.Failed, null);
        }
    }

    private JsonObject Metadata(Interaction interaction)
    {
        var json = new JsonObject
        {
            ["id"] = Wire.Id(interaction.Id),
            ["type"] = interaction.Type,
            ["user"] = Wire.User(interaction.User),
            ["authorizing_integration_owners"] = new JsonObject { ["0"] = Wire.Id(Guild.Id) },
        };
        if (interaction.CommandName is { } name) json["name"] = name;
        if (interaction is { Type: 3, Source: { } source }) json["interacted_message_id"] = Wire.Id(source.Id);
        if (interaction.Trigger is { } trigger) json["triggering_interaction_metadata"] = Metadata(trigger);
        return json;
    }

    private JsonObject Describe(Interaction interaction, JsonObject data)
    {
        var channel = interaction.Channel;
        var about = Wire.Channel(channel, interaction.User);
        about["permissions"] = Wire.Id(PermissionsOf(interaction.User, channel));
        var json = new JsonObject
        {
            ["version"] = 1,
            ["type"] = interaction.Type,
            ["token"] = interaction.Token,
            ["locale"] = "en-US",
            ["id"] = Wire.Id(interaction.Id),
            ["entitlements"] = new JsonArray(),
            ["entitlement_sku_ids"] = new JsonArray(),
            ["data"] = data,
            ["context"] = channel.IsDm ? 1 : 0,
            ["channel_id"] = Wire.Id(channel.Id),
            ["channel"] = about,
            ["authorizing_integration_owners"] = new JsonObject { ["0"] = channel.IsDm ? "0" : Wire.Id(Guild.Id) },
            ["attachment_size_limit"] = 10 * 1024 * 1024,
            ["application_id"] = Wire.Id(ApplicationId),
            ["app_permissions"] = Wire.Id(PermissionsOf(Bot, channel)),
        };
        if (interaction.Source is { } message) json["message"] = MessageWire.Render(message, Bot, Links, hideContent: false);

        if (channel.IsDm)
        {
            json["user"] = Wire.User(interaction.User);
            return json;
        }

        json["guild_id"] = Wire.Id(Guild.Id);
        json["guild_locale"] = "en-US";
        json["guild"] = new JsonObject { ["id"] = Wire.Id(Guild.Id), ["locale"] = "en-US", ["features"] = new JsonArray() };
        var member = Wire.Member(Guild.Members[interaction.User.Id]);
        member["permissions"] = Wire.Id(PermissionsOf(interaction.User, channel));
        json["member"] = member;
        return json;
    }
}
