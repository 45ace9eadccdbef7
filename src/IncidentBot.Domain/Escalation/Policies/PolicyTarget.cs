using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Escalation.Policies;

public enum PolicyTargetKind
{
    Person,

    /// <summary>Everyone who has a role of the chat server.</summary>
    Role,

    /// <summary>Whoever is on call in a schedule when the page goes out.</summary>
    Schedule,

    /// <summary>A channel is told; nobody in particular is asked.</summary>
    Channel,

    /// <summary>Another service is told over HTTP, for telephone and text messages.</summary>
    Webhook,
}

/// <summary>Whom or what a level asks.</summary>
/// <param name="Name">Of a person the handle, of a webhook its name or address, else the name as it is written in chat, without "@" or "#".</param>
/// <param name="Id">Of a role or a channel in chat; null until the server was asked for it.</param>
public sealed record PolicyTarget(PolicyTargetKind Kind, string Name, ulong? Id = null)
{
    public static PolicyTarget Of(Handle person) => new(PolicyTargetKind.Person, person.Value, person.Id?.Value);

    /// <summary>A page to it asks people, who can answer; a channel and a webhook only carry it on.</summary>
    public bool AsksPeople => Kind is PolicyTargetKind.Person or PolicyTargetKind.Role or PolicyTargetKind.Schedule;
}
