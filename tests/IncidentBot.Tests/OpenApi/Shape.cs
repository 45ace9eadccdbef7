using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentBot.Tests.OpenApi;

/// <summary>
/// What of a JSON value decides whether it is right: its fields, the kinds of their values, and between which of the document's limits their
/// lengths lie. Two values of one shape pass or fail alike, so one of them is enough to check.
/// </summary>
internal static partial class Shape
{
    public static string Of(JsonNode? value, IReadOnlyList<int> limits)
    {
        var shape = new StringBuilder();
        Write(value, limits, shape);
        return shape.ToString();
    }

    /// <summary>The path and query with ids, tokens and emoji taken out.</summary>
    public static string OfPath(string path) => OwnPartOfPath().Replace(path, "*");

    private static void Write(JsonNode? value, IReadOnlyList<int> limits, StringBuilder shape)
    {
        switch (value)
        {
            case JsonObject fields:
                shape.Append('{').Append(Band(fields.Count, limits));
                foreach (var (name, field) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
                {
                    shape.Append(IsId(name) ? "*" : name).Append(':');
                    Write(field, limits, shape);
                    shape.Append(',');
                }

                shape.Append('}');
                break;
            case JsonArray items:
                shape.Append('[').Append(Band(items.Count, limits));
                if (items.DistinctBy(item => item?.ToJsonString(), StringComparer.Ordinal).Count() < items.Count) shape.Append("twice,");
                foreach (var item in items.Select(item => Of(item, limits)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) shape.Append(item).Append(',');
                shape.Append(']');
                break;
            case null:
                shape.Append("null");
                break;
            default:
                // Numbers are types, flags and counts: each stands for itself, as true and false do.
                shape.Append(value.GetValueKind() == JsonValueKind.String ? OfText(value.GetValue<string>(), limits) : value.ToJsonString());
                break;
        }
    }

    // Words may be values of an enumeration, and digits and dates have formats: those keep what they are.
    private static string OfText(string text, IReadOnlyList<int> limits) =>
        IsId(text) ? "id"
        : Instant().IsMatch(text) ? "instant"
        : Word().IsMatch(text) ? $"'{text}'"
        : string.Create(CultureInfo.InvariantCulture, $"text{Band(text.Length, limits)}/{Band(text.EnumerateRunes().Count(), limits)}{(Uri.IsWellFormedUriString(text, UriKind.Absolute) ? "uri" : "")}");

    private static int Band(int size, IReadOnlyList<int> limits) => limits.Count(limit => limit < size) + (limits.Contains(size) ? 1000 : 0);

    private static bool IsId(string text) => text.Length is >= 15 and <= 20 && text[0] != '0' && text.All(char.IsAsciiDigit);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|\+00:00)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Instant();

    [GeneratedRegex("^[A-Za-z_-]{1,24}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\d{15,20}|(?<=/reactions/)[^/]+|(?<=/(webhooks|interactions)/\d+/)[^/]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OwnPartOfPath();
}
