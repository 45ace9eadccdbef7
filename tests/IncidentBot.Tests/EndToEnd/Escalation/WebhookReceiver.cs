using System.Collections.Concurrent;
using IncidentBot.Escalate;
using IncidentBot.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Tests.EndToEnd.Escalation;

/// <summary>Plays the service that pages are handed on to, called "phone" in the configuration.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    public const string Secret = "a secret of sixteen characters or more";

    private readonly WebApplication web;

    private WebhookReceiver(WebApplication web) => this.web = web;

    public ConcurrentQueue<(string Timestamp, string Signature, string Delivery, byte[] Body)> Received { get; } = new();

    /// <summary>Status codes of the next answers; 204 when there is none.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    public Uri Address => new(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public BotOptions.WebhookSection Section => new() { Name = "phone", Url = new Uri(Address, "/hook?key=hidden"), Secret = Secret };

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver.web.MapPost("/elsewhere", () => Results.Ok());
        receiver.web.MapPost("/hook", receiver.HearAsync);
        await receiver.web.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => web.DisposeAsync();

    private async Task HearAsync(HttpContext call)
    {
        using var body = new MemoryStream();
        await call.Request.Body.CopyToAsync(body);
        Received.Enqueue((call.Request.Headers[WebhookCaller.TimestampHeader]!, call.Request.Headers[WebhookCaller.SignatureHeader]!, call.Request.Headers[WebhookCaller.DeliveryHeader]!, body.ToArray()));
        call.Response.StatusCode = Answers.TryDequeue(out var status) ? status : 204;
        if (call.Response.StatusCode is >= 300 and < 400) call.Response.Headers.Location = "/elsewhere";
    }
}
