using IncidentBot.Domain;

namespace IncidentBot.Storage.Schema;

internal sealed class AgendaRow
{
    public long Id { get; set; }

    public IncidentId Incident { get; set; }

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

    public AgendaItem ToItem() => new(Id, Incident, Data, State, Due, Attempts, LastError, CreatedAt) { Failures = Failures, Finished = FinishedAt };
}
