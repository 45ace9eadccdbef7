namespace IncidentBot.Inbox;

/// <summary>
/// Tells an interaction that is too old to answer. This machine's clock may be off: how far is learnt from the times Discord gives to the bot's own messages.
/// </summary>
public sealed class Lateness(TimeProvider clock)
{
    /// <summary>Discord wants the first answer within 3 seconds.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>What is left for the commit and the way of the answer.</summary>
    private static readonly TimeSpan ToCommitAndAnswer = TimeSpan.FromSeconds(0.5);

    private long skewTicks;

    /// <summary>How far this machine's clock is ahead of Discord's; negative when behind. Zero until something was posted.</summary>
    public TimeSpan Skew => new(Volatile.Read(ref skewTicks));

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>
    /// The bot has posted something. All that is known is that it was made in between; what was thought of the clocks so far is kept as far as it agrees with that,
    /// so that a slow answer is not taken for a fast clock.
    /// </summary>
    /// <param name="sent">When it was sent, by <see cref="Now"/>.</param>
    /// <param name="posted">When it was made, by Discord's clock.</param>
    public void Learn(DateTimeOffset sent, DateTimeOffset posted)
    {
        var (least, most) = ((sent - posted).Ticks, (clock.GetUtcNow() - posted).Ticks);
        if (least <= most) Volatile.Write(ref skewTicks, Math.Clamp(skewTicks, least, most));
    }

    /// <summary>Whether it cannot be answered any more.</summary>
    /// <param name="sent">When it was sent, by its id.</param>
    public bool IsTooLate(DateTimeOffset sent) => Age(sent) > Limit;

    /// <summary>Whether it should not be carried out any more, because the answer may well come too late.</summary>
    /// <param name="sent">When it was sent, by its id.</param>
    public bool IsTooLateToAct(DateTimeOffset sent) => Age(sent) > Limit - ToCommitAndAnswer;

    private TimeSpan Age(DateTimeOffset sent) => clock.GetUtcNow() - Skew - sent;
}
