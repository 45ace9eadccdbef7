using System.Runtime.CompilerServices;
using IncidentBot.Storage;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Benchmarks.Flood;

/// <summary>Looks into the bot's database from outside, as any program may: what is seen here is committed.</summary>
internal sealed class TalkTable : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand position;

    // Storage makes the database library usable here (see its NativeSqlite.cs); it must be loaded first.
    static TalkTable() => RuntimeHelpers.RunModuleConstructor(typeof(IncidentStore).Module.ModuleHandle);

    public TalkTable(string path)
    {
        connection = Open(path);
        position = connection.CreateCommand();
        position.CommandText = "SELECT coalesce(max(sequence), 0) FROM gateway_positions";
    }

    /// <summary>The number of the last gateway event that is committed with all before it.</summary>
    public long Position => (long)position.ExecuteScalar()!;

    public static int Count(string path)
    {
        using var opened = Open(path);
        using var command = opened.CreateCommand();
        command.CommandText = "SELECT count(*) FROM talk_messages";
        return (int)(long)command.ExecuteScalar()!;
    }

    public static SqliteConnection Open(string path)
    {
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true }.ToString());
        opened.Open();
        return opened;
    }

    public void Dispose()
    {
        position.Dispose();
        connection.Dispose();
    }
}
