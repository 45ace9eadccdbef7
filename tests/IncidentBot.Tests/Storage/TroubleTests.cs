using IncidentBot.Chaos;
using IncidentBot.Chaos.Trouble;
using IncidentBot.Inbox;
using IncidentBot.Sandbox.Time;
using IncidentBot.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Storage;

/// <summary>The record cannot be written for a while: it says why, loses nothing, and goes on by itself.</summary>
public sealed class TroubleTests
{
    [Fact]
    public async Task While_another_program_holds_a_lock_a_commit_fails_in_words_and_nothing_of_it_is_kept()
    {
        await using var record = await TempRecord.OpenAsync();
        await using (await LockAsync(record.Path))
        {
            var refused = await Should.ThrowAsync<StorageException>(() => record.DeclareAsync());
            refused.Fault.ShouldBe(StorageFault.Busy);
            refused.MayPass.ShouldBeTrue();
            record.Store.Trouble.ShouldNotBeNull().Fault.ShouldBe(StorageFault.Busy);
        }

        (await record.DeclareAsync()).Number.ShouldBe(1);
        record.Store.Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task Trouble_is_told_when_it_begins_and_when_it_ends()
    {
        await using var record = await TempRecord.OpenAsync();
        List<StorageFault?> told = [];
        record.Store.TroubleChanged += trouble => told.Add(trouble?.Fault);
        await using (await LockAsync(record.Path))
        {
            await Should.ThrowAsync<StorageException>(() => record.DeclareAsync());
            await Should.ThrowAsync<StorageException>(() => record.Store.TryToSaveAsync());
        }

        await record.Store.TryToSaveAsync();
        await record.DeclareAsync();
        told.ShouldBe([StorageFault.Busy, null]);
    }

    [Fact]
    public async Task What_must_not_be_lost_is_saved_once_as_soon_as_it_can_be()
    {
        await using var record = await TempRecord.OpenAsync();
        var clock = new TicklishClock();
        using var keeper = new Recordkeeper(record.Store, clock, NullLogger<Recordkeeper>.Instance);
        var other = await LockAsync(record.Path);
        var keeping = keeper.KeepAsync(() => record.DeclareAsync(), TestContext.Current.CancellationToken);
        await clock.Waiting;
        keeper.Apology.ShouldNotBeNull().ShouldStartWith("Nothing was changed");

        await other.DisposeAsync();
        clock.Driven.Advance(TimeSpan.FromSeconds(1));
        await keeping;

        keeper.Apology.ShouldBeNull();
        (await record.Store.ListIncidentsAsync(TempRecord.Server, new IncidentFilter())).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_full_disk_is_named_and_over_once_there_is_room()
    {
        using var disk = SmallDisk.Make();
        if (!disk.CanFill) Assert.Skip("Only root can make a small disk.");
        await using var store = await IncidentStore.OpenAsync(new StorageOptions(Path.Combine(disk.Folder, "incidentbot.db"), TimeProvider.System));
        await SaveMuchAsync(store, "before");
        disk.Fill();
        var refused = await Should.ThrowAsync<StorageException>(async () =>
        {
            for (var i = 0; i < 1000; i++) await SaveMuchAsync(store, $"full {i}");
        });
        refused.Fault.ShouldBe(StorageFault.DiskFull);
        store.Trouble.ShouldNotBeNull();

        disk.MakeRoom();
        await SaveMuchAsync(store, "after");
        store.Trouble.ShouldBeNull();
        (await store.RoleNamesAsync(TempRecord.Server))[new(2)].ShouldStartWith("after");
    }

    private static Task SaveMuchAsync(IncidentStore store, string name) =>
        store.CommitAsync(scope => scope.SaveRoleNameAsync(TempRecord.Server, new(2), name + new string('x', 200_000)));

    /// <summary>Another program's write lock, until it is disposed.</summary>
    private static async Task<SqliteConnection> LockAsync(string path)
    {
        var other = await RecordFile.OpenAsync(path, SqliteOpenMode.ReadWrite);
        await using var begin = other.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync();
        return other;
    }

    /// <summary>A driven clock that says when somebody waits on it.</summary>
    private sealed class TicklishClock : TimeProvider
    {
        private readonly TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public DrivenClock Driven { get; } = new(TempRecord.Noon);

        public Task Waiting => waiting.Task;

        public override DateTimeOffset GetUtcNow() => Driven.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = Driven.CreateTimer(callback, state, dueTime, period);
            waiting.TrySetResult();
            return timer;
        }
    }
}
