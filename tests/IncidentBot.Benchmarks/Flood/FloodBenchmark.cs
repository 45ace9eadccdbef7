using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using IncidentBot.Inbox;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Benchmarks.Flood;

/// <param name="Messages">In all, spread over the channels.</param>
/// <param name="Channels">Open incidents.</param>
/// <param name="Commands">A second, sent by a person meanwhile.</param>
internal sealed record FloodLoad(int Messages, int Channels, int Commands);

/// <summary>
/// As many messages as the bot takes, over the wire from the sandbox's gateway in this process into the bot's own, while a person goes on sending commands. Then
/// the same bytes into a process that only reads and parses them, and the same rows into a database of the same shape by prepared inserts alone.
/// </summary>
internal sealed class FloodBenchmark(Scene scene, FloodLoad load)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentBag<TimeSpan> answers = [];
    private int unanswered;

    public static async Task RunAsync(string program, FloodLoad load, CancellationToken cancellationToken)
    {
        Figures.Heading($"flood: {load.Messages:N0} messages in {load.Channels} incident channels as fast as they are taken, and {load.Commands} commands a second");
        await using var scene = await Scene.OpenAsync(program, new SandboxOptions(), cancellationToken);
        await new FloodBenchmark(scene, load).RunAsync(cancellationToken);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        PreparedFlood flood;
        FloodRun stored;
        await using (var bot = scene.StartBot())
        {
            await bot.ReadyAsync(cancellationToken);
            var channels = await scene.DeclareAsync(load.Channels, cancellationToken);
            await WarmUpAsync(channels, cancellationToken);
            flood = Prepare(channels);
            Figures.Note($"prepared: {flood.PlainBytes / flood.Count} bytes of JSON a message, {flood.PackedBytes / (double)flood.Count:0} compressed");
            stored = await FloodAsync(bot, flood, channels, cancellationToken);
            foreach (var complaint in bot.Complaints.Take(10)) Figures.Note(complaint);
        }

        var rows = TalkTable.Count(scene.Database);
        var expected = flood.Count + load.Channels;
        Console.WriteLine();
        Rate("committed durably", stored, flood.Count);
        Figures.Note(rows == expected ? $"all {flood.Count:N0} are in the database, each once" : $"WRONG: {rows - load.Channels:N0} of {flood.Count:N0} are in the database");
        Figures.Milliseconds("commands meanwhile, first answer", answers);
        if (unanswered > 0) Figures.Note($"{unanswered} commands got no answer in time");

        Rate("read and parsed, not stored", await ReadAsync(flood, cancellationToken), flood.Count);

        var raw = await RawInserts.RunAsync(scene.Database, scene.NewDatabase("raw"), GatewayReader.MostInBatch, cancellationToken);
        Rate($"raw prepared inserts, {GatewayReader.MostInBatch} to a commit", raw, raw.Messages);
        Figures.Note($"committed durably is {stored.PerSecond / raw.PerSecond:P0} of the raw rate");
    }

    // A bot that was just started has yet to compile what it needs.
    private async Task WarmUpAsync(List<Channel> channels, CancellationToken cancellationToken)
    {
        foreach (var channel in channels) scene.Sandbox.World.Flood(channel, scene.Sandbox.As("tunde").User, ["first"], keep: false);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
    }

    // Each line has something of its own, or they would compress as no real talk does.
    private PreparedFlood Prepare(List<Channel> channels)
    {
        User[] authors = [.. new[] { "ada", "tunde", "chioma" }.Select(handle => scene.Sandbox.As(handle).User)];
        return scene.Sandbox.World.PrepareFlood(load.Messages, number => (channels[number % channels.Count], authors[number % authors.Length], $"{Chatter.Line(number)} {Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)))}"));
    }

    private async Task<FloodRun> FloodAsync(BotProcess bot, PreparedFlood flood, List<Channel> channels, CancellationToken cancellationToken)
    {
        using var table = new TalkTable(scene.Database);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var commands = CommandAsync(channels, end.Token);
        var before = table.Position;
        var (used, spent) = (bot.Processor, Own);
        var began = TimeProvider.System.GetTimestamp();
        scene.Sandbox.World.Send(flood);
        var last = flood.LastSequence;
        for (var (shown, step) = (0, Math.Max(1, flood.Count / 8)); table.Position is var at && at < last;)
        {
            await Task.Delay(Between, TimeProvider.System, cancellationToken);
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(10)) throw new InvalidOperationException($"The flood stands still at {at}.");
            if (at == before || flood.Written < shown + step) continue;
            shown += step;
            var time = TimeProvider.System.GetElapsedTime(began);
            Figures.Note(string.Create(CultureInfo.InvariantCulture, $"{shown,11:N0} sent, {shown / time.TotalSeconds,8:N0} a second so far, the bot takes {bot.Memory / 1048576.0:0.0} MB"));
        }

        var run = new FloodRun(TimeProvider.System.GetElapsedTime(began), flood.Count, bot.Processor - used, Own - spent);
        await end.CancelAsync();
        await commands;
        return run;
    }

    /// <summary>A person at work. Each command is sent when its time has come, whether those before it have been answered or not.</summary>
    private async Task CommandAsync(List<Channel> channels, CancellationToken cancellationToken)
    {
        var sent = new List<Task>();
        try
        {
            for (var number = 0; ; number++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1.0 / load.Commands), TimeProvider.System, cancellationToken);
                sent.Add(TimeAsync(channels[number % channels.Count], number));
            }
        }
        catch (OperationCanceledException)
        {
            // The flood is over.
        }

        await Task.WhenAll(sent);
    }

    private async Task TimeAsync(Channel channel, int number)
    {
        var ada = scene.Sandbox.As("ada");
        var view = (number % 4) switch
        {
            0 => await ada.CommandAsync(channel, $"/timeline add text:\"Rolled back host {number}\" kind:fix"),
            1 => await ada.CommandAsync(channel, "/timeline show"),
            2 => await ada.CommandAsync(channel, $"/incident severity level:sev{1 + (number / 4 % 3)}"),
            _ => await ada.CommandAsync(scene.General, "/incident list"),
        };
        if (await scene.Watch.AnswerToAsync(view, CancellationToken.None) is { } answer) answers.Add(answer);
        else Interlocked.Increment(ref unanswered);
    }

    private async Task<FloodRun> ReadAsync(PreparedFlood flood, CancellationToken cancellationToken)
    {
        // Discord lets a bot identify once in 5 s.
        await Task.Delay(TimeSpan.FromSeconds(5.5), TimeProvider.System, cancellationToken);
        using var reader = FloodReader.Start(scene.Sandbox, flood.Count);
        if (await reader.StandardOutput.ReadLineAsync(cancellationToken) != FloodReader.Ready) throw new InvalidOperationException("The reader did not connect.");
        var (used, spent) = (reader.TotalProcessorTime, Own);
        var began = TimeProvider.System.GetTimestamp();
        scene.Sandbox.World.Send(flood);
        if (await reader.StandardOutput.ReadLineAsync(cancellationToken) != FloodReader.Done) throw new InvalidOperationException("The reader lost its connection.");
        var elapsed = TimeProvider.System.GetElapsedTime(began);
        reader.Refresh();
        var run = new FloodRun(elapsed, flood.Count, reader.TotalProcessorTime - used, Own - spent);
        reader.StandardInput.Close();
        await reader.WaitForExitAsync(cancellationToken);
        return run;
    }

    private static TimeSpan Own
    {
        get
        {
            using var own = Process.GetCurrentProcess();
            return own.TotalProcessorTime;
        }
    }

    private static void Rate(string name, FloodRun run, int messages)
    {
        var taker = run.Processor.TotalMicroseconds / messages;
        var sender = run.Sender.TotalMicroseconds / messages;
        var share = sender > 0 ? string.Create(CultureInfo.InvariantCulture, $", the sender {sender:0.0} µs ({run.Sender / (run.Sender + run.Processor):P0})") : "";
        Figures.Note(string.Create(
            CultureInfo.InvariantCulture, $"{name,-44} {run.PerSecond,9:N0} a second   {run.Elapsed.TotalSeconds,6:0.0} s   processor a message: {taker:0.0} µs{share}"));
    }
}

/// <param name="Processor">What the process that takes the messages used.</param>
/// <param name="Sender">What this process used meanwhile: sending, and playing the rest of Discord; zero when it did both.</param>
internal sealed record FloodRun(TimeSpan Elapsed, int Messages, TimeSpan Processor, TimeSpan Sender)
{
    public double PerSecond => Messages / Elapsed.TotalSeconds;
}
