namespace IncidentBot.Domain.Timeline;

/// <summary>Takes an entry out; it stays in the record.</summary>
public static class RemoveEntry
{
    public static Outcome Decide(IncidentState state, int number, Asker asker) => new Refusal("This is not ready yet.");
}
