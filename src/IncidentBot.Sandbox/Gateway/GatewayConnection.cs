using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Gateway;

/// <summary>One WebSocket: a reader that obeys opcodes, and a writer that sends what was queued, in order.</summary>
internal sealed class GatewayConnection(SandboxWorld world, WebSocket socket, TransportCompression? transport, int version)
{
    private const int SendsPerMinute = 120;
    private const int MaxPayload = 4096;

    private readonly Channel<Frame> outgoing = System.Threading.Channels.Channel.CreateUnbounded<Frame>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Queue<Frame> held = new();
    private readonly FrameEncoder encoder = new(transport);
    private readonly CancellationTokenSource aborted = new();
    private bool silent;
    private DateTimeOffset minuteStart;
    private int sends;
    private long lastHeartbeat;

    private readonly record struct Frame(byte[]? Payload, long Sequence, int CloseCode, string? CloseReason, PreparedFlood? Flood = null);

    public GatewaySession? Session { get; private set; }

    public int? ClientCloseCode { get; private set; }

    /// <summary>
    /// A fault: heartbeats go unanswered and nothing arrives. A line that comes to life again brings what was sent meanwhile, in order: a connection
    /// may end, but nothing is ever missing in the middle of it.
    /// </summary>
    public bool Silent
    {
        get
        {
            lock (held) return silent;
        }

        set
        {
            lock (held)
            {
                silent = value;
                while (!silent && held.TryDequeue(out var frame)) outgoing.Writer.TryWrite(frame);
            }
        }
    }

    public void Enqueue(byte[] payload, long sequence)
    {
        var frame = new Frame(payload, sequence, 0, null);
        lock (held)
        {
            if (silent) held.Enqueue(frame);
            else outgoing.Writer.TryWrite(frame);
        }
    }

    /// <summary>Sends a prepared flood as fast as the client takes it. What happens meanwhile is sent in between.</summary>
    public void Enqueue(PreparedFlood flood)
    {
        if (transport is not ZlibTransport) throw new InvalidOperationException("A prepared flood is a piece of a zlib-stream, and this client asked for none.");
        outgoing.Writer.TryWrite(new Frame(null, 0, 0, null, flood));
    }

    public void Close(int code, string reason)
    {
        outgoing.Writer.TryWrite(new Frame(null, 0, code, reason));
        outgoing.Writer.TryComplete();
    }

