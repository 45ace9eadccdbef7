using System.CommandLine;
using System.Globalization;
using System.Text;
using IncidentBot.Domain;
using IncidentBot.Domain.Exchange;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Domain.Words;
using IncidentBot.Replay;
using IncidentBot.Storage;
using IncidentBot.Templates;
using IncidentBot.Yaml;

namespace IncidentBot.Cli;

/// <summary>`template check`, `preview`, `model` and `sample`: a team's own templates of postmortems, tried out of chat, so that they can be kept in git.</summary>
internal static class TemplateCommand
{
    public static Command Create() => new("template", "Checks and tries your own templates of postmortems, and says what they can name") { Check(), Preview(), Model(), Sample() };

    /// <summary>A built-in template, or one from a file; null when it is neither, or has errors. That has been said then.</summary>
    public static ChosenTemplate? Choose(string nameOrFile)
    {
        if (KnownTemplates.Find(nameOrFile) is { } known) return new ChosenTemplate(known.Key);
        if (!File.Exists(nameOrFile))
        {
            Console.Error.WriteLine($"There is no template and no file '{nameOrFile}'; there are {Lists.InWords([.. KnownTemplates.All.Select(one => $"'{one.Key}'")])}.");
            return null;
        }

        if (Read(nameOrFile) is not { } source) return null;
        var check = TemplateChecker.Check(nameOrFile, source);
        foreach (var finding in check.Findings) Console.Error.WriteLine(finding);
        if (check.HasErrors) return null;
        var key = OwnTemplate.KeyOf(Path.GetFileName(nameOrFile)) ?? "template";
        return new ChosenTemplate(KnownTemplates.Find(key) is null ? key : "own-" + key, source);
    }

