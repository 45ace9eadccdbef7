using System.Collections.Immutable;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain;

/// <summary>Who asks for something, when it arrived, and what is known of him on this server. The only clock a decision has is <paramref name="Now"/>.</summary>
/// <param name="Now">When the command, press or reaction reached the bot (UTC).</param>
public sealed record Asker(PersonId Person, DateTimeOffset Now, ServerSettings Settings)
{
    /// <summary>His chat roles on the incident's server; empty when they are not known (a button in a direct message).</summary>
    public ImmutableArray<ChatRoleId> Roles { get; init; } = [];

    /// <summary>He may manage the server (or owns it).</summary>
    public bool ManagesServer { get; init; }

    /// <summary>Where he asked; null: not known. What is answered in the incident's own channel is not said there a second time.</summary>
    public ChannelId? Channel { get; init; }
}
