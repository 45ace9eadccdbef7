using IncidentBot.Sandbox.Time;

namespace IncidentBot.Discord.Tests.Rest;

public sealed class Rate_limits
{
    private static readonly Snowflake One = new(1);
    private static readonly Snowflake Two = new(2);

    [Fact]
    public async Task A_spent_bucket_is_waited_for()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /channels/1/messages", Reply.InBucket("b", remaining: 0, resetAfter: 2.5));
        await bench.Api.CreateMessageAsync(One, Bench.Text("a"), patience: null, Bench.None);

        var second = bench.Api.CreateMessageAsync(One, Bench.Text("b"), patience: null, Bench.None);
        await Signal.UntilAsync(() => bench.Api.Waiting == 1);
        bench.Server.Requests.Count.ShouldBe(1);
        bench.Clock.Advance(TimeSpan.FromSeconds(2.4));
        bench.Api.Waiting.ShouldBe(1);
        bench.Clock.Advance(TimeSpan.FromSeconds(0.2));
        await second;

        bench.Server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_bucket_of_one_channel_does_not_hold_up_another()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /channels/1/messages", Reply.InBucket("b", remaining: 0, resetAfter: 60));
        bench.Server.On("POST /channels/2/messages", Reply.InBucket("b", remaining: 4, resetAfter: 60));
        await bench.Api.CreateMessageAsync(One, Bench.Text("a"), patience: null, Bench.None);
        await bench.Api.CreateMessageAsync(Two, Bench.Text("b"), patience: null, Bench.None);
        await bench.Api.CreateMessageAsync(Two, Bench.Text("c"), patience: null, Bench.None);

