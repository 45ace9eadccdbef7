namespace IncidentBot.Domain.Timeline;

/// <summary>Changes text or time of an entry; from then on it no longer follows its message.</summary>
public static class EditEntry
{
    public static Outcome Decide(IncidentState state, int number, string? text, string? at, Asker asker) => new Refusal("This is not ready yet.");
}
