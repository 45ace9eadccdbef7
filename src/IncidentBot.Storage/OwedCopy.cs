using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Storage;

/// <summary>An attached file of which a copy is owed.</summary>
/// <param name="Position">Its place on the message; with the message it names the file.</param>
/// <param name="Attempts">How often it was tried and put off.</param>
public sealed record OwedCopy(IncidentId Incident, MessageRef Message, int Position, AttachedFile File, DateTimeOffset SaidAt, int Attempts);

/// <summary>What a commit meant for attached files.</summary>
[Flags]
public enum AttachmentChange
{
    None = 0,

    /// <summary>Copies are owed.</summary>
    Owed = 1,

    /// <summary>A kept file may have become unused.</summary>
    Freed = 2,
}
