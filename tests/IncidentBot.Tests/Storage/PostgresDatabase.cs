using System.Globalization;
using IncidentBot.Storage;

namespace IncidentBot.Tests.Storage;

/// <summary>A database of one test, on the server that tests share.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private const string Template = "template_record";

    private static readonly SemaphoreSlim Turn = new(1, 1);
    private static int made;

    private readonly PostgresServer server;

    private PostgresDatabase(PostgresServer server, string name)
    {
        this.server = server;
        Name = name;
    }

    public string Name { get; }

    /// <summary>For <see cref="StorageOptions.Connection"/>.</summary>
    public string Connection => server.ConnectionTo(Name);

    /// <summary>With the tables of this version; they were made once, and are copied.</summary>
    public static async Task<PostgresDatabase> MakeAsync(bool empty = false)
    {
        var server = await SharedPostgres.ServerAsync();
        var number = Interlocked.Increment(ref made);
        var name = "record_" + number.ToString(CultureInfo.InvariantCulture);
        await Turn.WaitAsync();
        try
        {
            if (number == 1)
            {
                await server.ExecuteAsync($"CREATE DATABASE {Template}");
                await using var store = await IncidentStore.OpenAsync(new StorageOptions("data/none.db", TimeProvider.System) { Connection = server.ConnectionTo(Template) });
            }

            await server.ExecuteAsync($"CREATE DATABASE {name}{(empty ? "" : " TEMPLATE " + Template)}");
        }
        finally
        {
            Turn.Release();
        }

        return new PostgresDatabase(server, name);
    }

    /// <summary>Asks the database something, past the bot.</summary>
    public Task ExecuteAsync(string sql) => server.ExecuteAsync(sql, Name);

    /// <summary>Cuts off whoever is connected, as a server that is started again does.</summary>
    public Task CutOffAsync() => server.ExecuteAsync($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{Name}'");

    public async ValueTask DisposeAsync() => await server.ExecuteAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
}
