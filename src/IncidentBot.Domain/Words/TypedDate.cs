namespace IncidentBot.Domain.Words;

public sealed record ReadDate(DateOnly? Date, string Words, Refusal? Refusal);

/// <summary>Reads the due dates people type: "tomorrow", "friday", "2024-03-12", "in 2 weeks".</summary>
public static class TypedDate
{
    public static ReadDate Read(string? text, DateTimeOffset now, string zone) => new(null, "", new Refusal("This is not ready yet."));
}
