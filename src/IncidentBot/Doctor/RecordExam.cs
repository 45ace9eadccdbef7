using System.Globalization;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;

namespace IncidentBot.Doctor;

/// <summary>The database, its backups and the room on its disk.</summary>
public static class RecordExam
{
    private const long TooLittle = 50L << 20;
    private const long Little = 1L << 30;

    /// <summary>SQLite folds its log in at some 4 MB; one that grows far beyond is held open by a reader.</summary>
    private const long LongLog = 256L << 20;

    private static readonly TimeSpan OldBackup = TimeSpan.FromDays(7);

    public static async Task<IReadOnlyList<Symptom>> LookAsync(StorageOptions record, CancellationToken cancellationToken)
    {
        if (record.Connection is null && !Path.Exists(record.Path)) return [Symptom.Doubtful($"There is no database at {Path.GetFullPath(record.Path)} yet", "It is made at the first start; if there should be one, set Storage:Path.")];
        try
        {
            var probe = await RecordProbe.TakeAsync(record, cancellationToken);
            return [Database(probe), Disk(probe), Backup(probe, record.Clock.GetUtcNow()), Attachments(probe)];
        }
        catch (StorageException e) when (e.Fault == StorageFault.Away)
        {
            return [Symptom.Ill(e.Message.TrimEnd('.'), "Look whether the server runs and can be reached from here; the bot goes on by itself as soon as it does.")];
        }
        catch (StorageException e)
        {
            return [Symptom.Ill(e.Message.TrimEnd('.'), e.Fault == StorageFault.Corrupt ? "`restore` puts a backup in its place." : "`check` says more.")];
        }
    }

    private static Symptom Database(RecordProbe probe)
    {
        if (probe.Server is { } server) return Symptom.Well($"The database answers: {server}, {RecordProbe.InWords(probe.Bytes)}");
        if (!probe.IsWhole) return Symptom.Ill("The database is damaged", "Stop the bot and put a backup in its place with `restore`.");
        var size = $"The database is whole: {RecordProbe.InWords(probe.Bytes)}, and {RecordProbe.InWords(probe.LogBytes)} in its log";
        return probe.LogBytes > LongLog ? Symptom.Doubtful(size, "The log should be a few megabytes: end other programs that read the database.") : Symptom.Well(size);
    }

    private static Symptom Disk(RecordProbe probe)
    {
        if (probe.Server is not null) return Files(probe);
        var free = $"{RecordProbe.InWords(probe.FreeBytes)} are free on its disk";
        return probe.FreeBytes < TooLittle ? Symptom.Ill($"Only {free}", "Make room now: without any, nothing can be recorded.")
            : probe.FreeBytes < Math.Max(Little, probe.Bytes) ? Symptom.Doubtful($"Only {free}", "Make room soon: a backup takes as much as the database.")
            : Symptom.Well(probe.FreeBytes == long.MaxValue ? "The system does not say how much room is on its disk" : free);
    }

    // What the database needs is on its server, which looks after its own disk.
    private static Symptom Files(RecordProbe probe)
    {
        var free = $"{RecordProbe.InWords(probe.FreeBytes)} are free where attached files are kept";
        return probe.FreeBytes < Little ? Symptom.Doubtful($"Only {free}", "Make room soon: else files that people attach are not kept.")
            : Symptom.Well(probe.FreeBytes == long.MaxValue ? "The system does not say how much room is where attached files are kept" : free);
    }

    private static Symptom Backup(RecordProbe probe, DateTimeOffset now)
    {
        if (probe.Server is not null) return Symptom.Well("Backups are made with the server's own tools; `incidentbot backup` says how");
        if (probe.LastBackup is not { } last) return Symptom.Doubtful("There is no backup beside the database", "Run `incidentbot backup` daily, and keep a copy on another machine.");
        var age = $"The newest backup is {Durations.InWords(now - last)} old";
        return now - last > OldBackup ? Symptom.Doubtful(age, "Run `incidentbot backup` daily, for example from cron or a systemd timer.") : Symptom.Well(age);
    }

    private static Symptom Attachments(RecordProbe probe) => Symptom.Well(probe.KeptFiles is { } files
        ? string.Create(CultureInfo.InvariantCulture, $"{files:N0} attachment{(files == 1 ? " is" : "s are")} kept: {RecordProbe.InWords(probe.KeptBytes)}")
        : "No attachments are kept yet");
}
