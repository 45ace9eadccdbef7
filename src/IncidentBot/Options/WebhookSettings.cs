using Microsoft.Extensions.Configuration;

namespace IncidentBot.Options;

/// <summary>Reads the services that pages can be handed on to: a part of the settings for each, under a name of one's own.</summary>
internal static class WebhookSettings
{
    private const int ShortestSecret = 16;
    private static readonly string[] Keys = ["Url", "Secret", "SecretFile", "AllowHttp"];

    public static IReadOnlyList<BotOptions.WebhookSection> Read(IConfigurationSection section, List<string> mistakes)
    {
        var webhooks = new List<BotOptions.WebhookSection>();
        foreach (var one in section.GetChildren())
        {
            var at = $"Webhooks:{one.Key}";
            foreach (var extra in one.GetChildren().Where(child => !Keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
                mistakes.Add($"{at}:{extra.Key} is not a setting. A webhook has: {string.Join(", ", Keys)}.");
            var allowHttp = one["AllowHttp"] is { } flag && (bool.TryParse(flag, out var allowed) ? allowed : Mistaken(mistakes, $"{at}:AllowHttp is '{flag}'. Write true or false."));
            var secret = Secret(one, at, mistakes);
            if (!Uri.TryCreate(one["Url"], UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0)
                mistakes.Add($"{at}:Url is '{one["Url"]}', which is not an https address.");
            else if (address.Scheme == "http" && !allowHttp)
                mistakes.Add($"{at}:Url begins with http: everyone on the way could read the pages. Use https, or set {at}:AllowHttp to true if the way is your own.");
            else if (secret is not null)
                webhooks.Add(new() { Name = one.Key, Url = address, Secret = secret });
        }

        return webhooks;
    }

    private static string? Secret(IConfigurationSection one, string at, List<string> mistakes)
    {
        var secret = one["Secret"];
        if (!string.IsNullOrWhiteSpace(one["SecretFile"]))
        {
            try
            {
                secret = File.ReadAllText(one["SecretFile"]!);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                mistakes.Add($"{at}:SecretFile is '{one["SecretFile"]}', which cannot be read: {e.Message}");
                return null;
            }
        }

        if (secret?.Trim() is { Length: >= ShortestSecret } good) return good;
        mistakes.Add($"{at}:Secret must have at least {ShortestSecret} characters: the receiver checks with it that a page is from this bot. `openssl rand -hex 24` makes a good one.");
        return null;
    }

    private static bool Mistaken(List<string> mistakes, string sentence)
    {
        mistakes.Add(sentence);
        return false;
    }
}
