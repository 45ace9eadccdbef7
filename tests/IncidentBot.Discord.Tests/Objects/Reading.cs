using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Discord.Tests.Objects;

public sealed class Reading
{
    private const string FullMessage = """
        {"id":"10","channel_id":"1","guild_id":"100","author":{"id":"5","username":"ada","global_name":"Ada","avatar":"x","bot":false,"new_field":{}},
         "member":{"nick":"A","roles":["7"],"joined_at":"2026-01-01T00:00:00Z","pending":false,"communication_disabled_until":null},
         "content":"hello","timestamp":"2026-01-01T12:00:00.123000+02:00","edited_timestamp":"2026-01-01T10:01:00Z","type":19,"flags":32,"pinned":true,"tts":false,
         "mention_everyone":false,"mentions":[{"id":"6","username":"bob"}],"mention_roles":["7"],
         "attachments":[{"id":"20","filename":"a.png","size":1234567890123,"url":"https://x/a.png","width":5,"height":null,"duration_secs":1.5,"waveform":"x"}],
         "embeds":[{"title":"t","type":"rich","color":255,"fields":[{"name":"n","value":"v","inline":true}],"footer":{"text":"f"},"author":{"name":"a"},"image":{"url":"u"},"video":{}}],
         "reactions":[{"emoji":{"id":null,"name":"📌"},"count":2,"me":false,"count_details":{"burst":0,"normal":2}}],
         "sticker_items":[{"id":"1","name":"s","format_type":1}],"message_reference":{"message_id":"9","channel_id":"1","type":0},
         "referenced_message":{"id":"9","content":"earlier"},"message_snapshots":[{"message":{"content":"forwarded","timestamp":"2026-01-01T00:00:00Z"}}],
         "webhook_id":"3","application_id":"8","nonce":12345,"thread":{"id":"10","type":11,"thread_metadata":{"archived":true,"auto_archive_duration":60}},
         "components":[{"type":99}],"poll":{"question":{}},"call":null}
        """;

    [Theory]
    [InlineData("32", Permissions.ManageGuild)]
    [InlineData("18446744073709551615", (Permissions)ulong.MaxValue)]
    [InlineData("4722366482869645213728", Permissions.ManageGuild)] // 2^72 + 32
    [InlineData("many", Permissions.None)]
    public void Permissions_may_outgrow_every_number_and_those_that_are_known_still_count(string text, Permissions expected)
    {
        var json = $$"""{"roles":[],"permissions":"{{text}}"}""";
        JsonSerializer.Deserialize(json, DiscordJson.Default.Member)!.Permissions.ShouldBe(expected);
        Read<MessageCreate>("MESSAGE_CREATE", $$"""{"id":"1","member":{{json}} }""").Message.Member!.Permissions.ShouldBe(expected);
    }

    [Fact]
    public void What_the_bot_may_do_is_unknown_where_it_is_not_said()
    {
        Read<InteractionCreate>("INTERACTION_CREATE", """{"id":"1","type":2}""").Interaction.AppPermissions.ShouldBeNull();
        Read<InteractionCreate>("INTERACTION_CREATE", """{"id":"1","type":2,"app_permissions":"0"}""").Interaction.AppPermissions.ShouldBe(Permissions.None);
    }

    [Fact]
    public void A_message_is_read_with_all_its_parts()
    {
        var message = Read<MessageCreate>("MESSAGE_CREATE", FullMessage).Message;

        message.Author.ShouldBe(new User { Id = new(5), Username = "ada", GlobalName = "Ada", Avatar = "x" });
        message.Timestamp.ShouldBe(new DateTimeOffset(2026, 1, 1, 10, 0, 0, 123, TimeSpan.Zero));
        message.Timestamp.Offset.ShouldBe(TimeSpan.Zero);
        message.Type.ShouldBe(MessageType.Reply);
        message.Flags.ShouldBe(MessageFlags.HasThread);
        message.Attachments.Single().Size.ShouldBe(1_234_567_890_123);
        message.Embeds.Single().Fields!.Single().ShouldBe(new EmbedField("n", "v", Inline: true));
        message.Reactions.Single().Emoji.Name.ShouldBe("📌");
        message.ReferencedMessage!.Content.ShouldBe("earlier");
        message.MessageSnapshots.Single().Message.Content.ShouldBe("forwarded");
        message.Nonce.ShouldBe("12345");
        message.Thread!.ThreadMetadata!.Archived.ShouldBeTrue();
    }

