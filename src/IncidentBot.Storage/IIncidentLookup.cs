using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Storage;

/// <summary>Finds one incident: in the last commit (<see cref="IncidentStore"/>, which waits for nobody) or within one that is under way (<see cref="CommitScope"/>).</summary>
public interface IIncidentLookup
{
    Task<Incident?> FindIncidentAsync(IncidentId id);

    Task<Incident?> FindIncidentAsync(ServerId server, int number);

    /// <summary>The incident of a channel, open or closed.</summary>
    Task<Incident?> FindIncidentAsync(ChannelId channel);
}
