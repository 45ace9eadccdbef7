namespace IncidentBot.Storage.Record;

/// <summary>What a clock that is set right leaves in the record: times written while it ran ahead, which are still to come.</summary>
internal static class ClockSkew
{
    /// <summary>A clock that is set back by less than this goes unnoticed: it keeps nobody waiting for longer.</summary>
    public static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(5);
}
