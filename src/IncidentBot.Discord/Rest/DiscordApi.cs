using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IncidentBot.Discord;

/// <summary>Discord's REST API over HTTP. Thread-safe; make one for the whole process, since the limits are the bot's.</summary>
public sealed partial class DiscordApi : IDiscordApi, IDisposable
{
    private readonly CallMeter meter = new();
    private readonly HttpMessageInvoker http;
    private readonly RequestSender sender;

    /// <param name="options">Token and address.</param>
    /// <param name="time">What all waiting is measured on.</param>
    /// <param name="handler">The way to the network; stays the caller's. Null makes one that renews its connections, so that a moved address is found.</param>
    public DiscordApi(DiscordOptions options, TimeProvider time, HttpMessageHandler? handler = null)
        : this(options, time, handler, Random.Shared)
    {
    }

    internal DiscordApi(DiscordOptions options, TimeProvider time, HttpMessageHandler? handler, Random random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        http = handler is null
            ? new HttpMessageInvoker(new SocketsHttpHandler
            {
                AutomaticDecompression = DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
                UseCookies = false,
            })
            : new HttpMessageInvoker(handler, disposeHandler: false);
        sender = new RequestSender(options, http, new MonotonicClock(time), meter, random);
    }

    public int InFlight => meter.InFlight;

    public int Waiting => meter.Waiting;

    public TimeSpan? ClockAhead => sender.ClockAhead;

    public void Dispose() => http.Dispose();

    public Task<User> GetCurrentUserAsync(CancellationToken cancellationToken) => GetAsync($"/users/@me", DiscordJson.Default.User, cancellationToken);

    public Task<Application> GetCurrentApplicationAsync(CancellationToken cancellationToken) =>
        GetAsync($"/applications/@me", DiscordJson.Default.Application, cancellationToken);

    public Task<GatewayBot> GetGatewayBotAsync(CancellationToken cancellationToken) =>
        GetAsync($"/gateway/bot", DiscordJson.Default.GatewayBot, cancellationToken);

    public Task<User?> GetUserAsync(Snowflake userId, CancellationToken cancellationToken) =>
        OrNullAsync(GetAsync($"/users/{userId}", DiscordJson.Default.User, cancellationToken));

    private static byte[] Json<T>(T body, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(body, type);

    /// <summary>The query string of the values that are not null; they are escaped here.</summary>
    private static string Query(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in values)
        {
            if (value is not null) query.Append(query.Length > 0 ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value.ToString()!));
        }

        return query.ToString();
    }

    private static async Task<T?> OrNullAsync<T>(Task<T> call)
        where T : class
    {
        try
        {
            return await call;
        }
        catch (DiscordApiException exception) when (exception.IsGone)
        {
            return null;
        }
    }

    private Task<T> GetAsync<T>(Route route, JsonTypeInfo<T> type, CancellationToken cancellationToken) => GetAsync(route, "", type, cancellationToken);

    private Task<T> GetAsync<T>(Route route, string query, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        sender.SendAsync(new ApiRequest(HttpMethod.Get, route, query), type, cancellationToken);

    private Task PutAsync(Route route, string? reason, CancellationToken cancellationToken) =>
        sender.SendAsync(new ApiRequest(HttpMethod.Put, route) { Reason = reason }, cancellationToken);

    private Task DeleteAsync(Route route, string? reason, CancellationToken cancellationToken) =>
        sender.SendAsync(new ApiRequest(HttpMethod.Delete, route) { Reason = reason }, cancellationToken);
}
