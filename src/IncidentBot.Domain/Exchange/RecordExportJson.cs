using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentBot.Domain.Postmortems.Rendering;

namespace IncidentBot.Domain.Exchange;

/// <summary>
/// The whole record as one JSON file, in the same words as <see cref="JsonRenderer"/>: ids are strings, enumerations are words, instants are ISO 8601 in UTC.
/// The same record gives the same bytes, and what is read back is what was written.
/// </summary>
public static class RecordExportJson
{
    public const string Format = "incident-bot-record";

    /// <summary>Grows when the meaning of a member changes.</summary>
    public const int Version = 1;

    /// <summary>A member that this version does not know would be lost without a word: it is an error instead.</summary>
    private static readonly JsonSerializerOptions Strict = new(JsonRenderer.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>Whether a file claims to be such an export; it may still be broken.</summary>
    public static bool IsExport(ReadOnlySpan<byte> beginning) => System.Text.Encoding.UTF8.GetString(beginning[..Math.Min(beginning.Length, 200)]).Contains($"\"format\": \"{Format}\"", StringComparison.Ordinal);

    public static void Write(Stream to, RecordExport record)
    {
        JsonSerializer.Serialize(to, new File(Format, Version, record.Servers, record.Incidents, record.People), JsonRenderer.Options);
        to.WriteByte((byte)'\n');
    }

    /// <exception cref="RecordFormatException">It is no such file, broken, or of a newer version; the message is a sentence for the person.</exception>
    public static RecordExport Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var head = JsonSerializer.Deserialize<Head>(json, JsonRenderer.Options);
            if (head?.Format != Format) throw new RecordFormatException("This is no export of a record.");
            if (head.Version > Version) throw new RecordFormatException($"This export is of version {head.Version}, written by a newer IncidentBot; this one reads up to version {Version}: update it first.");
            if (head.Version < 1) throw new RecordFormatException("This export names no version.");
            var file = JsonSerializer.Deserialize<File>(json, Strict)!;
            return new RecordExport(file.Servers, file.Incidents, file.People);
        }
        catch (JsonException e)
        {
            throw new RecordFormatException($"This export cannot be read, at {e.Path ?? "its beginning"} (line {(e.LineNumber ?? 0) + 1}): it is cut off or was changed.", e);
        }
    }

    private sealed record Head(string? Format, int Version);

    private sealed record File(
        string Format,
        int Version,
        ImmutableArray<ExportedServer> Servers,
        ImmutableArray<ExportedIncident> Incidents,
        ImmutableDictionary<PersonId, string> People);
}

/// <summary>A file is not what it should be; the message is a sentence for the person.</summary>
public sealed class RecordFormatException(string message, Exception? inner = null) : Exception(message, inner);
