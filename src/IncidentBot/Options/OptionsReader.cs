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
          Channels:Announcements  {new BotOptions.ChannelsSection().Announcements}
          Channels:Postmortems    {new BotOptions.ChannelsSection().Postmortems}
          Channels:Category       {new BotOptions.ChannelsSection().Category}
          Web:Url                 {new BotOptions.WebSection().Url} (health check; empty: none)

        """;

    private static readonly Dictionary<string, string[]> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Discord"] = ["Token", "TokenFile", "ApiUrl"],
        ["Storage"] = ["Path"],
        ["Channels"] = ["Announcements", "Postmortems", "Category"],
        ["Web"] = ["Url"],
        ["Sandbox"] = ["ClockFile"],
    };

    /// <summary>The options, and what is wrong with them; empty when all is right.</summary>
    public static (BotOptions Options, IReadOnlyList<string> Mistakes) Read(IConfiguration configuration)
    {
        var mistakes = new List<string>();
        foreach (var (section, keys) in Known)
        {
            foreach (var child in configuration.GetSection(section).GetChildren())
            {
                if (!keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                    mistakes.Add($"{section}:{child.Key} is not a setting. {section} has: {string.Join(", ", keys)}.");
            }
        }

        var discord = configuration.GetSection("Discord");
        var token = ReadToken(discord["Token"], discord["TokenFile"], mistakes);
        var defaults = new BotOptions();
        var options = new BotOptions
        {
            Discord = new() { Token = token, TokenFile = discord["TokenFile"], ApiUrl = discord["ApiUrl"]?.Trim().TrimEnd('/') ?? defaults.Discord.ApiUrl },
            Storage = new() { Path = configuration["Storage:Path"] ?? defaults.Storage.Path },
            Channels = new()
            {
                Announcements = configuration["Channels:Announcements"] ?? defaults.Channels.Announcements,
                Postmortems = configuration["Channels:Postmortems"] ?? defaults.Channels.Postmortems,
                Category = configuration["Channels:Category"] ?? defaults.Channels.Category,
            },
            Web = new() { Url = configuration["Web:Url"] ?? defaults.Web.Url },
            Sandbox = new() { ClockFile = configuration["Sandbox:ClockFile"] ?? "" },
        };

        if (!IsHttp(options.Discord.ApiUrl))
            mistakes.Add($"Discord:ApiUrl is '{options.Discord.ApiUrl}', which is not an http or https address. Leave it out for Discord's own.");
        if (string.IsNullOrWhiteSpace(options.Storage.Path))
            mistakes.Add("Storage:Path is empty. Name a file for the database, for example data/incidentbot.db.");
        else if (Directory.Exists(options.Storage.Path))
            mistakes.Add($"Storage:Path is '{options.Storage.Path}', which is a folder. Name a file in it.");
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

    private static string? ReadToken(string? token, string? file, List<string> mistakes)
    {
        if (!string.IsNullOrWhiteSpace(file))
        {
            if (!string.IsNullOrWhiteSpace(token)) mistakes.Add("Discord:Token and Discord:TokenFile are both set. Keep one.");
            try
            {
                token = File.ReadAllText(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                mistakes.Add($"Discord:TokenFile is '{file}', which cannot be read: {e.Message}");
                return null;
            }

            if (string.IsNullOrWhiteSpace(token)) mistakes.Add($"Discord:TokenFile is '{file}', which is empty.");
        }

        token = token?.Trim();
        if (string.IsNullOrEmpty(token)) return null;
        if (token.StartsWith("Bot ", StringComparison.OrdinalIgnoreCase)) token = token[4..].Trim();
        if (token.Any(char.IsWhiteSpace) || token.Any(char.IsControl))
            mistakes.Add("Discord:Token contains spaces or line breaks. Copy it once more from the developer portal (Bot → Reset Token).");
        return token;
    }

    private static bool IsHttp(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");

    private static bool IsLoopback(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback;

    private static void CheckChannelName(string setting, string name, List<string> mistakes)
    {
        if (name.Length is 0 or > 100 || name.Any(c => char.IsWhiteSpace(c) || char.IsUpper(c) || c == '#'))
            mistakes.Add($"{setting} is '{name}'. A channel name has 1 to 100 characters, lower case, no spaces and no '#'.");
    }
}
