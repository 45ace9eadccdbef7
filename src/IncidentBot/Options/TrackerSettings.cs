using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Words;
using Microsoft.Extensions.Configuration;

namespace IncidentBot.Options;

/// <summary>Reads the trackers that action items can be sent to: a part of the settings for each, under a name of one's own.</summary>
internal static partial class TrackerSettings
{
    private const int ShortestSecret = 16;
    private const int LongestName = 40;
    private const string GitHubApi = "https://api.github.com";
    private static readonly string[] Keys = ["Kind", "Url", "Repository", "Token", "TokenFile", "WebhookSecret", "WebhookSecretFile", "AllowHttp", "Labels", "PollMinutes", "Server"];

    public static IReadOnlyList<BotOptions.TrackerSection> Read(IConfigurationSection section, List<string> mistakes)
    {
        var trackers = new List<BotOptions.TrackerSection>();
        foreach (var one in section.GetChildren())
        {
            var before = mistakes.Count;
            var at = $"Trackers:{one.Key}";
            if (!Name().IsMatch(one.Key) || one.Key.Length > LongestName) mistakes.Add($"{at}: the name of a tracker has letters, digits, '-' and '_' only, {LongestName} at most.");
            foreach (var extra in one.GetChildren().Where(child => !Keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
                mistakes.Add($"{at}:{extra.Key} is not a setting. A tracker has: {string.Join(", ", Keys)}.");
            var kind = one["Kind"]?.Trim().ToLowerInvariant() switch { "github" => TrackerKind.GitHub, "gitea" or "forgejo" => TrackerKind.Gitea, _ => (TrackerKind?)null };
            if (kind is null) mistakes.Add($"{at}:Kind is '{one["Kind"]}'. Write github, gitea or forgejo.");
            var name = (one["Repository"] ?? "").Trim();
            if (!Owned().IsMatch(name)) mistakes.Add($"{at}:Repository is '{name}'. Write its owner and its name, as in acme/operations.");
            var allowHttp = Flag(one, "AllowHttp", at, mistakes);
            var url = Address(one["Url"], kind, allowHttp, at, mistakes);
            var token = Secret(one, "Token", at, mistakes);
            if (token is null && mistakes.Count == before) mistakes.Add($"{at}:Token is missing. Make one in the tracker that may read and write issues of {name}, and set it here or as {at}:TokenFile.");
            else if (token?.Any(c => c is <= ' ' or > '~') == true) mistakes.Add($"{at}:Token contains spaces or other characters that no token has. Copy it once more.");
            var hook = Secret(one, "WebhookSecret", at, mistakes);
            if (hook is { Length: < ShortestSecret }) mistakes.Add($"{at}:WebhookSecret must have at least {ShortestSecret} characters. `openssl rand -hex 24` makes a good one.");
            var minutes = 10;
            if (one["PollMinutes"] is { } typed && (!int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out minutes) || minutes is < 1 or > 1440)) mistakes.Add($"{at}:PollMinutes is '{typed}'. Write a number of minutes from 1 to 1440.");
            ulong? server = null;
            if (one["Server"] is { Length: > 0 } id)
            {
                if (ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) server = number;
                else mistakes.Add($"{at}:Server is '{id}', which is not the id of a server (Discord shows it with developer mode on: right click → Copy Server ID).");
            }

            var labels = Flag(one, "Labels", at, mistakes);
            if (mistakes.Count > before) continue;
            trackers.Add(new() { Name = one.Key, Kind = kind!.Value, Url = url!, FullName = name, Token = token!, WebhookSecret = hook, Labels = labels, Poll = TimeSpan.FromMinutes(minutes), Server = server });
        }

        return trackers;
    }

    private static Uri? Address(string? typed, TrackerKind? kind, bool allowHttp, string at, List<string> mistakes)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            if (kind == TrackerKind.Gitea) mistakes.Add($"{at}:Url is missing. Write the address under which people open the tracker, as in https://git.example.org.");
            return new Uri(GitHubApi);
        }

        if (!Uri.TryCreate(typed.Trim().TrimEnd('/'), UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
            mistakes.Add($"{at}:Url is '{Harmless.Cut(typed, 200)}', which is not an https address.");
        else if (address.Scheme == "http" && !allowHttp)
            mistakes.Add($"{at}:Url begins with http: everyone on the way could read the token. Use https, or set {at}:AllowHttp to true if the way is your own.");
        else if (kind == TrackerKind.GitHub && address.Host is "github.com" or "www.github.com")
            mistakes.Add($"{at}:Url is the address for people. Leave it out for github.com; for GitHub Enterprise Server write https://HOST/api/v3.");
        else
            return address;
        return null;
    }

    private static bool Flag(IConfigurationSection one, string key, string at, List<string> mistakes)
    {
        if (one[key] is not { } typed || bool.TryParse(typed, out var flag) && !flag) return false;
        if (bool.TryParse(typed, out _)) return true;
        mistakes.Add($"{at}:{key} is '{typed}'. Write true or false.");
        return false;
    }

    private static string? Secret(IConfigurationSection one, string key, string at, List<string> mistakes)
    {
        var (secret, file) = (one[key], one[key + "File"]);
        if (!string.IsNullOrWhiteSpace(file))
        {
            if (!string.IsNullOrWhiteSpace(secret)) mistakes.Add($"{at}:{key} and {at}:{key}File are both set. Keep one.");
            try
            {
                secret = File.ReadAllText(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                mistakes.Add($"{at}:{key}File is '{file}', which cannot be read: {e.Message}");
                return null;
            }

            if (string.IsNullOrWhiteSpace(secret)) mistakes.Add($"{at}:{key}File is '{file}', which is empty.");
        }

        return string.IsNullOrWhiteSpace(secret) ? null : secret.Trim();
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?!\.{1,2}/)[A-Za-z0-9_.-]+/(?!\.{1,2}$)[A-Za-z0-9_.-]+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Owned();
}
