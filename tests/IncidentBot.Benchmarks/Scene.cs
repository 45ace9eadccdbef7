using System.Globalization;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.People;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Benchmarks;

/// <summary>A sandbox with its people, and a folder for the bot's database that goes with it.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("incidentbot-bench-").FullName;
    private readonly string program;
    private int declared;

    private Scene(string program, SandboxServer sandbox) => (this.program, Sandbox, Watch) = (program, sandbox, new AnswerWatch(sandbox));

    public SandboxServer Sandbox { get; }

    public AnswerWatch Watch { get; }

    public string Database => Path.Combine(folder, "incidentbot.db");

    /// <summary>Where another database may be made, on the same disk.</summary>
    public string NewDatabase(string name) => Path.Combine(folder, name + ".db");

    public Channel General => Sandbox.World.FindChannel("general")!;

    public static async Task<Scene> OpenAsync(string program, SandboxOptions options, CancellationToken cancellationToken) => new(program, await SandboxServer.StartAsync(options, cancellationToken));

    public BotProcess StartBot() => BotProcess.Start(program, Sandbox, Database);

    /// <summary>Declares incidents one after the other and waits for each channel and its card.</summary>
    public async Task<List<Channel>> DeclareAsync(int count, CancellationToken cancellationToken)
    {
        var ada = Sandbox.As("ada");
        var opened = new List<Channel>();
        for (var i = 0; i < count; i++)
        {
            declared++;

            // On a machine that is busy with other things the bot may be too late for Discord; people ask again.
            for (var failed = true; failed;)
            {
                var view = await ada.CommandAsync(General, $"/incident declare title:\"Shop answers slowly in region {declared}\" severity:sev2 service:shop", cancellationToken);
                await view.WaitAsync(cancellationToken: cancellationToken);
                failed = view.Failed;
            }

            opened.Add(await CardOfAsync(ada, declared, cancellationToken));
        }

        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<Channel> CardOfAsync(SandboxPerson person, int number, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"inc-{number}-");
        for (var tries = 0; tries < 3000; tries++)
        {
            var channel = FindChannel(name);
            if (channel is not null && person.NewestWithButton("Update", channel) is not null) return channel;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }

        throw new InvalidOperationException($"The card of incident {number} did not appear.");
    }

    private Channel? FindChannel(string prefix)
    {
        lock (Sandbox.World.Gate) return Sandbox.World.Guild.Channels.Values.LastOrDefault(c => c.Name?.StartsWith(prefix, StringComparison.Ordinal) == true);
    }
}
