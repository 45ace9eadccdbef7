using System.Net;

namespace IncidentBot.Discord.Tests.Rest;

public sealed class Failures
{
    private static readonly Snowflake One = new(1);
    private static readonly Snowflake Two = new(2);

    [Fact]
    public async Task A_read_is_repeated_after_a_5xx_and_a_broken_connection()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("GET /channels/1", Reply.Status(502, "<html>"), Reply.Broken, Reply.Json("""{"id":"1"}"""));
        var channel = await bench.Clock.DriveAsync(bench.Api, bench.Api.GetChannelAsync(One, Bench.None));

        channel!.Id.ShouldBe(One);
        bench.Server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_read_is_given_up_after_five_failures()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("GET /channels/1", Reply.Status(503, ""));
        var failure = await Should.ThrowAsync<DiscordApiException>(bench.Clock.DriveAsync(bench.Api, bench.Api.GetChannelAsync(One, Bench.None)));

        bench.Server.Requests.Count.ShouldBe(5);
        failure.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        failure.MayHaveHappened.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_creation_is_not_blindly_repeated(bool broken)
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /guilds/1/channels", broken ? Reply.Broken : Reply.Status(502, "<html>"));
        var failure = await Should.ThrowAsync<DiscordApiException>(bench.Api.CreateChannelAsync(One, new NewChannel { Name = "x" }, reason: null, Bench.None));

        failure.MayHaveHappened.ShouldBeTrue();
        failure.Status.ShouldBe(broken ? null : HttpStatusCode.BadGateway);
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_without_a_nonce_is_not_repeated()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /channels/1/messages", Reply.Broken);
        (await Should.ThrowAsync<DiscordApiException>(bench.Api.CreateMessageAsync(One, Bench.Text("a"), patience: null, Bench.None))).MayHaveHappened.ShouldBeTrue();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_with_a_nonce_is_repeated_with_the_same_nonce()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /channels/1/messages", Reply.Broken, Reply.Status(500, ""), Reply.Message());
        await bench.Clock.DriveAsync(bench.Api, bench.Api.CreateMessageAsync(One, Bench.Text("a", nonce: "n-1"), patience: null, Bench.None));

        bench.Server.Requests.Select(request => (string)request.Json["nonce"]!).ShouldBe(["n-1", "n-1", "n-1"]);
        bench.Server.Requests.ShouldAllBe(request => (bool)request.Json["enforce_nonce"]!);
    }

    [Fact]
    public async Task A_creation_that_never_left_the_machine_is_repeated_and_did_not_happen()
    {
        await using var bench = await Bench.StartAsync();
        using var api = new DiscordApi(bench.OptionsFor(new Uri("http://127.0.0.1:1")), bench.Clock);
        var failure = await Should.ThrowAsync<DiscordApiException>(
            bench.Clock.DriveAsync(api, api.CreateChannelAsync(One, new NewChannel { Name = "x" }, reason: null, Bench.None)));

        failure.MayHaveHappened.ShouldBeFalse();
        failure.Reason.ShouldContain("Tried 5 times");
    }

    [Fact]
    public async Task A_request_without_an_answer_in_time_may_have_happened()
    {
        await using var bench = await Bench.StartAsync();
        var never = new TaskCompletionSource();
        bench.Server.On("POST /guilds/1/channels", Reply.After(never.Task, Reply.NoContent));
        var call = bench.Api.CreateChannelAsync(One, new NewChannel { Name = "x" }, reason: null, Bench.None);
        await Signal.UntilAsync(() => bench.Server.Requests.Count == 1);
        bench.Clock.Advance(TimeSpan.FromSeconds(15));
        var failure = await Should.ThrowAsync<DiscordApiException>(call);
        never.SetResult();

        failure.MayHaveHappened.ShouldBeTrue();
        failure.Reason.ShouldContain("no answer within 15 s");
    }

    [Fact]
    public async Task An_answer_to_an_interaction_that_arrived_although_its_own_answer_was_lost_is_a_success()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /interactions/5/tok/callback", Reply.Broken, Reply.Error(400, 40060, "Interaction has already been acknowledged."));
        await bench.Clock.DriveAsync(bench.Api, bench.Api.RespondAsync(new(5), new("tok"), new InteractionResponse.DeferReply(Ephemeral: true), Bench.None));

        bench.Server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_interaction_answered_twice_is_an_error()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /interactions/5/tok/callback", Reply.Error(400, 40060, "Interaction has already been acknowledged."));
        var failure = await Should.ThrowAsync<DiscordApiException>(bench.Api.RespondAsync(new(5), new("tok"), new InteractionResponse.DeferUpdate(), Bench.None));

        failure.Code.ShouldBe(DiscordErrorCode.InteractionAlreadyAcknowledged);
    }

    [Fact]
    public async Task A_deletion_that_is_repeated_finds_nothing_and_is_content()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("DELETE /channels/1", Reply.Broken, Reply.Error(404, 10003, "Unknown Channel"));
        await bench.Clock.DriveAsync(bench.Api, bench.Api.DeleteChannelAsync(One, reason: null, Bench.None));

        bench.Server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_gone_is_null()
    {
        await using var bench = await Bench.StartAsync();
        (await bench.Api.GetMessageAsync(One, Two, Bench.None)).ShouldBeNull();
        (await bench.Api.GetMemberAsync(One, Two, Bench.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_refused_form_names_its_fields_in_a_sentence()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /channels/1/messages", Reply.Status(400, """
            {"code":50035,"message":"Invalid Form Body","errors":{"content":{"_errors":[{"code":"X","message":"Must be 2000 or fewer in length."}]},
             "embeds":{"0":{"title":{"_errors":[{"code":"Y","message":"Too long."}]}}}}}
            """));
        var failure = await Should.ThrowAsync<DiscordApiException>(bench.Api.CreateMessageAsync(One, Bench.Text("a"), patience: null, Bench.None));

        failure.Code.ShouldBe(DiscordErrorCode.InvalidFormBody);
        failure.Message.ShouldBe("POST /channels/1/messages: Invalid Form Body (content: Must be 2000 or fewer in length; embeds.0.title: Too long)");
    }

    [Fact]
    public async Task No_token_is_in_a_log_or_an_exception()
    {
        await using var bench = await Bench.StartAsync();
        var token = new InteractionToken("interaction-secret");
        bench.Server.On("POST /webhooks/8/interaction-secret", Reply.TooMany(1), Reply.Status(500, ""));
        bench.Server.On("GET /webhooks/8/interaction-secret/messages/@original", Reply.Broken, Reply.Error(401, 0, "401: Unauthorized"));
        var failures = new List<Exception>
        {
            await Should.ThrowAsync<DiscordApiException>(bench.Clock.DriveAsync(bench.Api, bench.Api.CreateFollowupAsync(new(8), token, Bench.Text("a"), Bench.None))),
            await Should.ThrowAsync<DiscordApiException>(bench.Clock.DriveAsync(bench.Api, bench.Api.GetOriginalResponseAsync(new(8), token, Bench.None))),
        };

        var everything = string.Join('\n', bench.Log.Concat(failures.Select(failure => failure.ToString()))) + token + new Interaction { Token = token };
        bench.Log.ShouldNotBeEmpty();
        everything.ShouldNotContain("secret");
    }
}
