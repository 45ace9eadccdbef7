using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IncidentBot.Sandbox;

namespace IncidentBot.Chaos;

/// <summary>
/// The bot as people run it: a process of its own, looked after by something that starts it again when it ends. It can be killed at any instant.
/// Thread-safe.
/// </summary>
internal sealed class BotUnderTest(string program, SandboxServer sandbox, string database, string clockFile) : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };
    private static readonly TimeSpan BeforeRestart = TimeSpan.FromMilliseconds(300);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly Queue<string> latest = new();
    private readonly Uri web = new($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}");
    private Process? process;
    private bool wanted;

    public int Starts { get; private set; }

    public int Kills { get; private set; }

    /// <summary>What it logged beyond the ordinary, each with the number of its start.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>Called when it ended by itself, with the exit code and its last lines.</summary>
    public event Action<int, string>? EndedByItself;

    public async Task StartAsync()
    {
        await turn.WaitAsync();
        try
        {
            wanted = true;
            if (process is null) Launch();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>SIGKILL: nothing is brought to an end. It stays away until it is started.</summary>
    public Task KillAsync() => EndAsync(static p => p.Kill(), counts: true);

    /// <summary>SIGTERM, as a supervisor does for an upgrade; waits for its end.</summary>
    public Task TerminateAsync() => EndAsync(
        static p =>
        {
            using var kill = Process.Start("kill", ["-TERM", p.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        },
        counts: false);

    /// <summary>What it says of its own health; null when it does not answer.</summary>
    public async Task<(bool Healthy, string Text)?> HealthAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(web, "/healthz"));
            return (answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    public async Task<bool> IsReadyWithinAsync(TimeSpan patience)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < patience)
        {
            if (await HealthAsync() is { Healthy: true }) return true;
            await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System);
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(static p => p.Kill(), counts: false);
        turn.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task EndAsync(Action<Process> end, bool counts)
    {
        await turn.WaitAsync();
        try
        {
            wanted = false;
            if (process is not { } running) return;
            process = null;
            if (!running.HasExited)
            {
                if (counts) Kills++;
                end(running);
            }

            await running.WaitForExitAsync();
            running.Dispose();
        }
        finally
        {
            turn.Release();
        }
    }

    private void Launch()
    {
        var info = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = Path.GetDirectoryName(database)!,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var key in info.Environment.Keys.Where(static key => key.Contains("__", StringComparison.Ordinal)).ToList()) info.Environment.Remove(key);
        info.Environment["Discord__Token"] = sandbox.World.BotToken;
        info.Environment["Discord__ApiUrl"] = sandbox.ApiUrl.ToString();
        info.Environment["Storage__Path"] = database;
        info.Environment["Web__Url"] = web.ToString();
        info.Environment["Sandbox__ClockFile"] = clockFile;
        var number = ++Starts;
        var started = new Process { StartInfo = info, EnableRaisingEvents = true };
        started.OutputDataReceived += (_, line) => Hear(number, line.Data);
        started.ErrorDataReceived += (_, line) => Hear(number, line.Data);
        started.Exited += (_, _) => _ = LookAfterAsync(started);
        process = started;
        started.Start();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
    }

    private async Task LookAfterAsync(Process ended)
    {
        await turn.WaitAsync();
        try
        {
            if (process != ended || !wanted) return;
            process = null;
            await ended.WaitForExitAsync();
            EndedByItself?.Invoke(ended.ExitCode, LatestLines());
            ended.Dispose();
            await Task.Delay(BeforeRestart, TimeProvider.System);
            Launch();
        }
        finally
        {
            turn.Release();
        }
    }

    private void Hear(int number, string? line)
    {
        if (line is null) return;
        lock (latest)
        {
            latest.Enqueue(line);
            if (latest.Count > 12) latest.Dequeue();
        }

        if (line.Length == 0 || (line.Contains(" info: ", StringComparison.Ordinal) && !line.Contains("info: Discord", StringComparison.Ordinal))) return;
        complaints.Enqueue($"[start {number}] {line}");
        if (complaints.Count > 20_000) complaints.TryDequeue(out _);
    }

    private string LatestLines()
    {
        lock (latest) return string.Join(" | ", latest);
    }
}
