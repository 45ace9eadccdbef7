using System.Collections.Concurrent;
using System.Globalization;
using IncidentBot.Storage;

namespace IncidentBot.Tests.Storage;

/// <summary>A database of one test, on the server that tests share.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private const string Template = "template_record";

    private static readonly SemaphoreSlim Turn = new(1, 1);
    private static readonly ConcurrentBag<string> Used = [];
    private static int made;
    private static bool isThere;

    private readonly PostgresServer server;
    private readonly bool isUsual;

    private PostgresDatabase(PostgresServer server, string name, bool isUsual)
    {
        this.server = server;
        this.isUsual = isUsual;
        Name = name;
    }

    public string Name { get; }

    /// <summary>For <see cref="StorageOptions.Connection"/>.</summary>
    public string Connection => server.ConnectionTo(Name);

    /// <summary>With the tables of this version, and nothing in them. To make a database takes ten times as long as to empty one, so that one that a test is done with is used again.</summary>
    /// <param name="empty">A new one without tables.</param>
    public static async Task<PostgresDatabase> MakeAsync(bool empty = false)
    {
        var shared = await SharedPostgres.ServerAsync();
        if (!empty && Used.TryTake(out var used)) return new PostgresDatabase(shared, used, isUsual: true);
        var number = Interlocked.Increment(ref made);
        var name = "record_" + number.ToString(CultureInfo.InvariantCulture);
        await Turn.WaitAsync();
        try
        {
            if (!empty && !isThere)
            {
                isThere = true;
                await shared.ExecuteAsync($"CREATE DATABASE {Template}");
                await using var store = await IncidentStore.OpenAsync(new StorageOptions("data/none.db", TimeProvider.System) { Connection = shared.ConnectionTo(Template) });
            }

            await shared.ExecuteAsync($"CREATE DATABASE {name}{(empty ? "" : " TEMPLATE " + Template)}");
        }
        finally
        {
            Turn.Release();
        }

        return new PostgresDatabase(shared, name, isUsual: !empty);
    }

    /// <summary>Asks the database something, past the bot.</summary>
    public Task ExecuteAsync(string sql) => server.ExecuteAsync(sql, Name);

    /// <summary>Cuts off whoever is connected, as a server that is started again does.</summary>
    public Task CutOffAsync() => server.ExecuteAsync($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{Name}'");

    public async ValueTask DisposeAsync()
    {
        if (!isUsual)
        {
            await server.ExecuteAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
            return;
        }

        await CutOffAsync();
        await ExecuteAsync(
            """
            DO $$ BEGIN
                EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY' FROM pg_tables WHERE schemaname = 'public' AND tablename <> '__EFMigrationsHistory');
            END $$
            """);
        Used.Add(Name);
    }
}
