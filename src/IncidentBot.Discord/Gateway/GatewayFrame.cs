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
        var frame = new GatewayFrame((GatewayOp)(-1), null, null, default);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("op"u8)) frame = Next(ref reader) with { Op = (GatewayOp)WireValue.ReadInt64(ref reader) };
            else if (reader.ValueTextEquals("s"u8)) frame = Next(ref reader) with { Sequence = reader.TokenType is JsonTokenType.Null ? null : WireValue.ReadInt64(ref reader) };
            else if (reader.ValueTextEquals("t"u8)) frame = Next(ref reader) with { Name = reader.TokenType is JsonTokenType.String ? reader.GetString() : null };
            else if (reader.ValueTextEquals("d"u8)) frame = Next(ref reader) with { Data = Slice(ref reader) };
            else reader.Skip();
        }

        return frame;

        GatewayFrame Next(ref Utf8JsonReader reader)
        {
            reader.Read();
            return frame;
        }

        ReadOnlyMemory<byte> Slice(ref Utf8JsonReader reader)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            return json[start..(int)reader.BytesConsumed];
        }
    }
}

internal enum GatewayOp
{
    Dispatch = 0,
    Heartbeat = 1,
    Identify = 2,
    Resume = 6,
    Reconnect = 7,
    InvalidSession = 9,
    Hello = 10,
    HeartbeatAck = 11,
}
