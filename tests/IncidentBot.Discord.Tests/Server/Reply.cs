using Microsoft.AspNetCore.Http;

namespace IncidentBot.Discord.Tests;

/// <summary>Answers of Discord, ready to be scripted.</summary>
internal static class Reply
{
    public static Func<HttpContext, Task> Json(string json, params (string Name, string Value)[] headers) => Status(200, json, headers);

    public static Func<HttpContext, Task> NoContent { get; } = Status(204, "");

    public static Func<HttpContext, Task> Message(ulong id = 9) => Json($$"""{"id":"{{id}}","channel_id":"1","content":"said"}""");

    public static Func<HttpContext, Task> Error(int status, int code, string message) => Status(status, $$"""{"code":{{code}},"message":"{{message}}"}""");

    public static Func<HttpContext, Task> TooMany(double retryAfter, bool global = false, string scope = "user") => Status(
        429,
        $$"""{"message":"You are being rate limited.","retry_after":{{retryAfter}},"global":{{(global ? "true" : "false")}} }""",
        ("Retry-After", Math.Ceiling(retryAfter).ToString()), ("X-RateLimit-Scope", global ? "global" : scope));

    public static Func<HttpContext, Task> InBucket(string bucket, int remaining, double resetAfter, string json = """{"id":"9"}""") => Json(
        json,
        ("X-RateLimit-Bucket", bucket), ("X-RateLimit-Remaining", remaining.ToString()), ("X-RateLimit-Reset-After", resetAfter.ToString()));

    /// <summary>Takes the request and breaks the connection.</summary>
    public static Func<HttpContext, Task> Broken { get; } = context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>Answers when the test says so.</summary>
    public static Func<HttpContext, Task> After(Task signal, Func<HttpContext, Task> reply) => async context =>
    {
        await signal;
        await reply(context);
    };

    public static Func<HttpContext, Task> Status(int status, string body, params (string Name, string Value)[] headers) => async context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        if (body.Length == 0) return;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    };
}
