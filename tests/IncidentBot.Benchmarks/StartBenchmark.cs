using IncidentBot.Sandbox;
using IncidentBot.Storage;

namespace IncidentBot.Benchmarks;

/// <summary>
/// Start of the process until ready, and how long the very first command then waits. Three kinds of start: a new bot (no database, no commands registered);
/// a bot that was away for long (database and commands are there, its session is over); and a bot that was away for a moment (it resumes its session).
/// </summary>
internal static class StartBenchmark
{
    /// <summary>Discord lets a bot identify once in 5 s, and ask where to connect twice: a bot started again sooner has to wait.</summary>
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromSeconds(5.5);

    public static async Task RunAsync(string program, int times, CancellationToken cancellationToken)
    {
        Figures.Heading($"start: {times} starts of each kind, each followed at once by one /incident declare");
        var (fresh, known, resumed) = (new Samples(), new Samples(), new Samples());
        for (var i = 0; i < times; i++)
        {
            await using var scene = await Scene.OpenAsync(program, new SandboxOptions(), cancellationToken);
            await StartAsync(scene, fresh, cancellationToken);
            await ForgetSessionAsync(scene.Database);
            await StartAsync(scene, known, cancellationToken);
            await StartAsync(scene, resumed, cancellationToken);
        }

        Figures.Milliseconds("new database, nothing registered", fresh.Ready);
        Figures.Milliseconds("known database, new session", known.Ready);
        Figures.Milliseconds("known database, session resumed", resumed.Ready);
        Figures.Milliseconds("processor time, new database", fresh.Processor);
        Figures.Milliseconds("processor time, new session", known.Processor);
        Figures.Milliseconds("processor time, session resumed", resumed.Processor);
        Figures.Milliseconds("first command, new database", fresh.First);
        Figures.Milliseconds("first command, new session", known.First);
        Figures.Milliseconds("first command, session resumed", resumed.First);
    }

    private static async Task StartAsync(Scene scene, Samples samples, CancellationToken cancellationToken)
    {
        await using var bot = scene.StartBot();
        samples.Ready.Add(await bot.ReadyAsync(cancellationToken));
        samples.Processor.Add(bot.Processor);
        var view = await scene.Sandbox.As("ada").CommandAsync(scene.General, "/incident declare title:\"Shop is down\" severity:sev1", cancellationToken);
        if (await scene.Watch.AnswerToAsync(view, cancellationToken) is { } answer) samples.First.Add(answer);

        // Time to store its session, too.
        await Task.Delay(BetweenStarts, TimeProvider.System, cancellationToken);
    }

    private static async Task ForgetSessionAsync(string database)
    {
        await using var store = await IncidentStore.OpenAsync(new StorageOptions(database, TimeProvider.System));
        await store.CommitAsync(scope => scope.ForgetGatewayPositionAsync(0));
    }

    private sealed record Samples
    {
        public List<TimeSpan> Ready { get; } = [];

        /// <summary>Processor time until ready: what a start costs however busy the machine is.</summary>
        public List<TimeSpan> Processor { get; } = [];

        public List<TimeSpan> First { get; } = [];
    }
}
