using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Options;

namespace IncidentBot.Escalate;

/// <summary>
/// The services that pages can be handed on to. Only those that stand in the configuration are ever called, whatever a policy names: who may apply policies
/// in chat must not be able to make the bot call any address in its network.
/// </summary>
public sealed class Webhooks(BotOptions options)
{
    /// <param name="named">As a run has it: the name in the configuration, or what is kept of exactly its address.</param>
    public BotOptions.WebhookSection? Find(string named) => options.Webhooks.FirstOrDefault(one => one.Name.Equals(named, StringComparison.OrdinalIgnoreCase) || WebhookAddress.Kept(one.Url.AbsoluteUri) == named);

    /// <summary>Null when it can be called; else why not, within a sentence.</summary>
    public string? Refusal(string named) => Find(named) is not null
        ? null
        : WebhookAddress.Shown(named) != named ? "its address does not stand under Webhooks in the bot's configuration" : "no webhook of that name stands under Webhooks in the bot's configuration";
}
