using IncidentBot.Sandbox;

namespace IncidentBot.Benchmarks;

/// <summary>Resident memory of the bot's process, sampled ten times a second for ten seconds of quiet.</summary>
internal static class MemoryBenchmark
{
    private const int MessagesEach = 20;

    public static async Task RunAsync(string program, int incidents, CancellationToken cancellationToken)
    {
        Figures.Heading($"memory: resident set of the bot's process; {incidents} open incidents with {MessagesEach} messages each");

        // The bot's own pace is of no interest here, and Discord's limits would only stretch it.
        await using var scene = await Scene.OpenAsync(program, new SandboxOptions { StrictRateLimits = false }, cancellationToken);
        await using var bot = scene.StartBot();
        await bot.ReadyAsync(cancellationToken);
        Figures.Megabytes("at rest", await SampleAsync(bot, cancellationToken));

        var channels = await scene.DeclareAsync(incidents, cancellationToken);
        var tunde = scene.Sandbox.As("tunde").User;
        foreach (var channel in channels) scene.Sandbox.World.Flood(channel, tunde, Enumerable.Range(1, MessagesEach).Select(Chatter.Line), keep: false);
        Figures.Megabytes($"with {incidents} open incidents", await SampleAsync(bot, cancellationToken));
        foreach (var line in bot.Complaints.Take(10)) Figures.Note(line);
    }

    private static async Task<List<long>> SampleAsync(BotProcess bot, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, cancellationToken);
        var samples = new List<long>();
        for (var i = 0; i < 100; i++)
        {
            samples.Add(bot.Memory);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }

        return samples;
    }
}
