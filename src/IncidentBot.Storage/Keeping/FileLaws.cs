using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Storage.Keeping;

/// <summary>What must hold for the files, whatever stands in them.</summary>
internal static class FileLaws
{
    /// <summary>So many of one kind are told; after that, how many more there are.</summary>
    public const int Told = 20;

    /// <summary>Every page, every index, every reference.</summary>
    public static IEnumerable<CheckFinding> OfDatabase(SqliteConnection connection)
    {
        var damage = DatabaseFile.Column(connection, $"PRAGMA integrity_check({Told})");
        if (damage is not ["ok"])
        {
            foreach (var line in damage) yield return new(CheckWeight.Broken, "integrity", $"SQLite reports: {line.ReplaceLineEndings(" ")}");
        }

        var references = DatabaseFile.Column(connection, "SELECT \"table\" || ' refers to a row of ' || \"parent\" || ' that is not there, in ' || count(*) || ' row(s)' FROM pragma_foreign_key_check GROUP BY \"table\", \"parent\"");
        foreach (var line in references) yield return new(CheckWeight.Broken, "references", line);
    }

    /// <summary>A kept file is named by the SHA-256 of what is in it, and every one that the record refers to is there.</summary>
    /// <param name="known">The hashes of those it refers to.</param>
    /// <returns>How many files there are, and what is wrong with them.</returns>
    public static async Task<(int Files, ImmutableArray<CheckFinding> Findings)> OfAttachmentsAsync(IReadOnlyList<string> known, string folder, CancellationToken cancellationToken)
    {
        var missing = known.ToHashSet(StringComparer.Ordinal);
        var files = 0;
        var findings = ImmutableArray.CreateBuilder<CheckFinding>();
        foreach (var file in KeptFiles.In(folder))
        {
            var name = Path.GetFileNameWithoutExtension(file.Name).ToLowerInvariant();
            files++;
            missing.Remove(name);
            try
            {
                await using var content = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)) != name)
                    findings.Add(new(CheckWeight.Broken, "attachments", $"The kept file {name} is not what was posted: its content has changed"));
            }
            catch (FileNotFoundException)
            {
                // Removed for good a moment ago.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                findings.Add(new(CheckWeight.Broken, "attachments", $"The kept file {name} cannot be read: {e.Message}"));
            }
        }

        foreach (var name in missing.Order(StringComparer.Ordinal).Take(Told)) findings.Add(new(CheckWeight.Broken, "attachments", $"The kept file {name} is missing"));
        if (missing.Count > Told) findings.Add(new(CheckWeight.Broken, "attachments", $"{missing.Count - Told} more kept files are missing"));
        return (files, findings.ToImmutable());
    }
}
