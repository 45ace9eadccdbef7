using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Alerts;

public enum AlertStatus
{
    Firing,
    Resolved,
}

/// <summary>
/// What a monitoring system reported about one thing it watches. All text in it is as untrusted as what people type: <see cref="Tidy"/> puts it in order and
/// within limits, and whoever shows it makes it harmless.
/// </summary>
public sealed record Alert
{
    /// <summary>What sent it, as people know it: "Alertmanager".</summary>
    public required string Source { get; init; }

    /// <summary>The same for every report about the same thing, from the same source: a fingerprint, the id of a monitor.</summary>
    public required string Key { get; init; }

    public required string Title { get; init; }

    public required AlertStatus Status { get; init; }

    public Severity Severity { get; init; } = Severity.Sev3;

    /// <summary>The services it is about; empty when it does not say.</summary>
    public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>What the source itself holds together: alerts of one group belong into one incident. Null: it does not group.</summary>
    public string? GroupKey { get; init; }

    /// <summary>When it began to fire, by the source's clock, and the same in every report of this episode. Null for a source that does not say.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When it was over; null while it fires, or when the source does not say.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Where to look further: an absolute http or https address.</summary>
    public string? Url { get; init; }

    public string? Description { get; init; }

    /// <summary>In order and within limits: what is too long is cut, what is no web address is dropped. The title is empty when it had no visible character.</summary>
    public Alert Tidy() => this with
    {
        Key = Short(Key),
        GroupKey = string.IsNullOrEmpty(GroupKey) ? null : Short(GroupKey),
        Title = Harmless.Cut(Harmless.Plain(Title), Limits.Title),
        Services =
        [
            .. Services.Select(service => Harmless.Cut(Harmless.Plain(service), Limits.Service))
                .Where(service => service.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Take(Limits.Services),
        ],
        Url = Address(Url),
        Description = Harmless.Cut(Harmless.PlainBlock(Description), Limits.AlertText) is { Length: > 0 } text ? text : null,
    };

    /// <summary>When it happened as far as the record goes: never later than it was heard of.</summary>
    internal DateTimeOffset BeganBy(DateTimeOffset now) => (StartsAt is { } at && at < now ? at : now).ToUniversalTime();

    private static string Short(string key) => key.Length <= Limits.AlertKey ? key : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static string? Address(string? url) =>
        Uri.TryCreate(url?.Trim(), UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.AbsoluteUri.Length <= Limits.AlertUrl ? address.AbsoluteUri : null;
}
