using IncidentBot.Options;

namespace IncidentBot.Attachments;

/// <summary>
/// Where files may be fetched from. A link comes from outside, and whoever could write one must not make the bot ask other machines for something: only
/// known hosts, by HTTPS and on its own port, except for places on this machine that the configuration names whole.
/// </summary>
public sealed class AllowedHosts
{
    /// <summary>Where Discord keeps files (https://discord.com/developers/docs/reference#signed-attachment-cdn-urls).</summary>
    public static readonly IReadOnlyList<string> Discord = ["cdn.discordapp.com", "media.discordapp.net"];

    private readonly HashSet<string> places;

    /// <param name="places">Each as <see cref="IsPlace"/> takes it.</param>
    public AllowedHosts(IEnumerable<string> places) => this.places = places.Select(place => place.TrimEnd('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public static AllowedHosts Of(BotOptions options)
    {
        if (options.Attachments.Hosts.Count > 0) return new(options.Attachments.Hosts);
        var api = new Uri(options.Discord.ApiUrl);
        return new(api.IsLoopback ? [Origin(api)] : Discord);
    }

    /// <summary>The name of a host, or http or https with a host of this machine and a port.</summary>
    public static bool IsPlace(string text) => text.Contains("://", StringComparison.Ordinal)
        ? Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.IsLoopback && uri.PathAndQuery is "/" && uri.UserInfo.Length == 0
        : Uri.CheckHostName(text) == UriHostNameType.Dns;

    public bool Allows(Uri uri)
    {
        if (!uri.IsAbsoluteUri || uri.UserInfo.Length > 0) return false;
        if (uri.IsLoopback) return uri.Scheme is "http" or "https" && places.Contains(Origin(uri));
        return uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort && places.Contains(uri.IdnHost);
    }

    private static string Origin(Uri uri) => uri.GetLeftPart(UriPartial.Authority);
}
