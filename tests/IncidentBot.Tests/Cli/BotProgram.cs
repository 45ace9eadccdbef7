using System.Diagnostics;
using System.Text;

namespace IncidentBot.Tests.Cli;

/// <summary>The built program as people start it: a process of its own in an empty folder, with no setting but those given.</summary>
internal sealed class BotProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();

    private BotProgram(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Take(output, line.Data);
        process.ErrorDataReceived += (_, line) => Take(errors, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => Read(output);

    public string Errors => Read(errors);

    /// <summary>The lines on standard error, trimmed.</summary>
    public IReadOnlyList<string> ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public int ExitCode => process.ExitCode;

    public static BotProgram Start(string folder, params string[] arguments) => Start(folder, new Dictionary<string, string>(StringComparer.Ordinal), arguments);

    public static BotProgram Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "IncidentBot.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var key in start.Environment.Keys.Where(key => key.Contains("__", StringComparison.Ordinal)).ToList()) start.Environment.Remove(key);
        foreach (var (key, value) in environment) start.Environment[key] = value;
        return new BotProgram(new Process { StartInfo = start, EnableRaisingEvents = true });
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<BotProgram> RunAsync(string folder, params string[] arguments)
    {
        var program = Start(folder, arguments);
        await program.EndAsync();
        return program;
    }

    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary>Waits until it has printed these words.</summary>
    public async Task SaysAsync(string words)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!Output.Contains(words, StringComparison.Ordinal))
        {
            if (process.HasExited) throw new InvalidOperationException($"It ended with {ExitCode} and never said '{words}':\n{Output}\n{Errors}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        return await EndAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static void Take(StringBuilder lines, string? line)
    {
        if (line is null) return;
        lock (lines) lines.Append(line).Append('\n');
    }

    private static string Read(StringBuilder lines)
    {
        lock (lines) return lines.ToString();
    }
}

/// <summary>An empty folder that goes with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("incidentbot-cli-").FullName;

    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
