namespace IncidentBot.Sandbox.Faults;

public enum FaultKind
{
    /// <summary>The gateway connection breaks at once, without a close frame. With <see cref="Fault.Times"/> above one, the next connections break too as soon as they are ready.</summary>
    Drop,

    /// <summary>The gateway closes with <see cref="Fault.Code"/>.</summary>
    Close,

    /// <summary>Op 7: the server asks for a reconnect.</summary>
    Reconnect,

    /// <summary>Op 9 with <see cref="Fault.Resumable"/>; when false, later resumes of that session fail as well.</summary>
    InvalidSession,

    /// <summary>The next resume is answered with Invalid Session (false).</summary>
    RefuseResume,

    /// <summary>The open connection stays open, but nothing is sent and heartbeats go unanswered.</summary>
    Silence,

    /// <summary>Responses wait <see cref="Fault.Milliseconds"/> of the sandbox's clock.</summary>
    Delay,

    /// <summary>429 with <see cref="Fault.Milliseconds"/> to wait, global or for the route.</summary>
    RateLimit,

    /// <summary>An error status (<see cref="Fault.Code"/>, 502 by default) before or after the effect.</summary>
    ServerError,

    /// <summary>The HTTP connection breaks before or after the effect; that of a file after half of it.</summary>
    BrokenConnection,

    /// <summary>The next events of <see cref="Fault.Event"/> are sent twice.</summary>
    DuplicateEvent,

    /// <summary>The next events of <see cref="Fault.Event"/> are not sent at all.</summary>
    SwallowEvent,

    /// <summary>The next event of <see cref="Fault.Event"/> is held back and sent after the one that follows it.</summary>
    ReorderEvents,

    /// <summary>Direct messages to <see cref="Fault.Person"/> are refused until it is cleared.</summary>
    ClosedDms,

    /// <summary>The bot's role lacks <see cref="Fault.Permission"/> until it is cleared.</summary>
    MissingPermission,
}

/// <summary>Something that goes wrong on purpose. As JSON under /sandbox/faults with the same names in snake case.</summary>
public sealed record Fault
{
    public required FaultKind Kind { get; init; }

    /// <summary>How often it strikes before it is over.</summary>
    public int Times { get; init; } = 1;

    /// <summary>For REST faults: the method, or null for every one.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// For REST faults: a piece of the path after /api/v10, with * for any one segment (<c>/channels/*/messages</c>); null for every path. The files people
    /// attach have paths as well: <c>/attachments/*/*/graph.png</c>.
    /// </summary>
    public string? Route { get; init; }

    /// <summary>Whether the effect happens before the answer goes wrong.</summary>
    public bool AfterEffect { get; init; }

    public bool Global { get; init; }

    public bool Resumable { get; init; }

    public int Milliseconds { get; init; } = 1000;

    /// <summary>HTTP status or gateway close code.</summary>
    public int? Code { get; init; }

    /// <summary>The gateway event's type, such as MESSAGE_CREATE.</summary>
    public string? Event { get; init; }

    /// <summary>A person's handle.</summary>
    public string? Person { get; init; }

    /// <summary>A permission's bits.</summary>
    public ulong Permission { get; init; }
}

/// <summary>An event that was not sent.</summary>
/// <param name="Type">Such as MESSAGE_CREATE.</param>
/// <param name="Id">Of the message it is about, or of whatever else; null when it has none.</param>
public sealed record SwallowedEvent(string Type, ulong? Id, DateTimeOffset At);
