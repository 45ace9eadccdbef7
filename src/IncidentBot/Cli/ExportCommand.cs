using System.CommandLine;
using System.Globalization;
using IncidentBot.Domain;
using IncidentBot.Domain.Exchange;
using IncidentBot.Storage;

namespace IncidentBot.Cli;

/// <summary>`export --out FILE`: the whole record as one JSON file. Exit code 0 when it is on disk, 1 when it could not be written, 2 for a wrong setting.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var file = new Option<string>("--out") { Description = "The file to write", HelpName = "FILE.json", Required = true };
        var server = new Option<string?>("--server") { Description = "Only this server; all of them when left out", HelpName = "ID" };
        var settings = SharedOptions.Settings();
        var command = new Command(
            "export",
            "Writes the whole record as one JSON file, also while the bot runs: incidents with their timelines, messages and every revision of them, action items, escalations, "
            + "what is known of attached files, settings, policies and schedules; private incidents and drills too. `import` takes it into another database exactly as it was. "
            + "The contents of attached files, and what the bot still owes, are in a `backup` instead.\n"
            + "Exit codes: 0 it is on disk, 1 it could not be written (nothing is left of it), 2 a setting is wrong.") { file, server, settings };
        command.SetAction(async (parse, cancellationToken) =>
        {
            ServerId? only = null;
            if (parse.GetValue(server) is { } typed)
            {
                if (!ulong.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                {
                    Console.Error.WriteLine($"--server \"{typed}\" is not the id of a server: digits only, as Discord's \"Copy Server ID\" gives it.");
                    return ExitCodes.Wrong;
                }

                only = new ServerId(id);
            }

            if (RunCommand.ReadOptions(parse.GetValue(settings) ?? []) is not { } options) return ExitCodes.Wrong;
            var path = Path.GetFullPath(parse.GetValue(file)!);
            var partial = path + ".partial";
            try
            {
                var record = await RecordExporting.ReadAsync(options.Record(TimeProvider.System), only, cancellationToken);
                await using (var to = new FileStream(partial, OwnersOnly())) RecordExportJson.Write(to, record);
                File.Move(partial, path, overwrite: true);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Exported {record.Incidents.Length:N0} incident(s) of {record.Servers.Length} server(s) to {path}."));
                return ExitCodes.Done;
            }
            catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
            {
                File.Delete(partial);
                Console.Error.WriteLine(e is StorageException ? e.Message : $"{path} cannot be written: {e.Message}");
                return ExitCodes.Failed;
            }
        });
        return command;
    }

    // Private incidents are in it.
    private static FileStreamOptions OwnersOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
