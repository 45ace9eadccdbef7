using IncidentBot.Storage;
using IncidentBot.Templates;

namespace IncidentBot.Options;

/// <summary>Everything that can be configured, by section. From `appsettings.json`, environment variables (`Discord__Token`) and the command line, in this order.</summary>
public sealed record BotOptions
{
    public DiscordSection Discord { get; init; } = new();

    public StorageSection Storage { get; init; } = new();

    public ChannelsSection Channels { get; init; } = new();

    public AttachmentsSection Attachments { get; init; } = new();

    public WebSection Web { get; init; } = new();

    /// <summary>Where the record is kept, for everything that opens it.</summary>
    internal StorageOptions Record(TimeProvider clock) => new(Storage.Path, clock) { Connection = Storage.Connection, Attachments = Attachments.Folder, ReadTemplate = new TemplateEngine(TemplateLimits.Default).Read };

    public SandboxSection Sandbox { get; init; } = new();

    public AlertsSection Alerts { get; init; } = new();

    public PoliciesSection Policies { get; init; } = new();

    public TemplatesSection Templates { get; init; } = new();

    /// <summary>What drafts sections of postmortems when it is asked to; null: nothing does.</summary>
    public LanguageModelSection? LanguageModel { get; init; }

    /// <summary>Services that pages may be handed on to; no other address is ever called.</summary>
    public IReadOnlyList<WebhookSection> Webhooks { get; init; } = [];

    /// <summary>Trackers of issues that action items may be sent to; no other address is ever asked.</summary>
    public IReadOnlyList<TrackerSection> Trackers { get; init; } = [];

    public sealed record DiscordSection
    {
        /// <summary>The bot's token from the developer portal. Empty: the bot starts its own sandbox. Never logged.</summary>
        public string? Token { get; init; }

        /// <summary>A file whose content is the token, for secrets that are mounted.</summary>
        public string? TokenFile { get; init; }

        /// <summary>Base address of the REST API, version included. The gateway's address comes from it.</summary>
        public string ApiUrl { get; init; } = "https://discord.com/api/v10";

        /// <summary>Without the token: options may end up in a log.</summary>
        public override string ToString() => $"{nameof(DiscordSection)} {{ {nameof(ApiUrl)} = {ApiUrl} }}";
    }

    public sealed record StorageSection
    {
        /// <summary>The database file; its folder is made when missing. Attached files and written out records lie beside it, also when the record is in PostgreSQL.</summary>
        public string Path { get; init; } = "data/incidentbot.db";

        /// <summary>The address of a PostgreSQL server that keeps the record, with its password; null: it is in <see cref="Path"/>. Never logged.</summary>
        public string? Connection { get; init; }

        /// <summary>Without the address: options may end up in a log.</summary>
        public override string ToString() => $"{nameof(StorageSection)} {{ {nameof(Path)} = {Path} }}";
    }

    public sealed record ChannelsSection
    {
        /// <summary>Name of the channel where incidents are announced, looked for (or made) on each server.</summary>
        public string Announcements { get; init; } = "incidents";

        /// <summary>Name of the channel where postmortems are posted.</summary>
        public string Postmortems { get; init; } = "postmortems";

        /// <summary>Name of the category for incident channels; when it is full, "NAME 2" is made, and so on.</summary>
        public string Category { get; init; } = "Incidents";
    }

    public sealed record AttachmentsSection
    {
        /// <summary>Where copies of attached files are kept; made when missing. Null: `attachments` beside the database. Each database needs a folder of its own.</summary>
        public string? Folder { get; init; }

        /// <summary>A larger file is not kept. In bytes; 100 MB.</summary>
        public long MaxBytes { get; init; } = 100L << 20;

        /// <summary>All files together; when it is used up, no more are kept until it is raised. In bytes; 10 GB.</summary>
        public long MaxTotalBytes { get; init; } = 10L << 30;

        /// <summary>
        /// The only places files are fetched from: names of hosts, reached by HTTPS on its own port, or `http://` with an address of this machine. Empty: Discord's own,
        /// or, when <see cref="DiscordSection.ApiUrl"/> is on this machine (a sandbox), that place alone.
        /// </summary>
        public IReadOnlyList<string> Hosts { get; init; } = [];
    }

    public sealed record WebSection
    {
        /// <summary>Where `/healthz` answers. Empty: nowhere.</summary>
        public string Url { get; init; } = "http://127.0.0.1:8080";
    }

    /// <summary>For trials on a sandbox of this machine; refused with any other address of Discord.</summary>
    public sealed record SandboxSection
    {
        /// <summary>A file that says by how many seconds the bot's clock is off; see <see cref="Hosting.SteeredClock"/>. Empty: the machine's own clock.</summary>
        public string ClockFile { get; init; } = "";
    }

