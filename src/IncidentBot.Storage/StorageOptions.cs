using IncidentBot.Domain.Postmortems.Templates.Own;

namespace IncidentBot.Storage;

/// <summary>Where the record is kept.</summary>
/// <param name="Path">The database file; its folder is made when it is missing. A lock file of the same name with ".lock" stands beside it.</param>
/// <param name="Clock">The one clock; it says when agenda items were made and finished.</param>
public sealed record StorageOptions(string Path, TimeProvider Clock)
{
    /// <summary>
    /// Where PostgreSQL keeps the record: an address (postgres://user:password@host:5432/database) or a connection string (Host=…;Username=…). Null: SQLite keeps it in
    /// <see cref="Path"/>; else what lies beside the database (attachments, written out records) lies beside that path all the same. It has a password in it: see <see cref="ToString"/>.
    /// </summary>
    public string? Connection { get; init; }

    /// <summary>The folder of files that were posted and kept; null: "attachments" beside the database.</summary>
    public string? Attachments { get; init; }

    internal string AttachmentsFolder => Attachments is { } folder ? System.IO.Path.GetFullPath(folder) : RecordPlaces.AttachmentsOf(Path);

    /// <summary>Makes a template of a server's own ready to be filled in, from its source; null: none can be, and postmortems that follow one say so.</summary>
    public Func<string, ITemplateText>? ReadTemplate { get; init; }

    /// <summary>Says how many bytes are free in a folder; null asks the system.</summary>
    internal Func<string, long>? FreeAt { get; init; }

    /// <summary>Without the address of the server: options may end up in a log.</summary>
    public override string ToString() => $"{nameof(StorageOptions)} {{ {nameof(Path)} = {Path} }}";
}
