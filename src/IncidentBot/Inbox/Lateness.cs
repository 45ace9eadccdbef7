namespace IncidentBot.Inbox;

/// <summary>
/// Tells an interaction that is too old to answer. This machine's clock may be off: how far is learnt from the times Discord gives to the bot's own messages.
/// </summary>
public sealed class Lateness(TimeProvider clock)
{
    /// <summary>Discord wants the first answer within 3 seconds.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private long skewTicks;

    /// <summary>How far this machine's clock is ahead of Discord's; negative when behind. Zero until something was posted.</summary>
    public TimeSpan Skew => new(Volatile.Read(ref skewTicks));

    /// <param name="posted">When Discord says that a message was posted which the bot has just sent.</param>
    public void Learn(DateTimeOffset posted) => Volatile.Write(ref skewTicks, (clock.GetUtcNow() - posted).Ticks);

    /// <param name="sent">When it was sent, by its id.</param>
    public bool IsTooLate(DateTimeOffset sent) => clock.GetUtcNow() - Skew - sent > Limit;
}
