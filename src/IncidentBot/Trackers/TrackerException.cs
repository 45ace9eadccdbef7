namespace IncidentBot.Trackers;

/// <summary>Why a tracker did not do what it was asked.</summary>
public enum TrackerTrouble
{
    /// <summary>It cannot be reached, or has a fault of its own. It may have done it.</summary>
    Away,

    /// <summary>It was asked too often; it has not done it.</summary>
    TooOften,

    /// <summary>It refuses: the token, its rights, or the repository. Somebody has to mend that.</summary>
    Refused,

    /// <summary>There is nothing of that number (any more).</summary>
    Gone,
}

/// <summary>The message is for people, without a full stop, and never holds the token.</summary>
/// <param name="wait">How long it asks to be left alone; null: it did not say.</param>
public sealed class TrackerException(TrackerTrouble trouble, string message, TimeSpan? wait = null) : Exception(message)
{
    public TrackerTrouble Trouble { get; } = trouble;

    public TimeSpan? Wait { get; } = wait;
}
