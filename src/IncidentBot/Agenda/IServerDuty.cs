using IncidentBot.Domain;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>How one kind of thing that the bot owes to a server is done. The state is read when it is due, and decides whether it is still right to do it.</summary>
public interface IServerDuty
{
    /// <summary>The kind of <see cref="ServerOwed"/> this is for.</summary>
    Type Kind { get; }

    /// <inheritdoc cref="IDuty.DoAsync"/>
    Task<DutyResult> DoAsync(AgendaItem item, ServerId server, CancellationToken cancellationToken);
}
