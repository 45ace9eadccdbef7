using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Reads a body as Discord takes it: JSON, a form, or multipart with payload_json and files[n] (Reference: Content Type; Uploading Files).</summary>
internal static class BodyReader
{
    private const long MaxRequest = 25 * 1024 * 1024;

    public static async Task<(JsonNode? Body, IReadOnlyList<Upload> Files)> ReadAsync(HttpRequest request, CancellationToken token)
    {
        if (request.ContentLength > MaxRequest) throw ApiException.TooLarge();
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return await ReadMultipartAsync(request, HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? "", token);
        }

        using var buffer = new MemoryStream();
        await CopyLimitedAsync(request.Body, buffer, token);
        if (buffer.Length == 0) return (null, []);
        if (type is not null && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)) return (ReadForm(buffer.ToArray()), []);
        if (type is not null && !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            const string Known = "{'application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'}";
            throw new ApiException(400, 50035, "Invalid Form Body", Error("CONTENT_TYPE_INVALID", $"Expected \"Content-Type\" header to be one of {Known}."));
        }

        return (Parse(buffer.ToArray()), []);
    }

    /// <summary>Each field as text; one that comes several times is a list.</summary>
    private static JsonObject ReadForm(byte[] bytes)
    {
        using var reader = new FormReader(System.Text.Encoding.UTF8.GetString(bytes));
        return new JsonObject(reader.ReadForm().Select(field => KeyValuePair.Create(
            field.Key, field.Value is [var only] ? (JsonNode?)JsonValue.Create(only) : new JsonArray([.. field.Value.Select(v => (JsonNode?)JsonValue.Create(v))]))));
    }

    private static async Task<(JsonNode?, IReadOnlyList<Upload>)> ReadMultipartAsync(HttpRequest request, string boundary, CancellationToken token)
    {
        JsonNode? body = null;
        var plain = new JsonObject();
        var files = new List<Upload>();
        var total = 0L;
        var reader = new MultipartReader(boundary, request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(token) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) continue;
                using var buffer = new MemoryStream();
                await CopyLimitedAsync(section.Body, buffer, token);
                total += buffer.Length;
                if (total > MaxRequest) throw ApiException.TooLarge();
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
                var fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
                if (name == "payload_json") body = Parse(buffer.ToArray());
                else if (fileName is not null) files.Add(new Upload(name, fileName, section.ContentType ?? "application/octet-stream", buffer.ToArray()));
                else plain[name] = System.Text.Encoding.UTF8.GetString(buffer.ToArray());
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new ApiException(400, 50035, "Invalid Form Body", Error("MULTIPART_INVALID", "The multipart body could not be read."));
        }

        return (body ?? (plain.Count > 0 ? plain : null), files);
    }

    private static async Task CopyLimitedAsync(Stream from, MemoryStream to, CancellationToken token)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, token)) > 0)
        {
            to.Write(buffer, 0, read);
            if (to.Length > MaxRequest) throw ApiException.TooLarge();
        }
    }

    private static JsonNode? Parse(byte[] bytes)
    {
        try
        {
            var node = JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { MaxDepth = 32 });
            // A duplicate key only shows when an object is first looked into; let it show here.
            Touch(node);
            return node;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new ApiException(400, 50109, "The request body contains invalid JSON.");
        }
    }

    private static void Touch(JsonNode? node)
    {
        if (node is JsonObject json)
        {
            foreach (var (_, value) in json) Touch(value);
        }
        else if (node is JsonArray array)
        {
            foreach (var value in array) Touch(value);
        }
    }

    private static JsonObject Error(string code, string message) => new() { ["_errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }) };
}
