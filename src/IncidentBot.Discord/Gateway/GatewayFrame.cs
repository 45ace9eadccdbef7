using System.Text.Json;

namespace IncidentBot.Discord;

/// <summary>The envelope of a gateway message, with what is in it left unread.</summary>
internal readonly record struct GatewayFrame(GatewayOp Op, long? Sequence, string? Name, ReadOnlyMemory<byte> Data)
{
    /// <exception cref="JsonException">It is not a JSON object.</exception>
    public static GatewayFrame Parse(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject) throw new JsonException("A gateway message is an object.");
        var frame = new GatewayFrame(GatewayOp.None, null, null, default);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var field = reader.GetString();
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            frame = field switch
            {
                "op" => frame with { Op = (GatewayOp)WireValue.ReadInt64(ref reader) },
                "s" when reader.TokenType is JsonTokenType.Number => frame with { Sequence = WireValue.ReadInt64(ref reader) },
                "t" when reader.TokenType is JsonTokenType.String => frame with { Name = reader.GetString() },
                _ => frame,
            };
            reader.Skip();
            if (field is "d") frame = frame with { Data = json[start..(int)reader.BytesConsumed] };
        }

        return frame;
    }
}

internal enum GatewayOp
{
    None = -1,
    Dispatch = 0,
    Heartbeat = 1,
    Identify = 2,
    Resume = 6,
    Reconnect = 7,
    InvalidSession = 9,
    Hello = 10,
    HeartbeatAck = 11,
}
