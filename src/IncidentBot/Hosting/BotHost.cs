using IncidentBot.Actions;
using IncidentBot.Agenda;
using IncidentBot.Alerts;
using IncidentBot.Attachments;
using IncidentBot.Commands;
using IncidentBot.Declare;
using IncidentBot.Discord;
using IncidentBot.Doctor;
using IncidentBot.Drafting;
using IncidentBot.Escalate;
using IncidentBot.Facts;
using IncidentBot.Find;
using IncidentBot.Inbox;
using IncidentBot.Links;
using IncidentBot.OnCall;
using IncidentBot.Options;
using IncidentBot.PolicyBooks;
using IncidentBot.Postmortem;
using IncidentBot.Reconcile;
using IncidentBot.Reminders;
using IncidentBot.Resolve;
using IncidentBot.Retention;
using IncidentBot.Roles;
using IncidentBot.Servers;
using IncidentBot.Setup;
using IncidentBot.Speech;
using IncidentBot.Stats;
using IncidentBot.Storage;
using IncidentBot.Templates;
using IncidentBot.Time;
using IncidentBot.Timeline;
using IncidentBot.Trackers;
using IncidentBot.Update;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Hosting;

/// <summary>The bot, put together. One instance is one running bot: in the program, in a replay, and in every end-to-end test.</summary>
public sealed class BotHost : IAsyncDisposable
{
    private readonly IHost host;

    private BotHost(IHost host)
    {
        this.host = host;
    }

    public IServiceProvider Services => host.Services;

    /// <summary>Why the bot ended itself, or null.</summary>
    public string? FatalReason => Services.GetRequiredService<FatalEnd>().Reason;

    /// <inheritdoc cref="FatalEnd.ExitCode"/>
    public int FatalExitCode => Services.GetRequiredService<FatalEnd>().ExitCode;

    /// <summary>
    /// Opens the record, asks Discord what the bot may hear, and starts. Returns when everything runs; the commands are registered shortly after (see <see cref="Readiness"/>).
    /// </summary>
    /// <exception cref="StorageException">The record cannot be used; nothing was touched.</exception>
    /// <exception cref="DiscordApiException">Discord cannot be reached, or does not know the token.</exception>
    public static async Task<BotHost> StartAsync(BotOptions options, TimeProvider clock, Action<ILoggingBuilder> logging, CancellationToken cancellationToken)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddLogging(logging);
        using var loggers = LoggerFactory.Create(logging);
        var discordLog = loggers.CreateLogger("Discord");
        var discord = new DiscordOptions
        {
            Token = options.Discord.Token ?? throw new ArgumentException("A token is needed.", nameof(options)),
            ApiUrl = new Uri(options.Discord.ApiUrl),
            Log = (level, text, exception) => discordLog.Log(LevelOf(level), exception, "{Text}", text),
        };
        var api = new DiscordApi(discord, clock);
        var time = new DiscordTime(clock, () => api.ClockAhead);
        var self = new Self();
        discord = await AskDiscordAsync(api, discord, self, loggers.CreateLogger("IncidentBot"), cancellationToken);
        var store = await IncidentStore.OpenAsync(options.Record(time), cancellationToken);

        AttachmentFolder folder;
        try
        {
            folder = AttachmentFolder.Open(options);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }

        AddServices(builder.Services, options, time, discord, api, store, self);
        builder.Services.AddSingleton(folder).AddSingleton(AllowedHosts.Of(options)).AddSingleton<AttachmentFetcher>().AddHostedService<AttachmentKeeper>();
        var built = builder.Build();
        await built.StartAsync(cancellationToken);
        return new BotHost(built);
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => host.WaitForShutdownAsync(cancellationToken);

    /// <summary>Ends it as a power cut does: nothing that is under way is brought to an end or recorded. For seeing what the next start makes of what was left.</summary>
    public async Task KillAsync()
    {
        // The record goes first: from then on nothing can be decided any more, whatever the rest still does on its way down.
        await Services.GetRequiredService<IncidentStore>().DisposeAsync();
        (Services.GetRequiredService<IDiscordApi>() as IDisposable)?.Dispose();
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        var store = Services.GetRequiredService<IncidentStore>();
        if (Services.GetRequiredService<IDiscordApi>() is IDisposable api) api.Dispose();
        host.Dispose();
        await store.DisposeAsync();
    }

