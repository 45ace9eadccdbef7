namespace IncidentBot.Chaos.Trouble;

/// <summary>What can go wrong around a bot, each alone.</summary>
public enum TroubleKind
{
    /// <summary>Killed, and killed again while it starts.</summary>
    KilledWhileStarting,

    /// <summary>Killed, and away for some seconds while people go on.</summary>
    Away,

    /// <summary>Ended in good order and started again, as in an upgrade.</summary>
    Restarted,

    /// <summary>The gateway connection breaks.</summary>
    Drop,

    /// <summary>The gateway connection breaks, and so do the next ones.</summary>
    DropRepeatedly,

    /// <summary>The gateway connection stays open and says nothing any more.</summary>
    Zombie,

    /// <summary>Discord asks for a reconnect.</summary>
    Reconnect,

    /// <summary>Discord calls the session invalid, but lets it be resumed.</summary>
    InvalidResumable,

    /// <summary>Discord calls the session invalid for good.</summary>
    InvalidSession,

    /// <summary>The connection breaks, and the session cannot be resumed.</summary>
    ResumeRefused,

    /// <summary>Events about messages never arrive.</summary>
    Swallowed,

    /// <summary>Events arrive twice.</summary>
    Doubled,

    /// <summary>Events change places.</summary>
    Reordered,

    /// <summary>Every request is answered with 429 for a while.</summary>
    RateLimitStorm,

    /// <summary>Requests fail with 502 and had no effect.</summary>
    ErrorBefore,

    /// <summary>Requests fail with 502 and had their effect all the same.</summary>
    ErrorAfter,

    /// <summary>Connections break before the request had an effect.</summary>
    BrokenBefore,

    /// <summary>Connections break after the request had its effect.</summary>
    BrokenAfter,

    /// <summary>Discord is slow.</summary>
    Slow,

    /// <summary>Another process holds the database's write lock for seconds.</summary>
    LockedDatabase,

    /// <summary>There is no room left on the disk.</summary>
    FullDisk,

    /// <summary>The clock of the bot's machine jumps, forward or back.</summary>
    ClockJump,
}
