using IncidentBot.Domain;
using IncidentBot.Storage;
using IncidentBot.Storage.Opening;
using IncidentBot.Storage.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Storage;

public sealed class OpeningTests
{
    [Fact]
    public async Task A_database_is_made_from_nothing_with_the_settings_that_keep_it_safe()
    {
        await using var record = await OpenAsync();
        File.Exists(record.Path).ShouldBeTrue();
        await record.DeclareAsync();
        await record.CloseAsync();
        Ask(record, "PRAGMA journal_mode").ShouldBe("wal");
        Ask(record, "PRAGMA integrity_check").ShouldBe("ok");
        Ask(record, "SELECT count(*) FROM pragma_foreign_key_check").ShouldBe(0L);
        File.Exists(record.Path + "-wal").ShouldBeFalse();
    }

    [Fact]
    public async Task The_writer_waits_for_the_disk_and_holds_to_foreign_keys()
    {
        await using var record = await OpenAsync();
        await record.CloseAsync();
        await using var writer = await DatabaseOpener.OpenAsync(new StorageOptions(record.Path, record.Clock), TestContext.Current.CancellationToken);
        Ask(writer, "PRAGMA synchronous").ShouldBe(2L); // FULL
        Ask(writer, "PRAGMA foreign_keys").ShouldBe(1L);
        writer.DefaultTimeout.ShouldBe(2); // seconds: a commit that waits longer for another program's lock fails and is tried again
    }

    [Fact]
    public async Task The_migrations_say_all_that_the_model_says()
    {
        await using var record = await OpenAsync();
        await record.CloseAsync();
        await using var connection = new SqliteConnection(DatabaseOpener.ConnectionString(record.Path, pooling: false));
        await using var db = new IncidentContext(DatabaseOpener.ContextOptions(connection));
        db.Database.HasPendingModelChanges().ShouldBeFalse();
        (await db.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_migration_lock_left_by_a_kill_does_not_hang_the_next_start()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync();
        await record.CloseAsync();

        // As if the process had been killed in its first migration, before anything of it was committed.
        File.Delete(record.Path);
        Ask(record, """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');
            PRAGMA application_id = 1229865794;
            """);
        await record.ReopenAsync();
        (await record.DeclareAsync()).Number.ShouldBe(1);
    }

    [Fact]
    public async Task An_empty_file_is_taken_as_a_new_database()
    {
        await using var record = await OpenAsync();
        await record.CloseAsync();
        await File.WriteAllBytesAsync(record.Path, []);
        await record.ReopenAsync();
        (await record.DeclareAsync()).Number.ShouldBe(1);
    }

    [Fact]
    public async Task A_second_process_is_refused_until_the_first_lets_go()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await RefusedAsync(record, StorageFault.InUse, "in use by another process");
        (await record.Store.FindIncidentAsync(incident.Id)).ShouldNotBeNull();
        await record.ReopenAsync();
    }

    [Theory]
    [InlineData("A shopping list: milk, bread, coffee and a new keyboard.")]
    [InlineData("x")]
    [InlineData("SQLite format 2\0 is not what we mean")]
    public async Task A_file_of_another_kind_is_refused_and_stays_as_it_is(string content)
    {
        await using var record = await OpenAsync();
        await record.CloseAsync();
        File.Delete(record.Path + ".lock");
        await File.WriteAllTextAsync(record.Path, content);
        await RefusedAsync(record, StorageFault.Foreign, "is not a database of this program");
        (await File.ReadAllTextAsync(record.Path)).ShouldBe(content);
        Directory.GetFiles(Path.GetDirectoryName(record.Path)!).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_stays_as_it_is()
    {
        await using var record = await OpenAsync();
        await record.CloseAsync();
        File.Delete(record.Path);
        Ask(record, "CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup');");
        await UntouchedAsync(record, StorageFault.Foreign, "is not a database of this program");
    }

    [Fact]
    public async Task A_database_from_a_newer_version_is_refused_and_stays_as_it_is()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync();
        await record.CloseAsync();
        Ask(record, "PRAGMA journal_mode = DELETE; INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Telepathy', '42.0.0')");
        await UntouchedAsync(record, StorageFault.Newer, "newer version of this program (it has the step 29990101000000_Telepathy)");
    }

