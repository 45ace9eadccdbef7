using IncidentBot.Domain;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Finds for each thing that is owed the duty that does it, and the record it is done on.</summary>
public sealed class Errands(IncidentStore store, IEnumerable<IDuty> duties, IEnumerable<IServerDuty> serverDuties)
{
    private readonly Dictionary<Type, IDuty> duties = duties.ToDictionary(static duty => duty.Kind);
    private readonly Dictionary<Type, IServerDuty> serverDuties = serverDuties.ToDictionary(static duty => duty.Kind);

    /// <summary>Whom it is owed to, for the log, when nothing was read yet.</summary>
    public static string NameOf(AgendaItem item) => item.Incident is { } incident ? $"incident {incident}" : $"server {item.Server}";

    public bool Knows(AgendaItem item) => item.Incident is null ? serverDuties.ContainsKey(item.Owed.GetType()) : duties.ContainsKey(item.Owed.GetType());

    /// <summary>Takes it in hand, with the record as it is now.</summary>
    /// <param name="item">A known one: see <see cref="Knows"/>.</param>
    /// <param name="forDoing">False: only to see whether it is too late for it; then what people said is not read.</param>
    /// <returns>Null: its incident is not in the record.</returns>
    public async Task<Errand?> OpenAsync(AgendaItem item, CancellationToken cancellationToken, bool forDoing = true)
    {
        if (item.Incident is not { } incident) return new ServerErrand(item, serverDuties[item.Owed.GetType()], item.Server!.Value);
        var duty = duties[item.Owed.GetType()];
        var record = duty.ReadsTalk && forDoing ? store.LoadFileAsync(incident, cancellationToken) : store.LoadFileWithoutTalkAsync(incident, cancellationToken);
        return await record is { } file ? new IncidentErrand(item, duty, file) : null;
    }
}
