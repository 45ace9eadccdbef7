using System.Reflection;
using IncidentBot.Storage.Opening;
using IncidentBot.Storage.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IncidentBot.Storage.Keeping;

/// <summary>A database of ours seen from outside, also while a bot is at work on it.</summary>
internal static class DatabaseFile
{
    /// <summary>The steps this version knows, oldest first.</summary>
    public static IReadOnlyList<string> KnownMigrations { get; } =
        [.. typeof(IncidentContext).Assembly.GetTypes()
            .Where(static type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == typeof(IncidentContext))
            .Select(static type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>Opens what is there; makes nothing, and looks before it touches.</summary>
    /// <exception cref="StorageException">There is none, it is not ours, or it cannot be read.</exception>
    /// <remarks>
    /// A connection that may not write leaves its log and its index of it behind, one that may takes them away: so it may, and does not.
    /// </remarks>
    public static SqliteConnection Open(string path)
    {
        if (!Path.Exists(path)) throw new StorageException(StorageFault.Other, $"There is no database at {path}: set Storage:Path to the file the bot uses.");
        DatabaseOpener.LookAt(path);
        var connection = new SqliteConnection(DatabaseOpener.ConnectionString(path, pooling: false, SqliteOpenMode.ReadWrite));
        try
        {
            connection.Open();
            DatabaseOpener.Recognize(connection, path);
            return connection;
        }
        catch (Exception e)
        {
            connection.Dispose();
            if (SqliteFaults.Caused(e)) throw SqliteFaults.Translate(e, path);
            throw;
        }
    }

    /// <summary>
    /// A copy of one moment, whole and without loose ends. Not by copying the file: what was committed last may stand in the log beside it
    /// (https://www.sqlite.org/lang_vacuum.html#vacuuminto).
    /// </summary>
    /// <returns>The newest migration in it.</returns>
    public static string CopyTo(SqliteConnection connection, string path, string copy)
    {
        try
        {
            File.Delete(copy);
            using (var command = connection.CreateCommand())
            {
                command.CommandText = "VACUUM INTO $copy";
                command.CommandTimeout = 0; // A large one takes minutes.
                command.Parameters.AddWithValue("$copy", copy);
                command.ExecuteNonQuery();
            }

            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return Verify(copy, path);
        }
        catch (Exception e) when (SqliteFaults.Caused(e))
        {
            throw SqliteFaults.Translate(e, path);
        }
    }

    /// <summary>Whether a database that nobody writes to is ours, whole, and not from a newer version.</summary>
    /// <param name="shown">What the sentence calls it.</param>
    /// <returns>Its newest migration.</returns>
    public static string Verify(string path, string shown)
    {
        using var connection = Open(path);
        try
        {
            if (Column(connection, "PRAGMA integrity_check(1)") is not ["ok"] || Column(connection, "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1") is not []) throw Refusal.Corrupt(shown);
            var applied = DatabaseOpener.Applied(connection);
            DatabaseOpener.RefuseNewer(applied, shown);
            return applied.Max(StringComparer.Ordinal) ?? throw Refusal.Foreign(shown);
        }
        catch (Exception e) when (SqliteFaults.Caused(e))
        {
            throw SqliteFaults.Translate(e, shown);
        }
    }

    public static List<string> Column(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var column = new List<string>();
        while (rows.Read()) column.Add(rows.IsDBNull(0) ? "" : rows.GetValue(0).ToString() ?? "");
        return column;
    }
}
