using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>The address of a webhook often holds a secret, and the record of an incident is exported: there stands its host, and as much of a hash as tells it from others.</summary>
public static class WebhookAddress
{
    private const char Mark = '#';
    private const int HashLength = 12;

    /// <summary>"hooks.example.org#3f2a91c04b7d" for an address; what is no address is a name, and stays as it is.</summary>
    public static string Kept(string nameOrAddress) => Uri.TryCreate(nameOrAddress, UriKind.Absolute, out var address) && address.Host.Length > 0
        ? $"{address.Host}{Mark}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.AbsoluteUri)))[..HashLength]}"
        : nameOrAddress;

    /// <summary>The name, or the host.</summary>
    public static string Shown(string kept) => Kept(kept) is var name && name.LastIndexOf(Mark) is > 0 and var mark && mark == name.Length - HashLength - 1 ? name[..mark] : name;
}
