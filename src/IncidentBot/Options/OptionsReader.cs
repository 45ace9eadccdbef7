using System.Globalization;
using IncidentBot.Attachments;
using IncidentBot.Sandbox.People;
using IncidentBot.Storage;
using Microsoft.Extensions.Configuration;

namespace IncidentBot.Options;

/// <summary>Reads the configuration and finds every mistake in it at once, each in a plain sentence that names the setting.</summary>
public static class OptionsReader
{
    /// <summary>Every setting, for `--help`.</summary>
    public static readonly string Help =
        $"""
        Settings (environment: two underscores for the colon, as in Discord__Token; also in appsettings.json and with --set):
          Discord:Token           the bot's token; without it the sandbox is started
          Discord:TokenFile       a file that holds the token instead
          Discord:ApiUrl          {new BotOptions.DiscordSection().ApiUrl}
          Storage:Path            {new BotOptions.StorageSection().Path}
          Storage:Connection      postgres://USER:PASSWORD@HOST:5432/DATABASE: PostgreSQL keeps the record; without it SQLite does, in Storage:Path
          Storage:ConnectionFile  a file that holds that address instead
          Channels:Announcements  {new BotOptions.ChannelsSection().Announcements}
          Channels:Postmortems    {new BotOptions.ChannelsSection().Postmortems}
          Channels:Category       {new BotOptions.ChannelsSection().Category}
          Web:Url                 {new BotOptions.WebSection().Url} (health check and alerts; empty: none)
          Alerts:Token            what senders of alerts must show; without it none are received
          Alerts:TokenFile        a file that holds that token instead
          Alerts:Server           id of the server alerts are for, when the bot is on several
          Policies:Folder         a folder with policies and schedules in YAML files; without it they are applied in chat
          Policies:Server         id of the server they are for, when the bot is on several
          Templates:Folder        a folder with templates of postmortems in .hbs files; without it they are applied in chat
          Templates:Server        id of the server they are for, when the bot is on several
          LanguageModel:Url       address of a language model that drafts sections when asked, as OpenAI's (https://…/v1); without it none does
          LanguageModel:Model     which of its models
          LanguageModel:Key       its key (or LanguageModel:KeyFile); without it none is shown
          LanguageModel:AllowHttp false: an http address is refused
          LanguageModel:AllowPrivate false: nothing of a private incident is sent to it
          LanguageModel:TimeLimit 60: seconds it may take
          LanguageModel:MaxPrompt 24000: characters of a record that are sent
          LanguageModel:MaxAnswer 3000: characters of a draft
          LanguageModel:PerHour   10: drafts of one incident in an hour
          Attachments:Folder      attachments, beside the database: copies of the files people attach
          Attachments:MaxBytes    {AsSize(new BotOptions.AttachmentsSection().MaxBytes)}: a larger file is not kept
          Attachments:MaxTotalBytes {AsSize(new BotOptions.AttachmentsSection().MaxTotalBytes)}: all files together
          Attachments:Hosts       {string.Join(", ", AllowedHosts.Discord)}
          Webhooks:NAME:Url       https address of a service that policies may hand pages on to under that name
          Webhooks:NAME:Secret    what pages to it are signed with (or Webhooks:NAME:SecretFile)
          Webhooks:NAME:AllowHttp false: an http address is refused
          Trackers:NAME:Kind      github, gitea or forgejo: a tracker that action items can be sent to under that name
          Trackers:NAME:Url       its address; of GitHub that of its API, https://api.github.com when left out
          Trackers:NAME:Repository OWNER/NAME: where the issues are
          Trackers:NAME:Token     may read and write issues there (or Trackers:NAME:TokenFile)
          Trackers:NAME:WebhookSecret what its webhooks to /trackers/NAME are signed with (or Trackers:NAME:WebhookSecretFile)
          Trackers:NAME:PollMinutes 10: how often it is asked what has changed
          Trackers:NAME:Labels    false; true: new issues are given labels for kind and priority
          Trackers:NAME:Server    id of the server it is for, when the bot is on several
          Trackers:NAME:AllowHttp false: an http address is refused

        """;

