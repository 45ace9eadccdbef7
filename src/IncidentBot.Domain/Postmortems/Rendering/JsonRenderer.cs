using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Postmortems.Rendering;

/// <summary>
/// The whole record as JSON, with the document composed from it. Ids are strings, because JavaScript rounds numbers of that size; enumerations are words;
/// instants are ISO 8601 in UTC. The same record gives the same bytes, and <see cref="ReadFile"/> gives back the record that was written.
/// </summary>
public static class JsonRenderer
{
    /// <summary>Grows when the meaning of a member changes; new members alone do not change it.</summary>
    public const int Version = 1;

    public static string Render(IncidentFile file, PostmortemDocument document) =>
        JsonSerializer.Serialize(new Export("incident-record", Version, file, document), Options) + "\n";

    /// <summary>The same as UTF-8, written as it is made: a long record does not have to fit into memory a second time.</summary>
    public static void Write(Stream to, IncidentFile file, PostmortemDocument document)
    {
        JsonSerializer.Serialize(to, new Export("incident-record", Version, file, document), Options);
        to.WriteByte((byte)'\n');
    }

    /// <summary>The record within an export. Throws <see cref="JsonException"/> for anything else.</summary>
    public static IncidentFile ReadFile(string json) =>
        JsonSerializer.Deserialize<Export>(json, Options)?.Record ?? throw new JsonException("This is no incident record.");

    /// <summary>How values of the domain are written for others.</summary>
    internal static JsonSerializerOptions Options { get; } = MakeOptions();

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            NewLine = "\n",
            DefaultIgnoreCondition = JsonIgnoreCondition.Never,

            // Other scripts stay readable; "<", "&" and quotes stay escaped, so that the file is harmless inside a page.
            Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutDerived } },
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new IdConverter<ServerId>(v => new(v), id => id.Value));
        options.Converters.Add(new IdConverter<PersonId>(v => new(v), id => id.Value));
        options.Converters.Add(new IdConverter<ChatRoleId>(v => new(v), id => id.Value));
        options.Converters.Add(new IdConverter<ChannelId>(v => new(v), id => id.Value));
        options.Converters.Add(new IdConverter<MessageId>(v => new(v), id => id.Value));
        options.Converters.Add(new IdConverter<EventId>(v => new(v), id => id.Value));
        options.Converters.Add(new IdConverter<IncidentId>(v => new((long)v), id => (ulong)id.Value));
        options.Converters.Add(new RoleConverter());
        options.Converters.Add(new RichTextConverter());
        options.Converters.Add(new SortedConverter<PersonId, string>(p => p.ToString(), s => new PersonId(ulong.Parse(s))));
        options.Converters.Add(new SortedConverter<string, Statement>(s => s, s => s));
        options.Converters.Add(new SortedConverter<string, EntryKind>(s => s, s => s));
        options.Converters.Add(new SortedConverter<Verb, ImmutableArray<ChatRoleId>>(v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()), s => Enum.Parse<Verb>(s, ignoreCase: true)));
        return options;
    }

    /// <summary>Members that follow from others are neither written nor missed.</summary>
    private static void LeaveOutDerived(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;

        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            var derived = property.Set is null && property.AssociatedParameter is null;
            if (derived) type.Properties.RemoveAt(i);
        }
    }

    private sealed record Export(string Format, int Version, IncidentFile Record, PostmortemDocument Postmortem);

    private sealed class IdConverter<T>(Func<ulong, T> make, Func<T, ulong> value) : JsonConverter<T>
        where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ulong.TryParse(reader.GetString(), out var id) ? make(id) : throw new JsonException($"\"{reader.GetString()}\" is no id.");

        public override void Write(Utf8JsonWriter writer, T value_, JsonSerializerOptions options)
        {
            Span<byte> digits = stackalloc byte[20];
            value(value_).TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
            writer.WriteStringValue(digits[..length]);
        }
    }

    private sealed class RoleConverter : JsonConverter<IncidentRole>
    {
        public override IncidentRole Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? throw new JsonException("A role has a name."));

        public override void Write(Utf8JsonWriter writer, IncidentRole value, JsonSerializerOptions options) => writer.WriteStringValue(value.Key);
    }

    /// <summary>A run of text is its parts.</summary>
    private sealed class RichTextConverter : JsonConverter<RichText>
    {
        public override RichText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(JsonSerializer.Deserialize<ImmutableArray<Inline>>(ref reader, options));

        public override void Write(Utf8JsonWriter writer, RichText value, JsonSerializerOptions options)
        {
            _parts ??= (JsonTypeInfo<ImmutableArray<Inline>>)options.GetTypeInfo(typeof(ImmutableArray<Inline>));
            JsonSerializer.Serialize(writer, value.Parts, _parts);
        }

        private JsonTypeInfo<ImmutableArray<Inline>>? _parts;
    }

    /// <summary>A hash table has no order of its own; the file has that of its keys.</summary>
    private sealed class SortedConverter<TKey, TValue>(Func<TKey, string> write, Func<string, TKey> read) : JsonConverter<ImmutableDictionary<TKey, TValue>>
        where TKey : notnull
    {
        public override ImmutableDictionary<TKey, TValue> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var values = JsonSerializer.Deserialize<Dictionary<string, TValue>>(ref reader, options) ?? [];
            return values.ToImmutableDictionary(v => read(v.Key), v => v.Value);
        }

        public override void Write(Utf8JsonWriter writer, ImmutableDictionary<TKey, TValue> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (key, item) in value.Select(v => (Key: write(v.Key), v.Value)).OrderBy(v => v.Key, StringComparer.Ordinal))
            {
                writer.WritePropertyName(key);
                JsonSerializer.Serialize(writer, item, options);
            }

            writer.WriteEndObject();
        }
    }
}
