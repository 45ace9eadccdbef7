using IncidentBot.Domain;

namespace IncidentBot.Storage;

/// <summary>An incident whose channel and threads still have to be compared with Discord, because the bot did not hear what happened there for a while.</summary>
/// <param name="Since">The last moment at which everything had been heard (this machine's clock).</param>
/// <param name="Until">From when on the bot hears again.</param>
/// <param name="LastHeard">The newest message stored before the gap, by Discord's id: what was said up to it was heard. 0: none.</param>
/// <param name="Attempts">How often it was tried in vain.</param>
/// <param name="Due">Not before this instant.</param>
/// <param name="LastError">Why it did not work the last time.</param>
/// <param name="Generation">Tells it from a later one of the same incident.</param>
public sealed record Reconciliation(
    IncidentId Incident, DateTimeOffset Since, DateTimeOffset Until, MessageId LastHeard, int Attempts, DateTimeOffset Due, string? LastError, int Generation);
