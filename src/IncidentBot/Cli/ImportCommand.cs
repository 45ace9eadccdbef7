using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IncidentBot.Domain;
using IncidentBot.Domain.Exchange;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reports;
using IncidentBot.Reports;
using IncidentBot.Storage;

namespace IncidentBot.Cli;

/// <summary>
/// `import FILE…`: takes incident reports that people wrote by hand into the record, or a whole record that `export` wrote. Exit code 0 when every file is in
/// the record, 1 when one was refused or the record cannot be used, 2 when one cannot be read.
/// </summary>
internal static class ImportCommand
{
    private static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Reports (Markdown, HTML or plain text), or one record that `export` wrote", Arity = ArgumentArity.OneOrMore };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only print what was read; nothing is touched" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a file, a line each" };
        var server = new Option<string?>("--server") { Description = "Id of the server whose incidents they become; needed when the record knows none or several", HelpName = "ID" };
        var day = new Option<string?>("--day") { Description = "The day it was, for reports that name none; else the day of the import stands for it, and that is said", HelpName = "YYYY-MM-DD" };
        var service = new Option<string?>("--service") { Description = "The service the reports are about" };
        var settings = SharedOptions.Settings();
        var command = new Command(
            "import",
            "Takes written incident reports into the record, untidy as they are: headings, labels, lists or prose, any way of writing times. Each becomes a closed incident: "
            + "no channel, nobody is told. What had to be assumed is said, what could not be placed is kept with it, and the same file is not taken twice. "
            + "A whole record that `export` wrote goes into a database without incidents of its servers.\n"
            + "The bot must not be running on the database; in chat, /postmortem import does the same.\n"
            + "Example: IncidentBot import --server 1234567890 reports/*.md\n"
            + "Exit codes: 0 every file is in the record (or was before), 1 one was refused or the record cannot be used, 2 one cannot be read (the others are taken all the same).")
        {
            files, dryRun, json, server, day, service, settings,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (parse.GetValue(dryRun)) return await PrintAsync(parse.GetValue(files)!, parse.GetValue(json), cancellationToken);
            if (!TryReadDay(parse.GetValue(day), out var onDay)) return Wrong($"--day \"{parse.GetValue(day)}\" is not a day: year, month, day, like 2023-05-10.");
            if (RunCommand.ReadOptions(parse.GetValue(settings) ?? []) is not { } options) return ExitCodes.Wrong;
            try
            {
                await using var store = await IncidentStore.OpenAsync(options.Record(TimeProvider.System), cancellationToken);
                return await new Importer(store, parse.GetValue(server), onDay, parse.GetValue(service), parse.GetValue(json)).TakeAsync(parse.GetValue(files)!, cancellationToken);
            }
            catch (StorageException e)
            {
                Console.Error.WriteLine(e.Fault == StorageFault.InUse ? e.Message + " While the bot runs, /postmortem import in chat takes reports in." : e.Message);
                return ExitCodes.Failed;
            }
        });
        return command;
    }

    private static async Task<int> PrintAsync(string[] files, bool json, CancellationToken cancellationToken)
    {
        var exit = ExitCodes.Done;
        foreach (var file in files)
        {
            try
            {
                var report = ReportReader.Read(ReportFile.Read(file, await File.ReadAllBytesAsync(file, cancellationToken)).Text);
                Console.WriteLine(ReportJson.Write(report, file, indented: !json));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                exit = Wrong($"{file} cannot be read: {e.Message}");
            }
        }

        return exit;
    }

    private static bool TryReadDay(string? typed, out DateOnly? day)
    {
        day = null;
        if (typed is null) return true;
        if (!DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)) return false;
        day = read;
        return true;
    }

    private static int Wrong(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return ExitCodes.Wrong;
    }

    private sealed class Importer(IncidentStore store, string? server, DateOnly? day, string? service, bool json)
    {
        public async Task<int> TakeAsync(string[] files, CancellationToken cancellationToken)
        {
            var exit = ExitCodes.Done;
            foreach (var file in files)
            {
                try
                {
                    var bytes = await File.ReadAllBytesAsync(file, cancellationToken);
                    exit = Math.Max(exit, RecordExportJson.IsExport(bytes) ? await TakeRecordAsync(file, bytes, cancellationToken) : await TakeReportAsync(file, bytes, cancellationToken));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
                {
                    exit = Wrong($"{file} cannot be read: {e.Message}");
                }
                catch (RecordFormatException e)
                {
                    exit = Wrong($"{file}: {e.Message}");
                }
            }

            return exit;
        }

        private async Task<int> TakeRecordAsync(string file, byte[] bytes, CancellationToken cancellationToken)
        {
            var record = RecordExportJson.Read(bytes);
            if (await store.TakeInAsync(record, cancellationToken) is { } refusal) return Refused(file, refusal.Sentence);
            var open = record.Incidents.Count(one => one.Incident.IsOpen);
            if (json) Console.WriteLine(JsonSerializer.Serialize(new { file, incidents = record.Incidents.Length, servers = record.Servers.Length }, Line));
            else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {record.Incidents.Length:N0} incident(s) of {record.Servers.Length} server(s) are in the record."));
            if (open > 0) Console.Error.WriteLine($"{open} of them are open. What the bot owed for them (pages, reminders) is not in an export: look after them.");
            return ExitCodes.Done;
        }

        private async Task<int> TakeReportAsync(string path, byte[] bytes, CancellationToken cancellationToken)
        {
            var file = ReportFile.Read(path, bytes);
            var (id, problem) = await ServerAsync(cancellationToken);
            if (problem is not null) return Wrong(problem);
            var imported = await store.CommitAsync(
                async scope => await ReportImport.TakeAsync(scope, file, new Asker(ImportReport.Author, TimeProvider.System.GetUtcNow(), await scope.SettingsAsync(id)) { ManagesServer = true }, day, service),
                cancellationToken);
            if (imported.Incident is { } incident) return Taken(path, incident);
            if (imported.Known is { } known) return Before(path, known);
            return Refused(path, imported.Outcome.Sentence);
        }

        private async Task<(ServerId Id, string? Problem)> ServerAsync(CancellationToken cancellationToken)
        {
            var known = await store.ServersAsync(cancellationToken);
            if (server is not null)
            {
                if (!ulong.TryParse(server, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0) return (default, $"--server \"{server}\" is not the id of a server: digits only, as Discord's \"Copy Server ID\" gives it.");
                return known.IsEmpty || known.Contains(new ServerId(id))
                    ? (new ServerId(id), null)
                    : (default, $"The record knows no server {id}; it knows {string.Join(", ", known)}.");
            }

            return known switch
            {
                [var only] => (only, null),
                [] => (default, "The record knows no server yet: say whose incidents these become, with --server ID."),
                _ => (default, $"The record knows several servers: say whose incidents these become, with --server and one of {string.Join(", ", known)}."),
            };
        }

        private int Taken(string file, Incident incident)
        {
            var imported = incident.Imported!;
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { file, incident = incident.Name, isNew = true, assumed = imported.Assumed, unplaced = imported.Unplaced }, Line));
                return ExitCodes.Done;
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{file}: {incident.Name} \"{incident.Title}\", {incident.Severity.Code()}, {incident.Milestones.Beginning:yyyy-MM-dd HH:mm}Z, {incident.LastEntry} timeline entries, {incident.LastAction} action items."));
            foreach (var assumption in imported.Assumed) Console.WriteLine("  assumed: " + assumption);
            foreach (var text in imported.Unplaced) Console.WriteLine("  not placed, kept: " + text.ReplaceLineEndings(" "));
            return ExitCodes.Done;
        }

        private int Before(string file, Incident known)
        {
            if (json) Console.WriteLine(JsonSerializer.Serialize(new { file, incident = known.Name, isNew = false }, Line));
            else Console.WriteLine($"{file}: was imported before, as {known.Name}. Nothing was changed.");
            return ExitCodes.Done;
        }

        private static int Refused(string file, string sentence)
        {
            Console.Error.WriteLine($"{file}: {sentence}");
            return ExitCodes.Failed;
        }
    }
}
