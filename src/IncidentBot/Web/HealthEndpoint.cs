using IncidentBot.Alerts;
using IncidentBot.Discord;
using IncidentBot.Hosting;
using IncidentBot.Inbox;
using IncidentBot.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Web;

/// <summary>
/// Answers `/healthz` on <see cref="BotOptions.WebSection.Url"/>: 200 while the bot is connected and ready, 503 with the reason otherwise. Beside it, alerts are
/// received (see <see cref="AlertEndpoint"/>).
/// </summary>
public sealed class HealthEndpoint : IAsyncDisposable
{
    private readonly WebApplication? app;

    private HealthEndpoint(WebApplication? app)
    {
        this.app = app;
    }

    /// <exception cref="WebEndpointException">The address cannot be used.</exception>
    public static async Task<HealthEndpoint> StartAsync(BotOptions options, BotHost bot, CancellationToken cancellationToken)
    {
        if (options.Web.Url.Length == 0) return new(null);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions());
        builder.WebHost.UseUrls(options.Web.Url);
        builder.Logging.ClearProviders();
        var built = builder.Build();
        built.MapGet("/healthz", () => Health(bot.Services));
        AlertEndpoint.Map(built, bot.Services);
        try
        {
            await built.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            await built.DisposeAsync();
            throw new WebEndpointException($"Web:Url {options.Web.Url} cannot be used: {e.InnerException?.Message ?? e.Message}. Set another with Web__Url, or leave it empty for no web endpoint.");
        }

        return new(built);
    }

    /// <summary>Where it listens, with the port that was taken when 0 was asked for; null: nowhere.</summary>
    public Uri? Address => app?.Urls.FirstOrDefault() is { } url ? new Uri(url) : null;

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
    }

    private static IResult Health(IServiceProvider services)
    {
        if (!services.GetRequiredService<Readiness>().IsReady) return Results.Text("not ready: still logging in", statusCode: 503);
        return services.GetRequiredService<IDiscordGateway>().Connected ? Results.Text("ok") : Results.Text("not connected to Discord; reconnecting", statusCode: 503);
    }
}

/// <summary>The web endpoint's address cannot be used; the message says why and what to set.</summary>
public sealed class WebEndpointException(string message) : Exception(message);
