namespace IncidentBot.Domain.Words;

public sealed record ReadNumber<T>(T? Value, Refusal? Refusal)
    where T : struct;

/// <summary>Reads the shares and counts people type.</summary>
public static class TypedNumber
{
    /// <summary>"80%", "80", "about 12.5 percent": 0 to 100.</summary>
    public static ReadNumber<decimal> Percent(string? text) => new(null, new Refusal("This is not ready yet."));

    /// <summary>"1,200", "about 300 users", "2k", "1.5 million": 0 or more.</summary>
    public static ReadNumber<long> Count(string? text) => new(null, new Refusal("This is not ready yet."));
}