        bench.Server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_call_that_must_not_wait_is_given_back_with_the_time_it_would_have_taken()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /users/@me/channels", Reply.InBucket("d", remaining: 1, resetAfter: 10), Reply.TooMany(7.5), Reply.Json("""{"id":"3","type":1}"""));
        await bench.Api.CreateDirectMessageChannelAsync(One, TimeSpan.Zero, Bench.None);

        (await Should.ThrowAsync<RateLimitedException>(bench.Api.CreateDirectMessageChannelAsync(Two, TimeSpan.Zero, Bench.None))).OpensIn.ShouldBe(TimeSpan.FromSeconds(7.5));
        (await Should.ThrowAsync<RateLimitedException>(bench.Api.CreateDirectMessageChannelAsync(Two, TimeSpan.FromSeconds(7), Bench.None))).Message.ShouldBe("POST /users/@me/channels: Discord's limit leaves no room for it for another 7.5 s.");
        (bench.Server.Requests.Count, bench.Api.InFlight).ShouldBe((2, 0));

        var patient = bench.Api.CreateDirectMessageChannelAsync(Two, TimeSpan.FromSeconds(8), Bench.None);
        (await bench.Clock.DriveAsync(bench.Api, patient)).Id.ShouldBe(new Snowflake(3));
    }

    [Fact]
    public async Task Routes_that_share_a_bucket_wait_for_it_together()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("GET /channels/1", Reply.InBucket("shared", remaining: 1, resetAfter: 10));
        bench.Server.On("PATCH /channels/1", Reply.InBucket("shared", remaining: 0, resetAfter: 10));
        await bench.Api.GetChannelAsync(One, Bench.None);
        await bench.Api.ModifyChannelAsync(One, new ChannelChanges { Name = "x" }, reason: null, Bench.None);

        var third = bench.Api.GetChannelAsync(One, Bench.None);
        await Signal.UntilAsync(() => bench.Api.Waiting == 1);
        await bench.Clock.DriveAsync(bench.Api, third);

        bench.Clock.GetUtcNow().Second.ShouldBe(10);
    }

    [Fact]
    public async Task Calls_of_one_bucket_keep_their_order()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /channels/1/messages", Reply.InBucket("b", 1, 1), Reply.InBucket("b", 0, 1), Reply.TooMany(3), Reply.InBucket("b", 0, 1));
        var calls = Enumerable.Range(0, 12).Select(n => bench.Api.CreateMessageAsync(One, Bench.Text($"{n}"), patience: null, Bench.None)).ToList();
        await bench.Clock.DriveAsync(bench.Api, Task.WhenAll(calls));

        bench.Server.Requests.Select(request => (string)request.Json["content"]!).Distinct().ShouldBe(Enumerable.Range(0, 12).Select(n => $"{n}"));
    }

    [Fact]
    public async Task A_429_is_obeyed_and_the_call_repeated_even_if_it_creates_something()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /guilds/1/channels", Reply.TooMany(7.5), Reply.Json("""{"id":"3"}"""));
        var channel = await bench.Clock.DriveAsync(bench.Api, bench.Api.CreateChannelAsync(One, new NewChannel { Name = "x" }, reason: null, Bench.None));

        channel.Id.ShouldBe(new Snowflake(3));
        bench.Clock.GetUtcNow().ShouldBe(new DateTimeOffset(2026, 1, 1, 0, 0, 7, 500, TimeSpan.Zero));
    }

    [Fact]
    public async Task The_unannounced_limit_on_renames_is_waited_out()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("PATCH /channels/1", Reply.InBucket("c", 4, 1), Reply.TooMany(540), Reply.InBucket("c", 4, 1));
        await bench.Api.ModifyChannelAsync(One, new ChannelChanges { Name = "x" }, reason: null, Bench.None);
        await bench.Clock.DriveAsync(bench.Api, bench.Api.ModifyChannelAsync(One, new ChannelChanges { Name = "y" }, reason: null, Bench.None));

        bench.Clock.GetUtcNow().Minute.ShouldBe(9);
    }

    [Fact]
    public async Task A_global_429_stops_every_route_but_answers_to_interactions()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("GET /channels/1", Reply.TooMany(30, global: true), Reply.Json("""{"id":"1"}"""));
        bench.Server.On("GET /channels/2", Reply.Json("""{"id":"2"}"""));
        bench.Server.On("POST /interactions/5/tok/callback", Reply.NoContent);
        var first = bench.Api.GetChannelAsync(One, Bench.None);
        await Signal.UntilAsync(() => bench.Api.Waiting == 1);
        var second = bench.Api.GetChannelAsync(Two, Bench.None);
        await Signal.UntilAsync(() => bench.Api.Waiting == 2);

        await bench.Api.RespondAsync(new(5), new("tok"), new InteractionResponse.DeferUpdate(), Bench.None);
        bench.Server.Requests.Count.ShouldBe(2);
        await bench.Clock.DriveAsync(bench.Api, Task.WhenAll(first, second));
        bench.Clock.GetUtcNow().Second.ShouldBe(30);
    }

    [Fact]
    public async Task No_more_than_fifty_calls_leave_in_a_second()
    {
        await using var bench = await Bench.StartAsync();
        for (var n = 0; n < 60; n++) bench.Server.On($"GET /channels/{n}", Reply.Json("""{"id":"1"}"""));
        var calls = Enumerable.Range(0, 60).Select(n => bench.Api.GetChannelAsync(new((ulong)n), Bench.None)).ToList();
        await Signal.UntilAsync(() => bench.Server.Requests.Count == 50 && bench.Api.InFlight == 10);

        bench.Api.Waiting.ShouldBe(10);
        await bench.Clock.DriveAsync(bench.Api, Task.WhenAll(calls));
        bench.Clock.GetUtcNow().Second.ShouldBe(1);
    }

    [Fact]
    public async Task A_call_that_ends_its_wait_is_no_longer_counted_as_waiting_when_the_clock_has_moved()
    {
        await using var bench = await Bench.StartAsync();
        var go = new TaskCompletionSource();
        bench.Server.On("GET /channels/1", Reply.InBucket("b", 0, 5), Reply.After(go.Task, Reply.Json("""{"id":"1"}""")));
        await bench.Api.GetChannelAsync(One, Bench.None);
        var second = bench.Api.GetChannelAsync(One, Bench.None);
        var third = bench.Api.GetChannelAsync(One, Bench.None);
        await Signal.UntilAsync(() => bench.Api.Waiting == 2);

        bench.Clock.Advance(TimeSpan.FromSeconds(5));
        (bench.Api.InFlight, bench.Api.Waiting).ShouldBe((2, 1));
        go.SetResult();
        await Task.WhenAll(second, third);
        (bench.Api.InFlight, bench.Api.Waiting).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_call_can_be_cancelled_while_it_stands_in_line_or_waits()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("GET /channels/1", Reply.InBucket("b", 0, 500));
        await bench.Api.GetChannelAsync(One, Bench.None);
        using var stop = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 3).Select(_ => bench.Api.GetChannelAsync(One, stop.Token)).ToList();
        await Signal.UntilAsync(() => bench.Api.Waiting == 3);
        await stop.CancelAsync();

        foreach (var call in calls) await Should.ThrowAsync<OperationCanceledException>(call);
        (bench.Api.InFlight, bench.Api.Waiting).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Close_to_a_ban_calls_leave_one_a_second_and_the_log_says_so()
    {
        var clock = new DrivenClock(DateTimeOffset.UnixEpoch);
        var meter = new CallMeter();
        var log = new List<string>();
        var guard = new InvalidRequestGuard(new MonotonicClock(clock), meter, (_, message, _) => log.Add(message));
        for (var n = 0; n < InvalidRequestGuard.SlowDownFrom; n++) guard.Count();
        await guard.PassAsync(Bench.None);
        var second = guard.PassAsync(Bench.None);

        second.IsCompleted.ShouldBeFalse();
        log.Count.ShouldBe(8);
        log[^1].ShouldContain("one a second");
        clock.Advance(TimeSpan.FromSeconds(1));
        await second;
        clock.Advance(TimeSpan.FromMinutes(10));
        await Task.WhenAll(guard.PassAsync(Bench.None), guard.PassAsync(Bench.None));
    }
}