    public sealed record PoliciesSection
    {
        /// <summary>A folder whose .yaml and .yml files are a server's policies and schedules. Null: they are applied in chat.</summary>
        public string? Folder { get; init; }

        /// <summary>The server they are for; null: the only one the bot is on.</summary>
        public ulong? Server { get; init; }
    }

    public sealed record TemplatesSection
    {
        /// <summary>A folder whose .hbs files are a server's own templates of postmortems. Null: they are applied in chat.</summary>
        public string? Folder { get; init; }

        /// <summary>The server they are for; null: the only one the bot is on.</summary>
        public ulong? Server { get; init; }
    }

    /// <summary>A language model behind an address that speaks as OpenAI's does.</summary>
    public sealed record LanguageModelSection
    {
        /// <summary>Base address, such as `https://models.example/v1`; `chat/completions` is asked for under it.</summary>
        public required Uri Url { get; init; }

        /// <summary>Which of its models; also for the record.</summary>
        public required string Model { get; init; }

        /// <summary>Shown as a bearer token; null: none is wanted. Never logged.</summary>
        public string? Key { get; init; }

        /// <summary>How long an answer may take.</summary>
        public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

        /// <summary>How much of a record is sent, in characters.</summary>
        public int MaxPrompt { get; init; } = 24_000;

        /// <summary>How long a draft may be, in characters: it has to fit into a form.</summary>
        public int MaxAnswer { get; init; } = 3_000;

        /// <summary>How often it may be asked about one incident.</summary>
        public int PerHour { get; init; } = 10;

        /// <summary>Whether anything of private incidents may be sent.</summary>
        public bool AllowPrivate { get; init; }

        /// <summary>Without the key: options may end up in a log.</summary>
        public override string ToString() => $"{nameof(LanguageModelSection)} {{ {nameof(Url)} = {Url.GetLeftPart(UriPartial.Path)}, {nameof(Model)} = {Model} }}";
    }

    public sealed record AlertsSection
    {
        /// <summary>What senders of alerts must show. Empty: no alerts are received. Never logged.</summary>
        public string? Token { get; init; }

        /// <summary>The server alerts are for; null: the only one the bot is on.</summary>
        public ulong? Server { get; init; }

        /// <summary>Without the token: options may end up in a log.</summary>
        public override string ToString() => $"{nameof(AlertsSection)} {{ {nameof(Server)} = {Server} }}";
    }

    public sealed record WebhookSection
    {
        /// <summary>What policies call it.</summary>
        public required string Name { get; init; }

        /// <summary>It may hold a secret of its own, and is never logged.</summary>
        public required Uri Url { get; init; }

        /// <summary>The receiver checks with it who sent a page. Never logged.</summary>
        public required string Secret { get; init; }

        /// <summary>Without the secret: options may end up in a log.</summary>
        public override string ToString() => $"{nameof(WebhookSection)} {{ {nameof(Name)} = {Name} }}";
    }

    public sealed record TrackerSection
    {
        /// <summary>What servers call it.</summary>
        public required string Name { get; init; }

        public required TrackerKind Kind { get; init; }

        /// <summary>Without a slash at the end. Of GitHub: of its REST API. Of the others: as people open it.</summary>
        public required Uri Url { get; init; }

        /// <summary>"acme/operations".</summary>
        public required string FullName { get; init; }

        /// <summary>Never logged.</summary>
        public required string Token { get; init; }

        /// <summary>What its webhooks are signed with; null: it sends none. Never logged.</summary>
        public string? WebhookSecret { get; init; }

        /// <summary>New issues are given labels.</summary>
        public bool Labels { get; init; }

        /// <summary>How often it is asked what has changed.</summary>
        public TimeSpan Poll { get; init; } = TimeSpan.FromMinutes(10);

        /// <summary>The server it is for; null: the only one the bot is on.</summary>
        public ulong? Server { get; init; }

        /// <summary>The address of the repository in the API.</summary>
        public string Repository => $"{Url.AbsoluteUri.TrimEnd('/')}{(Kind == TrackerKind.GitHub ? "" : "/api/v1")}/repos/{FullName}";

        /// <summary>Where people read an issue, should the tracker not say it.</summary>
        public string IssuePage(long number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(Kind == TrackerKind.GitHub ? "https://github.com" : Url.AbsoluteUri.TrimEnd('/'))}/{FullName}/issues/{number}");

        /// <summary>Without the token: options may end up in a log.</summary>
        public override string ToString() => $"{nameof(TrackerSection)} {{ {nameof(Name)} = {Name} }}";
    }
}

public enum TrackerKind
{
    GitHub,

    /// <summary>Forgejo as well: their interfaces are the same in what is used here.</summary>
    Gitea,
}