    // Which privileged intents the bot has been given decides what it may ask for: asking for one it lacks would end the connection.
    private static async Task<DiscordOptions> AskDiscordAsync(IDiscordApi api, DiscordOptions discord, Self self, ILogger logger, CancellationToken cancellationToken)
    {
        var application = await api.GetCurrentApplicationAsync(cancellationToken);

        // Known from the start: a session that is resumed does not say again who the bot is.
        self.Is(await api.GetCurrentUserAsync(cancellationToken), application.Id);
        self.HearsMessages = (application.Flags & (ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited)) != ApplicationFlags.None;
        self.SeesMembers = (application.Flags & (ApplicationFlags.GatewayGuildMembers | ApplicationFlags.GatewayGuildMembersLimited)) != ApplicationFlags.None;
        if (!self.HearsMessages)
        {
            logger.LogCritical(
                "The MESSAGE CONTENT INTENT is off: I cannot read what people say, so timelines and postmortems stay empty but for commands. "
                + "Turn it on in the developer portal (your application → Bot → Privileged Gateway Intents) and start me again.");
        }

        if (!self.SeesMembers)
            logger.LogInformation("The SERVER MEMBERS INTENT is off: a role that is paged is mentioned in the channel, its people get no direct messages");

        var intents = GatewayIntents.Guilds | GatewayIntents.GuildMessages | GatewayIntents.GuildMessageReactions | GatewayIntents.DirectMessages;
        if (self.HearsMessages) intents |= GatewayIntents.MessageContent;
        if (self.SeesMembers) intents |= GatewayIntents.GuildMembers;
        return new DiscordOptions { Token = discord.Token, ApiUrl = discord.ApiUrl, Log = discord.Log, Intents = intents };
    }

