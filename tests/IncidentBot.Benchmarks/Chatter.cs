using System.Globalization;

namespace IncidentBot.Benchmarks;

/// <summary>What people say in an incident: some of it is evidence, most of it is not.</summary>
internal static class Chatter
{
    private static readonly string[] Lines =
    [
        "same here, the checkout page needs 20 s since 14:02",
        "looks like the connection pool is full again",
        "anyone has the link to the dashboard?",
        "restarted shop-3, no change",
        "it was not the cache, hit rate is fine",
        "roughly 30% of users are affected",
        "ok",
        "I think it is the new release, it went out at 13:55",
        "rolled back to 4.11 on all hosts",
        "error rate is falling: `0.2%` and going down",
        "root cause: the migration holds a lock on orders",
        "thanks, looking",
        "we should add an alert on pool usage",
        "```\nat Shop.Orders.Load(OrderId id)\nTimeout after 30000 ms\n```",
        "the queue has 48,000 messages, scaled the workers from 4 to 12",
        "support says no new tickets for ten minutes, it works again",
    ];

    public static string Line(int number) => string.Create(CultureInfo.InvariantCulture, $"{Lines[number % Lines.Length]} ({number})");
}
