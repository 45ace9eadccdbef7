using IncidentBot.Domain;

namespace IncidentBot.Storage.Schema;

internal sealed class AgendaRow
{
    public long Id { get; set; }

    /// <summary>Null: it is owed to a server.</summary>
    public IncidentId? Incident { get; set; }

    /// <summary>Null: it is owed to an incident.</summary>
    public ServerId? Server { get; set; }

    /// <summary>Whose things are done one after the other: see <see cref="AgendaLane"/>. A column of its own, since "the same incident or, where there is none, the same server" finds no index.</summary>
    public long Lane { get; set; }

    /// <summary>For the eyes of whoever looks into the table; the document says it too.</summary>
    public required string Kind { get; set; }

    public string? OnceKey { get; set; }

    /// <summary>What holds back those after it while it is put off; see <see cref="Owed.Order"/>.</summary>
    public string? OrderKey { get; set; }

    public bool IsUrgent { get; set; }

    public DateTimeOffset Due { get; set; }

    public required Owed Data { get; set; }

    public int Attempts { get; set; }

    public int Failures { get; set; }

    public DateTimeOffset? TakenAt { get; set; }

    public DateTimeOffset? LeasedUntil { get; set; }

    public string? LastError { get; set; }

    public AgendaState State { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public AgendaItem ToItem() => new(Id, Incident, Data, State, Due, Attempts, LastError, CreatedAt) { Server = Server, Failures = Failures, Finished = FinishedAt };
}

/// <summary>Whom something is owed to. Things of one lane are done one after the other, lanes side by side.</summary>
internal readonly record struct AgendaLane
{
    private AgendaLane(IncidentId? incident, ServerId? server, long number) => (Incident, Server, Number) = (incident, server, number);

    public IncidentId? Incident { get; }

    public ServerId? Server { get; }

    /// <summary>As it stands in the column: an incident's id, or a server's negated. Neither is ever 0.</summary>
    public long Number { get; }

    public static AgendaLane Of(IncidentId incident) => new(incident, null, incident.Value);

    public static AgendaLane Of(ServerId server) => new(null, server, unchecked(-(long)server.Value));
}
