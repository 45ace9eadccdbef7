namespace IncidentBot.Storage;

/// <summary>Where the record is kept.</summary>
/// <param name="Path">The database file; its folder is made when it is missing. A lock file of the same name with ".lock" stands beside it.</param>
/// <param name="Clock">The one clock; it says when agenda items were made and finished.</param>
public sealed record StorageOptions(string Path, TimeProvider Clock)
{
    /// <summary>Says how many bytes are free in a folder; null asks the system.</summary>
    internal Func<string, long>? FreeAt { get; init; }
}
