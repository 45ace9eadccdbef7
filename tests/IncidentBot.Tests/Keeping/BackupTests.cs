using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Domain;
using IncidentBot.Storage;
using IncidentBot.Tests.Cli;
using IncidentBot.Tests.Storage;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Keeping;

public sealed class BackupTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_backup_of_a_running_bot_brings_everything_back_that_was_committed()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync("Shop is down");
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 5, "the pool is exhausted")] });
        var attachments = Keep(record, "a screenshot", "a log");
        var before = await Whole(record, incident.Id);

        using var backup = await BotProgram.RunAsync(Folder(record), "backup", "--set", $"Storage:Path={record.Path}");
        backup.ExitCode.ShouldBe(0, backup.Errors);
        backup.Output.ShouldContain("2 kept file(s) in it");
        var archive = Directory.GetFiles(Path.Combine(Folder(record), "backups")).ShouldHaveSingleItem();

        await record.DeclareAsync("What came afterwards");
        await record.CloseAsync();
        Directory.Delete(RecordPlaces.AttachmentsOf(record.Path), recursive: true);
        using var restore = await BotProgram.RunAsync(Folder(record), "restore", archive, "--set", $"Storage:Path={record.Path}");
        restore.ExitCode.ShouldBe(0, restore.Errors);

        await record.ReopenAsync();
        (await Whole(record, incident.Id)).ShouldBe(before);
        (await record.Store.FindIncidentAsync(Server, 2)).ShouldBeNull();
        foreach (var (name, text) in attachments) (await File.ReadAllTextAsync(Path.Combine(RecordPlaces.AttachmentsOf(record.Path), name[..2], name), None)).ShouldBe(text);
    }

    [Fact]
    public async Task What_a_restore_replaces_is_kept_aside_and_can_be_opened()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync("One");
        var made = await RecordBackup.MakeAsync(Options(record), null, None);
        await record.DeclareAsync("Two");
        await record.CloseAsync();
        var restored = await RecordRestore.RunAsync(Options(record), made.Path, None);
        restored.MadeAt.ShouldBe(record.Clock.GetUtcNow());

        await using var old = await IncidentStore.OpenAsync(new StorageOptions(Path.Combine(restored.Aside.ShouldNotBeNull(), Path.GetFileName(record.Path)), record.Clock), None);
        (await old.FindIncidentAsync(Server, 2)).ShouldNotBeNull().Title.ShouldBe("Two");
    }

    [Fact]
    public async Task A_restore_is_refused_while_a_bot_holds_the_database()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync();
        var made = await RecordBackup.MakeAsync(Options(record), null, None);
        var before = Snapshot.Of(Folder(record), name => !name.EndsWith(".lock", StringComparison.Ordinal));
        using var restore = await BotProgram.RunAsync(Folder(record), "restore", made.Path, "--set", $"Storage:Path={record.Path}");
        restore.ExitCode.ShouldBe(1);
        restore.ErrorLines.ShouldHaveSingleItem().ShouldContain("in use by another process");
        Snapshot.Of(Folder(record), name => !name.EndsWith(".lock", StringComparison.Ordinal)).ShouldBe(before);
        (await record.DeclareAsync()).Number.ShouldBe(2);
    }

    [Theory]
    [InlineData("cut short")]
    [InlineData("cut in its first block")]
    [InlineData("empty")]
    [InlineData("some letters changed")]
    [InlineData("no archive at all")]
    [InlineData("the database changed, the archive whole")]
    [InlineData("a file from outside")]
    [InlineData("a link")]
    [InlineData("without a manifest")]
    [InlineData("the database of another program")]
    public async Task A_backup_that_is_not_whole_is_refused_and_nothing_is_touched(string damage)
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync();
        Keep(record, "a screenshot");
        var made = await RecordBackup.MakeAsync(Options(record), null, None);
        await record.CloseAsync();
        Damage(made.Path, damage);

        var before = Snapshot.Of(Folder(record));
        var refused = await Should.ThrowAsync<StorageException>(() => RecordRestore.RunAsync(Options(record), made.Path, None));
        refused.Message.ShouldContain(made.Path);
        refused.Message.ShouldNotContain("\n");
        Snapshot.Of(Folder(record)).ShouldBe(before);
        await record.ReopenAsync();
        (await record.DeclareAsync()).Number.ShouldBe(2);
    }

    [Fact]
    public async Task A_backup_that_is_there_already_is_never_overwritten()
    {
        await using var record = await OpenAsync();
        var made = await RecordBackup.MakeAsync(Options(record), null, None);
        var before = Snapshot.Of(Path.GetDirectoryName(made.Path)!);
        (await Should.ThrowAsync<StorageException>(() => RecordBackup.MakeAsync(Options(record), made.Path, None))).Message.ShouldContain("is there already");
        Snapshot.Of(Path.GetDirectoryName(made.Path)!).ShouldBe(before);
    }

    [Fact]
    public async Task A_backup_for_which_there_is_no_room_says_how_much_it_takes_and_leaves_nothing()
    {
        await using var record = await OpenAsync();
        var refused = await Should.ThrowAsync<StorageException>(() => RecordBackup.MakeAsync(Options(record) with { FreeAt = _ => 1_500_000 }, null, None));
        refused.Fault.ShouldBe(StorageFault.DiskFull);
        refused.Message.ShouldContain("1.5 MB are free");
        Directory.Exists(RecordBackup.FolderOf(record.Path)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_backup_is_for_its_owners_eyes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await using var record = await OpenAsync();
        var made = await RecordBackup.MakeAsync(Options(record), Path.Combine(Folder(record), "mine.tar.gz"), None);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(made.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(Folder(record), "mine*").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task A_restore_that_was_killed_is_brought_to_its_end_by_the_next_start(string movedBefore)
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync("Restored");
        var made = await RecordBackup.MakeAsync(Options(record), null, None);
        await record.DeclareAsync("Replaced");
        await record.CloseAsync();

        // As it stands on disk after a kill within the exchange: decided, and some of the old parts moved already.
        await File.WriteAllTextAsync(record.Path + "-wal", "what was committed last", None);
        var staging = Directory.CreateDirectory(record.Path + ".restoring").FullName;
        await IncidentBot.Storage.Keeping.BackupArchive.ReadAsync(made.Path, staging, None);
        var aside = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(record.Path)!, "replaced-by-test")).FullName;
        IncidentBot.Storage.Keeping.PendingRestore.Decide(record.Path, new(aside));
        File.Move(record.Path + movedBefore, Path.Combine(aside, Path.GetFileName(record.Path) + movedBefore));

        await record.ReopenAsync();
        (await record.Store.FindIncidentAsync(Server, 1)).ShouldNotBeNull().Title.ShouldBe("Restored");
        (await record.Store.FindIncidentAsync(Server, 2)).ShouldBeNull();
        Directory.GetFiles(aside).Select(Path.GetFileName).ShouldBe(["incidentbot.db", "incidentbot.db-wal"], ignoreOrder: true);
        Directory.Exists(staging).ShouldBeFalse();
    }

    [Fact]
    public async Task A_restore_that_was_killed_before_it_was_decided_leaves_the_record_as_it_was()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync("Still here");
        await record.CloseAsync();
        var staging = Directory.CreateDirectory(record.Path + ".restoring").FullName;
        await File.WriteAllTextAsync(Path.Combine(staging, "incidentbot.db"), "half unpacked", None);
        await record.ReopenAsync();
        (await record.Store.FindIncidentAsync(Server, 1)).ShouldNotBeNull().Title.ShouldBe("Still here");
        Directory.Exists(staging).ShouldBeFalse();
    }

    private static string Folder(TempRecord record) => Path.GetDirectoryName(record.Path)!;

    private static StorageOptions Options(TempRecord record) => new(record.Path, record.Clock);

    private static async Task<string> Whole(TempRecord record, IncidentId incident) => Fingerprint.Of(await record.Store.LoadFileAsync(incident));

    private static IReadOnlyList<(string Name, string Text)> Keep(TempRecord record, params string[] texts)
    {
        var kept = new List<(string, string)>();
        foreach (var text in texts)
        {
            var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            var folder = Directory.CreateDirectory(Path.Combine(RecordPlaces.AttachmentsOf(record.Path), name[..2]));
            File.WriteAllText(Path.Combine(folder.FullName, name), text);
            kept.Add((name, text));
        }

        return kept;
    }

    private static void Damage(string archive, string damage)
    {
        var bytes = File.ReadAllBytes(archive);
        switch (damage)
        {
            case "cut short":
                File.WriteAllBytes(archive, bytes[..(bytes.Length - 40)]);
                break;
            case "cut in its first block":
                File.WriteAllBytes(archive, bytes[..700]);
                break;
            case "empty":
                File.WriteAllBytes(archive, []);
                break;
            case "some letters changed":
                // Of a single bit among the zeros of a database nothing may be seen once it is unpacked: then nothing is damaged.
                foreach (ref var letter in bytes.AsSpan(bytes.Length / 2, 32)) letter ^= 0xFF;
                File.WriteAllBytes(archive, bytes);
                break;
            case "no archive at all":
                File.WriteAllText(archive, "Dear diary");
                break;
            case "the database changed, the archive whole":
                Rewrite(archive, (name, content) => name == "incidentbot.db" ? [.. content[..5000], (byte)(content[5000] ^ 1), .. content[5001..]] : content);
                break;
            case "a file from outside":
                Rewrite(archive, (_, content) => content, tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "attachments/../../outside") { DataStream = new MemoryStream([1]) }));
                break;
            case "a link":
                Rewrite(archive, (_, content) => content, tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "attachments/link") { LinkName = "/etc/passwd" }));
                break;
            case "without a manifest":
                Rewrite(archive, (name, content) => name == "manifest.json" ? null : content);
                break;
            case "the database of another program":
                Rewrite(archive, (name, content) => name == "incidentbot.db" ? "SQLite format 3\0, as if"u8.ToArray() : content);
                break;
        }
    }

    private static void Rewrite(string archive, Func<string, byte[], byte[]?> change, Action<TarWriter>? first = null)
    {
        var entries = new List<(string Name, byte[] Content)>();
        using (var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress)))
        {
            while (tar.GetNextEntry() is { } entry)
            {
                using var content = new MemoryStream();
                entry.DataStream?.CopyTo(content);
                entries.Add((entry.Name, content.ToArray()));
            }
        }

        using var writer = new TarWriter(new GZipStream(File.Create(archive), CompressionLevel.Fastest), TarEntryFormat.Pax);
        first?.Invoke(writer);
        foreach (var (name, content) in entries)
        {
            if (change(name, content) is { } changed) writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(changed) });
        }
    }
}
