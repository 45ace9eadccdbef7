using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace IncidentBot.Storage.Keeping;

/// <summary>
/// The form of a backup: a gzipped tar, which any machine can open. It holds the database, the kept attachments, and last its manifest with the hash of each.
/// </summary>
internal static class BackupArchive
{
    public const string Database = "incidentbot.db";
    public const string Attachments = "attachments";
    private const string Manifest = "manifest.json";

    /// <summary>More than any real manifest has (some 130 bytes for each file).</summary>
    private const long LongestManifest = 256L << 20;

    /// <summary>Writes it whole and to the disk, or not at all: it gets its name when it is complete.</summary>
    /// <param name="database">A copy that nobody writes to.</param>
    /// <param name="attachments">The folder of kept files; null: they are left out.</param>
    /// <exception cref="IOException">It cannot be written, or is there already.</exception>
    public static async Task<long> WriteAsync(string target, string database, string? attachments, Func<IReadOnlyList<BackedUpFile>, BackupManifest> describe, CancellationToken cancellationToken)
    {
        var partial = target + ".partial";
        try
        {
            // For its owner's eyes alone: private incidents are in it.
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var file = new FileStream(partial, options))
            {
                await using (var zip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
                await using (var tar = new TarWriter(zip, TarEntryFormat.Pax, leaveOpen: true))
                {
                    var files = new List<BackedUpFile> { await AddAsync(tar, Database, database, cancellationToken) };
                    if (attachments is not null)
                    {
                        foreach (var path in KeptFiles.In(attachments).Select(static file => file.FullName))
                        {
                            var name = Attachments + "/" + Path.GetRelativePath(attachments, path).Replace('\\', '/');
                            try
                            {
                                files.Add(await AddAsync(tar, name, path, cancellationToken));
                            }
                            catch (FileNotFoundException)
                            {
                                // Removed for good a moment ago.
                            }
                        }
                    }

                    using var manifest = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(describe(files), KeepingJson.Default.BackupManifest));
                    await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, Manifest) { DataStream = manifest }, cancellationToken);
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(partial, target, overwrite: false);
            return new FileInfo(target).Length;
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>Unpacks into an empty folder and compares every file with the manifest.</summary>
    /// <exception cref="InvalidDataException">It is no backup, or it is damaged; the message says how.</exception>
    public static async Task<BackupManifest> ReadAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, BackedUpFile>(StringComparer.Ordinal);
        BackupManifest? manifest = null;
        try
        {
            await using var file = File.OpenRead(archive);
            await using var zip = new GZipStream(file, CompressionMode.Decompress);
            await using var tar = new TarReader(zip);
            while (manifest is null && await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !IsOurs(entry.Name) || found.ContainsKey(entry.Name))
                    throw new InvalidDataException("it holds something that no backup holds");
                var data = entry.DataStream ?? Stream.Null;
                if (entry.Name == Manifest)
                {
                    if (entry.Length > LongestManifest) throw new InvalidDataException("its manifest is too long");
                    manifest = await JsonSerializer.DeserializeAsync(data, KeepingJson.Default.BackupManifest, cancellationToken);
                }
                else
                {
                    Room.Demand(folder, entry.Length, "the unpacked backup");
                    found.Add(entry.Name, await UnpackAsync(data, entry.Name, Path.Combine([folder, .. entry.Name.Split('/')]), cancellationToken));
                }
            }

            // The archive's own checksum stands at its end, and covers what lies between the files too.
            await zip.CopyToAsync(Stream.Null, cancellationToken);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or JsonException or NotSupportedException)
        {
            throw new InvalidDataException("it is cut short or no backup of this program", e);
        }

        if (manifest is not { Format: BackupManifest.FormatName, Files: not null }) throw new InvalidDataException("it has no manifest, so it is cut short or no backup of this program");
        if (manifest.Version > BackupManifest.FormatVersion) throw new InvalidDataException("it was made by a newer version of this program; use that version");
        Compare(manifest, found);
        return manifest;
    }

    private static void Compare(BackupManifest manifest, Dictionary<string, BackedUpFile> found)
    {
        foreach (var expected in manifest.Files)
        {
            if (!found.Remove(expected.Path, out var present)) throw new InvalidDataException($"{expected.Path} is missing in it");
            if (present != expected) throw new InvalidDataException($"{expected.Path} in it is damaged");
        }

        if (found.Keys.FirstOrDefault() is { } surplus) throw new InvalidDataException($"{surplus} in it is not in its manifest");
        if (manifest.Files.All(file => file.Path != Database)) throw new InvalidDataException("there is no database in it");
    }

    private static async Task<BackedUpFile> AddAsync(TarWriter tar, string name, string path, CancellationToken cancellationToken)
    {
        await using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(source, cancellationToken));
        source.Position = 0;
        var length = source.Length;
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = source }, cancellationToken);
        return new(name, length, hash);
    }

    private static async Task<BackedUpFile> UnpackAsync(Stream data, string name, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        await data.CopyToAsync(target, cancellationToken);
        target.Flush(flushToDisk: true);
        target.Position = 0;
        return new(name, target.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(target, cancellationToken)));
    }

    // Nothing may be written outside the folder, whoever made the archive.
    private static bool IsOurs(string name)
    {
        if (name is Database or Manifest) return true;
        var parts = name.Split('/');
        return parts.Length > 1 && parts[0] == Attachments && parts.All(static part => part.Length > 0 && part is not ("." or "..") && !part.Contains('\\') && !part.Contains(':') && !part.Contains('\0'));
    }
}
