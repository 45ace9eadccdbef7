namespace IncidentBot.Storage.Postgres;

/// <summary>What PostgreSQL's own tools do for a record on its servers, and the sentences that say so.</summary>
internal static class PostgresKeeping
{
    public static StorageException BackUp(StorageOptions options) => new(
        StorageFault.Other,
        $"The record is in PostgreSQL, and its own tools back it up, also while the bot runs: `pg_dump --format=custom --file=incidentbot.dump '--dbname={RecordPlaces.Shown(options)}'`, and after it a copy of the "
        + $"folder {options.AttachmentsFolder} with the attached files. `incidentbot export --out FILE` writes what people may want to read, or carry to another database, as JSON.");

    public static StorageException Restore(StorageOptions options) => new(
        StorageFault.Other,
        $"The record is in PostgreSQL, and its own tools restore it. Stop the bot, then `pg_restore --clean --if-exists '--dbname={RecordPlaces.Shown(options)}' incidentbot.dump`, and put the attached files back into "
        + $"{options.AttachmentsFolder}. Nothing was changed.");
}
