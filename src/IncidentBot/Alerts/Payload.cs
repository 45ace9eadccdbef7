using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Alerts;

/// <summary>Reading other people's JSON: what is missing or of another type than expected is nothing, never an exception.</summary>
internal static class Payload
{
    /// <summary>Systems write the year 1 for "not yet"; before this nothing was monitored.</summary>
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A member of an object; null for anything else.</summary>
    public static JsonNode? At(this JsonNode? node, string name) => node is JsonObject map && map.TryGetPropertyValue(name, out var value) ? value : null;

    /// <summary>The first of these members that holds a text or a number, as text.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Text(node.At(name)) is { } text) return text;
        }

        return null;
    }

    /// <summary>The elements of a list that are objects.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node) => node is JsonArray list ? list.OfType<JsonObject>() : [];

    /// <summary>An instant in UTC; a time without a zone is UTC.</summary>
    public static DateTimeOffset? Instant(this JsonNode? node, string name) =>
        DateTimeOffset.TryParse(node.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && at >= Earliest ? at : null;

    /// <summary>One name, several with commas between, or a list of names.</summary>
    public static IEnumerable<string> Names(this JsonNode? node, params ReadOnlySpan<string> names)
    {
        var found = new List<string>();
        foreach (var name in names)
        {
            var given = node.At(name) is JsonArray list ? list.Select(Text).OfType<string>() : [Text(node.At(name)) ?? ""];
            found.AddRange(given.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
            if (found.Count > 0) break;
        }

        return found;
    }

    private static string? Text(JsonNode? node)
    {
        var text = node is JsonValue value && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
