using System.ComponentModel;
using System.Diagnostics;

namespace IncidentBot.Tests.House;

/// <summary>The checkout these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds IncidentBot.sln.</summary>
    public static DirectoryInfo Root { get; } = Above(AppContext.BaseDirectory).FirstOrDefault(folder => File.Exists(Path.Combine(folder.FullName, "IncidentBot.sln")))
        ?? throw new DirectoryNotFoundException($"No IncidentBot.sln above {AppContext.BaseDirectory}: these tests read the sources they were built from.");

    public static string PathOf(params string[] parts) => Path.Combine([Root.FullName, .. parts]);

    /// <summary>The folder and each one above it, nearest first.</summary>
    public static IEnumerable<DirectoryInfo> Above(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent) yield return folder;
    }

    /// <summary>Every file git tracks or would track, relative to the root, with forward slashes. Skips the test where there is no git checkout.</summary>
    public static async Task<IReadOnlyList<string>> FilesAsync()
    {
        var (exitCode, output) = await RunAsync("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        Assert.SkipUnless(exitCode == 0, "This copy of the sources is not a git checkout, so nobody can say which files belong to it.");
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(PathOf(file)))];
    }

    /// <summary>Runs a tool in the root. Skips the test, naming the tool, where it is not installed.</summary>
    /// <returns>The exit code, and both output streams, standard output first.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            WorkingDirectory = Root.FullName,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output + await errors);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{tool} is not installed on this machine.");
            throw;
        }
    }
}
