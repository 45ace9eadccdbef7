namespace IncidentBot.Domain.Incidents;

/// <summary>The moments every incident has. Their order is started ≤ detected ≤ acknowledged ≤ mitigated ≤ resolved, and detected ≤ declared.</summary>
public enum Milestone
{
    /// <summary>It began to go wrong.</summary>
    Started,

    /// <summary>Somebody or something noticed.</summary>
    Detected,

    /// <summary>The incident was opened in chat. Never corrected: it is when the command arrived.</summary>
    Declared,

    /// <summary>A person took it on: the first acknowledgement, or the first incident commander.</summary>
    Acknowledged,

    /// <summary>Users are no longer hurt, or less so.</summary>
    Mitigated,

    Resolved,
}

/// <summary>The milestones that are known, as instants in UTC. Null: not known (yet).</summary>
public sealed record Milestones
{
    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Detected { get; init; }

    public required DateTimeOffset Declared { get; init; }

    public DateTimeOffset? Acknowledged { get; init; }

    public DateTimeOffset? Mitigated { get; init; }

    public DateTimeOffset? Resolved { get; init; }

    /// <summary>When it began as far as the record knows: started, else detected, else declared; whichever is recorded and comes first in this list.</summary>
    public DateTimeOffset Beginning => Started ?? Detected ?? Declared;

    public DateTimeOffset? this[Milestone milestone] => milestone switch
    {
        Milestone.Started => Started,
        Milestone.Detected => Detected,
        Milestone.Declared => Declared,
        Milestone.Acknowledged => Acknowledged,
        Milestone.Mitigated => Mitigated,
        _ => Resolved,
    };

    public Milestones With(Milestone milestone, DateTimeOffset? at) => milestone switch
    {
        Milestone.Started => this with { Started = at },
        Milestone.Detected => this with { Detected = at },
        Milestone.Declared => this with { Declared = at ?? Declared },
        Milestone.Acknowledged => this with { Acknowledged = at },
        Milestone.Mitigated => this with { Mitigated = at },
        _ => this with { Resolved = at },
    };
}
