using System.Runtime.CompilerServices;

namespace IncidentBot.Tests.Replay;

/// <summary>Where the scenarios of the tests lie: in the source tree, so that nothing has to be copied to be found.</summary>
internal static class ScenarioFiles
{
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "Scenarios"));

    public static string Named(string name) => Path.Combine(Folder, name + ".yaml");

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
