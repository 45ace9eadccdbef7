using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(IncidentBot.Tests.Storage.SharedPostgres))]

namespace IncidentBot.Tests.Storage;

/// <summary>
/// A PostgreSQL server of the tests' own, from the programs that are installed on this machine, in a folder that is deleted. It gives up safety for speed: nothing of it
/// outlives the tests. Its people: "incidentbot", who owns it and needs no password on the socket, and a password over TCP.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string User = "incidentbot";
    public const string Password = "p@ss/word of the test";

    private readonly string programs;
    private readonly string folder;
    private Process? process;

    private PostgresServer(string programs, string folder, int port)
    {
        this.programs = programs;
        this.folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Null: there is no PostgreSQL on this machine, or no user it would run as.</summary>
    public static string? Programs { get; } = Find();

    /// <summary>Where a database is reached without a password.</summary>
    public string ConnectionTo(string database) => $"Host={folder};Port={Port.ToString(CultureInfo.InvariantCulture)};Username={User};Database={database}";

    /// <summary>Where a database is reached over TCP.</summary>
    public string AddressOf(string database, string? password = Password, int? port = null)
        => $"postgres://{User}:{Uri.EscapeDataString(password ?? "")}@127.0.0.1:{(port ?? Port).ToString(CultureInfo.InvariantCulture)}/{database}";

    public static async Task<PostgresServer> StartAsync()
    {
        if (Programs is not { } programs)
        {
            Assert.Skip("PostgreSQL is not installed here (on Debian: apt-get install postgresql), or there is no user \"postgres\" to run it as.");
            throw new UnreachableException();
        }

        // A socket's path may have no more than some 100 characters.
        var place = Directory.CreateTempSubdirectory("ib-pg-").FullName;
        await File.WriteAllTextAsync(Path.Combine(place, "password"), Password);
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "-R", "postgres", place);
        var server = new PostgresServer(programs, place, FreePort());
        await RunAsync(AsItsUser(
            Path.Combine(programs, "initdb"), "-D", server.Data, "-U", User, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--data-checksums", "--auth-local=trust", "--auth-host=scram-sha-256", "--pwfile=" + Path.Combine(place, "password")));
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it, or starts it again after <see cref="StopAsync"/>, and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        // The shell ends the server when this process is gone, however it went: then its input ends.
        string[] server =
        [
            Path.Combine(programs, "postgres"), "-D", Data, "-k", folder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1",
            "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "autovacuum=off", "-c", "shared_buffers=32MB", "-c", "max_connections=300", "-c", "log_min_messages=fatal",
        ];
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var word in (string[])["-c", "\"$@\" </dev/null & server=$!; read _; kill -QUIT $server; wait $server", "sh", .. AsItsUser(server)]) start.ArgumentList.Add(word);
        process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        for (var began = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionTo("postgres") + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }
    }

    /// <summary>At once, as a machine that fails: whoever is connected is cut off.</summary>
    public async Task StopAsync()
    {
        if (process is null) return;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
        NpgsqlConnection.ClearAllPools();
    }

    public async Task ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionTo(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private string Data => Path.Combine(folder, "data");

    private static string? Find()
    {
        // The server refuses to run as root.
        if (OperatingSystem.IsWindows() || (Environment.IsPrivilegedProcess && !File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)))) return null;
        var known = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).ToList();
        if (Directory.Exists("/usr/lib/postgresql")) known.AddRange(Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(static version => Path.Combine(version, "bin")));
        return known.Find(static place => File.Exists(Path.Combine(place, "initdb")) && File.Exists(Path.Combine(place, "postgres")));
    }

    private static string[] AsItsUser(params string[] command) =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command] : command;

    private static async Task RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        foreach (var word in command[1..]) start.ArgumentList.Add(word);
        using var ran = Process.Start(start)!;
        var said = ran.StandardError.ReadToEndAsync();
        await ran.StandardOutput.ReadToEndAsync();
        await ran.WaitForExitAsync();
        if (ran.ExitCode != 0) throw new InvalidOperationException($"{command[0]} failed: {await said}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>The server that most tests share, started by the first that needs it.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private static readonly SemaphoreSlim Turn = new(1, 1);
    private static PostgresServer? server;

    public static async Task<PostgresServer> ServerAsync()
    {
        await Turn.WaitAsync();
        try
        {
            return server ??= await PostgresServer.StartAsync();
        }
        finally
        {
            Turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        server = null;
    }
}
