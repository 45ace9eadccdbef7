using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Tests.EndToEnd.Actions;

/// <summary>
/// GitHub or Gitea, as far as issues go, on loopback. Built to docs.github.com/rest/issues (2022-11-28) and to Gitea's swagger (v1): what they refuse, it refuses, and
/// where they differ (paths, the word before the token, labels by name or by number, 200 or 201 for a change, reasons of closing, ETags, pull requests in lists), so does it.
/// </summary>
internal sealed class StandInTracker : IAsyncDisposable
{
    public const string Token = "ghp_0123456789abcdef";
    public const string WebhookSecret = "a secret of sixteen characters or more";
    private const string Repository = "acme/operations";
    private readonly TrackerKind kind;
    private readonly ConcurrentQueue<Fault> faults = new();
    private readonly List<JsonObject> issues = [];
    private readonly List<JsonObject> labels = [];
    private readonly Lock gate = new();
    private WebApplication? app;

    private StandInTracker(TrackerKind kind)
    {
        this.kind = kind;
    }

    /// <summary>By the tracker's clock, which is set once the chat is there.</summary>
    public Func<DateTimeOffset> Now { get; set; } = () => Chat.Start;

    /// <summary>"POST /issues", without what stands before the repository, in the order in which they came; what a fault answered is among them.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public string AcceptedToken { get; set; } = Token;

    public bool IsVisible { get; set; } = true;

    public static async Task<StandInTracker> StartAsync(TrackerKind kind)
    {
        var tracker = new StandInTracker(kind);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        tracker.app = builder.Build();
        tracker.app.Run(tracker.AnswerAsync);
        await tracker.app.StartAsync(TestContext.Current.CancellationToken);
        return tracker;
    }

