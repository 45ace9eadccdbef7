using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.Limits;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Sandbox.Rest;

/// <summary>The way of every request under /api: ban, route, token, limits, faults, handler, headers.</summary>
internal sealed class RestPipeline(SandboxWorld world)
{
    private readonly RouteTable routes = Routes.All(world);
    private readonly RateLimiter limiter = world.Limiter;

    public async Task HandleAsync(HttpContext http, string path)
    {
        var (status, body, headers) = (0, (JsonNode?)null, new List<(string, string)>());
        Route? route = null;
        User? actor = null;
        JsonNode? requestBody = null;
        IReadOnlyList<Upload> files = [];
        var broken = false;
        try
        {
            try
            {
                route = routes.Find(http.Request.Method, path, out var parameters, out var pathExists);
                (requestBody, files) = await BodyReader.ReadAsync(http.Request, http.RequestAborted);
                if (route is null) throw pathExists ? ApiException.MethodNotAllowed() : ApiException.NotFound();

                IReadOnlyList<Fault> faults;
                lock (world.Gate)
                {
                    actor = Authenticate(http.Request, route);
                    faults = actor is { IsBot: false } ? [] : world.Faults.OnRequest(http.Request.Method, path);
                }

                foreach (var delay in faults.Where(f => f.Kind == FaultKind.Delay)) await Task.Delay(TimeSpan.FromMilliseconds(delay.Milliseconds), world.Time, http.RequestAborted);
                if (faults.Any(f => f is { Kind: FaultKind.BrokenConnection, AfterEffect: false }))
                {
                    broken = true;
                    return;
                }

                var answer = Execute(http.Request, route, parameters, actor, requestBody, files, faults, headers);
                (status, body) = (answer.Status, answer.Body);
                broken = faults.Any(f => f is { Kind: FaultKind.BrokenConnection, AfterEffect: true });
                if (broken) return;
            }
            catch (ApiException refusal)
            {
                (status, body) = (refusal.Status, refusal.ToJson());
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException)
            {
                // A field of another type than Discord's documentation says, which no rule looked at.
                (status, body) = (400, FieldErrors.Single("_errors", "SANDBOX_COULD_NOT_READ", e.Message).ToJson());
            }
            catch (RateLimitedException limited)
            {
                status = 429;
                body = Describe(limited.Refusal, headers);
            }

            if (status is 401 or 403 || (status == 429 && !headers.Contains(("X-RateLimit-Scope", "shared"))))
            {
                lock (world.Gate) limiter.CountInvalid();
            }

            headers.Add(("Date", world.Time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture)));
            await WriteAsync(http.Response, status, body, headers, http.RequestAborted);
        }
        finally
        {
            if (broken) http.Abort();
            world.Observe(new RestExchange(
                http.Request.Method, path + http.Request.QueryString, route?.Template, actor?.Id, actor?.IsBot ?? route?.Anonymous ?? false, requestBody, [.. files.Select(f => f.FileName)], status, body));
        }
    }

    private Answer Execute(
        HttpRequest request, Route route, Dictionary<string, string> parameters, User? actor, JsonNode? body, IReadOnlyList<Upload> files, IReadOnlyList<Fault> faults, List<(string, string)> headers)
    {
        lock (world.Gate)
        {
            if (limiter.IsBanned()) return new Answer(429, JsonValue.Create("error code: 1015"));
            if (actor is null && !route.Anonymous) throw ApiException.Unauthorized();

            // People act as fast as scripts want; the limits are the bot's.
            if (actor is null or { IsBot: true })
            {
                // Interaction endpoints, follow-ups among them, are outside the global limit.
                if (!route.Anonymous && limiter.TakeGlobal() is { } global) throw new RateLimitedException(global);
                var (state, refusal) = limiter.Take(route, parameters, actor);
                // Where no limit holds none is told: a library waits by itself once a header says that nothing remains.
                if (world.Options.StrictRateLimits)
                {
                    headers.Add(("X-RateLimit-Limit", state.Limit.ToString(CultureInfo.InvariantCulture)));
                    headers.Add(("X-RateLimit-Remaining", state.Remaining.ToString(CultureInfo.InvariantCulture)));
                    headers.Add(("X-RateLimit-Reset", (state.Reset.ToUnixTimeMilliseconds() / 1000.0).ToString("0.000", CultureInfo.InvariantCulture)));
                    headers.Add(("X-RateLimit-Reset-After", state.ResetAfter.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture)));
                    headers.Add(("X-RateLimit-Bucket", state.Hash));
                }

                if (refusal is not null) throw new RateLimitedException(refusal);
            }

            if (faults.FirstOrDefault(f => f.Kind == FaultKind.RateLimit) is { } limited)
            {
                throw new RateLimitedException(new Refusal(TimeSpan.FromMilliseconds(limited.Milliseconds), limited.Global, limited.Global ? "global" : "user"));
            }

            if (faults.FirstOrDefault(f => f is { Kind: FaultKind.ServerError, AfterEffect: false }) is { } before) return ServerError(before);
            var answer = route.Handler(new Call(world, actor, parameters, request.Query, body, files) { Reason = Reason(request) });
            return faults.FirstOrDefault(f => f is { Kind: FaultKind.ServerError, AfterEffect: true }) is { } after ? ServerError(after) : answer;
        }
    }

    private static Answer ServerError(Fault fault) => new(fault.Code ?? 502, new JsonObject { ["message"] = $"{fault.Code ?? 502}: Server Error", ["code"] = 0 });

    // Where nobody need say who asks (the gateway's address, an interaction's or a webhook's token), a header that fits nobody is passed over.
    private User? Authenticate(HttpRequest request, Route route)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0) return null;
        var isBot = header.StartsWith("Bot ", StringComparison.Ordinal);
        var user = world.UserByToken(isBot ? header[4..] : header);
        if (user is not null && user.IsBot == isBot) return user;
        return route.Anonymous ? null : throw ApiException.Unauthorized();
    }

    private static string? Reason(HttpRequest request) => request.Headers["X-Audit-Log-Reason"].ToString() is { Length: > 0 } encoded ? Uri.UnescapeDataString(encoded) : null;

    private static JsonObject Describe(Refusal refusal, List<(string, string)> headers)
    {
        var seconds = Math.Max(0.001, refusal.RetryAfter.TotalSeconds);
        headers.Add(("Retry-After", Math.Ceiling(seconds).ToString(CultureInfo.InvariantCulture)));
        headers.Add(("X-RateLimit-Scope", refusal.Scope));
        if (refusal.Global)
        {
            headers.RemoveAll(h => h.Item1 is "X-RateLimit-Limit" or "X-RateLimit-Remaining" or "X-RateLimit-Reset" or "X-RateLimit-Reset-After" or "X-RateLimit-Bucket");
            headers.Add(("X-RateLimit-Global", "true"));
        }

        return new JsonObject { ["message"] = "You are being rate limited.", ["retry_after"] = Math.Round(seconds, 3), ["global"] = refusal.Global };
    }

    private static async Task WriteAsync(HttpResponse response, int status, JsonNode? body, List<(string Name, string Value)> headers, CancellationToken token)
    {
        response.StatusCode = status;
        response.Headers["Via"] = "1.1 sandbox";
        foreach (var (name, value) in headers) response.Headers[name] = value;
        if (body is null) return;
        response.ContentType = "application/json";
        await response.Body.WriteAsync(Wire.Bytes(body), token);
    }
}
