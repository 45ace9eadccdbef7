using Microsoft.AspNetCore.Http;

namespace IncidentBot.Sandbox.Page;

/// <summary>The chat page: plain HTML and one module, embedded.</summary>
internal static class ChatPage
{
    private static readonly Dictionary<string, (string Resource, string Type)> Files = new()
    {
        ["/"] = ("page.html", "text/html; charset=utf-8"),
        ["/page.js"] = ("page.js", "text/javascript; charset=utf-8"),
        ["/page.css"] = ("page.css", "text/css; charset=utf-8"),
    };

    public static async Task HandleAsync(HttpContext http, string path)
    {
        if (!Files.TryGetValue(path, out var file) || typeof(ChatPage).Assembly.GetManifestResourceStream(file.Resource) is not { } stream)
        {
            http.Response.StatusCode = 404;
            return;
        }

        await using (stream)
        {
            http.Response.ContentType = file.Type;
            await stream.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
    }
}
