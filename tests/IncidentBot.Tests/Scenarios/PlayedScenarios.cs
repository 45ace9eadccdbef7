using System.Collections.Concurrent;
using IncidentBot.Domain;
using IncidentBot.Tests.Replay;

namespace IncidentBot.Tests.Scenarios;

/// <summary>Each scenario is played once, however many facts are asked of it.</summary>
internal static class PlayedScenarios
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<ReplayResult>>> Played = new();

    public static async Task<PostmortemText> PostmortemOf(string scenario) => PostmortemText.Parse((await PlayAsync(scenario)).PostmortemMarkdown);

    public static async Task<IncidentFile> RecordOf(string scenario) => (await PlayAsync(scenario)).Record;

    private static Task<ReplayResult> PlayAsync(string scenario) =>
        Played.GetOrAdd(scenario, name => new Lazy<Task<ReplayResult>>(() => ScenarioRunner.RunAsync(ScenarioFiles.Named(name)))).Value;
}
