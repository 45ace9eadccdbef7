namespace IncidentBot.Discord.Tests.Gateway;

public sealed class Heartbeats
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(41_250);

    [Fact]
    public async Task The_first_beat_comes_within_the_interval_and_carries_the_sequence()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await ConnectedAsync(bench, reader);
        bench.Clock.Advance(Interval);

        ((long)(await peer.ReceiveAsync(1))["d"]!).ShouldBe(1);
        await peer.AckAsync();
        await Signal.UntilAsync(() => reader.Gateway.LastHeartbeatAckAt == bench.Clock.GetUtcNow());
        reader.Gateway.Latency.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task An_answered_beat_says_that_nothing_is_missing_up_to_now()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await ConnectedAsync(bench, reader);
        bench.Clock.Advance(Interval);
        await peer.ReceiveAsync(1);
        await peer.AckAsync();
        var envelope = await reader.NextAsync();
        while (envelope.Event is not Alive) envelope = await reader.NextAsync();
        (envelope.Position.Sequence, envelope.Position.At).ShouldBe((1, bench.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_beat_is_sent_when_Discord_asks_for_it()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await ConnectedAsync(bench, reader);
        await peer.SendAsync("""{"op":1,"d":null}""");

        await peer.ReceiveAsync(1);
    }

    [Fact]
    public async Task An_unanswered_beat_means_a_dead_connection_that_is_resumed()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await ConnectedAsync(bench, reader);
        bench.Clock.Advance(Interval);
        await peer.ReceiveAsync(1);
        await Signal.UntilAsync(() => bench.Clock.NextDue <= bench.Clock.GetUtcNow() + Interval);
        bench.Clock.Advance(Interval);

        (await peer.ReceiveAsync()).ShouldBeNull();
        peer.ClosedWith.ShouldBe(4000);
        ((string)(await (await bench.Server.AcceptAsync()).GreetAgainAsync())["session_id"]!).ShouldBe("first");
    }

    [Fact]
    public async Task A_clock_that_leaps_over_many_beats_makes_no_dead_connection()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await ConnectedAsync(bench, reader);
        for (var leap = 0; leap < 5; leap++)
        {
            bench.Clock.Advance(Interval * 10);
            await peer.ReceiveAsync(1);
            bench.Clock.Advance(Interval * 10);
            await peer.AckAsync();
            var answers = leap;
            await Signal.UntilAsync(() => reader.Gateway.LastHeartbeatAckAt == bench.Clock.GetUtcNow() && answers >= 0);
        }

        reader.Gateway.Connected.ShouldBeTrue();
        reader.Gateway.Reconnects.ShouldBe(0);
    }

    [Fact]
    public async Task A_reader_that_takes_its_time_is_no_dead_connection_and_loses_nothing()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read(buffer: 1).Started();
        var peer = await ConnectedAsync(bench, reader);
        for (var n = 2; n < 20; n++) await peer.MessageAsync(n, $"{n}");
        bench.Clock.Advance(Interval);
        await peer.ReceiveAsync(1);
        await peer.AckAsync();
        await Signal.UntilAsync(() => bench.Clock.NextDue <= bench.Clock.GetUtcNow() + Interval);
        bench.Clock.Advance(Interval);
        await peer.ReceiveAsync(1);

        for (var n = 2; n < 20; n++) (await reader.NextAsync<MessageCreate>()).Message.Content.ShouldBe($"{n}");
        reader.Gateway.Reconnects.ShouldBe(0);
    }

    private static async Task<GatewayPeer> ConnectedAsync(Bench bench, GatewayReader reader)
    {
        var peer = await bench.Server.AcceptAsync();
        await peer.WelcomeAsync();
        await reader.NextAsync<Ready>();
        return peer;
    }
}
