using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Discord;

/// <summary>
/// Reads what Discord sends without ever failing on a value: Discord adds fields, sends null for what is missing and new numbers in its
/// enumerations, and a bot that stops over one of them loses an incident. What cannot be understood becomes the type's default.
/// </summary>
internal static class WireValue
{
    /// <summary>Digits of the greatest number of 64 bits.</summary>
    private const int LongestUInt64 = 20;

    public static T Skip<T>(ref Utf8JsonReader reader)
        where T : struct
    {
        reader.Skip();
        return default;
    }

    /// <summary>Text that Discord sends as something else (a nonce may be a number) is taken as it is written; null for what is no value.</summary>
    public static string? ReadText(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                using (var value = JsonDocument.ParseValue(ref reader)) return value.RootElement.GetRawText();
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>
    /// Permissions, which Discord sends as text because they may outgrow any number type (Topics: Permissions). Bits past the 64th have no name here and are
    /// left out; those below still count.
    /// </summary>
    public static Permissions ReadPermissions(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || reader.ValueSpan.Length < LongestUInt64) return (Permissions)unchecked((ulong)ReadInt64(ref reader));
        return BigInteger.TryParse(ReadText(ref reader), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? (Permissions)(ulong)(bits & ulong.MaxValue) : Permissions.None;
    }

    public static long ReadInt64(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                if (reader.TryGetInt64(out var number)) return number;
                if (reader.TryGetUInt64(out var large)) return unchecked((long)large);
                return reader.TryGetDouble(out var real) && Math.Abs(real) < 9e18 ? (long)real : 0;
            case JsonTokenType.String:
                var text = reader.GetString();
                if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed)) return parsed;
                return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var unsigned) ? unchecked((long)unsigned) : 0;
            default:
                reader.Skip();
                return 0;
        }
    }
}

internal sealed class WireInt32Converter : JsonConverter<int>
{
    public override bool HandleNull => true;

    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (int)Math.Clamp(WireValue.ReadInt64(ref reader), int.MinValue, int.MaxValue);

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

internal sealed class WireInt64Converter : JsonConverter<long>
{
    public override bool HandleNull => true;

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => WireValue.ReadInt64(ref reader);

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

internal sealed class WireBooleanConverter : JsonConverter<bool>
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : WireValue.Skip<bool>(ref reader);

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}

/// <summary>Instants are ISO 8601 with an offset; they are kept in UTC.</summary>
internal sealed class WireInstantConverter : JsonConverter<DateTimeOffset>
{
    public override bool HandleNull => true;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && reader.TryGetDateTimeOffset(out var instant)
            ? instant.ToUniversalTime()
            : WireValue.Skip<DateTimeOffset>(ref reader);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
}

internal sealed class WireStringConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => WireValue.ReadText(ref reader);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
}

/// <summary>An enumeration that is a number on the wire. Numbers that have no name yet are kept as they are.</summary>
internal sealed class WireEnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    public override bool HandleNull => true;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (T)Enum.ToObject(typeof(T), WireValue.ReadInt64(ref reader));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
}

/// <summary>
/// Discord sends permissions as a decimal string. It takes a string as well as a number; its published schema says number for requests, and the bits
/// that bots may set stay below 2^53.
/// </summary>
internal sealed class PermissionsConverter : JsonConverter<Permissions>
{
    public override bool HandleNull => true;

    public override Permissions Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WireValue.ReadPermissions(ref reader);

    public override void Write(Utf8JsonWriter writer, Permissions value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((ulong)value);
}
