using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Options;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Alerts;

/// <summary>
/// `POST /alerts/SOURCE`, for monitoring systems: 202 once what was reported is on disk, else why not in words. 503 means: send it again later.
/// </summary>
public static class AlertEndpoint
{
    /// <summary>Far above any report; keeps a wrong sender from filling the memory.</summary>
    public const int LargestBody = 1024 * 1024;

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 32, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static void Map(IEndpointRouteBuilder endpoints, IServiceProvider bot) => endpoints.MapPost(
        "/alerts/{source}",
        (string source, HttpContext http) => ReceiveAsync(source, http, bot));

    private static async Task<IResult> ReceiveAsync(string name, HttpContext http, IServiceProvider bot)
    {
        var token = bot.GetRequiredService<BotOptions>().Alerts.Token;
        if (token is null) return Say(404, "Alerts are not received here: no token is set (Alerts__Token).");
        if (!Knows(http.Request, token))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Say(401, "The token is missing or wrong. Send it as 'Authorization: Bearer TOKEN', as 'X-Alert-Token: TOKEN', or with ?token=TOKEN.");
        }

        if (AlertSource.Find(name) is not { } source) return Say(404, $"There is no such source; there are: {string.Join(", ", AlertSource.All.Select(one => one.Name))}.");
        if (http.Request.ContentType is { } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase)) return Say(415, "Send JSON, with Content-Type: application/json.");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = LargestBody;
        JsonNode? payload;
        try
        {
            payload = await JsonNode.ParseAsync(http.Request.Body, documentOptions: Json, cancellationToken: http.RequestAborted);
        }
        catch (JsonException e)
        {
            return Say(422, $"The body is no JSON (line {e.LineNumber + 1}).");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == 413)
        {
            return Say(413, $"The body is larger than {LargestBody / 1024 / 1024} MiB.");
        }

        var reading = Read(source, payload);
        return reading.Mistakes.IsEmpty ? await TakeAsync(reading, http, bot) : Say(422, string.Join('\n', reading.Mistakes));
    }

    private static AlertReading Read(AlertSource source, JsonNode? payload)
    {
        try
        {
            return source.Read(payload);
        }
        catch (ArgumentException)
        {
            // JSON may name a member twice, which shows only when it is looked at.
            return AlertReading.Wrong("An object of the body names a member twice.");
        }
    }

    private static async Task<IResult> TakeAsync(AlertReading reading, HttpContext http, IServiceProvider bot)
    {
        try
        {
            // Whoever hangs up does not undo what they reported.
            return Results.Json(await bot.GetRequiredService<AlertIntake>().TakeAsync(reading.Alerts, CancellationToken.None), JsonSerializerOptions.Web, statusCode: 202);
        }
        catch (Exception e) when (e is StorageException or NoServerException or ObjectDisposedException)
        {
            if (e is not ObjectDisposedException) bot.GetRequiredService<ILogger<AlertIntake>>().LogError("An alert could not be taken; its sender is asked to try again: {Reason}", e.Message);
            http.Response.Headers.RetryAfter = "30";
            return Say(503, e is NoServerException ? e.Message : "The record cannot be written just now. Send it again.");
        }
    }

    private static bool Knows(HttpRequest request, string token)
    {
        var bearer = request.Headers.Authorization.ToString();
        var given = bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? bearer[7..].Trim() : request.Headers["X-Alert-Token"].ToString();
        if (given.Length == 0) given = request.Query["token"].ToString();

        // Of hashes, so that the time it takes tells neither the token nor its length.
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }

    private static IResult Say(int status, string words) => Results.Text(words + "\n", "text/plain; charset=utf-8", statusCode: status);
}
