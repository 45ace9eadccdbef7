namespace IncidentBot.Sandbox.Validation;

/// <summary>The content type Discord shows for an attachment, by its name.</summary>
internal static class ContentTypes
{
    public static string Of(string fileName, string sent) => Path.GetExtension(fileName).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".svg" => "image/svg+xml",
        ".md" => "text/markdown; charset=utf-8",
        ".txt" or ".log" => "text/plain; charset=utf-8",
        ".html" => "text/html; charset=utf-8",
        ".json" => "application/json; charset=utf-8",
        ".csv" => "text/csv; charset=utf-8",
        ".pdf" => "application/pdf",
        ".zip" => "application/zip",
        _ => sent.Length > 0 ? sent : "application/octet-stream",
    };
}
