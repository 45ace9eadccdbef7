namespace IncidentBot.Discord.Tests.Gateway;

public sealed class Transport
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task A_packed_message_may_be_split_over_frames(int parts)
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.WelcomeAsync();
        await reader.NextAsync<Ready>();
        for (var n = 2; n < 6; n++)
            await peer.SendAsync($$"""{"op":0,"s":{{n}},"t":"MESSAGE_CREATE","d":{"id":"{{n}}","content":"{{new string('x', 50_000)}} {{n}}"} }""", parts);

        for (var n = 2; n < 6; n++) (await reader.NextAsync<MessageCreate>()).Message.Content.ShouldEndWith($"x {n}");
    }

    [Fact]
    public async Task A_server_that_does_not_pack_is_understood()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.Compress = false;
        await using var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.WelcomeAsync();
        await peer.MessageAsync(2, new string('y', 20_000));

        await reader.NextAsync<Ready>();
        (await reader.NextAsync<MessageCreate>()).Message.Content.Length.ShouldBe(20_000);
    }

    [Fact]
    public async Task An_unreadable_frame_breaks_the_connection_not_the_bot()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.Compress = false;
        await using var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.WelcomeAsync();
        await reader.NextAsync<Ready>();
        await peer.SendAsync("not json");
        (await peer.ReceiveAsync()).ShouldBeNull();
        await Signal.UntilAsync(() => bench.Clock.NextDue - bench.Clock.GetUtcNow() <= TimeSpan.FromSeconds(1));
        bench.Clock.Advance(TimeSpan.FromSeconds(1));

        await (await bench.Server.AcceptAsync()).GreetAgainAsync();
    }

    [Fact]
    public async Task Only_one_reader_at_a_time()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        await using var second = reader.Gateway.ReadAsync([], CancellationToken.None).GetAsyncEnumerator();

        await Should.ThrowAsync<InvalidOperationException>(second.MoveNextAsync().AsTask());
    }
}
