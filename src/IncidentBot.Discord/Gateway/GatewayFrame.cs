using System.Text.Json;

namespace IncidentBot.Discord;

/// <summary>The envelope of a gateway message, with what is in it left unread.</summary>
/// <param name="Data">Of a MESSAGE_CREATE only its beginning is known, and the rest of the envelope may follow it.</param>
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
            var field = reader.ValueSpan;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (field.SequenceEqual("op"u8)) frame = frame with { Op = (GatewayOp)WireValue.ReadInt64(ref reader) };
            else if (field.SequenceEqual("s"u8) && reader.TokenType is JsonTokenType.Number) frame = frame with { Sequence = WireValue.ReadInt64(ref reader) };
            else if (field.SequenceEqual("t"u8) && reader.TokenType is JsonTokenType.String) frame = frame with { Name = NameOf(ref reader) };
            else if (field.SequenceEqual("d"u8) && frame is { IsMessage: true, Op: GatewayOp.Dispatch, Sequence: not null }) return frame with { Data = json[start..] };
            reader.Skip();
            if (field.SequenceEqual("d"u8)) frame = frame with { Data = json[start..(int)reader.BytesConsumed] };
        }

        return frame;
    }

    // Of messages there are many: their name is not made anew each time, and their data is not gone through twice. Discord sends it last.
    private bool IsMessage => ReferenceEquals(Name, EventReader.MessageCreate);

    private static string? NameOf(ref Utf8JsonReader reader) => reader.ValueTextEquals("MESSAGE_CREATE"u8) ? EventReader.MessageCreate : reader.GetString();
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
