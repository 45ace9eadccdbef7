using System.Net.Sockets;
using IncidentBot.Storage.Opening;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentBot.Storage.Postgres;

/// <summary>PostgreSQL's error codes (https://www.postgresql.org/docs/current/errcodes-appendix.html), and what goes wrong on the way to it, as sentences. Nothing of the engine leaves this project.</summary>
internal static class PostgresFaults
{
    public static bool Caused(Exception exception) => exception is not StorageException && (exception is DbUpdateException || Find(exception) is not null);

    public static StorageException Translate(Exception exception, PostgresAddress address) => Find(exception) switch
    {
        PostgresException e => OfServer(e, address),
        { } e when Has<TimeoutException>(e) => new(StorageFault.Away, $"The server of the database {address.Shown} does not answer in time; nothing was saved.", e),
        { } e when Has<SocketException>(e) || Has<IOException>(e) => new(StorageFault.Away, $"The server of the database {address.Shown} cannot be reached ({Has(e)}); nothing was saved.", e),
        { } e => new(StorageFault.Away, $"The connection to the database {address.Shown} failed: {e.Message}", e),
        null => new(StorageFault.Other, $"The database {address.Shown} did not take a change: {exception.Message}", exception),
    };

    public static NpgsqlException? Find(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is NpgsqlException found) return found;
        }

        return null;
    }

    private static StorageException OfServer(PostgresException e, PostgresAddress address)
    {
        var database = address.Shown;
        return e.SqlState switch
        {
            PostgresErrorCodes.DiskFull => new(StorageFault.DiskFull, $"There is no room left on the disk of the server of the database {database}; nothing was saved.", e),
            PostgresErrorCodes.IoError or PostgresErrorCodes.SystemError => new(StorageFault.Disk, $"The disk of the server of the database {database} failed ({e.MessageText}); nothing was saved.", e),
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new(StorageFault.Corrupt, $"The database {database} is damaged ({e.MessageText}): put a backup in its place.", e),
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
                => new(StorageFault.Refused, $"The server {address.Host} refuses the user {address.User} of the database {database}: check the user, the password and the server's pg_hba.conf.", e),
            PostgresErrorCodes.InvalidCatalogName => new(StorageFault.Refused, $"The server {address.Host} has no database called {address.Database}: make it with `createdb --owner={address.User} {address.Database}`.", e),
            PostgresErrorCodes.InsufficientPrivilege => new(StorageFault.Refused, $"The user {address.User} may not do in the database {database} what is needed ({e.MessageText}): make them its owner.", e),
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.QueryCanceled
                => new(StorageFault.Busy, $"The database {database} is held up by another program ({e.MessageText}); nothing was saved.", e),
            PostgresErrorCodes.ReadOnlySqlTransaction => new(StorageFault.Away, $"The server of the database {database} takes no changes for now (it is read-only, or a standby); nothing was saved.", e),
            PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ConfigurationLimitExceeded or PostgresErrorCodes.InsufficientResources or PostgresErrorCodes.OutOfMemory
                => new(StorageFault.Away, $"The server of the database {database} has too much to do ({e.MessageText}); nothing was saved.", e),
            _ when e.SqlState.StartsWith("57P", StringComparison.Ordinal) || e.SqlState.StartsWith("08", StringComparison.Ordinal)
                => new(StorageFault.Away, $"The server of the database {database} is going down or starting ({e.MessageText}); nothing was saved.", e),
            _ => new(StorageFault.Other, $"The database {database} failed: {e.MessageText} ({e.SqlState})", e),
        };
    }

    private static bool Has<T>(Exception exception)
        where T : Exception
        => exception is T || (exception.InnerException is { } inner && Has<T>(inner));

    private static string Has(Exception exception) => exception.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.');
}