    private static void AddServices(IServiceCollection services, BotOptions options, DiscordTime clock, DiscordOptions discord, IDiscordApi api, IncidentStore store, Self self)
    {
        services.AddSingleton(options).AddSingleton(clock).AddSingleton<TimeProvider>(clock).AddSingleton(discord).AddSingleton(api).AddSingleton(store).AddSingleton(self);
        services.AddSingleton<IDiscordGateway>(_ => new DiscordGateway(discord, api, clock));

        // What is known of the world.
        services.AddSingleton<GuildBook>().AddSingleton<ThreadBook>().AddSingleton<NewChannels>().AddSingleton<CommonChannels>().AddSingleton<ForumTags>().AddSingleton<Categories>().AddSingleton<AwaitedMending>();

        // From Discord to the record.
        services.AddSingleton<Activity>().AddSingleton<Readiness>().AddSingleton<FatalEnd>().AddSingleton<Lateness>().AddSingleton<ClockWatch>();
        services.AddSingleton<TalkPath>().AddSingleton<ReactionPath>().AddSingleton<InteractionPath>().AddSingleton<ServerPath>().AddSingleton<Watermark>();
        services.AddSingleton<Recordkeeper>().AddHostedService(p => p.GetRequiredService<Recordkeeper>());
        services.AddSingleton<GatewayReader>().AddHostedService(p => p.GetRequiredService<GatewayReader>());

        // From monitoring systems to the record.
        services.AddSingleton<AlertIntake>().AddSingleton<UnplacedAlerts>();
        // What was missed.
        services.AddSingleton<ChannelReader>().AddSingleton<ThreadLists>().AddSingleton<MarkReader>().AddSingleton<IncidentReader>();
        services.AddSingleton<CatchUp>().AddHostedService(p => p.GetRequiredService<CatchUp>());

        // What people can ask for.
        services.AddSingleton<Catalog>().AddSingleton<CommandRegistrar>().AddSingleton<Desk>().AddSingleton<Refusals>().AddSingleton<DeclaredAnswers>();
        services.AddSingleton<ICommandModule, DeclareModule>();
        services.AddSingleton<ICommandModule, UpdateModule>();
        services.AddSingleton<ICommandModule, FactsModule>();
        services.AddSingleton<ICommandModule, RolesModule>();
        services.AddSingleton<ICommandModule, RemindersModule>();
        services.AddSingleton<ICommandModule, LinksModule>();
        services.AddSingleton<ICommandModule, FindModule>();
        services.AddSingleton<ICommandModule, ResolveModule>();
        services.AddSingleton<ICommandModule, TimelineModule>();
        services.AddSingleton<ICommandModule, MarkModule>();
        services.AddSingleton<ICommandModule, RedactModule>();
        services.AddSingleton<ICommandModule, EscalateModule>();
        services.AddSingleton<TrackerBook>().AddSingleton<TrackerClient>().AddSingleton<ICommandModule, ActionsModule>().AddSingleton<ICommandModule, ActionButtons>();
        services.AddSingleton<ICommandModule, PostmortemModule>().AddSingleton<ICommandModule, ImportReportsModule>();
        services.AddSingleton<ICommandModule, StatsModule>();
        services.AddSingleton<OnCallDesk>().AddSingleton<ServerNames>().AddSingleton<GivenFiles>().AddSingleton<BookApplication>().AddSingleton<PolicyModule>();
        services.AddSingleton<ICommandModule>(p => p.GetRequiredService<PolicyModule>());
        services.AddSingleton<ICommandModule, OnCallModule>();
        services.AddSingleton<ICommandModule, OverrideModule>();
        services.AddSingleton<ICommandModule, SwapModule>();
        services.AddSingleton<FolderServices>().AddSingleton<PolicyFolder>().AddHostedService(p => p.GetRequiredService<PolicyFolder>());
        services.AddSingleton<WritingModule>().AddSingleton<ICommandModule>(p => p.GetRequiredService<WritingModule>());
        services.AddSingleton<ICommandModule, FollowingModule>();
        services.AddSingleton<ModelClient>().AddSingleton<ICommandModule, DraftingModule>();
        services.AddSingleton<TemplateShelf>().AddSingleton<ICommandModule, TemplatesModule>().AddSingleton<ICommandModule, OwnTemplatesModule>();
        services.AddSingleton<TemplateFolder>().AddHostedService(p => p.GetRequiredService<TemplateFolder>());
        services.AddSingleton<ICommandModule, ReviewModule>().AddSingleton<ICommandModule, MeetingModule>().AddSingleton<ICommandModule, PostmortemListModule>();
        services.AddSingleton<ICommandModule, SetupModule>();
        services.AddSingleton<ICommandModule, RetryModule>();
        services.AddSingleton<ICommandModule, RetentionModule>();
        services.AddSingleton<TrackerExam>().AddSingleton<ServerExam>().AddSingleton<OnCallExam>().AddSingleton<TemplatesExam>().AddSingleton<ICommandModule, DoctorModule>();

        // What the bot owes.
        services.AddSingleton<Conversations>().AddSingleton<Voice>();
        services.AddSingleton<OpenChannelDuty>().AddSingleton<IDuty>(p => p.GetRequiredService<OpenChannelDuty>());
        services.AddSingleton<IDuty, LetInDuty>();
        services.AddSingleton<IDuty, ShowCardDuty>();
        services.AddSingleton<IDuty, AnnounceDuty>();
        services.AddSingleton<IDuty, TellDuty>();
        services.AddSingleton<IDuty, TellAlertsDuty>();
        services.AddSingleton<IDuty, MarkMessageDuty>();
        services.AddSingleton<IDuty, OfferHandoverDuty>();
        services.AddSingleton<IDuty, RemindDuty>();
        services.AddSingleton<Webhooks>().AddSingleton<WebhookCaller>().AddSingleton<RoleMembers>().AddSingleton<PageSender>();
        services.AddSingleton<IDuty, SendPageDuty>();
        services.AddSingleton<IDuty, SendDirectPageDuty>();
        services.AddSingleton<IDuty, CallWebhookDuty>();
        services.AddSingleton<IDuty, ShowPageAnswerDuty>();
        services.AddSingleton<PostedParts>().AddSingleton<IDuty, PostPostmortemDuty>();
        services.AddSingleton<IDuty, TellOfPostmortemDuty>();
        services.AddSingleton<IDuty, FollowUpActionsDuty>().AddSingleton<IDuty, TrackIssueDuty>();
        services.AddSingleton<IServerDuty, PostActionDigestDuty>().AddSingleton<IServerDuty, PollTrackerDuty>();
        services.AddHostedService<FollowUpFromStart>();
        services.AddSingleton<IDuty, ShowReviewDuty>().AddSingleton<IDuty, ArrangeMeetingDuty>();
        services.AddSingleton<IDuty, CompareChannelDuty>();
        services.AddSingleton<IDuty, EraseMessageDuty>().AddSingleton<IDuty, RetitleChannelDuty>();
        services.AddSingleton<LastReading>().AddSingleton<ChannelArchive>().AddSingleton<IDuty, TendClosedChannelDuty>().AddSingleton<IDuty, BringBackChannelDuty>();
        services.AddSingleton<OnCallRoles>();
        services.AddSingleton<IServerDuty, FollowShiftsDuty>();
        services.AddSingleton<IServerDuty, AnnounceShiftDuty>();
        services.AddSingleton<IServerDuty, GreetOnCallDuty>();
        services.AddSingleton<IServerDuty, TellOnCallDuty>();
        services.AddSingleton<IServerDuty, KeepOnCallRolesDuty>();
        services.AddSingleton<IServerDuty, OpenConversationsDuty>();
        services.AddSingleton<IServerDuty, ShowSwapDuty>();
        services.AddHostedService<FollowFromStart>();
        services.AddSingleton<Errands>().AddHostedService<AgendaRunner>();
    }

    private static LogLevel LevelOf(DiscordLogLevel level) => level switch
    {
        DiscordLogLevel.Debug => LogLevel.Debug,
        DiscordLogLevel.Information => LogLevel.Information,
        DiscordLogLevel.Warning => LogLevel.Warning,
        _ => LogLevel.Error,
    };
}
