using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace IncidentBot.Discord;

/// <summary>What an answer says about limits.</summary>
/// <param name="Bucket">The bucket's name; routes with the same name share it.</param>
/// <param name="Remaining">Calls left until it is reset.</param>
/// <param name="ResetAfter">Time until it is reset.</param>
internal readonly record struct RateLimitHeaders(string? Bucket, int? Remaining, TimeSpan? ResetAfter)
{
    // Without any hint, as when a proxy in between answers 429, this is asked politely.
    private static readonly TimeSpan WithoutHint = TimeSpan.FromSeconds(1);

    public static RateLimitHeaders Parse(HttpResponseHeaders headers) => new(
        Text(headers, "X-RateLimit-Bucket"),
        int.TryParse(Text(headers, "X-RateLimit-Remaining"), NumberStyles.None, CultureInfo.InvariantCulture, out var remaining) ? remaining : null,
        Seconds(Text(headers, "X-RateLimit-Reset-After")));

    /// <summary>How long to wait after a 429: the header counts whole seconds, the body is exact.</summary>
    public static TimeSpan RetryAfter(HttpResponseHeaders headers, ReadOnlyMemory<byte> body)
    {
        var header = Seconds(Text(headers, "Retry-After"));
        var precise = Body(body, "retry_after") is { ValueKind: JsonValueKind.Number } number ? Seconds(number.GetRawText()) : null;
        return precise ?? header ?? WithoutHint;
    }

    /// <summary>The limit holds for the whole bot.</summary>
    public static bool IsGlobal(HttpResponseHeaders headers, ReadOnlyMemory<byte> body) =>
        string.Equals(Text(headers, "X-RateLimit-Global"), "true", StringComparison.OrdinalIgnoreCase)
        || string.Equals(Text(headers, "X-RateLimit-Scope"), "global", StringComparison.Ordinal)
        || Body(body, "global") is { ValueKind: JsonValueKind.True };

    /// <summary>Others used the limit up; such a 429 does not count as an invalid request.</summary>
    public static bool IsShared(HttpResponseHeaders headers) => string.Equals(Text(headers, "X-RateLimit-Scope"), "shared", StringComparison.Ordinal);

    private static string? Text(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static TimeSpan? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1_000_000
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static JsonElement? Body(ReadOnlyMemory<byte> body, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind is JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value) ? value.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
