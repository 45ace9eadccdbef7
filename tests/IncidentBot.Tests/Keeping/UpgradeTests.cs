using System.Globalization;
using System.Runtime.CompilerServices;
using IncidentBot.Domain;
using IncidentBot.Storage;
using IncidentBot.Storage.Keeping;
using IncidentBot.Storage.Opening;
using IncidentBot.Storage.Schema;
using IncidentBot.Tests.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Keeping;

/// <summary>
/// A database of each version, with data in every table, is brought up to this one, and everything in it is still there. What such a version wrote is kept in
/// "Samples/MIGRATION.sql", written by that version itself; a new migration must bring its own (see <see cref="WriteSample"/>). Where several migrations came
/// with one version, the samples between are the one before with what the migration added.
/// </summary>
public sealed class UpgradeTests
{
    /// <summary>Set to 1, a run writes the sample of the newest migration into the source tree.</summary>
    private const string WriteSample = "INCIDENTBOT_WRITE_UPGRADE_SAMPLE";

    /// <summary>Tables that are emptied or rewritten by an upgrade on purpose, as "migration table.column".</summary>
    private static readonly HashSet<string> ChangedOnPurpose = [];

    public static TheoryData<string> Migrations => [.. DatabaseFile.KnownMigrations];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Migrations))]
    public async Task A_database_of_every_version_is_upgraded_with_all_its_data(string migration)
    {
        await WriteSampleOfThisVersionAsync(migration);
        await using var record = await OpenAsync();
        await record.CloseAsync();
        await BuildAsync(record.Path, migration);
        var before = Rows(record.Path);
        before.Values.ShouldAllBe(rows => rows.Count > 0, "every table has rows");

        await record.ReopenAsync();
        await ReadThroughTheStoreAsync(record, before);
        await record.CloseAsync();
        var after = Rows(record.Path);
        foreach (var (table, rows) in before)
        {
            after.ShouldContainKey(table);
            foreach (var column in rows[0].Keys.Where(column => !ChangedOnPurpose.Contains($"{migration} {table}.{column}")))
                Column(after[table], column).ShouldBe(Column(rows, column), $"{table}.{column}");
        }

        (await RecordCheck.RunAsync(new StorageOptions(record.Path, record.Clock), Cancellation)).Findings.Where(finding => finding.Law is "integrity" or "references" or "search").ShouldBeEmpty();
        var backups = Directory.Exists(RecordBackup.FolderOf(record.Path)) ? Directory.GetFiles(RecordBackup.FolderOf(record.Path)) : [];
        if (migration == DatabaseFile.KnownMigrations[^1])
        {
            backups.ShouldBeEmpty();
            return;
        }

        // The copy from before the upgrade holds what was there, and can be put back.
        await RecordRestore.RunAsync(new StorageOptions(record.Path, record.Clock), backups.ShouldHaveSingleItem(), Cancellation);
        Rows(record.Path).Keys.ShouldBe(before.Keys, ignoreOrder: true);
    }

    [Fact]
    public async Task The_last_three_copies_from_before_an_upgrade_are_kept_and_what_a_kill_left_of_one_is_cleared_away()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync();
        var folder = RecordBackup.FolderOf(record.Path);
        await record.CloseAsync();
        await using var connection = DatabaseFile.Open(record.Path);
        for (var upgrade = 0; upgrade < 5; upgrade++)
        {
            record.Clock.Advance(TimeSpan.FromDays(1));
            await UpgradeBackup.MakeAsync(connection, record.Path, new StorageOptions(record.Path, record.Clock), Cancellation);
            await File.WriteAllTextAsync(Path.Combine(folder, "before-upgrade-20250101T000000000Z.tar.gz.partial"), "cut off", Cancellation);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "mine.tar.gz"), "by hand", Cancellation);
        await UpgradeBackup.MakeAsync(connection, record.Path, new StorageOptions(record.Path, record.Clock), Cancellation).ShouldThrowAsync<StorageException>();
        record.Clock.Advance(TimeSpan.FromDays(1));
        await UpgradeBackup.MakeAsync(connection, record.Path, new StorageOptions(record.Path, record.Clock), Cancellation);
        Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(
            ["before-upgrade-20261124T120000000Z.tar.gz", "before-upgrade-20261125T120000000Z.tar.gz", "before-upgrade-20261126T120000000Z.tar.gz", "mine.tar.gz"]);
    }

    [Fact]
    public async Task Without_room_for_the_copy_there_is_no_upgrade_and_nothing_is_touched()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync();
        await record.CloseAsync();

        // As an earlier version left it: the last step is not there yet, and one before it is.
        await using (var earlier = new SqliteConnection($"Data Source={record.Path};Pooling=False"))
        {
            await earlier.OpenAsync(Cancellation);
            await using var command = earlier.CreateCommand();
            command.CommandText = "DELETE FROM \"__EFMigrationsHistory\"";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        await using var connection = DatabaseFile.Open(record.Path);
        var before = Snapshot.Of(Path.GetDirectoryName(record.Path)!, name => name == "incidentbot.db" || name == "backups");
        var refused = await UpgradeBackup.MakeAsync(connection, record.Path, new StorageOptions(record.Path, record.Clock) { FreeAt = _ => 0 }, Cancellation).ShouldThrowAsync<StorageException>();
        refused.Fault.ShouldBe(StorageFault.DiskFull);
        refused.Message.ShouldContain("before the database is upgraded");
        Snapshot.Of(Path.GetDirectoryName(record.Path)!, name => name == "incidentbot.db" || name == "backups").ShouldBe(before);
    }

    private static string SampleOf(string migration, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Samples", migration + ".sql");

    private static async Task BuildAsync(string path, string migration)
    {
        var sample = SampleOf(migration);
        File.Exists(sample).ShouldBeTrue($"The migration {migration} has no sample. Run this test once with {WriteSample}=1, look at what it wrote, and commit it.");
        File.Delete(path);
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var db = new IncidentContext(DatabaseOpener.ContextOptions(connection));
        await db.GetService<IMigrator>().MigrateAsync(migration, Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA application_id = 1229865794; PRAGMA foreign_keys = OFF; BEGIN; {await File.ReadAllTextAsync(sample, Cancellation)} COMMIT;";
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task ReadThroughTheStoreAsync(TempRecord record, Dictionary<string, List<Dictionary<string, string>>> rows)
    {
        foreach (var row in rows["incidents"])
        {
            var id = new IncidentId(long.Parse(row["id"], CultureInfo.InvariantCulture));
            var file = (await record.Store.LoadFileAsync(id, Cancellation)).ShouldNotBeNull();
            file.Incident.Title.ShouldBe((string?)System.Text.Json.Nodes.JsonNode.Parse(row["record"])!["Title"]);
            file.Entries.Select(entry => entry.Text).ShouldBe(Of("timeline_entries").Select(entry => entry["text"]));
            file.Talk.Select(message => message.Text).ShouldBe(Of("talk_messages").Select(message => message["text"]));
            file.Actions.Length.ShouldBe(Of("action_items").Count);
            file.Escalations.Length.ShouldBe(Of("escalations").Count);
            file.Talk.Sum(message => message.Files.Length).ShouldBe(rows["attachments"].Count(attached => file.Talk.Any(message => message.Id.ToString() == attached["message"])));
            file.Talk.Sum(message => message.Revisions.Length).ShouldBe(rows["message_revisions"].Count(revision => file.Talk.Any(message => message.Id.ToString() == revision["message"])));
            (await record.Store.ListAgendaAsync(id, Cancellation)).Length.ShouldBe(Of("agenda").Count);
            (await record.Store.SettingsAsync(file.Incident.Server, Cancellation)).TimeZone.ShouldBe("Africa/Lagos");

            List<Dictionary<string, string>> Of(string table) => [.. rows[table].Where(one => one["incident"] == row["id"])];
        }

        var ours = await record.Store.SearchAsync(Server, "check pool", cancellationToken: Cancellation);
        ours.ShouldContain(hit => hit.In == FoundIn.Incident, "what was there before is in the search index");
        (await record.Store.SearchAsync(Server, "exhausted", cancellationToken: Cancellation)).ShouldContain(hit => hit.In == FoundIn.Entry);
        (await record.Store.GatewayPositionsAsync(Cancellation)).Length.ShouldBe(rows["gateway_positions"].Count);
        (await record.Store.NamesAsync([Mira], Cancellation))[Mira].ShouldBe("Mira");
    }

    private static List<string> Column(List<Dictionary<string, string>> rows, string column) => [.. rows.Select(row => row[column]).Order(StringComparer.Ordinal)];

    /// <summary>Every table of ours with every row, as SQL would write it.</summary>
    private static Dictionary<string, List<Dictionary<string, string>>> Rows(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return Tables(connection).ToDictionary(table => table, table => Read(connection, $"SELECT * FROM \"{table}\" ORDER BY rowid"), StringComparer.Ordinal);
    }

    /// <summary>Without the full-text index: it is made from the other tables, and an upgrade makes it again.</summary>
    private static List<string> Tables(SqliteConnection connection) => DatabaseFile.Column(
        connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        + "AND name NOT LIKE 'incident\\_words%' ESCAPE '\\' AND name NOT LIKE 'entry\\_words%' ESCAPE '\\' ORDER BY name");

    private static List<Dictionary<string, string>> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read())
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, n => Convert.ToString(reader.GetValue(n), CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal));
        return rows;
    }

    private static async Task WriteSampleOfThisVersionAsync(string migration)
    {
        if (Environment.GetEnvironmentVariable(WriteSample) != "1" || migration != DatabaseFile.KnownMigrations[^1]) return;
        await using var record = await OpenAsync();
        await UpgradeSample.FillAsync(record);
        await record.CloseAsync();
        await using var connection = new SqliteConnection($"Data Source={record.Path};Pooling=False");
        await connection.OpenAsync(Cancellation);
        var lines = new List<string>();
        foreach (var table in Tables(connection))
        {
            var columns = DatabaseFile.Column(connection, $"SELECT name FROM pragma_table_info('{table}')");
            var values = string.Join(" || ', ' || ", columns.Select(column => $"quote(\"{column}\")"));
            var names = string.Join(", ", columns.Select(column => $"\"{column}\""));
            lines.AddRange(DatabaseFile.Column(connection, $"SELECT 'INSERT INTO \"{table}\" ({names.Replace("'", "''", StringComparison.Ordinal)}) VALUES (' || {values} || ');' FROM \"{table}\" ORDER BY rowid"));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(SampleOf(migration))!);
        await File.WriteAllLinesAsync(SampleOf(migration), lines, Cancellation);
    }
}
