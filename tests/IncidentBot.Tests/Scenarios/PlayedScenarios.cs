using System.Collections.Concurrent;
using IncidentBot.Tests.Replay;

namespace IncidentBot.Tests.Scenarios;

/// <summary>Each scenario is played once, however many facts are asked of it.</summary>
internal static class PlayedScenarios
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<PostmortemText>>> Played = new();

    public static Task<PostmortemText> PostmortemOf(string scenario) => Played.GetOrAdd(scenario, name => new Lazy<Task<PostmortemText>>(async () =>
        PostmortemText.Parse((await ScenarioRunner.RunAsync(ScenarioFiles.Named(name))).PostmortemMarkdown))).Value;
}
