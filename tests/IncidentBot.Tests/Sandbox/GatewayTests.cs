using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Faults;

namespace IncidentBot.Tests.Sandbox;

public class The_sandbox_gateway
{
    private const int Guilds = 1;
    private const int GuildMessages = 1 << 9;
    private const int MessageContent = 1 << 15;

    [Fact]
    public async Task a_bot_logs_in_and_gets_its_server()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.OpenAsync();
        ((int)(await bot.NextAsync())!["d"]!["heartbeat_interval"]!).ShouldBe(41250);
        await bot.IdentifyAsync();
        var ready = await bot.NextEventAsync("READY");
        ((string?)ready["user"]!["id"]).ShouldBe(RawBot.Id(server.World.ApplicationId));
        ((bool)ready["guilds"]![0]!["unavailable"]!).ShouldBeTrue();
        var guild = await bot.NextEventAsync("GUILD_CREATE");
        guild["channels"]!.AsArray().Select(c => (string?)c!["name"]).ShouldContain("general");
        await bot.SendGatewayAsync(1, 2);
        ((int)(await bot.NextAsync())!["op"]!).ShouldBe(11);
    }

    [Theory]
    [InlineData(4004, "token", 0, false)]
    [InlineData(4013, null, 1 << 30, false)]
    [InlineData(4010, null, 1, true)]
    public async Task a_wrong_identify_is_closed_with_its_code(int code, string? token, int intents, bool badShard)
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.OpenAsync();
        await bot.IdentifyAsync(intents, token, badShard ? new JsonArray(2, 2) : null);
        (await bot.EndAsync()).ShouldBe(code);
    }

    [Fact]
    public async Task an_intent_that_is_not_switched_on_is_disallowed()
    {
        var (server, _) = await Sandboxes.StartAsync(o => o with { MessageContentIntent = false });
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.OpenAsync();
        await bot.IdentifyAsync(MessageContent);
        (await bot.EndAsync()).ShouldBe(4014);
    }

    [Fact]
    public async Task nothing_but_heartbeats_is_taken_before_identify_and_identify_only_once()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.OpenAsync();
        await bot.SendGatewayAsync(3, new JsonObject());
        (await bot.EndAsync()).ShouldBe(4003);
        await bot.LogInAsync();
        await bot.IdentifyAsync();
        (await bot.EndAsync()).ShouldBe(4005);
    }

    [Fact]
    public async Task more_than_120_sends_a_minute_are_too_many()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.LogInAsync();
        for (var i = 0; i < 121; i++) await bot.SendGatewayAsync(1, null);
        (await bot.EndAsync()).ShouldBe(4008);
    }

    [Fact]
    public async Task without_the_intent_content_is_empty_except_where_the_bot_is_mentioned()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.LogInAsync(Guilds | GuildMessages);
        var general = server.World.FindChannel("general")!;
        await server.As("ada").SayAsync(general, "secret", TestContext.Current.CancellationToken);
        ((string?)(await bot.NextEventAsync("MESSAGE_CREATE"))["content"]).ShouldBe("");
        await server.As("ada").SayAsync(general, $"<@{server.World.ApplicationId}> look", TestContext.Current.CancellationToken);
        ((string)(await bot.NextEventAsync("MESSAGE_CREATE"))["content"]!).ShouldContain("look");
    }

    [Fact]
    public async Task events_of_intents_not_asked_for_do_not_come()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.LogInAsync(Guilds);
        await server.As("ada").SayAsync(server.World.FindChannel("general")!, "unheard", TestContext.Current.CancellationToken);
        await bot.SendGatewayAsync(1, null);
        ((int)(await bot.NextAsync())!["op"]!).ShouldBe(11);
    }

    [Fact]
    public async Task a_resume_replays_what_was_missed()
    {
        var (server, clock) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.LogInAsync();
        var before = bot.Sequence;
        bot.Break();
        var general = server.World.FindChannel("general")!;
        for (var i = 0; i < 3; i++) await server.As("ada").SayAsync(general, $"missed {i}", TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromMinutes(1));
        await bot.OpenAsync();
        await bot.NextAsync();
        await bot.ResumeAsync(before);
        for (var i = 0; i < 3; i++) ((string?)(await bot.NextEventAsync("MESSAGE_CREATE"))["content"]).ShouldBe($"missed {i}");
        await bot.NextEventAsync("RESUMED");
        bot.Sequence.ShouldBe(server.World.Gateway.LastDispatchedSequence);
    }

    [Fact]
    public async Task a_session_older_than_the_window_cannot_be_resumed()
    {
        var (server, clock) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.LogInAsync();
        server.Faults.Add(new Fault { Kind = FaultKind.Drop });
        (await bot.EndAsync()).ShouldBeNull();
        await UntilAsync(() => !server.World.Gateway.BotIsConnected);
        clock.Advance(TimeSpan.FromHours(1));
        await bot.OpenAsync();
        await bot.NextAsync();
        await bot.ResumeAsync();
        var answer = await bot.NextAsync();
        ((int)answer!["op"]!).ShouldBe(9);
        ((bool)answer["d"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task faults_swallow_double_and_reorder_events()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.LogInAsync();
        var general = server.World.FindChannel("general")!;
        var ada = server.As("ada");
        server.Faults.Add(new Fault { Kind = FaultKind.SwallowEvent, Event = "MESSAGE_CREATE" });
        await ada.SayAsync(general, "swallowed", TestContext.Current.CancellationToken);
        server.Faults.Add(new Fault { Kind = FaultKind.DuplicateEvent, Event = "MESSAGE_CREATE" });
        await ada.SayAsync(general, "twice", TestContext.Current.CancellationToken);
        server.Faults.Add(new Fault { Kind = FaultKind.ReorderEvents, Event = "MESSAGE_CREATE" });
        await ada.SayAsync(general, "second", TestContext.Current.CancellationToken);
        await ada.SayAsync(general, "first", TestContext.Current.CancellationToken);
        var heard = new List<string?>();
        for (var i = 0; i < 4; i++) heard.Add((string?)(await bot.NextEventAsync("MESSAGE_CREATE"))["content"]);
        heard.ShouldBe(["twice", "twice", "first", "second"]);
        server.Faults.Active.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_silent_gateway_answers_no_heartbeat_and_a_close_has_its_code()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.LogInAsync();
        server.Faults.Add(new Fault { Kind = FaultKind.Silence });
        await bot.SendGatewayAsync(1, null);
        await server.As("ada").SayAsync(server.World.FindChannel("general")!, "unheard", TestContext.Current.CancellationToken);
        server.Faults.Add(new Fault { Kind = FaultKind.Close, Code = 4000 });
        (await bot.NextAsync()).ShouldBeNull();
        bot.CloseCode.ShouldBe(4000);
    }

    [Fact]
    public async Task a_silent_line_that_comes_to_life_brings_what_was_said_meanwhile_in_order()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.LogInAsync();
        var general = server.World.FindChannel("general")!;
        server.Faults.Add(new Fault { Kind = FaultKind.Silence });
        await server.As("ada").SayAsync(general, "one", TestContext.Current.CancellationToken);
        await server.As("ada").SayAsync(general, "two", TestContext.Current.CancellationToken);
        server.Faults.Clear();
        await server.As("ada").SayAsync(general, "three", TestContext.Current.CancellationToken);
        foreach (var text in (string[])["one", "two", "three"]) ((string?)(await bot.NextEventAsync("MESSAGE_CREATE"))["content"]).ShouldBe(text);
    }

    [Fact]
    public async Task a_flood_reads_like_messages_people_typed()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.LogInAsync();
        var general = server.World.FindChannel("general")!;
        var typed = await server.As("ada").SayAsync(general, "typed", TestContext.Current.CancellationToken);
        var ids = server.World.Flood(general, server.World.People["ada"], ["one \"quoted\"", "two"], keep: false);
        var real = (JsonObject)await bot.NextEventAsync("MESSAGE_CREATE");
        var flooded = (JsonObject)await bot.NextEventAsync("MESSAGE_CREATE");
        flooded.Select(p => p.Key).ShouldBe(real.Select(p => p.Key), ignoreOrder: true);
        ((string?)flooded["id"]).ShouldBe(RawBot.Id(ids[0]));
        ((string?)flooded["content"]).ShouldBe("one \"quoted\"");
        general.Messages.ShouldBe([typed]);
    }

    [Fact]
    public async Task a_second_identify_within_five_seconds_is_too_fast()
    {
        var (server, clock) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var first = new RawBot(server);
        await first.LogInAsync();
        await using var second = new RawBot(server);
        await second.OpenAsync();
        await second.NextAsync();
        await second.IdentifyAsync();
        ((int)(await second.NextAsync())!["op"]!).ShouldBe(9);
        clock.Advance(TimeSpan.FromSeconds(5));
        await second.IdentifyAsync();
        await second.NextEventAsync("READY");
    }

    [Fact]
    public async Task zlib_stream_is_one_stream_over_the_whole_connection()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{server.BaseUrl.Authority}/gateway?v=10&encoding=json&compress=zlib-stream"), TestContext.Current.CancellationToken);
        using var compressed = new MemoryStream();
        await ReceiveAsync(socket, compressed);
        compressed.ToArray()[^4..].ShouldBe([0, 0, 0xff, 0xff]);
        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"op":2,"d":{"token":"TOKEN","intents":1,"properties":{}}}""".Replace("TOKEN", server.World.BotToken, StringComparison.Ordinal)), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        await ReceiveAsync(socket, compressed);
        compressed.Position = 0;
        using var plain = new StreamReader(new ZLibStream(compressed, CompressionMode.Decompress));
        var characters = new char[4096];
        var text = new string(characters, 0, await plain.ReadAsync(characters, TestContext.Current.CancellationToken));
        text.ShouldContain("heartbeat_interval");
    }

    [Fact]
    public async Task zstd_stream_is_one_stream_over_the_whole_connection()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{server.BaseUrl.Authority}/gateway?v=10&encoding=json&compress=zstd-stream"), TestContext.Current.CancellationToken);
        using var compressed = new MemoryStream();
        await ReceiveAsync(socket, compressed);
        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"op":2,"d":{"token":"TOKEN","intents":1,"properties":{}}}""".Replace("TOKEN", server.World.BotToken, StringComparison.Ordinal)), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        await ReceiveAsync(socket, compressed);

        var text = Encoding.UTF8.GetString(ReadRawBlocks(compressed.ToArray()));
        text.ShouldContain("heartbeat_interval");
        text.ShouldContain("\"READY\"");
    }

    // RFC 8878: magic number, a frame header of a descriptor and a window, then blocks of a 3-byte header (last, type, size) and their bytes as they are.
    private static byte[] ReadRawBlocks(byte[] stream)
    {
        stream[..4].ShouldBe([0x28, 0xB5, 0x2F, 0xFD]);
        stream[4].ShouldBe((byte)0);
        var window = 1 << (10 + (stream[5] >> 3));
        using var plain = new MemoryStream();
        for (var at = 6; at < stream.Length;)
        {
            var header = stream[at] | (stream[at + 1] << 8) | (stream[at + 2] << 16);
            (header & 0b111).ShouldBe(0, "a raw block that is not the last");
            var size = header >> 3;
            size.ShouldBeLessThanOrEqualTo(window);
            plain.Write(stream, at + 3, size);
            at += 3 + size;
        }

        return plain.ToArray();
    }

    private static async Task ReceiveAsync(ClientWebSocket socket, MemoryStream into)
    {
        var buffer = new byte[64 * 1024];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
            into.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition()) await Task.Yield();
    }
}
