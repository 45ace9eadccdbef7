using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Follow-ups with an interaction's token, for 15 min (Interactions: Receiving and Responding, Followup Messages); under the same addresses, channels' webhooks.</summary>
internal static class WebhookRoutes
{
    public static void Add(RouteTable table)
    {
        const string Root = "/webhooks/{webhook_id}/{webhook_token}";
        table.Add("POST", Root, call => OfChannel(call) ? ChannelWebhooks.Execute(call) : Create(call), 5, 2, anonymous: true);
        table.Add("GET", Root + "/messages/{message_id}", call => Answer.Ok(call.World.Render(OfChannel(call) ? ChannelWebhooks.Find(call) : Find(call, out _), call.World.Bot)), 5, 2, anonymous: true);
        table.Add("PATCH", Root + "/messages/{message_id}", call => OfChannel(call) ? ChannelWebhooks.EditMessage(call) : Edit(call), 5, 2, anonymous: true);
        table.Add("DELETE", Root + "/messages/{message_id}", call => OfChannel(call) ? ChannelWebhooks.DeleteMessage(call) : Delete(call), 5, 2, anonymous: true);
    }

    private static bool OfChannel(Call call) => call.Id("webhook_id") != call.World.ApplicationId;

    private static Interaction Interaction(Call call)
    {
        var interaction = call.World.InteractionByToken(call.Text("webhook_token")) ?? throw ApiException.InvalidToken();
        // Before the first answer there is nothing to follow.
        return interaction.State is InteractionState.Pending or InteractionState.Failed ? throw ApiException.UnknownWebhook() : interaction;
    }

    private static Message Find(Call call, out Interaction interaction)
    {
        var found = interaction = Interaction(call);
        var message = call.Text("message_id") == "@original"
            ? interaction.Response
            : call.Id("message_id") is var id && found.Response?.Id == id ? found.Response : found.FollowUps.Find(m => m.Id == id);
        return message is { Deleted: false } ? message : throw ApiException.UnknownMessage();
    }

    private static Answer Create(Call call)
    {
        var interaction = Interaction(call);
        var draft = MessageRules.ReadCreate(call, call.Body, call.Files, interaction.Channel, interaction: true);
        if (interaction is { State: InteractionState.Deferred, Response: { IsLoading: true, Deleted: false } thinking })
        {
            // The first follow-up fills the deferred message, whose visibility was fixed at the defer.
            MessageRules.ApplyEdit(call, call.Body, call.Files, thinking);
            Fill(call, interaction, thinking);
            return Answer.Ok(call.World.Render(thinking, call.World.Bot));
        }

        if ((draft.Flags & MessageFlag.Ephemeral) != 0) draft.EphemeralFor = interaction.User;
        var message = call.World.PostFor(interaction, draft);
        interaction.FollowUps.Add(message);
        call.World.Changed(interaction);
        return Answer.Ok(call.World.Render(message, call.World.Bot));
    }

    private static Answer Edit(Call call)
    {
        var message = Find(call, out var interaction);
        MessageRoutes.RequireEditable(call, message);
        MessageRules.ApplyEdit(call, call.Body, call.Files, message);
        Fill(call, interaction, message);
        return Answer.Ok(call.World.Render(message, call.World.Bot));
    }

    private static void Fill(Call call, Interaction interaction, Message message)
    {
        if (message.IsLoading)
        {
            message.Flags &= ~MessageFlag.Loading;
            // Filling in what was deferred is no edit.
            message.EditedAt = null;
            interaction.State = InteractionState.Message;
        }

        call.World.AnnounceEdit(message);
        call.World.Changed(interaction);
    }

    private static Answer Delete(Call call)
    {
        var message = Find(call, out var interaction);
        call.World.Delete(message);
        call.World.Changed(interaction);
        return Answer.NoContent;
    }
}