    private const int ShortestAlertToken = 16;

    /// <summary>The names in it are whatever people call their services.</summary>
    private const string Webhooks = "Webhooks";

    /// <inheritdoc cref="Webhooks"/>
    private const string Trackers = "Trackers";

    private static readonly Dictionary<string, string[]> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Discord"] = ["Token", "TokenFile", "ApiUrl"],
        ["Storage"] = ["Path", "Connection", "ConnectionFile"],
        ["Channels"] = ["Announcements", "Postmortems", "Category"],
        ["Attachments"] = ["Folder", "MaxBytes", "MaxTotalBytes", "Hosts"],
        ["Web"] = ["Url"],
        ["Sandbox"] = ["ClockFile"],
        ["Alerts"] = ["Token", "TokenFile", "Server"],
        ["Policies"] = ["Folder", "Server"],
        ["Templates"] = ["Folder", "Server"],
        ["LanguageModel"] = ["Url", "Model", "Key", "KeyFile", "AllowHttp", "AllowPrivate", "TimeLimit", "MaxPrompt", "MaxAnswer", "PerHour"],
        [Webhooks] = [],
        [Trackers] = [],
    };

    /// <summary>Sections and keys that .NET itself understands in a settings file.</summary>
    private static readonly string[] OfDotNet = ["Logging", "Kestrel", "AllowedHosts", "ConnectionStrings", "Urls", "Environment", "ApplicationName", "ContentRoot", "DetailedErrors", "$schema"];

    /// <summary>The options, and what is wrong with them; empty when all is right.</summary>
    /// <param name="configuration">Everything, the environment included.</param>
    /// <param name="own">The part that was written for this bot alone: its file and its command line. What stands there and is not understood is a mistake; in the environment, which is everybody's, only what is clearly a slip is.</param>
    public static (BotOptions Options, IReadOnlyList<string> Mistakes) Read(IConfiguration configuration, IConfiguration own)
    {
        var mistakes = new List<string>();
        mistakes.AddRange(UnknownSections(configuration, own));
        foreach (var (section, keys) in Known.Where(known => known.Key is not (Webhooks or Trackers)))
        {
            foreach (var child in configuration.GetSection(section).GetChildren())
            {
                if (!keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                    mistakes.Add($"{section}:{child.Key} is not a setting. {section} has: {string.Join(", ", keys)}.");
            }
        }

        var discord = configuration.GetSection("Discord");
        var token = ReadToken(discord["Token"], discord["TokenFile"], mistakes);
        var alerts = configuration.GetSection("Alerts");
        var defaults = new BotOptions();
        var options = new BotOptions
        {
            Discord = new() { Token = token, TokenFile = discord["TokenFile"], ApiUrl = discord["ApiUrl"]?.Trim().TrimEnd('/') ?? defaults.Discord.ApiUrl },
            Storage = new() { Path = configuration["Storage:Path"] ?? defaults.Storage.Path, Connection = ReadSecret("Storage", configuration["Storage:Connection"], configuration["Storage:ConnectionFile"], mistakes, "Connection") },
            Channels = new()
            {
                Announcements = configuration["Channels:Announcements"] ?? defaults.Channels.Announcements,
                Postmortems = configuration["Channels:Postmortems"] ?? defaults.Channels.Postmortems,
                Category = configuration["Channels:Category"] ?? defaults.Channels.Category,
            },
            Alerts = new() { Token = ReadAlertToken(alerts, mistakes), Server = ReadServer("Alerts", alerts["Server"], mistakes) },
            Policies = ReadPolicies(configuration.GetSection("Policies"), mistakes),
            Templates = ReadTemplates(configuration.GetSection("Templates"), mistakes),
            LanguageModel = LanguageModelSettings.Read(configuration.GetSection("LanguageModel"), mistakes),
            Attachments = ReadAttachments(configuration.GetSection("Attachments"), mistakes),
            Webhooks = WebhookSettings.Read(configuration.GetSection(Webhooks), mistakes),
            Trackers = TrackerSettings.Read(configuration.GetSection(Trackers), mistakes),
            Web = new() { Url = configuration["Web:Url"] ?? defaults.Web.Url },
            Sandbox = new() { ClockFile = configuration["Sandbox:ClockFile"] ?? "" },
        };

        if (!IsHttp(options.Discord.ApiUrl))
            mistakes.Add($"Discord:ApiUrl is '{options.Discord.ApiUrl}', which is not an http or https address. Leave it out for Discord's own.");
        if (string.IsNullOrWhiteSpace(options.Storage.Path))
            mistakes.Add("Storage:Path is empty. Name a file for the database, for example data/incidentbot.db.");
        else if (Directory.Exists(options.Storage.Path))
            mistakes.Add($"Storage:Path is '{options.Storage.Path}', which is a folder. Name a file in it.");
        if (options.Storage.Connection is { } connection && RecordPlaces.MistakeInAddress(connection) is { } mistake) mistakes.Add($"Storage:Connection: {mistake}");
        CheckChannelName("Channels:Announcements", options.Channels.Announcements, mistakes);
        CheckChannelName("Channels:Postmortems", options.Channels.Postmortems, mistakes);
        if (options.Channels.Category.Trim().Length is 0 or > 90)
            mistakes.Add("Channels:Category must have 1 to 90 characters.");
        if (options.Web.Url.Length > 0 && !IsHttp(options.Web.Url))
            mistakes.Add($"Web:Url is '{options.Web.Url}', which is not an http address. Leave it empty for no web endpoint.");
        if (options.Sandbox.ClockFile.Length > 0 && !IsLoopback(options.Discord.ApiUrl))
            mistakes.Add("Sandbox:ClockFile puts the bot's clock wrong on purpose. It is for a sandbox on this machine only: leave it out.");
        return (options, mistakes);
    }

    private static IEnumerable<string> UnknownSections(IConfiguration configuration, IConfiguration own)
    {
        var mine = own.GetChildren().Select(section => section.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var section in configuration.GetChildren())
        {
            if (Known.ContainsKey(section.Key) || OfDotNet.Contains(section.Key, StringComparer.OrdinalIgnoreCase)) continue;
            var near = Nearest.To(section.Key, Known.Keys);
            var isSlip = near.Count > 0 && section.GetChildren().Any();
            if (!mine.Contains(section.Key) && !isSlip) continue;
            yield return near.Count > 0
                ? $"{section.Key} is not a section of the settings. Did you mean {near[0]}?"
                : $"{section.Key} is not a section of the settings. There are: {string.Join(", ", Known.Keys.Where(known => known != "Sandbox"))}.";
        }
    }

    private static string? ReadAlertToken(IConfiguration alerts, List<string> mistakes)
    {
        if (ReadSecret("Alerts", alerts["Token"], alerts["TokenFile"], mistakes) is not { } token) return null;
        if (token.Length < ShortestAlertToken || token.Any(c => c is <= ' ' or > '~'))
            mistakes.Add($"Alerts:Token must have at least {ShortestAlertToken} visible ASCII characters and no spaces; `openssl rand -hex 24` makes a good one.");
        return token;
    }

    private static BotOptions.PoliciesSection ReadPolicies(IConfigurationSection section, List<string> mistakes)
    {
        var folder = section["Folder"];
        if (folder is not null && !Directory.Exists(folder)) mistakes.Add($"Policies:Folder is '{folder}', and there is no such folder. Make it, or leave the setting out to apply policies in chat.");
        return new() { Folder = folder, Server = ReadServer("Policies", section["Server"], mistakes) };
    }

    private static BotOptions.TemplatesSection ReadTemplates(IConfigurationSection section, List<string> mistakes)
    {
        var folder = section["Folder"];
        if (folder is not null && !Directory.Exists(folder)) mistakes.Add($"Templates:Folder is '{folder}', and there is no such folder. Make it, or leave the setting out to apply templates in chat.");
        return new() { Folder = folder, Server = ReadServer("Templates", section["Server"], mistakes) };
    }

    private static ulong? ReadServer(string section, string? server, List<string> mistakes)
    {
        if (string.IsNullOrWhiteSpace(server)) return null;
        if (ulong.TryParse(server, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return id;
        mistakes.Add($"{section}:Server is '{server}', which is not the id of a server (Discord shows it with developer mode on: right click → Copy Server ID).");
        return null;
    }

    internal static string? ReadSecret(string section, string? token, string? file, List<string> mistakes, string name = "Token")
    {
        if (!string.IsNullOrWhiteSpace(file))
        {
            if (!string.IsNullOrWhiteSpace(token)) mistakes.Add($"{section}:{name} and {section}:{name}File are both set. Keep one.");
            try
            {
                token = File.ReadAllText(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                mistakes.Add($"{section}:{name}File is '{file}', which cannot be read: {e.Message}");
                return null;
            }

            if (string.IsNullOrWhiteSpace(token)) mistakes.Add($"{section}:{name}File is '{file}', which is empty.");
        }

        return string.IsNullOrWhiteSpace(token) ? null : token.Trim();
    }

    private static string? ReadToken(string? given, string? file, List<string> mistakes)
    {
        if (ReadSecret("Discord", given, file, mistakes) is not { } token) return null;
        if (token.StartsWith("Bot ", StringComparison.OrdinalIgnoreCase)) token = token[4..].Trim();
        if (token.Any(char.IsWhiteSpace) || token.Any(char.IsControl))
            mistakes.Add("Discord:Token contains spaces or line breaks. Copy it once more from the developer portal (Bot → Reset Token).");
        return token;
    }

    private static BotOptions.AttachmentsSection ReadAttachments(IConfigurationSection section, List<string> mistakes)
    {
        var defaults = new BotOptions.AttachmentsSection();
        var folder = section["Folder"];
        if (folder is not null && (string.IsNullOrWhiteSpace(folder) || File.Exists(folder))) mistakes.Add($"Attachments:Folder is '{folder}', which is not a folder. Leave it out for one beside the database.");

        // One after the other in a line, or as a list in the settings file.
        var hosts = section.GetSection("Hosts").GetChildren().Select(child => child.Value ?? "").Concat((section["Hosts"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)).ToList();
        foreach (var host in hosts.Where(host => !AllowedHosts.IsPlace(host)))
            mistakes.Add($"Attachments:Hosts has '{host}', which is not the name of a host, as in cdn.discordapp.com. Only on this machine may it be an address, as in http://127.0.0.1:5000.");
        return new()
        {
            Folder = folder,
            MaxBytes = ReadSize("Attachments:MaxBytes", section["MaxBytes"], defaults.MaxBytes, mistakes),
            MaxTotalBytes = ReadSize("Attachments:MaxTotalBytes", section["MaxTotalBytes"], defaults.MaxTotalBytes, mistakes),
            Hosts = hosts,
        };
    }

    private static long ReadSize(string setting, string? text, long otherwise, List<string> mistakes)
    {
        if (text is null) return otherwise;
        var size = text.Trim().ToUpperInvariant();
        var shift = size switch
        {
            [.., 'K', 'B'] => 10,
            [.., 'M', 'B'] => 20,
            [.., 'G', 'B'] => 30,
            _ => 0,
        };
        var digits = shift == 0 ? size : size[..^2].TrimEnd();
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= long.MaxValue >> shift) return number << shift;
        mistakes.Add($"{setting} is '{text}', which is not a size. Write bytes, or KB, MB or GB, as in 100MB.");
        return otherwise;
    }

    private static string AsSize(long bytes) => bytes >= 1L << 30 ? $"{bytes >> 30}GB" : $"{bytes >> 20}MB";

    private static bool IsHttp(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");

    private static bool IsLoopback(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback;

    private static void CheckChannelName(string setting, string name, List<string> mistakes)
    {
        if (name.Length is 0 or > 100 || name.Any(c => char.IsWhiteSpace(c) || char.IsUpper(c) || c == '#'))
            mistakes.Add($"{setting} is '{name}'. A channel name has 1 to 100 characters, lower case, no spaces and no '#'.");
    }
}
