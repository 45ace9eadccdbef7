using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Domain;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Trackers;

/// <summary>
/// `POST /trackers/NAME`, for a tracker's webhooks: something has happened to an issue. What it says is only a hint, and the tracker is asked how the issue stands:
/// an old webhook that somebody sends once more changes nothing.
/// </summary>
public static class TrackerEndpoint
{
    /// <summary>Trackers send the whole issue with it; its text alone may be 64 KiB, and more where it is escaped.</summary>
    public const int LargestBody = 4 << 20;

    public static void Map(IEndpointRouteBuilder endpoints, IServiceProvider bot) => endpoints.MapPost(
        "/trackers/{name}",
        (string name, HttpContext http) => ReceiveAsync(name, http, bot));

    private static async Task<IResult> ReceiveAsync(string name, HttpContext http, IServiceProvider bot)
    {
        var book = bot.GetRequiredService<TrackerBook>();
        if (book.All.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { WebhookSecret: { } secret } tracker)
            return Say(404, "No webhooks are taken here under that name: no Trackers:NAME:WebhookSecret is set for it.");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = LargestBody;
        using var body = new MemoryStream();
        try
        {
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == 413)
        {
            return Say(413, $"The body is larger than {LargestBody >> 20} MiB.");
        }

        if (!IsSigned(http.Request, secret, body.ToArray())) return Say(401, "The signature is missing or wrong: the secret of the webhook must be that of Trackers:NAME:WebhookSecret, and its content type application/json.");
        if (Event(http.Request) != "issues") return Say(200, "Not about issues: nothing to do.");
        if (Number(body.ToArray(), tracker.FullName) is not { } number) return Say(200, "Not about an issue of that repository: nothing to do.");
        try
        {
            var owed = await OweAsync(number, tracker.Name, book, bot);
            return Say(202, owed == 0 ? "No action item stands for it." : "It is looked at.");
        }
        catch (Exception e) when (e is StorageException or ObjectDisposedException)
        {
            if (e is not ObjectDisposedException) bot.GetRequiredService<ILogger<TrackerBook>>().LogError("A webhook could not be taken; the tracker is asked to try again: {Reason}", e.Message);
            http.Response.Headers.RetryAfter = "30";
            return Say(503, "The record cannot be written just now. Send it again.");
        }
    }

    private static async Task<int> OweAsync(long number, string tracker, TrackerBook book, IServiceProvider bot)
    {
        var store = bot.GetRequiredService<IncidentStore>();
        var owed = 0;
        foreach (var server in await book.ServersAsync())
        {
            if (await book.FindAsync(tracker, server) is null) continue;
            foreach (var (incident, action) in await store.ListActionsAsync(server, all: true))
            {
                if (action.Issue is not { IsThere: true } issue || issue.Number != number || !issue.Tracker.Equals(tracker, StringComparison.OrdinalIgnoreCase)) continue;
                await store.CommitAsync(scope => scope.OweAsync(incident.Id, new TrackIssue(action.Number)));
                owed++;
            }
        }

        return owed;
    }

    /// <summary>HMAC-SHA256 of the body in hexadecimal: GitHub's header says so before it, Gitea's and Forgejo's do not.</summary>
    private static bool IsSigned(HttpRequest request, string secret, byte[] body)
    {
        var given = request.Headers["X-Hub-Signature-256"].ToString() is { Length: > 0 } hub ? hub
            : request.Headers["X-Gitea-Signature"].ToString() is { Length: > 0 } gitea ? gitea
            : request.Headers["X-Forgejo-Signature"].ToString();
        if (given.StartsWith("sha256=", StringComparison.OrdinalIgnoreCase)) given = given[7..];
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(given.Trim().ToLowerInvariant()));
    }

    private static string Event(HttpRequest request) =>
        request.Headers["X-GitHub-Event"].ToString() is { Length: > 0 } hub ? hub : request.Headers["X-Gitea-Event"].ToString() is { Length: > 0 } gitea ? gitea : request.Headers["X-Forgejo-Event"].ToString();

    private static long? Number(byte[] body, string repository)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject json
                && json["repository"] is JsonObject from && from["full_name"] is JsonValue full && full.TryGetValue<string>(out var name) && name.Equals(repository, StringComparison.OrdinalIgnoreCase)
                && json["issue"] is JsonObject issue && issue["number"] is JsonValue value && value.TryGetValue<long>(out var number)
                    ? number
                    : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static IResult Say(int status, string words) => Results.Text(words + "\n", "text/plain; charset=utf-8", statusCode: status);
}
