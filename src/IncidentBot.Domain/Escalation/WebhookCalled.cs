using System.Globalization;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Escalation;

/// <summary>Another service took a page, or could not be given it while that made sense.</summary>
public static class WebhookCalled
{
    public static Decision Decide(IncidentState state, CallWebhook called, DateTimeOffset now)
    {
        var draft = new Draft(state, by: null, now);
        draft.Write(EntryKind.Page, string.Create(CultureInfo.InvariantCulture, $"{Name(called)} took page {called.Attempt}"));
        return draft.Done("");
    }

    public static Decision TooLate(IncidentState state, CallWebhook called, DateTimeOffset now)
    {
        var draft = new Draft(state, by: null, now);
        draft.Write(EntryKind.Page, string.Create(CultureInfo.InvariantCulture, $"{Name(called)} was not told of page {called.Attempt}: it could not be in time"));
        return draft.Done("");
    }

    private static string Name(CallWebhook called) => $"Webhook {ChatNames.WebhookName(called)}";
}
