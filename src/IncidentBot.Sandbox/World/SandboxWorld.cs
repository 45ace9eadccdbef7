using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.Gateway;
using IncidentBot.Sandbox.Limits;
using IncidentBot.Sandbox.People;

namespace IncidentBot.Sandbox.World;

/// <summary>
/// Everything the local Discord knows. All of it is read and changed under <see cref="Gate"/>, and events are queued to the
/// gateway inside it, so they arrive in the order of their effects. What is exposed may be read without the gate once the bot is at rest.
/// </summary>
public sealed partial class SandboxWorld
{
    private readonly Dictionary<string, User> byToken = [];
    private readonly Dictionary<ulong, User> users = [];
    private readonly Dictionary<string, User> people = [];
    private readonly Dictionary<ulong, Channel> dms = [];

    internal SandboxWorld(SandboxOptions options)
    {
        Options = options;
        Time = options.TimeProvider;
        Mint = new SnowflakeMint(Time);
        Links = new AttachmentLinks(Time);
        Nonces = new NonceMemory(Time);
        Limiter = new RateLimiter(this);
        Faults = new FaultBoard(this);
        Gateway = new GatewayHub(this);
        Build(options, out var guild, out var bot);
        Guild = guild;
        Bot = bot;
    }

    public SandboxOptions Options { get; }

    public Guild Guild { get; }

    public User Bot { get; }

    /// <summary>The bot's token, without "Bot " before it.</summary>
    public string BotToken => Bot.Token;

    /// <summary>The application's id, which is also the bot's user id.</summary>
    public ulong ApplicationId => Bot.Id;

    /// <summary>People by handle.</summary>
    public IReadOnlyDictionary<string, User> People => people;

    /// <summary>Held while anything here is read or changed by the server.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Commands by id, global and of the server.</summary>
    public OrderedDictionary<ulong, Command> Commands { get; } = [];

    /// <summary>Every interaction so far by id.</summary>
    public OrderedDictionary<ulong, Interaction> Interactions { get; } = [];

    /// <summary>Webhooks of channels by id.</summary>
    public OrderedDictionary<ulong, Webhook> Webhooks { get; } = [];

    /// <summary>Invites by code.</summary>
    public OrderedDictionary<string, Invite> Invites { get; } = [];

    /// <summary>Open stages by their channel's id, as they stand on the wire.</summary>
    internal Dictionary<ulong, System.Text.Json.Nodes.JsonObject> Stages { get; } = [];

    /// <summary>The application's own emojis by id.</summary>
    public OrderedDictionary<ulong, Emoji> ApplicationEmojis { get; } = [];

    public FaultBoard Faults { get; }

    /// <summary>The gateway's sessions: who is connected and how far.</summary>
    public GatewayHub Gateway { get; }

    /// <summary>Called after each exchange under /api with request and response, on the request's thread.</summary>
    public event Action<RestExchange>? OnRest;

    /// <summary>Called for each payload in either direction.</summary>
    public event Action<GatewayFrame>? OnGateway;

    internal string ApplicationDescription { get; set; } = "";

    internal TimeProvider Time { get; }

    internal SnowflakeMint Mint { get; }

    internal AttachmentLinks Links { get; }

    internal NonceMemory Nonces { get; }

    internal RateLimiter Limiter { get; }

    internal Uri? BaseUrl { get; set; }

    internal string GatewayUrl => $"ws://{BaseUrl!.Authority}/gateway";

    /// <summary>A client that acts as the person with this handle, over HTTP as a browser would.</summary>
    public SandboxPerson As(string handle) => new(this, people.TryGetValue(handle, out var user)
        ? user
        : throw new ArgumentException($"The sandbox has nobody called '{handle}'.", nameof(handle)));

    /// <summary>Any account by id: people, the bot and the server's owner.</summary>
    public User? FindUser(ulong id) => users.GetValueOrDefault(id);

    /// <summary>A channel, thread or direct-message channel by id.</summary>
    public Channel? FindChannel(ulong id)
    {
        lock (Gate) return Guild.Channels.TryGetValue(id, out var channel) ? channel : dms.GetValueOrDefault(id);
    }

    /// <summary>The newest channel or thread with this name, with or without the leading #.</summary>
    public Channel? FindChannel(string name)
    {
        var wanted = name.TrimStart('#');
        lock (Gate) return Guild.Channels.Values.LastOrDefault(c => c.Type != ChannelType.Category && string.Equals(c.Name, wanted, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The direct messages between a person and the bot, oldest first.</summary>
    public IReadOnlyList<Message> DmsOf(string handle)
    {
        lock (Gate) return dms.Values.FirstOrDefault(d => d.Recipients.Contains(people[handle]) && d.Recipients.Contains(Bot))?.Messages.ToList() ?? [];
    }

    /// <summary>Whether a person may see a channel.</summary>
    public bool CanSee(User user, Channel channel)
    {
        lock (Gate) return PermissionsOf(user, channel).Has(Permission.ViewChannel);
    }

    internal User? UserByToken(string token) => byToken.GetValueOrDefault(token);

    internal ulong PermissionsOf(User user, Channel channel) => Permissions.In(Guild, channel, user);

    internal void Observe(RestExchange exchange) => OnRest?.Invoke(exchange);

    internal void Observe(GatewayFrame frame) => OnGateway?.Invoke(frame);

    internal bool IsObservingGateway => OnGateway is not null;

    /// <summary>Whether the application, which has no message-content intent, gets this message emptied (Gateway: Message Content Intent).</summary>
    internal bool HidesContent(Message message, User viewer, bool hasIntent) =>
        viewer.IsBot && !hasIntent && !message.Channel.IsDm && message.Author.Id != viewer.Id && !message.Mentions.Contains(viewer);
}
