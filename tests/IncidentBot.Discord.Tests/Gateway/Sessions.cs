namespace IncidentBot.Discord.Tests.Gateway;

public sealed class Sessions
{
    [Fact]
    public async Task A_bot_identifies_with_its_token_intents_and_shard()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        var identify = await peer.WelcomeAsync();

        peer.Query.ShouldBe("?v=10&encoding=json&compress=zlib-stream");
        ((string)identify["token"]!).ShouldBe(Bench.Token);
        ((int)identify["intents"]!).ShouldBe((int)bench.Options.Intents);
        identify["shard"]!.ToJsonString().ShouldBe("[0,1]");
        identify["large_threshold"]!.ToJsonString().ShouldBe("50");
        var (ready, position) = await reader.NextAsync();
        ready.ShouldBeOfType<Ready>().ApplicationId.ShouldBe(new Snowflake(8));
        position.ShouldBe(new GatewayPosition(0, 1, "first", $"ws://{bench.Server.Url.Authority}/resume", 1, bench.Clock.GetUtcNow()));
        reader.Gateway.Connected.ShouldBeTrue();
    }

    [Fact]
    public async Task After_a_drop_the_session_is_resumed_and_nothing_is_missing()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.WelcomeAsync();
        await peer.MessageAsync(2, "before");
        await reader.NextAsync<Ready>();
        await reader.NextAsync<MessageCreate>();
        peer.Drop();

        var again = await bench.Server.AcceptAsync();
        var resume = await again.GreetAgainAsync();
        ((string)resume["session_id"]!, (long)resume["seq"]!, (string)resume["token"]!).ShouldBe(("first", 2L, Bench.Token));
        await again.MessageAsync(3, "missed");
        await again.DispatchAsync(4, "RESUMED", """{"_trace":[]}""");

        (await reader.NextAsync<MessageCreate>()).Message.Content.ShouldBe("missed");
        (await reader.NextAsync()).Position.Sequence.ShouldBe(4);
        reader.Gateway.Reconnects.ShouldBe(1);
    }

    [Fact]
    public async Task A_restarted_process_resumes_from_the_position_it_stored()
    {
        await using var bench = await Bench.StartAsync();
        var stored = new GatewayPosition(0, 1, "old", $"ws://{bench.Server.Url.Authority}/resume", 41, bench.Clock.GetUtcNow().AddMinutes(-1));
        await using var reader = bench.Read(resumeFrom: stored).Started();
        var peer = await bench.Server.AcceptAsync();
        var resume = await peer.GreetAgainAsync();
        ((string)resume["session_id"]!, (long)resume["seq"]!).ShouldBe(("old", 41L));
        await peer.MessageAsync(42, "missed");
        await peer.DispatchAsync(43, "RESUMED", "{}");

        var missed = await reader.NextAsync();
        missed.Position.ShouldBe(stored with { Sequence = 42 });
        (await reader.NextAsync()).Position.ShouldBe(stored with { Sequence = 43, At = bench.Clock.GetUtcNow() });
    }

    [Fact]
    public async Task What_the_address_says_itself_in_its_query_is_said_to_the_server()
    {
        await using var bench = await Bench.StartAsync();
        var stored = new GatewayPosition(0, 1, "old", $"ws://{bench.Server.Url.Authority}/resume?region=eu&v=9&k=a%20b", 41, bench.Clock.GetUtcNow().AddMinutes(-1));
        await using var reader = bench.Read(resumeFrom: stored).Started();
        (await bench.Server.AcceptAsync()).Query.ShouldBe("?v=10&encoding=json&compress=zlib-stream&region=eu&k=a%20b");
    }

    [Fact]
    public async Task Without_an_address_of_its_own_a_session_is_resumed_where_it_began()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.HelloAsync();
        await peer.ReceiveAsync(2);
        await peer.DispatchAsync(1, "READY", """{"v":10,"user":{"id":"7","username":"bot"},"guilds":[],"session_id":"first"}""");
        (await reader.NextAsync()).Position.ResumeUrl.ShouldBe(bench.Server.GatewayUrl);
    }

    [Fact]
    public async Task A_session_that_Discord_no_longer_has_is_told_as_lost_since_it_was_last_heard()
    {
        await using var bench = await Bench.StartAsync();
        var stored = new GatewayPosition(0, 1, "old", $"ws://{bench.Server.Url.Authority}/resume", 41, bench.Clock.GetUtcNow().AddMinutes(-90));
        await using var reader = bench.Read(resumeFrom: stored).Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.GreetAgainAsync();
        await peer.SendAsync("""{"op":9,"d":false}""");
        (await peer.ReceiveAsync()).ShouldBeNull();
        peer.ClosedWith.ShouldBe(4000);
        await ShortPauseAsync(bench);
        await (await bench.Server.AcceptAsync()).WelcomeAsync("second");

        var (lost, position) = await reader.NextAsync();
        lost.ShouldBe(new SessionLost(0, stored.At));
        position.ShouldBe(stored);
        (await reader.NextAsync()).Position.SessionId.ShouldBe("second");
    }

    [Fact]
    public async Task An_invalid_session_that_may_be_resumed_is_resumed_after_a_short_pause()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.WelcomeAsync();
        await reader.NextAsync<Ready>();
        await peer.SendAsync("""{"op":9,"d":true}""");
        (await peer.ReceiveAsync()).ShouldBeNull();
        await ShortPauseAsync(bench);

        var again = await bench.Server.AcceptAsync();
        ((string)(await again.GreetAgainAsync())["session_id"]!).ShouldBe("first");
    }

    [Theory]
    [InlineData(4007)]
    [InlineData(4009)]
    [InlineData(4003)]
    public async Task Some_close_codes_end_the_session(int code)
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.WelcomeAsync();
        await reader.NextAsync<Ready>();
        bench.Clock.Advance(TimeSpan.FromSeconds(6));
        await peer.CloseAsync(code);
        await (await bench.Server.AcceptAsync()).WelcomeAsync("second");

        (await reader.NextAsync<SessionLost>()).Since.ShouldBe(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await reader.NextAsync<Ready>();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(4000)]
    [InlineData(4008)]
    public async Task After_other_close_codes_the_session_is_resumed(int code)
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.WelcomeAsync();
        await reader.NextAsync<Ready>();
        await peer.CloseAsync(code);

        ((string)(await (await bench.Server.AcceptAsync()).GreetAgainAsync())["session_id"]!).ShouldBe("first");
    }

    [Fact]
    public async Task Asked_to_reconnect_it_resumes_at_once()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.WelcomeAsync();
        await reader.NextAsync<Ready>();
        await peer.SendAsync("""{"op":7,"d":null}""");
        (await peer.ReceiveAsync()).ShouldBeNull();
        peer.ClosedWith.ShouldBe(4000);

        await (await bench.Server.AcceptAsync()).GreetAgainAsync();
    }

    [Fact]
    public async Task Leaving_does_not_end_the_session()
    {
        await using var bench = await Bench.StartAsync();
        var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.WelcomeAsync();
        await reader.NextAsync<Ready>();
        await reader.DisposeAsync();

        (await peer.ReceiveAsync()).ShouldBeNull();
        peer.ClosedWith.ShouldNotBe(1000);
        peer.ClosedWith.ShouldNotBe(1001);
    }

    [Fact]
    public async Task A_server_that_drops_every_connection_is_not_stormed()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.WelcomeAsync();
        await reader.NextAsync<Ready>();
        for (var n = 0; n < 3; n++)
        {
            peer.Drop();
            peer = await bench.Server.AcceptAsync();
            await peer.GreetAgainAsync();
            await peer.DispatchAsync(2 + n, "RESUMED", "{}");
            await Signal.UntilAsync(() => reader.Gateway.Connected);
        }

        peer.Drop();
        await Signal.UntilAsync(() => bench.Clock.NextDue - bench.Clock.GetUtcNow() <= TimeSpan.FromSeconds(1));
        bench.Server.HasConnection.ShouldBeFalse();
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await (await bench.Server.AcceptAsync()).GreetAgainAsync();
    }

    [Fact]
    public async Task A_connection_that_lives_and_breaks_however_often_is_there_again_within_seconds()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.WelcomeAsync();
        await reader.NextAsync<Ready>();
        for (var n = 0; n < 10; n++)
        {
            peer.Drop();
            await Signal.UntilAsync(() => bench.Log.Count(line => line.Contains("resuming in", StringComparison.Ordinal)) == n + 1);
            if (n >= 3)
            {
                await Signal.UntilAsync(() => bench.Clock.NextDue - bench.Clock.GetUtcNow() <= TimeSpan.FromSeconds(4));
                bench.Clock.Advance(TimeSpan.FromSeconds(4));
            }

            peer = await bench.Server.AcceptAsync();
            await peer.GreetAgainAsync();
            await peer.DispatchAsync(2 + n, "RESUMED", "{}");
            await Signal.UntilAsync(() => reader.Gateway.Connected);
        }
    }

    [Theory]
    [InlineData(4004, "token")]
    [InlineData(4011, "ShardCount")]
    [InlineData(4013, "Intents")]
    [InlineData(4014, "MESSAGE CONTENT INTENT")]
    public async Task A_fatal_close_code_names_the_setting_that_is_wrong(int code, string setting)
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.HelloAsync();
        await peer.ReceiveAsync(2);
        await peer.CloseAsync(code);

        var fatal = await Should.ThrowAsync<DiscordGatewayFatalException>(reader.NextAsync());
        fatal.CloseCode.ShouldBe(code);
        fatal.Message.ShouldContain(setting);
        fatal.ToString().ShouldNotContain(Bench.Token);
    }

    [Fact]
    public async Task A_wrong_token_is_fatal_already_when_asking_where_to_connect()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("GET /gateway/bot", Reply.Error(401, 0, "401: Unauthorized"));
        await using var reader = bench.Read().Started();

        (await Should.ThrowAsync<DiscordGatewayFatalException>(reader.NextAsync())).CloseCode.ShouldBe(4004);
    }

    [Fact]
    public async Task Without_the_api_it_asks_again_later()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("GET /gateway/bot", Reply.Error(403, 0, "not now"));
        await using var reader = bench.Read().Started();
        await Signal.UntilAsync(() => bench.Log.Count > 0 && bench.Clock.NextDue is not null);
        bench.Server.OffersGateway();
        bench.Clock.Advance(TimeSpan.FromSeconds(5));

        await (await bench.Server.AcceptAsync()).WelcomeAsync();
        await reader.NextAsync<Ready>();
    }

    [Fact]
    public async Task The_log_holds_no_token()
    {
        await using var bench = await Bench.StartAsync();
        await using var reader = bench.Read().Started();
        var peer = await bench.Server.AcceptAsync();
        await peer.WelcomeAsync();
        await peer.DispatchAsync(2, "INTERACTION_CREATE", """{"id":"1","token":"interaction-secret","data":[]}""");
        await reader.NextAsync<Ready>();
        await reader.NextAsync<UnknownEvent>();
        peer.Drop();
        await (await bench.Server.AcceptAsync()).GreetAgainAsync();

        bench.Log.ShouldNotBeEmpty();
        string.Join('\n', bench.Log).ShouldNotContain("secret");
    }

    /// <summary>The random 1 to 5 seconds after an invalid session.</summary>
    private static async Task ShortPauseAsync(Bench bench)
    {
        await Signal.UntilAsync(() => bench.Log.Any(line => line.Contains("invalid", StringComparison.Ordinal)) && bench.Clock.NextDue is not null);
        bench.Server.HasConnection.ShouldBeFalse();
        var waited = bench.Clock.GetUtcNow();
        await Signal.UntilAsync(() => bench.Clock.NextDue - waited <= TimeSpan.FromSeconds(5.1));
        (bench.Clock.NextDue - waited)!.Value.TotalSeconds.ShouldBeInRange(1, 5.1);
        bench.Clock.Advance(TimeSpan.FromSeconds(5.1));
    }
}
