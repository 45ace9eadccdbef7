namespace IncidentBot.Tests.Scenarios;

/// <summary>Replays a scenario against the sandbox and hands over what came of it.</summary>
internal static class ScenarioRunner
{
    // The replayer is connected here, once for all tests of this folder.
    public static Task<ReplayResult> RunAsync(string path) => throw new NotSupportedException($"The replayer is not connected yet, so {path} cannot be played.");
}

/// <param name="PostmortemMarkdown">The newest postmortem, as it is exported.</param>
internal sealed record ReplayResult(string PostmortemMarkdown);
