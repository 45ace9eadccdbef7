using System.Runtime.CompilerServices;
using IncidentBot.Storage;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Chaos;

/// <summary>The database as any other program sees it, beside the bot's own way in.</summary>
internal static class RecordFile
{
    /// <summary>Opens it for reading, or for holding a lock on it.</summary>
    public static async Task<SqliteConnection> OpenAsync(string path, SqliteOpenMode mode = SqliteOpenMode.ReadOnly)
    {
        // Storage tells the runtime which SQLite there is before the first connection is made.
        RuntimeHelpers.RunModuleConstructor(typeof(IncidentStore).Module.ModuleHandle);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>The rows of a query, each made by <paramref name="read"/>.</summary>
    public static async Task<List<T>> ReadAsync<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        List<T> found = [];
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) found.Add(read(rows));
        return found;
    }
}
