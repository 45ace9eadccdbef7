using System.CommandLine;
using System.Globalization;
using IncidentBot.Storage;

namespace IncidentBot.Cli;

/// <summary>`restore FILE`: exit code 0 when the backup is in place, 1 when it was refused and nothing changed, 2 for a wrong setting.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "An archive that `backup` wrote, or one of those made by themselves before an upgrade" };
        var settings = SharedOptions.Settings();
        var command = new Command(
            "restore",
            "Puts a backup in the place of the record, once every file in it is verified. Stop the bot first. The database that is replaced is kept in a folder beside it.\n"
            + "Exit codes: 0 it is in place, 1 it was refused and nothing was changed, 2 a setting is wrong.") { file, settings };
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (RunCommand.ReadOptions(parse.GetValue(settings) ?? []) is not { } options) return ExitCodes.Wrong;
            try
            {
                var made = await RecordRestore.RunAsync(options.Record(TimeProvider.System), parse.GetValue(file)!, cancellationToken);
                var attachments = made.Attachments is { } count ? string.Create(CultureInfo.InvariantCulture, $" with {count} kept file(s)") : "";
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Restored the backup of {made.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC{attachments}."));
                if (made.Aside is { } aside) Console.WriteLine($"What was replaced is in {aside}; remove it when all is well.");
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
