using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;

namespace IncidentBot.Storage.Documents;

/// <summary>
/// Domain values as JSON text: the part of a row that only the domain understands. Columns beside it are there to be queried, and are derived from it.
/// </summary>
/// <remarks>
/// Metadata comes from reflection, not from the source generator: generated code sets every init-only property, and so loses the initializers of those
/// that are missing in the text (https://github.com/dotnet/runtime/issues/84484). A document from before a property existed must come back with that
/// property's default. For the same reason nothing that has a value is left out when writing.
/// </remarks>
internal static class Document
{
    private static readonly JsonSerializerOptions Options = MakeOptions();

    private static readonly Dictionary<Type, string> Kinds = Options.GetTypeInfo(typeof(Owed)).PolymorphismOptions!.DerivedTypes
        .ToDictionary(static derived => derived.DerivedType, static derived => (string)derived.TypeDiscriminator!);

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <exception cref="StorageException">The text is not such a document.</exception>
    public static T Read<T>(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new StorageException(StorageFault.Corrupt, $"A stored {typeof(T).Name} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The same value with each text in it changed, wherever it stands; ids, words of enumerations and keys stay.</summary>
    public static T Map<T>(T value, Func<string, string> map)
    {
        var options = new JsonSerializerOptions(Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepNames } } };
        options.Converters.Insert(0, new MappedText(map));
        return Read<T>(JsonSerializer.Serialize(value, options));
    }

    /// <summary>The name under which a kind of owed thing is stored: "show-card".</summary>
    public static string KindOf(Owed owed) => KindOf(owed.GetType());

    public static string KindOf(Type owed) => Kinds[owed];

    // Texts that are names of things, not words of people.
    private static void KeepNames(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.PropertyType != typeof(string)) continue;
            if (property.Name is "Key" or "Emoji" or "TimeZone" or "Zone" || type.Type == typeof(Domain.Actions.TrackedIssue)) property.CustomConverter = JsonMetadataServices.StringConverter;

            // A published document is found its way in by them.
            if (type.Type == typeof(PostmortemSection) && property.Name == nameof(PostmortemSection.Id)) property.CustomConverter = JsonMetadataServices.StringConverter;
            if (type.Type == typeof(PostmortemDocument) && property.Name == nameof(PostmortemDocument.Template)) property.CustomConverter = JsonMetadataServices.StringConverter;
        }
    }

    private sealed class MappedText(Func<string, string> map) : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(map(value));
    }

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            IgnoreReadOnlyProperties = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            AllowOutOfOrderMetadataProperties = true,

            // Chat is in every script: without this, each letter beyond ASCII would take six bytes. The text goes into no HTML.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters =
            {
                new JsonStringEnumConverter(),
                new IdConverter<ServerId>(static id => id.Value, static value => new ServerId(value)),
                new IdConverter<PersonId>(static id => id.Value, static value => new PersonId(value)),
                new IdConverter<ChatRoleId>(static id => id.Value, static value => new ChatRoleId(value)),
                new IdConverter<ChannelId>(static id => id.Value, static value => new ChannelId(value)),
                new IdConverter<MessageId>(static id => id.Value, static value => new MessageId(value)),
                new IdConverter<EventId>(static id => id.Value, static value => new EventId(value)),
                new IdConverter<IncidentId>(static id => (ulong)id.Value, static value => new IncidentId((long)value)),
                new ImmutableArrayConverterFactory(),
            },
        };
        options.MakeReadOnly();
        return options;
    }
}
