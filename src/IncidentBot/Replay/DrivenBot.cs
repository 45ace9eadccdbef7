using System.Net;
using System.Security.Cryptography;
using IncidentBot.Discord;
using IncidentBot.Hosting;
using IncidentBot.Inbox;
using IncidentBot.Options;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.Time;
using IncidentBot.Storage;
using IncidentBot.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Replay;

/// <summary>
/// A bot and its sandbox under one driven clock: hours pass in moments, and it is known when everything that was asked has been done. Replays and end-to-end
/// tests stand on it. It has a database of its own, which goes with it.
/// </summary>
public sealed class DrivenBot : IAsyncDisposable
{
    /// <summary>How long (in real time) nothing may move before it is called stuck.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How long (in real time) a start may take before it is taken to wait on the clock.</summary>
    private static readonly TimeSpan LongStart = TimeSpan.FromSeconds(15);

    private readonly SkewedClock machine;
    private readonly string folder;
    private readonly Action<ILoggingBuilder> logging;
    private readonly string alertToken = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private BotHost? bot;
    private HealthEndpoint? web;
    private DateTimeOffset? returns;

    private DrivenBot(DrivenClock clock, SandboxServer sandbox, string folder, Action<ILoggingBuilder> logging)
    {
        Clock = clock;
        machine = new(clock);
        Sandbox = sandbox;
        this.folder = folder;
        this.logging = logging;
    }

    public DrivenClock Clock { get; }

    /// <summary>How far the time of day on the bot's machine is ahead of Discord's, which is <see cref="Clock"/>; negative: behind. It may be set at any moment.</summary>
    public TimeSpan ClockAhead
    {
        get => machine.Ahead;
        set
        {
            machine.Ahead = value;

            // Noticed with the next heartbeat, which comes once a day here.
            bot?.Services.GetRequiredService<ClockWatch>().Look();
        }
    }

    public SandboxServer Sandbox { get; }

    /// <summary>The running bot.</summary>
    /// <exception cref="InvalidOperationException">It is away.</exception>
    public BotHost Bot => bot ?? throw new InvalidOperationException("The bot is away.");

    /// <summary>How attached files are kept, from the next start of the bot on.</summary>
    public BotOptions.AttachmentsSection Attachments { get; set; } = new();

    /// <summary>Where policies are read from, from the next start of the bot on.</summary>
    public BotOptions.PoliciesSection Policies { get; set; } = new();

    /// <summary>As the bot is started with.</summary>
    public IReadOnlyList<BotOptions.WebhookSection> Webhooks { get; set; } = [];

    /// <summary>From the next start of the bot on.</summary>
    public IReadOnlyList<BotOptions.TrackerSection> Trackers { get; set; } = [];
    /// <summary>Where templates are read from, from the next start of the bot on.</summary>
    public BotOptions.TemplatesSection Templates { get; set; } = new();

    /// <summary>As the bot is started with.</summary>
    public BotOptions.LanguageModelSection? LanguageModel { get; set; }

    /// <summary>A PostgreSQL server that keeps the record, from the next start of the bot on; null: it is in a file.</summary>
    public string? Connection { get; set; }

    public bool IsAway => bot is null;

    /// <summary>The record; only while the bot is running.</summary>
    public IncidentStore Store => Bot.Services.GetRequiredService<IncidentStore>();

    public string DatabasePath => Path.Combine(folder, "incidentbot.db");

    private BotOptions Options => new()
    {
        Discord = new() { Token = Sandbox.World.BotToken, ApiUrl = Sandbox.ApiUrl.ToString() },
        Storage = new() { Path = DatabasePath, Connection = Connection },
        Alerts = new() { Token = alertToken },
        Attachments = Attachments,
        Policies = Policies,
        Webhooks = Webhooks,
        Trackers = Trackers,
        Templates = Templates,
        LanguageModel = LanguageModel,
        Web = new() { Url = "http://127.0.0.1:0" },
    };

    /// <summary>Starts the sandbox with the clock standing at <paramref name="start"/>; the bot is started by <see cref="StartBotAsync"/>.</summary>
    public static async Task<DrivenBot> StartAsync(DateTimeOffset start, SandboxOptions options, Action<ILoggingBuilder> logging, CancellationToken cancellationToken)
    {
        var clock = new DrivenClock(start);

        // A beat a day: a clock that jumps must not look like a dead connection.
        var sandbox = await SandboxServer.StartAsync(options with { TimeProvider = clock, HeartbeatInterval = TimeSpan.FromDays(1) }, cancellationToken);
        return new(clock, sandbox, Directory.CreateTempSubdirectory("incidentbot-").FullName, logging);
    }

