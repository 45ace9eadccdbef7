namespace IncidentBot.Storage;

/// <summary>Where things lie that belong to a database: in folders beside it.</summary>
public static class RecordPlaces
{
    /// <summary>The folder of files that were posted and kept.</summary>
    public static string AttachmentsOf(string database) => Beside(database, "attachments");

    /// <summary>The folder of records that were written out before their channel was archived or deleted.</summary>
    public static string ExportsOf(string database) => Beside(database, "exports");

    /// <summary>Where the record itself is, in words that may be shown: a file, or a server's address without its password.</summary>
    /// <exception cref="StorageException">The address is not one.</exception>
    public static string Shown(StorageOptions options) => Opening.Engine.Of(options).Shown;

    /// <summary>What is wrong with the address of a PostgreSQL server, in a sentence that does not repeat it; null: it can be read. Nobody is asked.</summary>
    public static string? MistakeInAddress(string connection)
    {
        try
        {
            Postgres.PostgresAddress.Parse(connection);
            return null;
        }
        catch (StorageException e)
        {
            return e.Message;
        }
    }

    private static string Beside(string database, string name) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(database))!, name);
}
