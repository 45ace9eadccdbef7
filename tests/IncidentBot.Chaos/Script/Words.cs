using System.Globalization;

namespace IncidentBot.Chaos.Script;

/// <summary>What people say: evidence, small talk, and text that tries to be more than text. Every line is different.</summary>
internal sealed class Words(Random random, string prefix)
{
    private static readonly string[] Lines =
    [
        "the checkout page needs 20 s", "connection pool is full again", "anyone has the dashboard?", "restarted shop-3, no change", "it was not the cache", "roughly 30% of users are affected",
        "ok", "I think it is the new release", "rolled back to 4.11 on all hosts", "error rate is `0.2%` and falling", "thanks, looking", "@everyone look at this", "<@1> ## heading **bold**",
        "```\nat Shop.Orders.Load(OrderId id)\nTimeout after 30000 ms\n```", "שלום עולם", "naïve café 🚀🔥", "the queue has 48,000 messages", "works again for support",
    ];

    private int count;

    /// <summary>A word that was never used before.</summary>
    public string Token() => string.Create(CultureInfo.InvariantCulture, $"{prefix}{++count}z");

    public string Line() => $"{Lines[random.Next(Lines.Length)]} ({Token()})";
}
