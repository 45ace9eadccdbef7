using System.Globalization;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Gateway;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Faults;

/// <summary>What is to go wrong. Added from tests or over /sandbox/faults; some strike at once, the others when their turn comes.</summary>
public sealed class FaultBoard
{
    private readonly SandboxWorld world;
    private readonly List<Pending> pending = [];
    private readonly List<SwallowedEvent> swallowed = [];
    private ulong removedPermissions;

    internal FaultBoard(SandboxWorld world) => this.world = world;

    private sealed class Pending(Fault fault)
    {
        public Fault Fault => fault;

        public GatewaySession? HeldFor { get; set; }

        public int Left { get; set; } = fault.Times;

        public (string Type, JsonNode Data)? Held { get; set; }
    }

    /// <summary>What still waits or lasts.</summary>
    public IReadOnlyList<Fault> Active
    {
        get
        {
            lock (world.Gate) return [.. pending.Select(p => p.Fault with { Times = p.Left })];
        }
    }

    /// <summary>The events that were not sent, oldest first.</summary>
    public IReadOnlyList<SwallowedEvent> Swallowed
    {
        get
        {
            lock (world.Gate) return [.. swallowed];
        }
    }

    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (world.Gate)
        {
            var bots = world.Gateway.BotConnections;
            switch (fault.Kind)
            {
                case FaultKind.Close:
                    foreach (var connection in bots) connection.Close(fault.Code ?? CloseCode.UnknownError, "Fault");
                    return;
                case FaultKind.Reconnect:
                    foreach (var connection in bots) connection.Send(new JsonObject { ["t"] = null, ["s"] = null, ["op"] = Op.Reconnect, ["d"] = null });
                    return;
                case FaultKind.InvalidSession:
                    foreach (var connection in bots) connection.InvalidateSession(fault.Resumable);
                    return;
                case FaultKind.Silence:
                    foreach (var connection in bots) connection.Silent = true;
                    return;
                case FaultKind.Drop:
                    foreach (var connection in bots) connection.Abort();
                    if (fault.Times > 1) pending.Add(new Pending(fault) { Left = fault.Times - 1 });
                    return;
                case FaultKind.ClosedDms:
                    world.People[fault.Person ?? ""].DmsClosed = true;
                    break;
                case FaultKind.MissingPermission:
                    var role = BotRole();
                    removedPermissions |= role.Permissions & fault.Permission;
                    world.Guild.Withheld[world.ApplicationId] = world.Guild.Withheld.GetValueOrDefault(world.ApplicationId) | fault.Permission;
                    role.Permissions &= ~fault.Permission;
                    world.AnnounceRole("GUILD_ROLE_UPDATE", role);
                    break;
            }

            pending.Add(new Pending(fault));
        }
    }

    /// <summary>Everything is well again. Events held back are sent.</summary>
    public void Clear()
    {
        lock (world.Gate)
        {
            FlushHeld();
            pending.Clear();
            world.Guild.Withheld.Clear();
            foreach (var person in world.People.Values) person.DmsClosed = world.Options.People.Any(p => p.Handle == person.Username && p.DmsClosed);
            foreach (var connection in world.Gateway.AllConnections) connection.Silent = false;
            if (removedPermissions == 0) return;
            var role = BotRole();
            role.Permissions |= removedPermissions;
            removedPermissions = 0;
            world.AnnounceRole("GUILD_ROLE_UPDATE", role);
        }
    }

    /// <summary>The faults of this request, each counted as used. Called under the gate.</summary>
    internal IReadOnlyList<Fault> OnRequest(string method, string path)
    {
        var struck = new List<Fault>();
        foreach (var item in pending.ToList())
        {
            if (item.Fault.Kind is not (FaultKind.Delay or FaultKind.RateLimit or FaultKind.ServerError or FaultKind.BrokenConnection)) continue;
            if (item.Fault.Method is { } wanted && !wanted.Equals(method, StringComparison.OrdinalIgnoreCase)) continue;
            if (item.Fault.Route is { } route && !Matches(path, route)) continue;
            Use(item);
            struck.Add(item.Fault);
        }

        return struck;
    }

    /// <summary>What becomes of an event on its way to one session.</summary>
    internal IEnumerable<(string Type, JsonNode Data)> OnEvent(GatewaySession session, string type, JsonNode data)
    {
        if (pending.Find(p => p.Fault.Kind == FaultKind.ReorderEvents && p.HeldFor == session && p.Held is not null && (p.Fault.Event is null || p.Fault.Event == type)) is { } holding)
        {
            var held = holding.Held!.Value;
            holding.Held = null;
            Use(holding);
            return [(type, data), held];
        }

        var item = pending.Find(p => p.Held is null && p.Fault.Kind is FaultKind.DuplicateEvent or FaultKind.SwallowEvent or FaultKind.ReorderEvents && (p.Fault.Event is null || p.Fault.Event == type));
        switch (item?.Fault.Kind)
        {
            case FaultKind.SwallowEvent:
                Use(item);
                swallowed.Add(new(type, Id(data["message_id"] ?? data["id"]), world.Time.GetUtcNow()));
                return [];
            case FaultKind.DuplicateEvent:
                Use(item);
                return [(type, data), (type, data.DeepClone())];
            case FaultKind.ReorderEvents:
                item.Held = (type, data);
                item.HeldFor = session;
                return [];
            default:
                return [(type, data)];
        }
    }

    internal bool RefusesResume()
    {
        if (pending.Find(p => p.Fault.Kind == FaultKind.RefuseResume) is not { } item) return false;
        Use(item);
        return true;
    }

    /// <summary>Whether a connection that has just become ready breaks again.</summary>
    internal bool DropsNext()
    {
        if (pending.Find(p => p.Fault.Kind == FaultKind.Drop) is not { } item) return false;
        Use(item);
        return true;
    }

    private static ulong? Id(JsonNode? id) => ulong.TryParse((string?)id, CultureInfo.InvariantCulture, out var number) ? number : null;

    private void FlushHeld()
    {
        foreach (var item in pending)
        {
            if (item is { Held: { } held, HeldFor: { } session }) world.Gateway.Send(session, held.Type, held.Data);
        }
    }

    private void Use(Pending item)
    {
        if (--item.Left <= 0) pending.Remove(item);
    }

    private Role BotRole() => world.Guild.Roles.Values.First(r => r.BotId == world.ApplicationId);

    private static bool Matches(string path, string pattern)
    {
        var parts = path.Trim('/').Split('/');
        var wanted = pattern.Trim('/').Split('/');
        for (var start = 0; start + wanted.Length <= parts.Length; start++)
        {
            var all = true;
            for (var i = 0; i < wanted.Length && all; i++) all = wanted[i] == "*" || wanted[i] == parts[start + i];
            if (all) return true;
        }

        return false;
    }
}
