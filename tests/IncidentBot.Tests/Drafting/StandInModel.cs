using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Tests.Drafting;

/// <summary>A language model that says what it is told to, with every fault that one may have.</summary>
internal sealed class StandInModel : IAsyncDisposable
{
    private readonly WebApplication app;

    private StandInModel(WebApplication app) => this.app = app;

    public Uri Url => new(app.Urls.First() + "/v1");

    /// <summary>What it was asked, oldest first.</summary>
    public ConcurrentQueue<(string? Key, JsonObject Body)> Asked { get; } = new();

    /// <summary>What it does with the next question.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = Says("Nothing.");

    public static async Task<StandInModel> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var built = builder.Build();
        var model = new StandInModel(built);
        built.MapPost("/v1/chat/completions", async (HttpContext call) =>
        {
            model.Asked.Enqueue((call.Request.Headers.Authorization, (JsonObject)(await JsonNode.ParseAsync(call.Request.Body))!));
            await model.Answer(call);
        });
        await built.StartAsync(TestContext.Current.CancellationToken);
        return model;
    }

    public static Func<HttpContext, Task> Says(string text) =>
        Writes(new JsonObject { ["choices"] = new JsonArray(new JsonObject { ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text } }) }.ToJsonString());

    public static Func<HttpContext, Task> Writes(string body, int status = 200) => async call =>
    {
        call.Response.StatusCode = status;
        call.Response.ContentType = "application/json";
        await call.Response.WriteAsync(body);
    };

    /// <summary>Takes the question and says nothing until nobody listens any more.</summary>
    public static async Task KeepsSilentAsync(HttpContext call)
    {
        var gone = new TaskCompletionSource();
        await using var registration = call.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    public static Func<HttpContext, Task> BreaksOff(string begun) => async call =>
    {
        call.Response.ContentLength = 10_000;
        await call.Response.WriteAsync(begun);
        await call.Response.Body.FlushAsync();
        call.Abort();
    };

    public static Task RedirectsAsync(HttpContext call)
    {
        call.Response.StatusCode = (int)HttpStatusCode.TemporaryRedirect;
        call.Response.Headers.Location = "http://127.0.0.1:1/elsewhere";
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
