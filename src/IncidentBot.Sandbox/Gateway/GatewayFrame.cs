using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.Gateway;

/// <summary>One payload on the gateway, for observers.</summary>
/// <param name="ToClient">True when the sandbox sent it.</param>
/// <param name="UserId">Whose session, or null before it has identified.</param>
/// <param name="Payload">The whole payload: op, d, s, t.</param>
public sealed record GatewayFrame(bool ToClient, ulong? UserId, JsonNode Payload);

/// <summary>How far a session is. A replay knows that the bot has everything when its own position equals <paramref name="LastSequence"/>.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="Connected">Whether a connection is open now.</param>
/// <param name="LastSequence">The number of the last event dispatched to it.</param>
/// <param name="WrittenSequence">The number of the last event written to its connection.</param>
/// <param name="AcknowledgedSequence">The last number the client named in a heartbeat.</param>
public sealed record GatewaySessionStatus(string SessionId, ulong UserId, bool Connected, long LastSequence, long WrittenSequence, long AcknowledgedSequence);