    private static Command Check()
    {
        var files = new Argument<string[]>("FILE") { Description = "Templates in the language of Handlebars", Arity = ArgumentArity.OneOrMore };
        var command = new Command(
            "check",
            "Prints every error and warning of the files with its place, as FILE:LINE:COLUMN: error: what is wrong.\n"
            + "Exit codes: 0 nothing worse than warnings, 1 there are errors, 2 a file cannot be read.") { files };
        command.SetAction(parse =>
        {
            var (errors, warnings) = (0, 0);
            foreach (var path in parse.GetValue(files)!)
            {
                if (Read(path) is not { } source) return ExitCodes.Wrong;
                var check = TemplateChecker.Check(path, source);
                foreach (var finding in check.Findings) Console.WriteLine(finding);
                errors += check.Findings.Count(finding => finding.IsError);
                warnings += check.Findings.Count(finding => !finding.IsError);
                if (check.HasErrors) continue;

                // What only the library finds, it finds when it compiles.
                try
                {
                    new TemplateEngine(TemplateLimits.Default).Compile(source);
                    Console.WriteLine($"{path}: {check.Sections.Length} {(check.Sections.Length == 1 ? "section" : "sections")}: {string.Join(", ", check.Sections.Select(section => section.Key))}");
                }
                catch (TemplateFailure e)
                {
                    Console.WriteLine($"{path}: error: {e.Message}");
                    errors++;
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{errors} {(errors == 1 ? "error" : "errors")}, {warnings} {(warnings == 1 ? "warning" : "warnings")}."));
            return errors > 0 ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }

    private static Command Preview()
    {
        var file = new Argument<string>("FILE") { Description = "A template, or the name of a built-in one" };
        var incident = new Option<int?>("--incident") { Description = "With an incident of the record, by its number", HelpName = "NUMBER" };
        var server = new Option<string?>("--server") { Description = "Of which server, when the record has several", HelpName = "ID" };
        var scenario = new Option<string?>("--scenario") { Description = "With what comes of a scenario, a YAML file", HelpName = "FILE" };
        var html = new Option<bool>("--html") { Description = "As HTML; else as Markdown" };
        var settings = SharedOptions.Settings();
        var command = new Command(
            "preview",
            "Prints the postmortem of an incident as it would be with a template. Nothing is stored; the bot may run meanwhile.\n"
            + "Example: template preview weekly.md.hbs --scenario incident.yaml\n"
            + "Exit codes: 0 it is printed, 1 the template has errors or could not be filled in, 2 a file or an option cannot be read.") { file, incident, server, scenario, html, settings };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var name = parse.GetValue(file)!;
            if (Choose(name) is not { } template) return File.Exists(name) ? ExitCodes.Failed : ExitCodes.Wrong;
            if (parse.GetValue(incident) is null == parse.GetValue(scenario) is null)
            {
                Console.Error.WriteLine("Say with which incident: either --incident NUMBER or --scenario FILE.");
                return ExitCodes.Wrong;
            }

            var found = parse.GetValue(scenario) is { } path
                ? await PlayedAsync(path, cancellationToken)
                : await RecordedAsync(parse.GetValue(incident)!.Value, parse.GetValue(server), parse.GetValue(settings) ?? [], cancellationToken);
            if (found is null) return ExitCodes.Wrong;
            var document = template.Source is { } source
                ? PostmortemComposer.Compose(found, new OwnTemplate(found.Incident.Server, template.Key, 1, source) { At = TimeProvider.System.GetUtcNow(), Change = "", Text = new TemplateEngine(TemplateLimits.Default).Read(source) })
                : PostmortemComposer.Compose(found, KnownTemplates.Find(template.Key)!);
            Console.Write(parse.GetValue(html) ? HtmlRenderer.Render(document) : MarkdownRenderer.Render(document));
            if (document.Template == template.Key) return ExitCodes.Done;
            Console.Error.WriteLine(document.Preface.OfType<Notice>().Last().Text.Words());
            return ExitCodes.Failed;
        });
        return command;
    }

    private static Command Model()
    {
        var command = new Command("model", "Prints everything a template can name, with what it is, and what it can call.");
        command.SetAction(_ => Console.Write(TemplateManual.Text));
        return command;
    }

    private static Command Sample()
    {
        var command = new Command("sample", "Prints a template that gives the classic arrangement, to make your own from.\nExample: template sample > weekly.md.hbs");
        command.SetAction(_ => Console.Write(TemplateManual.Sample));
        return command;
    }

    private static async Task<IncidentFile?> PlayedAsync(string path, CancellationToken cancellationToken)
    {
        var read = ScenarioReader.Read(path);
        if (read.Scenario is not { } scenario)
        {
            foreach (var error in read.Errors) Console.Error.WriteLine(error.In(path));
            return null;
        }

        await using var replayer = await Replayer.StartAsync(scenario, ReplayOptions.Quiet, cancellationToken);
        if (await replayer.PlayAsync(onStep: null, cancellationToken) is { } refused) Console.Error.WriteLine($"{path}: line {refused.Line}: {refused.Answer}");
        if (ReplayOutput.Subject(await replayer.FilesAsync(cancellationToken)) is { } file) return file;
        Console.Error.WriteLine($"{path}: no incident came of it.");
        return null;
    }

    private static async Task<IncidentFile?> RecordedAsync(int number, string? server, string[] settings, CancellationToken cancellationToken)
    {
        if (RunCommand.ReadOptions(settings) is not { } options) return null;
        ServerId? only = ulong.TryParse(server, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new ServerId(id) : null;
        if (server is not null && only is null)
        {
            Console.Error.WriteLine($"--server \"{server}\" is not the id of a server.");
            return null;
        }

        RecordExport record;
        try
        {
            record = await RecordExporting.ReadAsync(options.Record(TimeProvider.System), only, cancellationToken);
        }
        catch (StorageException e)
        {
            Console.Error.WriteLine(e.Message);
            return null;
        }

        if (record.Incidents.Where(one => one.Incident.Number == number).ToList() is not [var found])
        {
            Console.Error.WriteLine(record.Incidents.Any(one => one.Incident.Number == number) ? $"Several servers have an INC-{number}: say which with --server ID." : $"There is no INC-{number} in the record.");
            return null;
        }

        return new IncidentFile(found.Incident, found.Entries, found.Talk, found.Escalations, found.Actions, record.People, record.Servers.First(one => one.Server == found.Incident.Server).Settings);
    }

    private static string? Read(string path)
    {
        var (text, problem) = YamlFile.Read(path, "template");
        if (text is null) Console.Error.WriteLine(problem);
        return text;
    }
}
