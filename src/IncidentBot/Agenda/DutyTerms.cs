using IncidentBot.Domain;

namespace IncidentBot.Agenda;

/// <summary>How long what is owed keeps its sense, how often it is tried, and when it is forgotten: one table for all kinds.</summary>
public static class DutyTerms
{
    /// <summary>Failures by its own fault after which something is set aside: with the pauses between them, some 25 minutes.</summary>
    public const int MostFailures = 12;

    /// <summary>Attempts after which something is set aside although only Discord was away: a whole day at the longest pause.</summary>
    public const int MostAttempts = 300;

    /// <summary>How many are forgotten in one commit.</summary>
    public const int PurgedAtOnce = 200;

    /// <summary>What was done, and what expired, is forgotten after this.</summary>
    public static readonly TimeSpan KeepEnded = TimeSpan.FromDays(14);

    /// <summary>What was set aside is forgotten after this.</summary>
    public static readonly TimeSpan KeepSetAside = TimeSpan.FromDays(90);

    /// <summary>How often is looked for what can be forgotten.</summary>
    public static readonly TimeSpan BetweenPurges = TimeSpan.FromDays(1);

    /// <summary>The longest one attempt may take; shorter than its lease. What is cut off here is looked for before it is tried again.</summary>
    public static readonly TimeSpan LongestAttempt = TimeSpan.FromMinutes(8);

    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPauseUntilMended = TimeSpan.FromMinutes(15);

    // Whatever is not here shows the state as it is when its turn comes (card, announcement, channel, postmortem, how a page ended), and that is never too late.
    private static readonly Dictionary<Type, TimeSpan> Expiries = new()
    {
        // Waking somebody hours later, when the bot was away, helps nobody: whoever asked is told instead.
        [typeof(SendPage)] = TimeSpan.FromHours(1),
        [typeof(SendDirectPage)] = TimeSpan.FromHours(1),
        [typeof(CallWebhook)] = TimeSpan.FromHours(1),

        // After an outage people are not met with what should have been said while nobody was there: what is right then is asked anew.
        [typeof(Remind)] = TimeSpan.FromMinutes(30),
        [typeof(OfferHandover)] = TimeSpan.FromHours(12),
        [typeof(Tell)] = TimeSpan.FromDays(1),
        [typeof(MarkMessage)] = TimeSpan.FromDays(1),
        [typeof(TellOnCall)] = TimeSpan.FromDays(1),
    };

    /// <summary>How late it may be done at most, counted from when it was due first; null: it is never too late.</summary>
    public static TimeSpan? Expiry(Owed owed) => Expiries.TryGetValue(owed.GetType(), out var expiry) ? expiry : null;

    /// <summary>1, 2, 4 … seconds up to 5 minutes, and up to a fifth longer, so that many incidents do not try in step.</summary>
    /// <param name="attempts">How many there were; from 1.</param>
    public static TimeSpan Pause(int attempts, Random random) => Doubled(TimeSpan.FromSeconds(1), attempts, LongestPause, random);

    /// <summary>1, 2, 4 … up to 15 minutes: somebody has to mend something first.</summary>
    /// <inheritdoc cref="Pause" path="/param"/>
    public static TimeSpan PauseUntilMended(int attempts, Random random) => Doubled(TimeSpan.FromMinutes(1), attempts, LongestPauseUntilMended, random);

    private static TimeSpan Doubled(TimeSpan first, int attempts, TimeSpan longest, Random random)
    {
        var pause = first * Math.Pow(2, Math.Clamp(attempts - 1, 0, 20));
        return (pause < longest ? pause : longest) * (1 + (random.NextDouble() / 5));
    }
}
