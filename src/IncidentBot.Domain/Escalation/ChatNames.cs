using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>How people and targets of a run are called: people by their mention, wherever a sentence stands.</summary>
public static class ChatNames
{
    /// <summary>For chat: harmless, and with Discord's own mentions of roles and channels.</summary>
    public static readonly PolicyNames Shown = new(
        person => EscalationRun.PersonOf(person) is { } known ? Say.Person(known) : "@" + Bare(person.Value),
        target => target switch
        {
            { Kind: PolicyTargetKind.Role, Id: { } role } => $"<@&{role}>",
            { Kind: PolicyTargetKind.Channel, Id: { } channel } => $"<#{channel}>",
            { Kind: PolicyTargetKind.Webhook } => "webhook " + Bare(WebhookName(target)),
            _ => Bare(PolicyNames.Plain.Of(target)),
        })
    {
        Bare = Bare,
    };

    /// <summary>For the timeline, which whoever shows it makes harmless.</summary>
    public static readonly PolicyNames Kept = new(
        person => EscalationRun.PersonOf(person) is { } known ? Say.Person(known) : person.ToString(),
        target => target.Kind == PolicyTargetKind.Webhook ? "webhook " + WebhookName(target) : PolicyNames.Plain.Of(target));

    /// <summary>Its name, or of an address the host.</summary>
    public static string WebhookName(PolicyTarget target) => WebhookAddress.Shown(target.Name);

    /// <inheritdoc cref="WebhookName(PolicyTarget)"/>
    public static string WebhookName(CallWebhook called) => WebhookAddress.Shown(called.Webhook);

    private static string Bare(string name) => Harmless.Line(name, 60);
}
