using IncidentBot.Domain;

namespace IncidentBot.Storage;

/// <summary>The id and the number (per server, from 1 up, without gaps) for an incident that is saved in the same commit.</summary>
public readonly record struct NewIncident(IncidentId Id, int Number);
