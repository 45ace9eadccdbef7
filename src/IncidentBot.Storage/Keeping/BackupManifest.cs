using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Storage.Keeping;

/// <summary>What a backup says of itself. It is its last file: an archive that was cut short has none.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Version">Of the format: <see cref="FormatVersion"/>.</param>
/// <param name="Program">The version of the program that made it.</param>
/// <param name="MadeAt">UTC.</param>
/// <param name="Migration">The newest step of the database in it.</param>
/// <param name="HasAttachments">False: kept files were left out, and a restore leaves those that are there.</param>
/// <param name="Files">Every file but this one.</param>
internal sealed record BackupManifest(string Format, int Version, string Program, DateTimeOffset MadeAt, string Migration, bool HasAttachments, IReadOnlyList<BackedUpFile> Files)
{
    public const string FormatName = "incidentbot-backup";
    public const int FormatVersion = 1;
}

/// <param name="Path">In the archive, with slashes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Lower case hexadecimal digits.</param>
internal sealed record BackedUpFile(string Path, long Bytes, string Sha256);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(RestoreJournal))]
internal sealed partial class KeepingJson : JsonSerializerContext;
