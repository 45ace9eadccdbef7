using System.CommandLine;
using System.Globalization;
using IncidentBot.Storage;

namespace IncidentBot.Cli;

/// <summary>`backup [FILE]`: exit code 0 when the backup is on disk, 1 when it could not be made, 2 for a wrong setting.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var file = new Argument<string?>("FILE") { Description = "The archive to write, or a folder for it; when left out, one named by the time in 'backups' beside the database", Arity = ArgumentArity.ZeroOrOne };
        var settings = SharedOptions.Settings();
        var command = new Command(
            "backup",
            "Copies the record while the bot runs: one .tar.gz with the database of one moment, the kept attachments, and a manifest of hashes.\n"
            + "Exit codes: 0 it is on disk, 1 it could not be made (nothing is left of it), 2 a setting is wrong.") { file, settings };
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (RunCommand.ReadOptions(parse.GetValue(settings) ?? []) is not { } options) return ExitCodes.Wrong;
            try
            {
                var made = await RecordBackup.MakeAsync(options.Record(TimeProvider.System), parse.GetValue(file), cancellationToken);
                var attachments = made.Attachments is { } count ? string.Create(CultureInfo.InvariantCulture, $", {count} kept file(s) in it") : "";
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Backed up to {made.Path} ({made.Bytes:N0} bytes{attachments})."));
                return ExitCodes.Done;
            }
            catch (StorageException e)
            {
                Console.Error.WriteLine(e.Message);
                return ExitCodes.Failed;
            }
        });
        return command;
    }
}
