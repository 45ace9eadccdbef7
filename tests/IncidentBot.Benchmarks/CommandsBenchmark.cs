using System.Collections.Concurrent;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.People;
using IncidentBot.Sandbox.World;
using IncidentBot.Storage;

namespace IncidentBot.Benchmarks;

/// <param name="Duration">How long commands are sent.</param>
/// <param name="Messages">A second, in all incident channels together.</param>
/// <param name="Commands">A second.</param>
/// <param name="Channels">Open incidents they are spread over.</param>
internal sealed record CommandsLoad(TimeSpan Duration, int Messages, int Commands, int Channels);

/// <summary>
/// Commands of several kinds while people talk. Each is sent when its time has come, whether those before it have been answered or not, so that a slow answer
/// hides no other. Discord's limits hold for the bot as they would outside.
/// </summary>
internal sealed class CommandsBenchmark(Scene scene, IReadOnlyList<Channel> channels)
{
    private static readonly string[] Turn =
    [
        "timeline add", "update", "list", "timeline add", "escalate", "form", "timeline add", "status", "list", "button", "update", "timeline add", "declare", "show", "escalate", "timeline add",
    ];

    private readonly ConcurrentDictionary<string, ConcurrentBag<TimeSpan>> answers = new(StringComparer.Ordinal);
    private int unanswered;
    private int deferred;

    public static async Task RunAsync(string program, CommandsLoad load, CancellationToken cancellationToken)
    {
        Figures.Heading(
            $"commands: {load.Commands} a second for {load.Duration.TotalSeconds:0} s while {load.Messages} messages a second arrive in {load.Channels} incident channels");
        await using var scene = await Scene.OpenAsync(program, new SandboxOptions(), cancellationToken);
        await using (var bot = scene.StartBot())
        {
            await bot.ReadyAsync(cancellationToken);
            var benchmark = new CommandsBenchmark(scene, await scene.DeclareAsync(load.Channels, cancellationToken));
            await benchmark.RunAsync(load, bot, cancellationToken);
        }
    }

    private async Task RunAsync(CommandsLoad load, BotProcess bot, CancellationToken cancellationToken)
    {
        var used = bot.Processor;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var talking = TalkAsync(load.Messages, end.Token);
        var began = TimeProvider.System.GetTimestamp();
        var sent = new List<Task>();
        await foreach (var number in PaceAsync(load.Commands, cancellationToken))
        {
            if (TimeProvider.System.GetElapsedTime(began) >= load.Duration) break;
            sent.Add(SendAsync(Turn[number % Turn.Length], channels[number % channels.Count], number, cancellationToken));
        }

        await Task.WhenAll(sent);
        var elapsed = TimeProvider.System.GetElapsedTime(began);
        var processor = bot.Processor - used;
        await end.CancelAsync();
        var said = await talking;

        Figures.Milliseconds("all", answers.Values.SelectMany(static a => a));
        foreach (var (kind, times) in answers.OrderBy(static a => a.Key, StringComparer.Ordinal)) Figures.Milliseconds(kind, times);
        Figures.Note($"{said} messages in {elapsed.TotalSeconds:0} s; {deferred} answers were deferred, {unanswered} commands got none in time");
        Figures.Note($"the bot used {processor / elapsed:0.00} of one processor, {bot.Memory / (1024 * 1024)} MB at the end");

        // The last batch is given time to be committed; what the bot had not heard when it ended would come with its next start.
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, cancellationToken);
        await bot.DisposeAsync();
        Figures.Note($"{await StoredAsync(cancellationToken)} messages are in its record");
        foreach (var complaint in bot.Complaints.Take(10)) Figures.Note(complaint);
    }

    private async Task SendAsync(string kind, Channel channel, int number, CancellationToken cancellationToken)
    {
        var (ada, tunde) = (scene.Sandbox.As("ada"), scene.Sandbox.As("tunde"));
        switch (kind)
        {
            case "timeline add":
                await TimeAsync(kind, ada.CommandAsync(channel, $"/timeline add text:\"Rolled back host {number}\" kind:fix", cancellationToken), cancellationToken);
                break;
            case "update":
                await TimeAsync(kind, ada.CommandAsync(channel, $"/incident update message:\"Still looking at it, step {number}\"", cancellationToken), cancellationToken);
                break;
            case "status":
                await TimeAsync(kind, ada.CommandAsync(channel, $"/incident status status:{(number / Turn.Length % 2 == 0 ? "identified" : "monitoring")}", cancellationToken), cancellationToken);
                break;
            case "declare":
                await TimeAsync(kind, ada.CommandAsync(scene.General, $"/incident declare title:\"Payments fail {number}\" severity:sev3", cancellationToken), cancellationToken);
                break;
            case "form":
                await TimeAsync("declare, the form opens", ada.CommandAsync(scene.General, "/incident declare", cancellationToken), cancellationToken);
                break;
            case "button":
                await TimeAsync("card button, its form opens", tunde.PressAsync(ada.NewestWithButton("Update", channel)!, "Update", cancellationToken), cancellationToken);
                break;
            case "list":
                await TimeAsync(kind, tunde.CommandAsync(scene.General, "/incident list", cancellationToken), cancellationToken);
                break;
            case "show":
                await TimeAsync("timeline show", tunde.CommandAsync(channel, "/timeline show", cancellationToken), cancellationToken);
                break;
            case "escalate":
                await TimeAsync(kind, ada.CommandAsync(channel, "/escalate to:@tunde reason:\"needs the database\"", cancellationToken), cancellationToken);
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
                await TimeAsync("escalation ack", tunde.CommandAsync(channel, "/escalation ack", cancellationToken), cancellationToken);
                break;
        }
    }

    private async Task TimeAsync(string kind, Task<InteractionView> sending, CancellationToken cancellationToken)
    {
        var view = await sending;
        if (await scene.Watch.AnswerToAsync(view, cancellationToken) is not { } answer)
        {
            Interlocked.Increment(ref unanswered);
            return;
        }

        if (view.State == InteractionState.Deferred) Interlocked.Increment(ref deferred);
        answers.GetOrAdd(kind, static _ => []).Add(answer);
    }

    private async Task<int> TalkAsync(int perSecond, CancellationToken cancellationToken)
    {
        var authors = new[] { "ada", "tunde", "chioma" }.Select(h => scene.Sandbox.As(h).User).ToArray();
        var said = 0;
        try
        {
            await foreach (var number in PaceAsync(perSecond, cancellationToken))
            {
                scene.Sandbox.World.Flood(channels[number % channels.Count], authors[number % authors.Length], [Chatter.Line(number)], keep: false);
                said++;
            }
        }
        catch (OperationCanceledException)
        {
            // Enough was said.
        }

        return said;
    }

    /// <summary>0, 1, 2, … each at its time; late ones follow at once.</summary>
    private static async IAsyncEnumerable<int> PaceAsync(int perSecond, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var number = 0; ; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / perSecond) - TimeProvider.System.GetElapsedTime(began);
            if (due > TimeSpan.Zero) await Task.Delay(due, TimeProvider.System, cancellationToken);
            yield return number;
        }
    }

    private async Task<int> StoredAsync(CancellationToken cancellationToken)
    {
        await using var store = await IncidentStore.OpenAsync(new StorageOptions(scene.Database, TimeProvider.System), cancellationToken);
        var stored = 0;
        foreach (var incident in await store.OpenIncidentsAsync(cancellationToken))
            stored += (await store.LoadFileAsync(incident.Id, cancellationToken))!.Talk.Length;
        return stored;
    }
}