    public BotOptions.TrackerSection Section => new()
    {
        Name = "ops",
        Kind = kind,
        Url = new Uri(app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
        FullName = Repository,
        Token = Token,
        WebhookSecret = WebhookSecret,
        Labels = true,
    };

    /// <summary>The next call of that method ("POST", "GET" …) is answered so.</summary>
    /// <param name="afterEffect">It is done first, and only its answer is lost.</param>
    public void Fails(string method, int status, bool afterEffect = false, params (string Name, string Value)[] headers) => faults.Enqueue(new(method, status, afterEffect, headers));

    public IReadOnlyList<JsonObject> Issues
    {
        get
        {
            lock (gate) return [.. issues.Where(issue => issue["pull_request"] is null)];
        }
    }

    public JsonObject Issue(long number) => Issues.Single(issue => (long)issue["number"]! == number);

    /// <summary>What a person does there.</summary>
    public void Closes(long number, string? reason = "completed") => Change(number, issue => (issue["state"], issue["state_reason"]) = ("closed", kind == TrackerKind.GitHub ? reason : null));

    public void Opens(long number) => Change(number, issue => (issue["state"], issue["state_reason"]) = ("open", kind == TrackerKind.GitHub ? "reopened" : null));

    public void Deletes(long number)
    {
        lock (gate) issues.RemoveAll(issue => (long)issue["number"]! == number);
    }

    public void Change(long number, Action<JsonObject> change)
    {
        lock (gate)
        {
            var issue = issues.Single(one => (long)one["number"]! == number);
            change(issue);
            issue["updated_at"] = Written(Now());
        }
    }

    /// <summary>A change somebody makes elsewhere in the repository, so that numbers and pages are not the bot's own.</summary>
    public void AddPullRequest()
    {
        lock (gate) Add("Bump something", "", isPull: kind == TrackerKind.GitHub);
    }

    /// <summary>Delivers a webhook to the bot.</summary>
    public async Task<(HttpStatusCode Status, string Words)> DeliversAsync(Chat chat, long number, string action, string? secret = WebhookSecret, string @event = "issues")
    {
        var payload = new JsonObject { ["action"] = action, ["issue"] = new JsonObject { ["number"] = number, ["state"] = "closed" }, ["repository"] = new JsonObject { ["full_name"] = Repository } };
        var body = Encoding.UTF8.GetBytes(payload.ToJsonString());
        using var http = new HttpClient { BaseAddress = await chat.Driven.WebAddressAsync() };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/trackers/ops") { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
        request.Headers.Add(kind == TrackerKind.GitHub ? "X-GitHub-Event" : "X-Gitea-Event", @event);
        if (secret is not null)
        {
            var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
            request.Headers.Add(kind == TrackerKind.GitHub ? "X-Hub-Signature-256" : "X-Gitea-Signature", kind == TrackerKind.GitHub ? "sha256=" + signature : signature);
        }

        using var answer = await http.SendAsync(request);
        var words = await answer.Content.ReadAsStringAsync();
        await chat.Settle();
        return (answer.StatusCode, words);
    }

    public ValueTask DisposeAsync() => app!.DisposeAsync();

    private async Task AnswerAsync(HttpContext call)
    {
        using var reader = new StreamReader(call.Request.Body);
        var text = await reader.ReadToEndAsync();
        var before = kind == TrackerKind.GitHub ? $"/repos/{Repository}" : $"/api/v1/repos/{Repository}";
        var path = call.Request.Path.Value!;
        Calls.Enqueue($"{call.Request.Method} {(path.StartsWith(before, StringComparison.Ordinal) ? path[before.Length..] : path)}");
        Fault? fault;
        lock (gate) fault = faults.TryPeek(out var first) && first.Method == call.Request.Method && faults.TryDequeue(out first) ? first : null;
        if (fault is { AfterEffect: false })
        {
            await FailAsync(call, fault);
            return;
        }

        var (status, json) = path.StartsWith(before, StringComparison.Ordinal) ? Do(call.Request, path[before.Length..], text) : (404, null);
        if (fault is not null)
        {
            await FailAsync(call, fault);
            return;
        }

        // An ETag stands for the question and its answer; GitHub gives one, Gitea does not.
        var body = json?.ToJsonString() ?? "{\"message\":\"Not Found\"}";
        if (kind == TrackerKind.GitHub && status == 200 && call.Request.Method == "GET")
        {
            var etag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(call.Request.QueryString + body)))}\"";
            call.Response.Headers.ETag = etag;
            if (call.Request.Headers.IfNoneMatch.ToString() == etag)
            {
                call.Response.StatusCode = 304;
                return;
            }
        }

        call.Response.StatusCode = status;
        call.Response.ContentType = "application/json; charset=utf-8";
        await call.Response.WriteAsync(body);
    }

    private static Task FailAsync(HttpContext call, Fault fault)
    {
        call.Response.StatusCode = fault.Status;
        foreach (var (name, value) in fault.Headers) call.Response.Headers[name] = value;
        return call.Response.WriteAsync("{\"message\":\"as asked\"}");
    }

    private (int Status, JsonNode? Json) Do(HttpRequest request, string path, string text)
    {
        if (request.Headers.Authorization.ToString() != $"{(kind == TrackerKind.GitHub ? "Bearer" : "token")} {AcceptedToken}") return (401, new JsonObject { ["message"] = "Bad credentials" });
        if (request.Headers.UserAgent.Count == 0) return (403, new JsonObject { ["message"] = "Request forbidden by administrative rules." });
        if (!IsVisible) return (404, null);
        lock (gate)
        {
            return (request.Method, path.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
            {
                ("GET", []) => (200, new JsonObject { ["full_name"] = Repository, ["has_issues"] = true, ["archived"] = false, ["permissions"] = new JsonObject { ["pull"] = true, ["push"] = true } }),
                ("GET", ["issues"]) => (200, List(request)),
                ("POST", ["issues"]) => Create(JsonNode.Parse(text)!.AsObject()),
                ("GET", ["issues", var number]) => Known(number) is { } issue ? (200, issue.DeepClone()) : (404, null),
                ("PATCH", ["issues", var number]) => Known(number) is { } issue ? Update(issue, JsonNode.Parse(text)!.AsObject()) : (404, null),
                ("GET", ["labels"]) when kind == TrackerKind.Gitea => (200, request.Query["page"] == "1" ? new JsonArray([.. labels.Select(label => label.DeepClone())]) : new JsonArray()),
                ("POST", ["labels"]) when kind == TrackerKind.Gitea => (201, Label(JsonNode.Parse(text)!.AsObject())),
                _ => (404, null),
            };
        }
    }

    private JsonObject? Known(string number) => issues.Find(issue => issue["number"]!.ToString() == number);

    private (int, JsonNode?) Create(JsonObject body)
    {
        if (body.Any(member => member.Key is not ("title" or "body" or "labels")) || (string?)body["title"] is not { Length: > 0 and <= 256 } title) return Unprocessable();
        var given = body["labels"] as JsonArray ?? [];
        if (given.Any(label => label!.GetValueKind() != (kind == TrackerKind.GitHub ? System.Text.Json.JsonValueKind.String : System.Text.Json.JsonValueKind.Number))) return Unprocessable();
        if (kind == TrackerKind.Gitea && given.Any(label => labels.TrueForAll(known => (long)known["id"]! != (long)label!))) return Unprocessable();
        var issue = Add(title, (string?)body["body"] ?? "", isPull: false);
        issue["labels"] = new JsonArray([.. given.Select(label => (JsonNode)new JsonObject { ["name"] = kind == TrackerKind.GitHub ? (string)label! : (string)labels.Single(known => (long)known["id"]! == (long)label!)["name"]! })]);
        return (201, issue.DeepClone());
    }

    private (int, JsonNode?) Update(JsonObject issue, JsonObject body)
    {
        if (body.Any(member => member.Key is not ("title" or "body" or "state") && !(kind == TrackerKind.GitHub && member.Key == "state_reason"))) return Unprocessable();
        if ((string?)body["state"] is not (null or "open" or "closed") || (string?)body["state_reason"] is not (null or "completed" or "not_planned" or "reopened")) return Unprocessable();
        foreach (var (name, value) in body) issue[name] = value?.DeepClone();
        issue["updated_at"] = Written(Now());
        return (kind == TrackerKind.GitHub ? 200 : 201, issue.DeepClone());
    }

    private JsonArray List(HttpRequest request)
    {
        var since = DateTimeOffset.Parse(request.Query["since"]!, CultureInfo.InvariantCulture);
        var size = int.Parse(request.Query[kind == TrackerKind.GitHub ? "per_page" : "limit"]!, CultureInfo.InvariantCulture);
        var page = int.Parse(request.Query["page"]!, CultureInfo.InvariantCulture);
        var found = issues.Where(issue => DateTimeOffset.Parse((string)issue["updated_at"]!, CultureInfo.InvariantCulture) >= since);
        found = kind == TrackerKind.GitHub ? found.OrderBy(issue => (string)issue["updated_at"]!, StringComparer.Ordinal) : found.OrderByDescending(issue => (long)issue["number"]!);
        return [.. found.Skip((page - 1) * size).Take(size).Select(issue => issue.DeepClone())];
    }

    private JsonObject Add(string title, string body, bool isPull)
    {
        var number = issues.Count == 0 ? 1 : issues.Max(issue => (long)issue["number"]!) + 1;
        var issue = new JsonObject
        {
            ["number"] = number,
            ["title"] = title,
            ["body"] = body,
            ["state"] = "open",
            ["html_url"] = $"https://tracker.example/{Repository}/issues/{number}",
            ["updated_at"] = Written(Now()),
        };
        if (isPull) issue["pull_request"] = new JsonObject { ["url"] = "https://tracker.example/pull" };
        issues.Add(issue);
        return issue;
    }

    private JsonObject Label(JsonObject body)
    {
        var label = new JsonObject { ["id"] = labels.Count + 40L, ["name"] = (string)body["name"]! };
        labels.Add(label);
        return (JsonObject)label.DeepClone();
    }

    private static (int, JsonNode?) Unprocessable() => (422, new JsonObject { ["message"] = "Validation Failed" });

    // Whole seconds, as they give them.
    private static string Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private sealed record Fault(string Method, int Status, bool AfterEffect, (string Name, string Value)[] Headers);
}
