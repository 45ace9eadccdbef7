using System.Collections.Immutable;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain;

/// <summary>Who asks for something, when it arrived, and what is known of them on this server. The only clock a decision has is <paramref name="Now"/>.</summary>
/// <param name="Now">When the command, press or reaction reached the bot (UTC).</param>
public sealed record Asker(PersonId Person, DateTimeOffset Now, ServerSettings Settings)
{
    /// <summary>His chat roles on the incident's server; empty when they are not known (a button in a direct message).</summary>
    public ImmutableArray<ChatRoleId> Roles { get; init; } = [];

    /// <summary>He may manage the server (or owns it).</summary>
    public bool ManagesServer { get; init; }

    /// <summary>Where they asked; null: not known. What is answered in the incident's own channel is not said there a second time.</summary>
    public ChannelId? Channel { get; init; }

    /// <summary>
    /// The same, asking about something that has happened by then, as Discord's clock says. This machine's clock may be behind Discord's: what is done about a
    /// thing is then done, and recorded, at the moment of the thing itself and not before it.
    /// </summary>
    public Asker NotBefore(DateTimeOffset happened) => happened > Now ? this with { Now = happened.ToUniversalTime() } : this;
}
