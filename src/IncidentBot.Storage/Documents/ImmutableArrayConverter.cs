using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Storage.Documents;

/// <summary>
/// Writes an array that was never set as an empty one, where the framework's own converter throws. To the domain the two are the same, and what is read
/// back can always be walked through.
/// </summary>
internal sealed class ImmutableArrayConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert)
        => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ImmutableArray<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
        => (JsonConverter)Activator.CreateInstance(typeof(ImmutableArrayConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
}

internal sealed class ImmutableArrayConverter<T> : JsonConverter<ImmutableArray<T>>
{
    public override bool HandleNull => true;

    public override ImmutableArray<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => [.. JsonSerializer.Deserialize<T[]>(ref reader, options) ?? []];

    public override void Write(Utf8JsonWriter writer, ImmutableArray<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        if (!value.IsDefault)
        {
            foreach (var item in value) JsonSerializer.Serialize(writer, item, options);
        }

        writer.WriteEndArray();
    }
}
