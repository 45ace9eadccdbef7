using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Discord;

/// <summary>Writes a decimal string; reads a string, a number or null (which is zero), and is at home as a dictionary key.</summary>
internal sealed class SnowflakeConverter : JsonConverter<Snowflake>
{
    public override bool HandleNull => true;

    public override Snowflake Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => Snowflake.TryParse(reader.GetString(), out var id) ? id : default,
        JsonTokenType.Number => reader.TryGetUInt64(out var value) ? new(value) : default,
        _ => WireValue.Skip<Snowflake>(ref reader),
    };

    public override void Write(Utf8JsonWriter writer, Snowflake value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    public override Snowflake ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Snowflake.TryParse(reader.GetString(), out var id) ? id : default;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, Snowflake value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString());
}
