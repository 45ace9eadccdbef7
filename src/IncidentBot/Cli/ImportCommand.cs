using System.CommandLine;
using System.Text;
using IncidentBot.Domain.Reports;

namespace IncidentBot.Cli;

/// <summary>`import FILE…`: reads incident reports that people wrote by hand. Exit code 0 when every file was read, 2 when one cannot be.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Reports: Markdown, HTML or plain text", Arity = ArgumentArity.OneOrMore };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only print what was read; nothing is touched" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a file, a line each" };
        var command = new Command(
            "import",
            "Reads written incident reports, untidy as they are: headings, labels, lists or prose, any way of writing times.\n"
            + "What could not be placed is kept and said (`unplaced`). Today it prints what it read: `--dry-run` has to be given.\n"
            + "Example: IncidentBot import --dry-run --json reports/*.md\n"
            + "Exit codes: 0 every file was read, 2 one could not be (the others are printed all the same).")
        {
            files, dryRun, json,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (!parse.GetValue(dryRun))
            {
                Console.Error.WriteLine("Reports can be read but not kept yet: add --dry-run.");
                return ExitCodes.Wrong;
            }

            var exit = ExitCodes.Done;
            foreach (var file in parse.GetValue(files)!)
            {
                try
                {
                    var text = await ReadAsync(file, cancellationToken);
                    var report = ReportReader.Read(text);
                    Console.WriteLine(parse.GetValue(json) ? ReportJson.Write(report, file) : ReportJson.Write(report, file, indented: true));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
                {
                    Console.Error.WriteLine($"{file} cannot be read: {e.Message}");
                    exit = ExitCodes.Wrong;
                }
            }

            return exit;
        });
        return command;
    }

    // UTF-8, or what a byte order mark says, or else Windows' Western European, in which every byte is a character.
    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(file, cancellationToken);
        if (bytes.Length > ReportReader.LongestText) throw new InvalidDataException($"it is larger than {ReportReader.LongestText / 1000:N0} KB, which no report of one incident is.");
        if (bytes.Contains((byte)0) && !(bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])) throw new InvalidDataException("it is not a text.");
        if (bytes is [0xFF, 0xFE, ..]) return Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2);
        if (bytes is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
