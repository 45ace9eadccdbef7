using System.Text;
using System.Text.Json;

namespace IncidentBot.Discord;

/// <summary>What Discord says about a call it refused: a code, a sentence, and for forms the fields that are wrong.</summary>
/// <seealso href="https://discord.com/developers/docs/reference#error-messages"/>
internal readonly record struct ErrorBody(int Code, string Reason)
{
    public static ErrorBody Parse(ReadOnlyMemory<byte> body, string fallback)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind is not JsonValueKind.Object) return new(0, fallback);
            var code = root.TryGetProperty("code", out var c) && c.ValueKind is JsonValueKind.Number && c.TryGetInt32(out var number) ? number : 0;
            var message = root.TryGetProperty("message", out var m) && m.ValueKind is JsonValueKind.String ? m.GetString()! : fallback;
            var details = new List<string>();
            if (root.TryGetProperty("errors", out var errors)) Flatten(errors, "", details);
            return new(code, details is [] ? message : $"{message} ({string.Join("; ", details)})");
        }
        catch (JsonException)
        {
            // Discord's edge answers with HTML when its API is down.
            return new(0, fallback);
        }
    }

    private static void Flatten(JsonElement errors, string path, List<string> details)
    {
        if (errors.ValueKind is not JsonValueKind.Object) return;
        foreach (var part in errors.EnumerateObject())
        {
            if (part.NameEquals("_errors") && part.Value.ValueKind is JsonValueKind.Array)
            {
                details.AddRange(part.Value.EnumerateArray()
                    .Where(error => error.ValueKind is JsonValueKind.Object && error.TryGetProperty("message", out _))
                    .Select(error => new StringBuilder(path).Append(path.Length > 0 ? ": " : "").Append(error.GetProperty("message")).ToString().TrimEnd('.')));
            }
            else
            {
                Flatten(part.Value, path.Length > 0 ? $"{path}.{part.Name}" : part.Name, details);
            }
        }
    }
}
