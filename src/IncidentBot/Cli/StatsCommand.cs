using System.CommandLine;
using System.Globalization;
using IncidentBot.Domain;
using IncidentBot.Domain.Insights;
using IncidentBot.Storage;

namespace IncidentBot.Cli;

/// <summary>`stats`: the page with charts that `/stats` attaches, as a file. Exit code 0 when it is on disk, 1 when the record cannot be read, 2 for a wrong option.</summary>
internal static class StatsCommand
{
    public static Command Create()
    {
        var file = new Option<string>("--out") { Description = "The page to write", HelpName = "FILE.html", Required = true };
        var period = new Option<string?>("--period") { Description = "30d, 12w, 6m, 1y, 2026, 2026-05 or all; the last 90 days when left out" };
        var service = new Option<string?>("--service") { Description = "Only incidents of one service" };
        var server = new Option<string?>("--server") { Description = "Id of the server; needed when the record knows several", HelpName = "ID" };
        var settings = SharedOptions.Settings();
        var command = new Command(
            "stats",
            "Writes the figures over incidents as one HTML page with charts, also while the bot runs. Drills, false alarms, duplicates and private incidents are left out.\n"
            + "Exit codes: 0 the page is on disk, 1 the record cannot be read or the page not written, 2 an option or setting is wrong.") { file, period, service, server, settings };
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (RunCommand.ReadOptions(parse.GetValue(settings) ?? []) is not { } options) return ExitCodes.Wrong;
            try
            {
                ulong id = 0;
                if (parse.GetValue(server) is { } typed && !ulong.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out id)) return Wrong($"--server \"{typed}\" is not the id of a server.");
                var record = await RecordExporting.ReadAsync(options.Record(TimeProvider.System), id == 0 ? null : new ServerId(id), cancellationToken);
                if (record.Servers is not [var one]) return Wrong(record.Servers.IsEmpty ? "The record knows no such server." : $"The record knows several servers: choose one with --server: {string.Join(", ", record.Servers.Select(known => known.Server))}.");
                var now = TimeProvider.System.GetUtcNow();
                if (StatsPeriod.Read(parse.GetValue(period), now, one.Settings.TimeZone) is not { } read) return Wrong($"--period \"{parse.GetValue(period)}\" is none of 30d, 12w, 6m, 1y, 2026, 2026-05, all.");
                var stats = Statistics.Of(record.Incidents.Select(file => file.Incident), record.Incidents.SelectMany(file => file.Actions), read, parse.GetValue(service), one.Settings.TimeZone, now);
                var path = Path.GetFullPath(parse.GetValue(file)!);
                await File.WriteAllTextAsync(path, StatsPage.Write(stats, now), cancellationToken);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Wrote the figures of {stats.Incidents:N0} incident(s) in {read.Words} to {path}."));
                return ExitCodes.Done;
            }
            catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine(e.Message);
                return ExitCodes.Failed;
            }
        });
        return command;
    }

    private static int Wrong(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return ExitCodes.Wrong;
    }
}
