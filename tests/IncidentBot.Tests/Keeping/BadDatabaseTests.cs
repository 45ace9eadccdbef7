using System.Diagnostics;
using IncidentBot.Storage;
using IncidentBot.Tests.Cli;
using IncidentBot.Tests.Storage;
using Microsoft.Data.Sqlite;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Keeping;

/// <summary>A database that cannot be used is refused with one sentence, by the bot and by each verb, and not a byte of it or beside it changes.</summary>
public sealed class BadDatabaseTests
{
    private static readonly Dictionary<string, (Action<string> Spoil, string Words)> Cases = new(StringComparer.Ordinal)
    {
        ["a text file"] = (path => File.WriteAllText(path, "Dear diary"), "is not a database of this program"),
        ["another program's database"] = (path => Other(path, "CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')"), "is not a database of this program"),
        ["another program's database with its own id"] = (path => Other(path, "CREATE TABLE recipes (name TEXT); PRAGMA application_id = 77"), "is not a database of this program"),
        ["another program's database, killed with its log beside it"] = (path => Killed(path, () => Other(path, "PRAGMA journal_mode = WAL; CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')", close: false)), "is not a database of this program"),
        ["a newer version's database"] = (path => Mine(path, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Telepathy', '42.0.0')"), "newer version of this program (it has the step 29990101000000_Telepathy)"),
        ["a newer version's database, killed with its log beside it"] = (path => Killed(path, () => Mine(path, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Telepathy', '42.0.0')", close: false)), "newer version of this program"),
        ["a damaged database"] = (path => Overwrite(path, 4096, 8192), "is damaged"),
        ["a damaged database, killed with its log beside it"] = (path => { Killed(path, () => Mine(path, "UPDATE counters SET value = value + 1", close: false)); Overwrite(path, 8192, 60_000); }, "is damaged"),
        ["a database that was cut short"] = (path => { using var file = File.OpenWrite(path); file.SetLength(10_000); }, "is damaged"),
        ["a folder"] = (path => { File.Delete(path); Directory.CreateDirectory(path); }, "is not a database of this program"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_refused_with_one_sentence_and_stays_as_it_is(string name)
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync();
        await record.CloseAsync();
        File.Delete(record.Path + ".lock");
        var (spoil, words) = Cases[name];
        spoil(record.Path);
        SqliteConnection.ClearAllPools();
        var folder = Path.GetDirectoryName(record.Path)!;
        var before = Snapshot.Of(folder, Counts);

        var refused = await Should.ThrowAsync<StorageException>(() => IncidentStore.OpenAsync(new StorageOptions(record.Path, TimeProvider.System)));
        refused.Message.ShouldContain(words);
        refused.Message.ShouldContain(record.Path);
        refused.Message.ShouldNotContain("\n");

        Snapshot.Of(folder, Counts).ShouldBe(before);
    }

    // The lock file says who looked; the log's index ("-shm") is working memory that SQLite makes anew for each who does.
    private static bool Counts(string file) => !file.EndsWith(".lock", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal);

    [Theory]
    [InlineData("a text file")]
    [InlineData("another program's database")]
    [InlineData("another program's database, killed with its log beside it")]
    [InlineData("a newer version's database")]
    public async Task Backup_and_check_refuse_it_too(string name)
    {
        await using var record = await OpenAsync();
        await record.CloseAsync();
        Cases[name].Spoil(record.Path);
        SqliteConnection.ClearAllPools();
        var folder = Path.GetDirectoryName(record.Path)!;
        var before = Snapshot.Of(folder);
        foreach (var verb in (string[])["check", "backup"])
        {
            using var program = await BotProgram.RunAsync(folder, verb, "--set", $"Storage:Path={record.Path}");
            program.ExitCode.ShouldBe(1, program.Output);
            program.ErrorLines.ShouldHaveSingleItem().ShouldContain(Cases[name].Words);
            Snapshot.Of(folder).Where(line => !line.StartsWith("backups", StringComparison.Ordinal)).ShouldBe(before);
            if (Directory.Exists(Path.Combine(folder, "backups"))) Directory.GetFileSystemEntries(Path.Combine(folder, "backups")).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_disk_that_cannot_be_written_is_refused_whoever_runs_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only this user can mount; others are tested with a folder's permissions.");
        await using var record = await OpenAsync();
        await record.DeclareAsync();
        await record.CloseAsync();
        var folder = Path.GetDirectoryName(record.Path)!;
        var mounted = Directory.CreateDirectory(folder + "-mounted").FullName;
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "tmpfs", mounted), "Nothing can be mounted here.");
        try
        {
            File.Copy(record.Path, Path.Combine(mounted, "incidentbot.db"));
            (await RunAsync("mount", "-o", "remount,ro", mounted)).ShouldBeTrue();
            var before = Snapshot.Of(mounted);
            var refused = await Should.ThrowAsync<StorageException>(() => IncidentStore.OpenAsync(new StorageOptions(Path.Combine(mounted, "incidentbot.db"), TimeProvider.System)));
            refused.Fault.ShouldBe(StorageFault.ReadOnly);
            refused.Message.ShouldContain("cannot be written");
            Snapshot.Of(mounted).ShouldBe(before);
        }
        finally
        {
            await RunAsync("umount", mounted);
            Directory.Delete(mounted);
        }
    }

    private static void Other(string path, string sql, bool close = true)
    {
        File.Delete(path);
        Do(path, sql, close);
    }

    private static void Mine(string path, string sql, bool close = true) => Do(path, sql, close);

    private static void Do(string path, string sql, bool close)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        if (close) connection.Dispose();
        else Open.Add(connection);
    }

    private static readonly List<SqliteConnection> Open = [];

    // What a killed process leaves: the files as they are while it is at work.
    private static void Killed(string path, Action work)
    {
        work();
        var copies = new[] { "", "-wal", "-shm" }.Where(part => File.Exists(path + part)).ToDictionary(part => part, part => Read(path + part), StringComparer.Ordinal);
        foreach (var connection in Open) connection.Dispose();
        Open.Clear();
        foreach (var (part, bytes) in copies) File.WriteAllBytes(path + part, bytes);
        new FileInfo(path + "-wal").Length.ShouldBeGreaterThan(0);
    }

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static void Overwrite(string path, int from, int length)
    {
        using var file = File.OpenWrite(path);
        file.Position = from;
        file.Write(Enumerable.Repeat((byte)0xA5, (int)Math.Min(length, file.Length - from)).ToArray());
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
