using IncidentBot.Alerts;
using IncidentBot.Hosting;
using IncidentBot.Options;
using IncidentBot.Trackers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Web;

/// <summary>
/// Answers `/healthz` on <see cref="BotOptions.WebSection.Url"/>: 200 while the bot is connected and ready, 503 with the reason otherwise. Beside it, alerts are
/// received (see <see cref="AlertEndpoint"/>), and webhooks of trackers (see <see cref="TrackerEndpoint"/>).
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

        // An empty builder: the others read appsettings.json once more and then watch the folder they run in, with all that is in it. Where the record lies below,
        // each write to it would wake them (3 % of the processor in a flood).
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(options.Web.Url);
        builder.Services.AddRoutingCore();
        var built = builder.Build();
        built.MapGet("/healthz", () => Health.Of(bot.Services) is { } trouble ? Results.Text(trouble, statusCode: 503) : Results.Text("ok"));
        AlertEndpoint.Map(built, bot.Services);
        TrackerEndpoint.Map(built, bot.Services);
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
}

/// <summary>The web endpoint's address cannot be used; the message says why and what to set.</summary>
public sealed class WebEndpointException(string message) : Exception(message);
