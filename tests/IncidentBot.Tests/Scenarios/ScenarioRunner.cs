using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Replay;

namespace IncidentBot.Tests.Scenarios;

/// <summary>Replays a scenario against the sandbox and hands over what came of it.</summary>
internal static class ScenarioRunner
{
    public static async Task<ReplayResult> RunAsync(string path)
    {
        var read = ScenarioReader.Read(path);
        read.Errors.ShouldBeEmpty();
        await using var replayer = await Replayer.StartAsync(read.Scenario!, ReplayOptions.Quiet, CancellationToken.None);
        var refused = await replayer.PlayAsync(onStep: null, CancellationToken.None);
        refused.ShouldBeNull();
        var file = ReplayOutput.Subject(await replayer.FilesAsync(CancellationToken.None));
        return new(MarkdownRenderer.Render(PostmortemComposer.Compose(file!)), file!);
    }
}

/// <param name="PostmortemMarkdown">The newest postmortem, as it is exported.</param>
/// <param name="Record">What it was written from.</param>
internal sealed record ReplayResult(string PostmortemMarkdown, IncidentFile Record);
