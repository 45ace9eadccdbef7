using System.Text;
using System.Text.Json.Nodes;

namespace IncidentBot.Discord.Tests.Rest;

public sealed class Requests
{
    private static readonly Snowflake One = new(1);
    private static readonly Snowflake Two = new(2);

    [Fact]
    public async Task A_message_says_who_may_be_pinged_and_who_sends_it()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /channels/1/messages", Reply.Message());
        var message = Bench.Text("<@5> look", nonce: "n") with { AllowedMentions = AllowedMentions.Only(users: [new(5)]) };
        (await bench.Api.CreateMessageAsync(One, message, patience: null, Bench.None)).Id.ShouldBe(new Snowflake(9));

        var request = bench.Server.Requests.Single();
        request.Headers["Authorization"].ShouldBe($"Bot {Bench.Token}");
        request.Headers["User-Agent"].ShouldStartWith("DiscordBot (https://");
        JsonNode.DeepEquals(request.Json, JsonNode.Parse("""
            {"content":"<@5> look","allowed_mentions":{"parse":[],"users":["5"],"roles":[],"replied_user":false},"nonce":"n","enforce_nonce":true}
            """)).ShouldBeTrue(request.Body);
    }

    [Fact]
    public async Task Files_travel_in_a_form_beside_the_json()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /channels/1/messages", Reply.Status(500, ""), Reply.Message());
        var message = Bench.Text("report", nonce: "n") with
        {
            Files = [new("post\"mortem é.md", "# Postmortem"u8.ToArray(), "text/markdown", "The report"), new("a.json", "{}"u8.ToArray())],
        };
        await bench.Clock.DriveAsync(bench.Api, bench.Api.CreateMessageAsync(One, message, patience: null, Bench.None));

        var request = bench.Server.Requests[^1];
        request.Form.ShouldBe(
        [
            new("payload_json", null, "application/json", request.Form[0].Text),
            new("files[0]", "post_mortem _.md", "text/markdown", "# Postmortem"),
            new("files[1]", "a.json", "application/octet-stream", "{}"),
        ]);
        JsonNode.DeepEquals(request.Json["attachments"], JsonNode.Parse("""
            [{"id":"0","filename":"post\"mortem é.md","description":"The report"},{"id":"1","filename":"a.json"}]
            """)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_edit_leaves_alone_what_it_does_not_name_and_clears_what_it_empties()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("PATCH /channels/1/messages/2", Reply.Message());
        await bench.Api.EditMessageAsync(One, Two, new MessageEdit { AllowedMentions = AllowedMentions.None, Components = [], KeepAttachments = [] }, Bench.None);

        var json = bench.Server.Requests.Single().Json.AsObject();
        json.Select(property => property.Key).ShouldBe(["components", "allowed_mentions", "attachments"], ignoreOrder: true);
        json["attachments"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_edit_with_new_files_keeps_only_the_attachments_it_names()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("PATCH /channels/1/messages/2", Reply.Message());
        var edit = new MessageEdit { AllowedMentions = AllowedMentions.None, KeepAttachments = [new(77)], Files = [new("b.md", Encoding.UTF8.GetBytes("b"))] };
        await bench.Api.EditMessageAsync(One, Two, edit, Bench.None);

        bench.Server.Requests.Single().Json["attachments"]!.ToJsonString().ShouldBe("""[{"id":"77"},{"id":"0","filename":"b.md"}]""");
    }

    [Fact]
    public async Task Components_carry_their_type()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /channels/1/messages", Reply.Message());
        var message = Bench.Text("card") with
        {
            Components = [new ActionRow(new Button { Style = ButtonStyle.Danger, Label = "Resolve", CustomId = "v1:resolve:7", Emoji = new Emoji { Name = "✅" } })],
        };
        await bench.Api.CreateMessageAsync(One, message, patience: null, Bench.None);

        JsonNode.DeepEquals(bench.Server.Requests.Single().Json["components"], JsonNode.Parse("""
            [{"type":1,"components":[{"type":2,"style":4,"label":"Resolve","custom_id":"v1:resolve:7","emoji":{"name":"✅"}}]}]
            """)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_modal_is_sent_with_its_labels()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /interactions/5/tok/callback", Reply.NoContent);
        var modal = new Modal("v1:resolve", "Resolve", [new Label("What fixed it?", new TextInput { CustomId = "fix", Style = TextInputStyle.Paragraph, Required = false })]);
        await bench.Api.RespondAsync(new(5), new("tok"), new InteractionResponse.OpenModal(modal), Bench.None);

        var request = bench.Server.Requests.Single();
        request.Headers.ContainsKey("Authorization").ShouldBeFalse();
        JsonNode.DeepEquals(request.Json, JsonNode.Parse("""
            {"type":9,"data":{"custom_id":"v1:resolve","title":"Resolve","components":[
             {"type":18,"label":"What fixed it?","component":{"type":4,"custom_id":"fix","style":2,"required":false}}]}}
            """)).ShouldBeTrue(request.Body);
    }

    [Theory]
    [MemberData(nameof(FirstAnswers))]
    public async Task Each_first_answer_has_its_number(InteractionResponse response, string json)
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /interactions/5/tok/callback", Reply.NoContent);
        await bench.Api.RespondAsync(new(5), new("tok"), response, Bench.None);

        bench.Server.Requests.Single().Body.ShouldBe(json);
    }

    public static TheoryData<InteractionResponse, string> FirstAnswers => new()
    {
        { new InteractionResponse.DeferReply(Ephemeral: true), """{"type":5,"data":{"flags":64}}""" },
        { new InteractionResponse.DeferReply(Ephemeral: false), """{"type":5,"data":{}}""" },
        { new InteractionResponse.DeferUpdate(), """{"type":6}""" },
        { new InteractionResponse.Suggest([new("INC-7", 7L)]), """{"type":8,"data":{"choices":[{"name":"INC-7","value":7}]}}""" },
        { new InteractionResponse.Suggest([new("Ada", "ada")]), """{"type":8,"data":{"choices":[{"name":"Ada","value":"ada"}]}}""" },
    };

    [Fact]
    public async Task The_reason_for_the_audit_log_is_encoded_and_cut()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("DELETE /channels/1", Reply.NoContent);
        await bench.Api.DeleteChannelAsync(One, "INC-7 é\r\nX-Evil: 1", Bench.None);

        bench.Server.Requests.Single().Headers["X-Audit-Log-Reason"].ShouldBe("INC-7%20%C3%A9%20%20X-Evil%3A%201");
        Uri.UnescapeDataString(AuditLogReason.Encode(new string('a', 511) + "🔥")).Length.ShouldBe(511);
    }

    [Fact]
    public async Task Emoji_stand_in_the_address()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("PUT /channels/1/messages/2/reactions/📌/@me", Reply.NoContent);
        bench.Server.On("PUT /channels/1/messages/2/reactions/fire:44/@me", Reply.NoContent);
        await bench.Api.AddReactionAsync(One, Two, new Emoji { Name = "📌" }, Bench.None);
        await bench.Api.AddReactionAsync(One, Two, new Emoji { Name = "fire", Id = new(44) }, Bench.None);

        bench.Server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task History_is_asked_for_in_pages()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("GET /channels/1/messages", Reply.Json("""[{"id":"12"},{"id":"11"}]"""));
        var messages = await bench.Api.GetMessagesAsync(One, new MessageRange.After(new(10)), 100, Bench.None);

        messages.Select(message => message.Id.Value).ShouldBe([12UL, 11UL]);
        bench.Server.Requests.Single().Query.ShouldBe("?limit=100&after=10");
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => bench.Api.GetMessagesAsync(One, MessageRange.Latest, 101, Bench.None));
    }

    [Fact]
    public async Task Pins_use_the_new_routes()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("PUT /channels/1/messages/pins/2", Reply.NoContent);
        bench.Server.On("GET /channels/1/messages/pins", Reply.Json("""{"items":[{"pinned_at":"2026-01-01T10:00:00+02:00","message":{"id":"2"}}],"has_more":true}"""));
        await bench.Api.PinMessageAsync(One, Two, reason: null, Bench.None);
        var page = await bench.Api.GetPinsAsync(One, new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.FromHours(1)), Bench.None);

        page.HasMore.ShouldBeTrue();
        page.Items.Single().PinnedAt.ShouldBe(new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero));
        bench.Server.Requests[^1].Query.ShouldBe("?limit=50&before=2026-01-01T23%3A00%3A00.0000000Z");
    }

    [Fact]
    public async Task A_direct_conversation_may_be_asked_for_again()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /users/@me/channels", Reply.Broken, Reply.Json("""{"id":"3","type":1}"""));
        var channel = await bench.Clock.DriveAsync(bench.Api, bench.Api.CreateDirectMessageChannelAsync(new(5), patience: null, Bench.None));

        channel.Type.ShouldBe(ChannelType.DirectMessage);
        bench.Server.Requests[^1].Body.ShouldBe("""{"recipient_id":"5"}""");
    }

    [Fact]
    public async Task A_forum_post_carries_its_message_and_files()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /channels/1/threads", Reply.Json("""{"id":"3","type":11}"""));
        var post = new NewForumPost { Name = "INC-7", AppliedTags = [new(4)], Message = Bench.Text("hi") with { Files = [new("a.md", "x"u8.ToArray())] } };
        await bench.Api.StartForumPostAsync(One, post, reason: null, Bench.None);

        JsonNode.DeepEquals(bench.Server.Requests.Single().Json, JsonNode.Parse("""
            {"name":"INC-7","applied_tags":["4"],"message":{"content":"hi","allowed_mentions":{"parse":[],"users":[],"roles":[],"replied_user":false},
             "attachments":[{"id":"0","filename":"a.md"}]}}
            """)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_event_is_held_outside_of_channels_for_the_server_alone()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("POST /guilds/1/scheduled-events", Reply.Json("""
            {"id":"3","guild_id":"1","name":"Review","scheduled_start_time":"2026-01-02T10:00:00Z","status":1,"entity_metadata":{"location":"#postmortems"}}
            """));
        var start = new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.FromHours(2));
        var created = await bench.Api.CreateScheduledEventAsync(
            One, new NewScheduledEvent { Name = "Review", StartsAt = start, EndsAt = start.AddHours(1), Location = "#postmortems" }, reason: null, Bench.None);

        (created.StartsAt, created.Place!.Location, created.Status).ShouldBe((start.ToUniversalTime(), "#postmortems", ScheduledEventStatus.Scheduled));
        JsonNode.DeepEquals(bench.Server.Requests.Single().Json, JsonNode.Parse("""
            {"name":"Review","scheduled_start_time":"2026-01-02T10:00:00Z","scheduled_end_time":"2026-01-02T11:00:00Z","privacy_level":2,"entity_type":3,
             "channel_id":null,"entity_metadata":{"location":"#postmortems"}}
            """)).ShouldBeTrue(bench.Server.Requests.Single().Body);
    }

    [Fact]
    public async Task An_event_that_moves_into_a_channel_says_that_it_is_nowhere_else_any_more()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("PATCH /guilds/1/scheduled-events/3", Reply.Json("""{"id":"3","guild_id":"1","name":"Review","channel_id":"7","scheduled_start_time":"2026-01-02T10:00:00Z","status":1}"""));
        bench.Server.On("GET /guilds/1/scheduled-events/4", Reply.Error(404, 10070, "Unknown Guild Scheduled Event"));
        var start = new DateTimeOffset(2026, 1, 2, 10, 0, 0, TimeSpan.Zero);
        var moved = await bench.Api.ModifyScheduledEventAsync(One, new(3), new NewScheduledEvent { Name = "Review", StartsAt = start, EndsAt = start.AddHours(1), ChannelId = new(7) }, reason: null, Bench.None);
        moved.ChannelId.ShouldBe(new Snowflake(7));
        JsonNode.DeepEquals(bench.Server.Requests.Single().Json, JsonNode.Parse("""
            {"name":"Review","scheduled_start_time":"2026-01-02T10:00:00Z","scheduled_end_time":"2026-01-02T11:00:00Z","privacy_level":2,"entity_type":2,
             "channel_id":"7","entity_metadata":null}
            """)).ShouldBeTrue(bench.Server.Requests.Single().Body);

        await bench.Api.CancelScheduledEventAsync(One, new(3), reason: null, Bench.None);
        bench.Server.Requests.Last().Body.ShouldBe("""{"status":4}""");
        (await bench.Api.GetScheduledEventAsync(One, new(4), Bench.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Commands_are_sent_as_defined()
    {
        await using var bench = await Bench.StartAsync();
        bench.Server.On("PUT /applications/8/guilds/1/commands", Reply.Json("""[{"id":"50","version":"51","name":"incident","description":"x","options":null}]"""));
        var command = new ApplicationCommand
        {
            Name = "incident",
            Description = "Incidents",
            DefaultMemberPermissions = Permissions.ManageGuild | Permissions.PinMessages,
            Options =
            [
                new()
                {
                    Type = CommandOptionType.SubCommand, Name = "declare", Description = "Declare",
                    Options = [new() { Type = CommandOptionType.String, Name = "severity", Description = "How bad", Choices = [new("Critical", "sev1")] }],
                },
            ],
        };
        var registered = await bench.Api.OverwriteGuildCommandsAsync(new(8), One, [command], Bench.None);

        registered.Single().Id.ShouldBe(new Snowflake(50));
        JsonNode.DeepEquals(bench.Server.Requests.Single().Json, JsonNode.Parse("""
            [{"type":1,"name":"incident","description":"Incidents","default_member_permissions":2251799813685280,"options":[
             {"type":1,"name":"declare","description":"Declare","options":[
              {"type":3,"name":"severity","description":"How bad","choices":[{"name":"Critical","value":"sev1"}]}]}]}]
            """)).ShouldBeTrue(bench.Server.Requests.Single().Body);
    }
}
