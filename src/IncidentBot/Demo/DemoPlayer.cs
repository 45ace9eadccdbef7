using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Replay;
using IncidentBot.Sandbox.World;
using Spectre.Console;

namespace IncidentBot.Demo;

/// <summary>Plays the sample incident before the reader's eyes: each step as it happens, what the bot says to it, and the postmortem at the end.</summary>
public static class DemoPlayer
{
    private static readonly TimeSpan ReadingTime = TimeSpan.FromMilliseconds(350);

    /// <param name="stayUp">Afterwards the sandbox goes on in real time until the program is stopped.</param>
    /// <returns>0, or 1 when a step of the sample was refused.</returns>
    public static async Task<int> RunAsync(bool stayUp, CancellationToken cancellationToken)
    {
        var read = SampleScenario.Read();
        if (read.Scenario is not { } scenario)
        {
            foreach (var error in read.Errors) Console.Error.WriteLine(error.In(SampleScenario.Path));
            return 2;
        }

        try
        {
            await using var replayer = await Replayer.StartAsync(scenario, ReplayOptions.Quiet, cancellationToken);
            Console.WriteLine($"The sandbox is at {replayer.Sandbox.BaseUrl}; the incident: {scenario.Name}.\n");
            var screen = new DemoScreen(replayer);
            var refused = await replayer.PlayAsync(
                async step =>
                {
                    screen.Show(step);
                    if (!Console.IsOutputRedirected) await Task.Delay(ReadingTime, TimeProvider.System, cancellationToken);
                },
                cancellationToken);
            if (refused is not null)
            {
                Console.Error.WriteLine($"line {refused.Line} of the sample was refused: {refused.Answer}");
                return 1;
            }

            var folder = Path.Combine("data", "demo");
            await ReplayOutput.WriteAsync(replayer, folder, cancellationToken);
            var main = ReplayOutput.Subject(await replayer.FilesAsync(cancellationToken));
            if (main is not null) ShowPostmortem(main);
            Console.WriteLine();
            Console.WriteLine($"Its files lie in {Path.GetFullPath(folder)}: postmortem.md, postmortem.html, incident.json, and each channel in channels/.");
            if (!stayUp) return 0;
            Console.WriteLine($"The sandbox stays up: open {replayer.Sandbox.BaseUrl} and go on as one of the people. Ctrl-C ends it.");
            await RunInRealTimeAsync(replayer, cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static void ShowPostmortem(IncidentFile file)
    {
        AnsiConsole.Write(new Rule("The postmortem, as it was posted by itself") { Justification = Justify.Left });
        Console.WriteLine();
        Console.WriteLine(MarkdownRenderer.Render(PostmortemComposer.Compose(file)));
        AnsiConsole.Write(new Rule());
    }

    // The clock that was driven so far goes on with the real one.
    private static async Task RunInRealTimeAsync(Replayer replayer, CancellationToken cancellationToken)
    {
        var last = TimeProvider.System.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            var now = TimeProvider.System.GetTimestamp();
            replayer.Clock.Advance(TimeProvider.System.GetElapsedTime(last, now));
            last = now;
        }
    }

    /// <summary>What the reader sees: the step, then whatever the bot said or changed because of it.</summary>
    private sealed class DemoScreen(Replayer replayer)
    {
        private readonly HashSet<ulong> shown = [];

        public void Show(Step step)
        {
            var zone = NodaTime.DateTimeZoneProviders.Tzdb[replayer.Scenario.TimeZone];
            var at = NodaTime.Instant.FromDateTimeOffset(step.At).InZone(zone).ToString("HH:mm", null);
            AnsiConsole.MarkupLineInterpolated($"[grey]{at}[/] [bold]{Name(step)}[/] {Words(step)}");
            foreach (var (channel, message) in New()) AnsiConsole.MarkupLineInterpolated($"      [green]{channel} ·[/] {First(message)}");
        }

        private string Name(Step step) => step is PersonStep person ? replayer.Scenario.People.First(p => p.Handle == person.By).Name : "";

        private static string Words(Step step) => step switch
        {
            SayStep say => say.Text,
            CommandStep command => command.Text,
            ReactStep react => react.Remove ? $"takes {react.Emoji} back" : $"reacts with {react.Emoji}",
            EditStep edit => $"edits: {edit.Text}",
            DeleteStep => "deletes a message",
            PressStep press => $"presses {press.Label}",
            MenuStep menu => $"uses the menu {menu.Menu}",
            FormStep => "sends the form",
            BotOfflineStep => "(the bot is away)",
            _ => "",
        };

        private IEnumerable<(string Channel, Message Message)> New()
        {
            var world = replayer.Sandbox.World;
            List<(string, Message)> found = [];
            lock (world.Gate)
            {
                var places = world.Guild.Channels.Values.Where(c => c.HoldsMessages).Select(c => ("#" + c.Name, c))
                    .Concat(replayer.Scenario.People.SelectMany(p => world.DmsOf(p.Handle).Take(1).Select(m => ("to " + p.Name, m.Channel))));
                foreach (var (name, channel) in places)
                {
                    foreach (var message in channel.Messages.Concat(channel.Ephemeral).Where(m => m.Author == world.Bot && m.Type != 6 && shown.Add(m.Id)))
                        found.Add((message.EphemeralFor is null ? name : name + ", for their eyes only", message));
                }
            }

            return found.OrderBy(f => f.Item2.Timestamp);
        }

        private string First(Message message)
        {
            var text = replayer.Sandbox.World.Text(message).ReplaceLineEndings(" ").Trim();
            return text.Length <= 160 ? text : text[..159] + "…";
        }
    }
}
