using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Storage.Documents;

/// <summary>An id as a bare number.</summary>
internal sealed class IdConverter<T>(Func<T, ulong> number, Func<ulong, T> id) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => id(reader.GetUInt64());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(number(value));
}
