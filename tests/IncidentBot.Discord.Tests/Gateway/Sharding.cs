namespace IncidentBot.Discord.Tests.Gateway;

public sealed class Sharding
{
    [Fact]
    public async Task Shards_identify_five_seconds_apart_and_their_events_come_in_one_stream()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.OffersGateway(shards: 2);
        await using var reader = bench.Read().Started();
        var first = await bench.Server.AcceptAsync();
        var one = await first.WelcomeAsync("a");
        await reader.NextAsync<Ready>();
        await Signal.UntilAsync(() => bench.Clock.NextDue - bench.Clock.GetUtcNow() <= TimeSpan.FromSeconds(5));
        bench.Server.HasConnection.ShouldBeFalse();
        reader.Gateway.Connected.ShouldBeFalse();

        bench.Clock.Advance(TimeSpan.FromSeconds(5));
        var second = await bench.Server.AcceptAsync();
        var two = await second.WelcomeAsync("b");
        (await reader.NextAsync()).Position.SessionId.ShouldBe("b");
        new[] { one, two }.Select(identify => identify["shard"]!.ToJsonString()).ShouldBe(["[0,2]", "[1,2]"], ignoreOrder: true);
        await first.MessageAsync(2, "from the first");
        (await reader.NextAsync()).Position.SessionId.ShouldBe("a");
        await second.MessageAsync(2, "from the second");
        (await reader.NextAsync()).Position.SessionId.ShouldBe("b");
        reader.Gateway.Connected.ShouldBeTrue();
    }

    [Fact]
    public async Task As_many_shards_identify_at_once_as_max_concurrency_allows()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.OffersGateway(shards: 3, maxConcurrency: 3);
        await using var reader = bench.Read().Started();
        for (var n = 0; n < 3; n++) await (await bench.Server.AcceptAsync()).WelcomeAsync($"{n}");

        for (var n = 0; n < 3; n++) await reader.NextAsync<Ready>();
    }

    [Fact]
    public async Task Without_session_starts_left_it_waits_for_new_ones()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.OffersGateway(remaining: 0, resetAfter: 3_600_000);
        await using var reader = bench.Read().Started();
        await Signal.UntilAsync(() => bench.Clock.NextDue == bench.Clock.GetUtcNow().AddHours(1));
        bench.Log.ShouldContain(line => line.Contains("session starts", StringComparison.Ordinal));
        bench.Clock.Advance(TimeSpan.FromHours(1));

        await (await bench.Server.AcceptAsync()).WelcomeAsync();
        await reader.NextAsync<Ready>();
    }

    [Fact]
    public async Task With_another_number_of_shards_the_old_sessions_are_lost()
    {
        await using var bench = await Bench.StartAsync();
        var stored = new GatewayPosition(0, 2, "old", $"ws://{bench.Server.Url.Authority}/resume", 41, bench.Clock.GetUtcNow().AddMinutes(-1));
        await using var reader = bench.Read(resumeFrom: [stored, stored with { Shard = 1, At = stored.At.AddMinutes(-1) }]).Started();
        await (await bench.Server.AcceptAsync()).WelcomeAsync();

        (await reader.NextAsync<SessionLost>()).Since.ShouldBe(stored.At.AddMinutes(-1));
        await reader.NextAsync<Ready>();
    }

    [Fact]
    public async Task A_fatal_error_of_one_shard_ends_the_stream()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.OffersGateway(shards: 2, maxConcurrency: 2);
        await using var reader = bench.Read().Started();
        var first = await bench.Server.AcceptAsync();
        await first.WelcomeAsync();
        await reader.NextAsync<Ready>();
        var second = await bench.Server.AcceptAsync();
        await second.HelloAsync();
        await second.ReceiveAsync(2);
        await second.CloseAsync(4014);

        await Should.ThrowAsync<DiscordGatewayFatalException>(reader.NextAsync());
        (await first.ReceiveAsync()).ShouldBeNull();
    }
}