    [Fact]
    public void Every_field_of_a_message_may_be_null_or_missing()
    {
        foreach (var path in Paths(JsonNode.Parse(FullMessage)!))
        {
            foreach (var remove in new[] { true, false })
            {
                var json = JsonNode.Parse(FullMessage)!;
                var parent = path[..^1].Aggregate(json, (node, step) => step is int n ? node[n]! : node[(string)step]!);
                if (parent is JsonObject o && remove) o.Remove((string)path[^1]);
                else if (parent is JsonObject p) p[(string)path[^1]] = null;
                var message = Read<MessageCreate>("MESSAGE_CREATE", json.ToJsonString()).Message;

                message.ToString().ShouldNotBeNull();
                (message.Content, message.Author.Username, message.Attachments.Count, message.Embeds.Count).ShouldNotBe(default);
            }
        }
    }

    [Fact]
    public void A_message_of_the_gateway_is_read_as_one_over_REST_is_whatever_is_null_or_missing_or_of_another_kind()
    {
        foreach (var path in Paths(JsonNode.Parse(FullMessage)!).Prepend([]))
        {
            foreach (var change in new[] { "remove", "null", "text", "number", "true", "list", "object" })
            {
                var json = JsonNode.Parse(FullMessage)!;
                if (path.Length > 0) Change(json, path, change);
                var text = json.ToJsonString();
                string? overRest;
                try
                {
                    overRest = JsonSerializer.Serialize(JsonSerializer.Deserialize(text, DiscordJson.Default.Message)!, DiscordJson.Default.Message);
                }
                catch (JsonException)
                {
                    // What is no list or no object at all where one belongs: that breaks both, or only this one.
                    continue;
                }

                JsonSerializer.Serialize(Read<MessageCreate>("MESSAGE_CREATE", text).Message, DiscordJson.Default.Message).ShouldBe(overRest, $"{string.Join('/', path)} {change}");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"1\"")]
    [InlineData("{\"author\":{\"id\":")]
    public void A_message_that_is_broken_off_is_not_half_read(string json) =>
        Should.Throw<JsonException>(() => EventReader.Read("MESSAGE_CREATE", Encoding.UTF8.GetBytes(json)));

    private static void Change(JsonNode json, object[] path, string change)
    {
        var parent = path[..^1].Aggregate(json, (node, step) => step is int n ? node[n]! : node[(string)step]!);
        JsonNode? other = change switch
        {
            "text" => JsonValue.Create("x"),
            "number" => JsonValue.Create(7),
            "true" => JsonValue.Create(true),
            "list" => new JsonArray(),
            "object" => new JsonObject(),
            _ => null,
        };
        if (parent is JsonObject o && change == "remove") o.Remove((string)path[^1]);
        else if (parent is JsonObject p) p[(string)path[^1]] = other;
        else if (parent is JsonArray list && change != "remove") list[(int)path[^1]] = other;
    }

    [Fact]
    public void An_empty_object_is_read_as_emptiness()
    {
        var message = Read<MessageCreate>("MESSAGE_CREATE", "{}").Message;
        var guild = Read<GuildCreate>("GUILD_CREATE", """{"id":1,"channels":null,"roles":[{"permissions":null},{"permissions":"18446744073709551615"}]}""").Guild;

        message.Author.Username.ShouldBe("");
        message.Reactions.ShouldBeEmpty();
        guild.Id.ShouldBe(new Snowflake(1));
        guild.Channels.ShouldBeEmpty();
        guild.Roles[1].Permissions.ShouldBe((Permissions)ulong.MaxValue);
    }

    [Fact]
    public void An_unknown_number_in_an_enumeration_is_kept()
    {
        Read<ChannelCreate>("CHANNEL_CREATE", """{"id":"1","type":99999999999}""").ShouldNotBeNull();
        Read<ChannelCreate>("CHANNEL_CREATE", """{"id":"1","type":77}""").Channel.Type.ShouldBe((ChannelType)77);
    }

    [Fact]
    public void A_partial_update_says_only_what_was_sent()
    {
        var embeds = Read<MessageUpdate>("MESSAGE_UPDATE", """{"id":"10","channel_id":"1","embeds":[{"type":"link"}]}""");
        embeds.Content.ShouldBeNull();
        embeds.Attachments.ShouldBeNull();
        embeds.EditedTimestamp.ShouldBeNull();
        embeds.Embeds!.Count.ShouldBe(1);

        var emptied = Read<MessageUpdate>("MESSAGE_UPDATE", """{"id":"10","channel_id":"1","content":"","attachments":[],"edited_timestamp":"2026-01-01T10:01:00Z"}""");
        emptied.Content.ShouldBe("");
        emptied.Attachments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GUILD_DELETE", """{"id":"1","unavailable":true}""", "GuildDelete { GuildId = 1, Unavailable = True }")]
    [InlineData("GUILD_DELETE", """{"id":"1"}""", "GuildDelete { GuildId = 1, Unavailable = False }")]
    [InlineData("MESSAGE_DELETE", """{"id":"1","channel_id":"2"}""", "MessageDelete { Id = 1, ChannelId = 2, GuildId =  }")]
    [InlineData("GUILD_ROLE_DELETE", """{"guild_id":"1","role_id":"2"}""", "RoleDelete { GuildId = 1, RoleId = 2 }")]
    [InlineData("THREAD_DELETE", """{"id":"1","guild_id":"2","parent_id":"3","type":11}""", "ThreadDelete { ThreadId = 1, GuildId = 2, ParentId = 3 }")]
    [InlineData("MESSAGE_REACTION_REMOVE_ALL", """{"channel_id":"1","message_id":"2"}""", "ReactionRemoveAll { ChannelId = 1, MessageId = 2, GuildId =  }")]
    [InlineData("TYPING_START", """[1,{"x":2}]""", "UnknownEvent { Name = TYPING_START }")]
    public void Small_events_are_read(string name, string data, string expected) => EventReader.Read(name, Encoding.UTF8.GetBytes(data)).ToString().ShouldBe(expected);

    [Fact]
    public void The_fields_of_a_frame_may_come_in_any_order()
    {
        var frame = GatewayFrame.Parse(Encoding.UTF8.GetBytes("""{"d":{"op":5,"t":[{"d":1}]},"extra":[1,{"op":3}],"t":"X","s":null,"op":0}"""));

        (frame.Op, frame.Name, frame.Sequence, Encoding.UTF8.GetString(frame.Data.Span)).ShouldBe((GatewayOp.Dispatch, "X", null, """{"op":5,"t":[{"d":1}]}"""));
        Should.Throw<JsonException>(() => GatewayFrame.Parse("[]"u8.ToArray()));
    }

    private static T Read<T>(string name, string data)
        where T : GatewayEvent => EventReader.Read(name, Encoding.UTF8.GetBytes(data)).ShouldBeOfType<T>();

    /// <summary>The way to every property, at whatever depth.</summary>
    private static IEnumerable<object[]> Paths(JsonNode node) => node switch
    {
        JsonObject o => o.SelectMany(property => Paths(property.Value ?? JsonValue.Create(0)).Select(rest => (object[])[property.Key, .. rest]).Prepend([property.Key])),
        JsonArray a => a.SelectMany((item, n) => Paths(item!).Select(rest => (object[])[n, .. rest])),
        _ => [],
    };
}