    [Theory]
    [InlineData(4096, 8192)] // the pages after the first
    [InlineData(100, 200)] // the table of tables itself
    public async Task A_damaged_database_is_refused_and_stays_as_it_is(int from, int length)
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync();
        await record.CloseAsync();
        await using (var file = File.OpenWrite(record.Path))
        {
            file.Position = from;
            file.Write(Enumerable.Repeat((byte)0xA5, length).ToArray());
        }

        await UntouchedAsync(record, StorageFault.Corrupt, "is damaged");
    }

    [Fact]
    public async Task A_database_that_was_cut_short_is_refused()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync();
        await record.CloseAsync();
        await using (var file = File.OpenWrite(record.Path)) file.SetLength(10_000);
        await UntouchedAsync(record, StorageFault.Corrupt, "is damaged");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_refused()
    {
        await using var record = await OpenAsync();
        await record.CloseAsync();
        var file = Path.Combine(Path.GetDirectoryName(record.Path)!, "a-file");
        await File.WriteAllTextAsync(file, "");
        await RefusedAsync(Path.Combine(file, "incidentbot.db"), StorageFault.ReadOnly, "cannot be written");
        await RefusedAsync(Path.GetDirectoryName(record.Path)!, StorageFault.Foreign, "is not a database of this program");

        if (OperatingSystem.IsWindows()) return;
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(record.Path)!, "closed"));
        if (Environment.IsPrivilegedProcess)
        {
            // Permissions do not bind this user; the kernel's own folder does.
            await RefusedAsync("/proc/incidentbot/incidentbot.db", StorageFault.ReadOnly, "cannot be written");
            return;
        }

        folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        await RefusedAsync(Path.Combine(folder.FullName, "incidentbot.db"), StorageFault.ReadOnly, "cannot be written");
        folder.GetFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_programs_open_transaction_holds_up_no_read()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await using var other = new SqliteConnection(DatabaseOpener.ConnectionString(record.Path, pooling: false));
        await other.OpenAsync();
        await using (var held = other.BeginTransaction())
        {
            (await record.Store.FindIncidentAsync(incident.Id)).ShouldNotBeNull();
            await held.RollbackAsync();
        }

        (await record.DeclareAsync()).Number.ShouldBe(2);
    }

    [Fact]
    public async Task Ids_go_on_after_an_upgrade_also_when_the_last_was_forgotten()
    {
        await using var record = await OpenAsync();
        await record.CloseAsync();
        const string Before = "20261121130000_PolicyBooks";
        File.Delete(record.Path);
        await using (var connection = new SqliteConnection($"Data Source={record.Path};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var db = new IncidentContext(DatabaseOpener.ContextOptions(connection));
            await db.GetService<IMigrator>().MigrateAsync(Before);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA application_id = 1229865794; INSERT INTO sqlite_sequence (name, seq) VALUES ('agenda', 41)";
            await command.ExecuteNonQueryAsync();
        }

        await record.ReopenAsync();
        await record.Store.CommitAsync(scope => scope.OweAsync(Server, new FollowShifts()));
        (await record.Store.ListAgendaAsync(Server)).ShouldHaveSingleItem().Id.ShouldBe(42);
    }

    private static async Task UntouchedAsync(TempRecord record, StorageFault fault, string words)
    {
        var before = await File.ReadAllBytesAsync(record.Path);
        await RefusedAsync(record, fault, words);
        (await File.ReadAllBytesAsync(record.Path)).ShouldBe(before);
    }

    private static Task RefusedAsync(TempRecord record, StorageFault fault, string words) => RefusedAsync(record.Path, fault, words);

    private static async Task RefusedAsync(string path, StorageFault fault, string words)
    {
        var refused = await Should.ThrowAsync<StorageException>(() => IncidentStore.OpenAsync(new StorageOptions(path, TimeProvider.System)));
        refused.Message.ShouldContain(words);
        refused.Message.ShouldContain(path);
        refused.Message.ShouldNotContain("\n");
        refused.Fault.ShouldBe(fault);
    }

    private static object? Ask(TempRecord record, string sql)
    {
        using var connection = new SqliteConnection(DatabaseOpener.ConnectionString(record.Path, pooling: false));
        connection.Open();
        return Ask(connection, sql);
    }

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