    /// <summary>Starts the bot, on the record it left if it ran before, and waits until it is ready.</summary>
    public async Task StartBotAsync(CancellationToken cancellationToken = default)
    {
        var starting = BotHost.StartAsync(Options, machine, logging, cancellationToken);
        while (await Task.WhenAny(starting, Task.Delay(LongStart, TimeProvider.System, cancellationToken)) != starting) PassPause();
        bot = await starting;
        var api = Bot.Services.GetRequiredService<IDiscordApi>();
        var gateway = Bot.Services.GetRequiredService<IDiscordGateway>();
        var ready = Bot.Services.GetRequiredService<Readiness>().WaitAsync(cancellationToken);
        while (!ready.IsCompleted)
        {
            await Task.WhenAny(ready, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken));
            if (ready.IsCompleted) break;
            if (Bot.FatalReason is { } reason) throw new InvalidOperationException(reason);

            // Only what truly waits on the clock is waited out: a slow machine must not make the clock go.
            if (OnlyWaits(api, gateway)) PassPause();
        }

        await SettleAsync(cancellationToken);
    }

    /// <summary>The address of the bot's own web endpoint; it is opened with the first call. What senders of alerts must show is <see cref="AlertToken"/>.</summary>
    public async Task<Uri> WebAddressAsync(CancellationToken cancellationToken = default)
    {
        web ??= await HealthEndpoint.StartAsync(Options, Bot, cancellationToken);
        return web.Address!;
    }

    public string AlertToken => alertToken;

    /// <summary>A monitoring system reports: over HTTP, as any other.</summary>
    /// <returns>The endpoint's answer.</returns>
    public async Task<(HttpStatusCode Status, string Words)> PostAlertAsync(string source, byte[] body, CancellationToken cancellationToken = default)
    {
        using var http = new HttpClient { BaseAddress = await WebAddressAsync(cancellationToken) };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/alerts/{source}") { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
        request.Headers.Authorization = new("Bearer", alertToken);
        using var answer = await http.SendAsync(request, cancellationToken);
        var words = await answer.Content.ReadAsStringAsync(cancellationToken);
        await SettleAsync(cancellationToken);
        return (answer.StatusCode, words);
    }

    /// <summary>Stops the bot in order; the sandbox and its people go on.</summary>
    public async Task StopBotAsync()
    {
        await CloseWebAsync();
        if (bot is not null) await bot.DisposeAsync();
        await GoneAsync();
    }

    /// <summary>Ends the bot as a power cut does, in the middle of whatever it is doing; what it had committed stays.</summary>
    public async Task KillBotAsync()
    {
        if (bot is not null) await bot.KillAsync();
        await CloseWebAsync();
        await GoneAsync();
    }

    /// <summary>The bot is away until then; it starts again when the clock gets there.</summary>
    public async Task StopBotUntilAsync(DateTimeOffset instant)
    {
        await StopBotAsync();
        returns = instant;
    }

    /// <summary>Lets time pass, with everything that falls due on the way happening at its time.</summary>
    public async Task AdvanceToAsync(DateTimeOffset instant, CancellationToken cancellationToken = default)
    {
        await SettleAsync(cancellationToken);
        while (true)
        {
            var next = Earliest(Clock.NextDue, bot is null ? null : await NextOwedAsync(cancellationToken), returns);
            if (next is not { } due || due > instant) break;
            Clock.AdvanceTo(due);
            if (returns <= Clock.GetUtcNow())
            {
                returns = null;
                await StartBotAsync(cancellationToken);
            }

            await SettleAsync(cancellationToken);
        }

        Clock.AdvanceTo(instant);
        await SettleAsync(cancellationToken);
    }

    /// <inheritdoc cref="AdvanceToAsync"/>
    public Task AdvanceAsync(TimeSpan by, CancellationToken cancellationToken = default) => AdvanceToAsync(Clock.GetUtcNow() + by, cancellationToken);

    /// <summary>The clock reaches the moment at which the bot comes back, if it is away.</summary>
    public Task WaitForBotAsync(CancellationToken cancellationToken = default) => returns is { } at ? AdvanceToAsync(at, cancellationToken) : Task.CompletedTask;

    /// <summary>Waits until the bot has done everything that can be done now; what waits for a rate limit is waited out on the clock.</summary>
    /// <exception cref="TimeoutException">Nothing moves any more although something is still to be done.</exception>
    public async Task SettleAsync(CancellationToken cancellationToken = default)
    {
        if (bot is null) return;
        var activity = Bot.Services.GetRequiredService<Activity>();
        var api = Bot.Services.GetRequiredService<IDiscordApi>();
        var gateway = Bot.Services.GetRequiredService<IDiscordGateway>();
        var reader = Bot.Services.GetRequiredService<GatewayReader>();
        var began = TimeProvider.System.GetTimestamp();
        var (calm, stuck) = (0, 0);
        var finished = activity.Finished;
        while (calm < 3)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Bot.FatalReason is not null) return;
            var running = activity.Running;
            var heard = gateway.Connected && reader.Handled >= Sandbox.World.Gateway.LastDispatchedSequence;
            if (running == 0 && heard && finished == activity.Finished && !(await NextOwedAsync(cancellationToken) <= Clock.GetUtcNow()))
            {
                calm++;
                stuck = 0;
            }
            else
            {
                calm = 0;
                if (finished != activity.Finished) began = TimeProvider.System.GetTimestamp();
                finished = activity.Finished;

                // All that is under way only waits on the clock: for a rate limit, or to connect again.
                var waits = running <= api.Waiting + Sandbox.World.HeldDownloads && (gateway.Connected ? running > 0 : OnlyWaits(api, gateway));
                stuck = waits ? stuck + 1 : 0;
                if (stuck > 2)
                {
                    PassPause();
                    stuck = 0;
                }

                // Timers count whole milliseconds: the one for what is due now may stand a fraction of one later.
                if (running == 0 && heard && Clock.NextDue is { } next && next - Clock.GetUtcNow() < TimeSpan.FromMilliseconds(1)) Clock.AdvanceTo(next);

                if (TimeProvider.System.GetElapsedTime(began) > Patience)
                {
                    throw new TimeoutException(
                        $"Nothing moves: {running} under way, {api.InFlight} calls ({api.Waiting} waiting), connected {gateway.Connected}, heard {reader.Handled} of {Sandbox.World.Gateway.LastDispatchedSequence}.");
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopBotAsync();
        await Sandbox.DisposeAsync();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A leftover in the temporary folder does no harm.
        }
    }

    /// <summary>When the bot has something to do next.</summary>
    // By the driven clock. The bot goes by Discord's time, which it knows to the second at best: what is due by the one may not yet be by the other.
    private async Task<DateTimeOffset?> NextOwedAsync(CancellationToken cancellationToken) =>
        Earliest(await Store.NextDueAsync(cancellationToken), await Store.NextCopyDueAsync(after: null, cancellationToken)) + (Clock.GetUtcNow() - Bot.Services.GetRequiredService<TimeProvider>().GetUtcNow());

    // Time must not pass before Discord has seen the bot go: how long a session can be resumed counts from then.
    private async Task GoneAsync()
    {
        bot = null;
        var began = TimeProvider.System.GetTimestamp();
        while (Sandbox.World.Gateway.BotIsConnected && TimeProvider.System.GetElapsedTime(began) < LongStart)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
    }

    private async Task CloseWebAsync()
    {
        if (web is not null) await web.DisposeAsync();
        web = null;
    }

    private static bool OnlyWaits(IDiscordApi api, IDiscordGateway gateway)
    {
        var calls = api.InFlight;
        return api.Waiting >= calls && (calls > 0 || gateway.Pausing > 0);
    }

    private void PassPause()
    {
        if (Clock.NextDue is { } due && due <= Clock.GetUtcNow() + TimeSpan.FromMinutes(15)) Clock.AdvanceTo(due);
    }

    private static DateTimeOffset? Earliest(params ReadOnlySpan<DateTimeOffset?> times)
    {
        DateTimeOffset? earliest = null;
        foreach (var time in times)
        {
            if (time is { } at && (earliest is null || at < earliest)) earliest = at;
        }

        return earliest;
    }
}
