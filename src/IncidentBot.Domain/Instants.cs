namespace IncidentBot.Domain;

/// <summary>Which of two moments comes first. What happens on Discord goes by Discord's clock and the rest by this machine's, so that the order they stand in is not given.</summary>
public static class Instants
{
    /// <summary>In UTC.</summary>
    public static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => (one < other ? one : other).ToUniversalTime();

    /// <inheritdoc cref="Earlier"/>
    public static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => (one > other ? one : other).ToUniversalTime();
}
