using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Sandbox.World;

/// <summary>Signed links to files that expire after a day (Discord documentation, Reference: Signed Attachment CDN URLs).</summary>
internal sealed class AttachmentLinks(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    // A fixed key: the sandbox keeps no secrets, and what it shows is the same on every run.
    private static readonly byte[] Key = "the sandbox keeps no secrets"u8.ToArray();

    /// <summary>Where the sandbox listens; known once it does.</summary>
    public Uri? BaseUrl { get; set; }

    public string For(Attachment attachment)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var issued = Hex(now);
        var expires = Hex(now + (long)Lifetime.TotalSeconds);
        var name = Uri.EscapeDataString(attachment.FileName);
        return $"{BaseUrl}attachments/{attachment.ChannelId}/{attachment.Id}/{name}?ex={expires}&is={issued}&hm={Sign(attachment.Id, expires, issued)}&";
    }

    public bool IsValid(ulong attachmentId, string? expires, string? issued, string? signature) =>
        expires is not null && issued is not null && signature is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(attachmentId, expires, issued)), Encoding.ASCII.GetBytes(signature))
        && long.TryParse(expires, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var until)
        && time.GetUtcNow().ToUnixTimeSeconds() < until;

    private static string Hex(long seconds) => seconds.ToString("x", CultureInfo.InvariantCulture);

    private string Sign(ulong id, string expires, string issued) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.ASCII.GetBytes($"{id}/{expires}/{issued}")));
}
