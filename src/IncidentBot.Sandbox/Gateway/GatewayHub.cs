using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Gateway;

/// <summary>All sessions, and the one way an event takes to them. Methods that change something run under the world's gate.</summary>
public sealed class GatewayHub
{
    private readonly SandboxWorld world;
    private readonly Dictionary<string, GatewaySession> sessions = [];
    private readonly List<GatewayConnection> connections = [];
    private readonly List<DateTimeOffset> identifies = [];
    private readonly Dictionary<ulong, DateTimeOffset> lastIdentify = [];
    private int created;

    internal GatewayHub(SandboxWorld world) => this.world = world;

    /// <summary>The number of the last event dispatched to the bot's newest session; 0 when it never connected.</summary>
    public long LastDispatchedSequence
    {
        get
        {
            lock (world.Gate) return sessions.Values.LastOrDefault(s => s.User.IsBot)?.Sequence ?? 0;
        }
    }

    /// <summary>Whether the bot has a session with an open connection.</summary>
    public bool BotIsConnected
    {
        get
        {
            lock (world.Gate) return sessions.Values.Any(s => s.User.IsBot && s.Connection is not null);
        }
    }

    /// <summary>Every session that is alive, oldest first.</summary>
    public IReadOnlyList<GatewaySessionStatus> Sessions
    {
        get
        {
            lock (world.Gate)
            {
                return [.. sessions.Values.Select(s => new GatewaySessionStatus(s.Id, s.User.Id, s.Connection is not null, s.Sequence, s.Written, s.Acknowledged))];
            }
        }
    }

    /// <summary>How many identifies are left in the day of 1,000, and when the day ends.</summary>
    internal (int Remaining, TimeSpan ResetAfter) SessionStarts()
    {
        var now = world.Time.GetUtcNow();
        identifies.RemoveAll(at => at + TimeSpan.FromDays(1) <= now);
        return (Math.Max(0, 1000 - identifies.Count), identifies.Count == 0 ? TimeSpan.Zero : identifies[0] + TimeSpan.FromDays(1) - now);
    }

    /// <summary>Renders the event for each session (null: not for this one) and sends it.</summary>
    internal void Dispatch(string type, Func<GatewaySession, JsonNode?> render)
    {
        Forget();
        foreach (var session in sessions.Values)
        {
            // Direct messages and interactions outside a server go to shard 0 (Events: Gateway, Sharding).
            if (session.User.IsBot && session.Shard != ShardOfGuild(session.Shards) && session.Shard != 0) continue;
            if (render(session) is not { } data) continue;
            if (session.Shard != (data["guild_id"] is null && type is not ("GUILD_CREATE" or "GUILD_UPDATE" or "GUILD_DELETE") ? 0 : ShardOfGuild(session.Shards))) continue;
            foreach (var (sendType, sendData) in session.User.IsBot ? world.Faults.OnEvent(session, type, data) : [(type, data)])
            {
                Send(session, sendType, sendData);
            }
        }
    }

    /// <summary>The sessions an event of the server would go to.</summary>
    internal IReadOnlyList<GatewaySession> SessionsOfGuild()
    {
        Forget();
        return [.. sessions.Values.Where(s => s.Shard == ShardOfGuild(s.Shards))];
    }

    internal int ShardOfGuild(int shards) => (int)((world.Guild.Id >> 22) % (ulong)shards);

    internal void Send(GatewaySession session, string type, JsonNode data) =>
        session.Send(type, data, world.Options.ResumeBufferEvents, world.IsObservingGateway ? p => world.Observe(new GatewayFrame(ToClient: true, session.User.Id, p)) : null);

    /// <summary>Whether this identify comes within 5 s of the one before in its bucket: max_concurrency is 1 (Events: Gateway, Rate Limiting).</summary>
    internal bool IdentifiesTooFast(User user)
    {
        var now = world.Time.GetUtcNow();
        if (world.Options.StrictRateLimits && lastIdentify.TryGetValue(user.Id, out var last) && now - last < TimeSpan.FromSeconds(5)) return true;
        lastIdentify[user.Id] = now;
        return false;
    }

    internal GatewaySession Open(User user, int intents, int shard, int shards)
    {
        identifies.Add(world.Time.GetUtcNow());
        var id = Convert.ToHexStringLower(MD5.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{user.Id} {++created}"))));
        var session = new GatewaySession(id, user, intents, shard, shards);
        sessions.Add(id, session);
        return session;
    }

    internal GatewaySession? Find(string id)
    {
        Forget();
        return sessions.GetValueOrDefault(id);
    }

    internal void Discard(GatewaySession session) => sessions.Remove(session.Id);

    internal void Attach(GatewayConnection connection) => connections.Add(connection);

    internal void Detach(GatewayConnection connection)
    {
        connections.Remove(connection);
        if (connection.Session is not { } session || session.Connection != connection) return;
        session.Connection = null;
        session.DisconnectedAt = world.Time.GetUtcNow();
        // A close with 1000 or 1001 ends the session (Events: Gateway, Disconnecting).
        if (connection.ClientCloseCode is 1000 or 1001) sessions.Remove(session.Id);
    }

    internal IReadOnlyList<GatewayConnection> BotConnections => [.. connections.Where(c => c.Session is { User.IsBot: true })];

    internal IReadOnlyList<GatewayConnection> AllConnections => [.. connections];

    private void Forget()
    {
        var now = world.Time.GetUtcNow();
        foreach (var gone in sessions.Values.Where(s => s.Connection is null && s.DisconnectedAt + world.Options.ResumeWindow < now).ToList()) sessions.Remove(gone.Id);
    }
}
