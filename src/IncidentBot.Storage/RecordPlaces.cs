namespace IncidentBot.Storage;

/// <summary>Where things lie that belong to a database: in folders beside it.</summary>
public static class RecordPlaces
{
    /// <summary>The folder of files that were posted and kept.</summary>
    public static string AttachmentsOf(string database) => Beside(database, "attachments");

    /// <summary>The folder of records that were written out before their channel was archived or deleted.</summary>
    public static string ExportsOf(string database) => Beside(database, "exports");

    private static string Beside(string database, string name) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(database))!, name);
}
