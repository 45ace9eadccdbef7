using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentBot.Storage;

namespace IncidentBot.Cli;

/// <summary>`check`: exit code 0 when nothing is broken, 1 when something is or the record cannot be used, 2 for a wrong setting.</summary>
internal static class CheckCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Command Create()
    {
        var settings = SharedOptions.Settings();
        var json = SharedOptions.Json();
        var command = new Command(
            "check",
            "Holds the record to its laws, also while the bot runs, and changes nothing: the file's integrity, references between tables, what must hold for each incident, "
            + "numbers without holes, the messages that entries come from, what is owed and was given up, gaps in what the bot heard, and the kept attachments.\n"
            + "Exit codes: 0 nothing is broken (there may be warnings), 1 something is broken or the record cannot be used, 2 a setting is wrong.") { json, settings };
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (RunCommand.ReadOptions(parse.GetValue(settings) ?? []) is not { } options) return ExitCodes.Wrong;
            try
            {
                var report = await RecordCheck.RunAsync(options.Record(TimeProvider.System), cancellationToken);
                if (parse.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(report, Json));
                else Print(report);
                return report.IsSound ? ExitCodes.Done : ExitCodes.Failed;
            }
            catch (StorageException e)
            {
                if (parse.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(new { database = RecordPlaces.Shown(options.Record(TimeProvider.System)), isSound = false, error = e.Message }, Json));
                Console.Error.WriteLine(e.Message);
                return ExitCodes.Failed;
            }
        });
        return command;
    }

    private static void Print(CheckReport report)
    {
        foreach (var finding in report.Findings)
        {
            var sign = finding.Weight switch
            {
                CheckWeight.Broken => "❌",
                CheckWeight.Warning => "⚠️",
                _ => "ℹ️",
            };
            Console.WriteLine($"{sign} {finding.Law}: {finding.Text}.");
        }

        var contents = report.Upgraded ? string.Create(CultureInfo.InvariantCulture, $"{report.Incidents:N0} incident(s), {report.Messages:N0} message(s), {report.Attachments:N0} kept file(s)") : "its contents were not looked at";
        Console.WriteLine($"{(report.IsSound ? "✅ Nothing is broken" : "❌ Something is broken")} in {report.Database}: {contents}.");
    }
}
