using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IncidentBot.Sandbox;

namespace IncidentBot.Benchmarks;

/// <summary>The bot in a process of its own, as people run it, connected to a sandbox in this one.</summary>
internal sealed class BotProcess : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly Uri web;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly long started;
    private bool ended;

    private BotProcess(Process process, Uri web, long started) => (this.process, this.web, this.started) = (process, web, started);

    /// <summary>Processor time used so far.</summary>
    public TimeSpan Processor
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory in bytes.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>What it logged beyond the ordinary.</summary>
    public IEnumerable<string> Complaints => lines.Where(static l => l.Contains(" warn:", StringComparison.Ordinal) || l.Contains(" fail:", StringComparison.Ordinal) || l.Contains(" crit:", StringComparison.Ordinal));

    /// <param name="program">The bot's IncidentBot.dll.</param>
    public static BotProcess Start(string program, SandboxServer sandbox, string database)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}");
        var info = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = Path.GetDirectoryName(database)!,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["Discord__Token"] = sandbox.World.BotToken;
        info.Environment["Discord__ApiUrl"] = sandbox.ApiUrl.ToString();
        info.Environment["Storage__Path"] = database;
        info.Environment["Web__Url"] = address.ToString();
        var now = TimeProvider.System.GetTimestamp();
        var bot = new BotProcess(Process.Start(info)!, address, now);
        bot.process.OutputDataReceived += bot.Heard;
        bot.process.ErrorDataReceived += bot.Heard;
        bot.process.BeginOutputReadLine();
        bot.process.BeginErrorReadLine();
        return bot;
    }

    /// <summary>Waits until the bot says of itself that it is connected and has registered its commands.</summary>
    /// <returns>How long that took from the start of the process.</returns>
    public async Task<TimeSpan> ReadyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var answer = await Http.GetAsync(new Uri(web, "/healthz"), cancellationToken);
                if (answer.IsSuccessStatusCode) return TimeProvider.System.GetElapsedTime(started);
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            var waited = TimeProvider.System.GetElapsedTime(started);
            if (process.HasExited || waited > Patience) throw new InvalidOperationException("The bot did not get ready:\n" + string.Join('\n', lines));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Asks it to end, and waits for that.</summary>
    public async ValueTask DisposeAsync()
    {
        if (ended) return;
        ended = true;
        if (!process.HasExited)
        {
            if (OperatingSystem.IsWindows()) process.Kill();
            else using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Heard(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text) lines.Enqueue(text);
    }
}