    /// <summary>The network breaks: no close frame, nothing more is sent.</summary>
    public void Abort()
    {
        outgoing.Writer.TryComplete();
        aborted.Cancel();
        socket.Abort();
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted.Token);
        lock (world.Gate) world.Gateway.Attach(this);
        using var watch = Watch();
        try
        {
            Send(new JsonObject
            {
                ["t"] = null,
                ["s"] = null,
                ["op"] = Op.Hello,
                ["d"] = new JsonObject { ["heartbeat_interval"] = (int)world.Options.HeartbeatInterval.TotalMilliseconds, ["_trace"] = new JsonArray("[\"sandbox\"]") },
            });
            var writing = WriteAsync(both.Token);
            await ReadAsync(both.Token);
            outgoing.Writer.TryComplete();
            await writing;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The connection is gone, by fault, by the client or by the server's end.
        }
        finally
        {
            lock (world.Gate) world.Gateway.Detach(this);
            encoder.Dispose();
            aborted.Dispose();
        }
    }

    /// <summary>Closes a connection that has missed two heartbeats.</summary>
    private ITimer? Watch()
    {
        if (!(world.Options.CloseSilentConnections ?? world.Time == TimeProvider.System)) return null;
        var interval = world.Options.HeartbeatInterval;
        lastHeartbeat = world.Time.GetTimestamp();
        return world.Time.CreateTimer(
            _ =>
            {
                if (world.Time.GetElapsedTime(Volatile.Read(ref lastHeartbeat)) > 2 * interval) Close(CloseCode.SessionTimedOut, "Session timed out");
            },
            null,
            interval,
            interval);
    }

    private async Task WriteAsync(CancellationToken token)
    {
        await foreach (var frame in outgoing.Reader.ReadAllAsync(token))
        {
            if (!(frame.Flood is { } flood ? await WriteAsync(flood, token) : await WriteAsync(frame, token))) return;
        }
    }

    /// <returns>False: that was the last.</returns>
    private async Task<bool> WriteAsync(Frame frame, CancellationToken token)
    {
        if (frame.Payload is null)
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync((WebSocketCloseStatus)frame.CloseCode, frame.CloseReason, token);
            }

            // A client that does not answer the close is cut off, as Discord does.
            _ = world.Time.CreateTimer(_ => socket.Abort(), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
            return false;
        }

        var (bytes, isBinary) = encoder.Encode(frame.Payload);
        await socket.SendAsync(bytes, isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, endOfMessage: true, token);
        if (frame.Sequence > 0 && Session is { } session) session.Written = frame.Sequence;
        return true;
    }

    private async Task<bool> WriteAsync(PreparedFlood flood, CancellationToken token)
    {
        ((ZlibTransport)transport!).EachByItself = true;
        var meanwhile = new List<Frame>();
        foreach (var part in flood.Parts)
        {
            lock (world.Gate)
            {
                while (outgoing.Reader.TryRead(out var frame)) meanwhile.Add(frame);
                Session!.SkipTo(part.FirstSequence, part.Count);
            }

            foreach (var frame in meanwhile)
            {
                if (!await WriteAsync(frame, token)) return false;
            }

            meanwhile.Clear();
            for (var i = 0; i < part.Count; i++) await socket.SendAsync(part.Message(i), WebSocketMessageType.Binary, endOfMessage: true, token);
            flood.Wrote(part);
        }

        return true;
    }

    private async Task ReadAsync(CancellationToken token)
    {
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                if (length == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
                part = await socket.ReceiveAsync(buffer.AsMemory(length), token);
                length += part.Count;
            }
            while (!part.EndOfMessage && length < 64 * 1024);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                ClientCloseCode = (int?)socket.CloseStatus;
                if (socket.State == WebSocketState.CloseReceived) Close((int)(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure), "");
                return;
            }

            JsonNode? payload = null;
            try
            {
                if (length <= MaxPayload) payload = JsonNode.Parse(buffer.AsSpan(0, length));
            }
            catch (JsonException)
            {
                // Answered with a close below.
            }

            if (payload is not JsonObject message || message["op"] is not JsonValue opValue || !opValue.TryGetValue<int>(out var op))
            {
                Close(CloseCode.DecodeError, "Error while decoding payload.");
                continue;
            }

            world.Observe(new GatewayFrame(ToClient: false, Session?.User.Id, message));
            if (TooMany()) Close(CloseCode.RateLimited, "Rate limited.");
            else
            {
                lock (world.Gate)
                {
                    try
                    {
                        Obey(op, message["d"]);
                    }
                    catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException)
                    {
                        // A field had another type than Discord's documentation says.
                        Close(CloseCode.DecodeError, "Error while decoding payload.");
                    }
                }
            }
        }
    }

    private bool TooMany()
    {
        var now = world.Time.GetUtcNow();
        if (now - minuteStart >= TimeSpan.FromMinutes(1)) (minuteStart, sends) = (now, 0);
        return ++sends > SendsPerMinute;
    }

    private void Obey(int op, JsonNode? data)
    {
        if (op == Op.Heartbeat)
        {
            Volatile.Write(ref lastHeartbeat, world.Time.GetTimestamp());
            if (Session is not null && data is not null) Session.Acknowledged = (long)data;
            Send(new JsonObject { ["t"] = null, ["s"] = null, ["op"] = Op.HeartbeatAck, ["d"] = null });
            return;
        }

        if (op is Op.Identify or Op.Resume)
        {
            if (Session is not null) Close(CloseCode.AlreadyAuthenticated, "Already authenticated.");
            else if (op == Op.Identify) Identify(data);
            else Resume(data);
            return;
        }

        if (Session is null)
        {
            Close(CloseCode.NotAuthenticated, "Not authenticated.");
            return;
        }

        switch (op)
        {
            case Op.PresenceUpdate or Op.VoiceStateUpdate:
                break;
            case Op.RequestGuildMembers:
                GatewayMembers.Answer(world, Session, data);
                break;
            case Op.RequestSoundboardSounds:
                foreach (var guild in data?["guild_ids"]?.AsArray() ?? [])
                {
                    world.Gateway.Send(Session, "SOUNDBOARD_SOUNDS", new JsonObject { ["soundboard_sounds"] = new JsonArray(), ["guild_id"] = guild?.DeepClone() });
                }

                break;
            default:
                Close(CloseCode.UnknownOpcode, "Unknown opcode.");
                break;
        }
    }

    private User? Authenticate(JsonNode? data)
    {
        var token = (string?)data?["token"] ?? "";
        var user = world.UserByToken(token.StartsWith("Bot ", StringComparison.Ordinal) ? token[4..] : token);
        if (user is null) Close(CloseCode.AuthenticationFailed, "Authentication failed.");
        return user;
    }

    private void Identify(JsonNode? data)
    {
        if (data is not JsonObject || data["properties"] is not JsonObject)
        {
            Close(CloseCode.DecodeError, "Error while decoding payload.");
            return;
        }

        if (Authenticate(data) is not { } user) return;
        int shard = 0, shards = 1;
        if (data["shard"] is JsonArray { Count: 2 } wanted) (shard, shards) = ((int)wanted[0]!, (int)wanted[1]!);
        if (shards < 1 || shard < 0 || shard >= shards)
        {
            Close(CloseCode.InvalidShard, "Invalid shard.");
            return;
        }

        var intents = 0;
        if (user.IsBot)
        {
            if (data["intents"] is not JsonValue value || !value.TryGetValue(out intents) || (intents & ~Intent.All) != 0)
            {
                Close(CloseCode.InvalidIntents, "Invalid intent(s).");
                return;
            }

            var privileged = (world.Options.MembersIntent ? 0 : Intent.GuildMembers | Intent.GuildPresences) | (world.Options.MessageContentIntent ? 0 : Intent.MessageContent);
            if ((intents & privileged) != 0)
            {
                Close(CloseCode.DisallowedIntents, "Disallowed intent(s).");
                return;
            }
        }

        if (world.Gateway.SessionStarts().Remaining == 0)
        {
            Close(CloseCode.AuthenticationFailed, "Authentication failed.");
            return;
        }

        if (world.Gateway.IdentifiesTooFast(user))
        {
            Send(new JsonObject { ["t"] = null, ["s"] = null, ["op"] = Op.InvalidSession, ["d"] = false });
            return;
        }

        // Some libraries name a transport compression here; only true asks for payload compression.
        encoder.PayloadCompression = data["compress"]?.GetValueKind() == JsonValueKind.True;
        var session = world.Gateway.Open(user, intents, shard, shards);
        Session = session;
        session.Connection = this;
        Greet(session);
        if (user.IsBot && world.Faults.DropsNext()) Abort();
    }

    private void Greet(GatewaySession session)
    {
        var hub = world.Gateway;
        var holdsGuild = hub.ShardOfGuild(session.Shards) == session.Shard;
        var user = Wire.OwnUser(session.User);
        if (session.User.IsBot) user["bot"] = true;
        hub.Send(session, "READY", new JsonObject
        {
            ["v"] = version,
            ["user_settings"] = new JsonObject(),
            ["user"] = user,
            ["session_type"] = "normal",
            ["session_id"] = session.Id,
            ["resume_gateway_url"] = world.GatewayUrl,
            ["relationships"] = new JsonArray(),
            ["private_channels"] = new JsonArray(),
            ["presences"] = new JsonArray(),
            ["guilds"] = holdsGuild ? new JsonArray(new JsonObject { ["unavailable"] = true, ["id"] = Wire.Id(world.Guild.Id) }) : new JsonArray(),
            ["guild_join_requests"] = new JsonArray(),
            ["geo_ordered_rtc_regions"] = new JsonArray(),
            ["auth"] = new JsonObject(),
            ["application"] = new JsonObject { ["id"] = Wire.Id(world.ApplicationId), ["flags"] = Rest.ApplicationWire.Flags(world) },
            ["_trace"] = new JsonArray("[\"sandbox\"]"),
        });
        if (holdsGuild && session.Wants(Intent.Guilds)) hub.Send(session, "GUILD_CREATE", GuildWire.Create(world.Guild, session.User, session.Wants(Intent.GuildMembers)));
    }

    private void Resume(JsonNode? data)
    {
        if (Authenticate(data) is not { } user) return;
        var session = world.Gateway.Find((string?)data?["session_id"] ?? "");
        var sequence = (long?)data?["seq"] ?? 0;
        if (session is null || session.User != user || world.Faults.RefusesResume() || sequence > session.Sequence || session.Since(sequence) is not { } missed)
        {
            if (session is not null && session.User == user && sequence > session.Sequence)
            {
                Close(CloseCode.InvalidSequence, "Invalid seq.");
                return;
            }

            // Not resumable: the client identifies anew on this connection.
            if (session is not null && session.User == user) world.Gateway.Discard(session);
            Send(new JsonObject { ["t"] = null, ["s"] = null, ["op"] = Op.InvalidSession, ["d"] = false });
            return;
        }

        session.Connection?.Abort();
        session.Connection = this;
        Session = session;
        foreach (var (number, payload) in missed) Enqueue(payload, number);
        world.Gateway.Send(session, "RESUMED", new JsonObject { ["_trace"] = new JsonArray("[\"sandbox\"]") });
        if (user.IsBot && world.Faults.DropsNext()) Abort();
    }

    public void Send(JsonObject payload)
    {
        world.Observe(new GatewayFrame(ToClient: true, Session?.User.Id, payload));
        Enqueue(Wire.Bytes(payload), 0);
    }

    /// <summary>Asks the client to identify anew or to resume; the session is lost when it may not be resumed.</summary>
    public void InvalidateSession(bool resumable)
    {
        if (Session is not { } session) return;
        Send(new JsonObject { ["t"] = null, ["s"] = null, ["op"] = Op.InvalidSession, ["d"] = resumable });
        session.Connection = null;
        session.DisconnectedAt = world.Time.GetUtcNow();
        Session = null;
        if (!resumable) world.Gateway.Discard(session);
    }
}
