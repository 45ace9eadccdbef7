using System.CommandLine;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Replay;

namespace IncidentBot.Cli;

/// <summary>`replay FILE`: a scenario against the sandbox with a driven clock. Exit code 0 when every step was accepted, 1 when one was refused, 2 for a file that cannot be read.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The scenario, a YAML file" };
        var output = new Option<string?>("--out") { Description = "Folder for postmortem.md, postmortem.html, incident.json, attachments/ and channels/NAME.md", HelpName = "DIR" };
        var template = new Option<string?>("--template") { Description = $"Template of the postmortem: {string.Join(", ", KnownTemplates.All.Select(one => one.Key))}, or a .hbs file of your own. As the scenario sets it when left out", HelpName = "NAME|FILE" };
        var command = new Command("replay", "Plays an incident from a file with a driven clock and writes what comes of it.\nExit codes: 0 every step was accepted, 1 a step was refused (its line and the bot's words are printed), 2 the file cannot be read (each line and reason is printed).") { file, output, template };
        command.SetAction(async (parse, cancellationToken) =>
        {
            ChosenTemplate? wanted = null;
            if (parse.GetValue(template) is { } name && (wanted = TemplateCommand.Choose(name)) is null) return 2;
            var read = ScenarioReader.Read(parse.GetValue(file)!);
            if (read.Scenario is not { } scenario)
            {
                foreach (var error in read.Errors) Console.Error.WriteLine(error.In(parse.GetValue(file)!));
                return 2;
            }

            await using var replayer = await Replayer.StartAsync(scenario, ReplayOptions.Quiet with { Template = wanted }, cancellationToken);
            var refused = await replayer.PlayAsync(onStep: null, cancellationToken);
            if (parse.GetValue(output) is { } folder)
            {
                try
                {
                    await ReplayOutput.WriteAsync(replayer, folder, cancellationToken);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    Console.Error.WriteLine($"The folder {folder} cannot be written: {e.Message}");
                    return 2;
                }

                Console.WriteLine($"Written to {folder}");
            }

            if (refused is null)
            {
                Console.WriteLine($"{scenario.Name}: all {scenario.Steps.Length} steps were accepted.");
                return 0;
            }

            Console.Error.WriteLine($"{parse.GetValue(file)}: line {refused.Line}: {new ReadTimes(scenario.TimeZone, replayer.Clock.GetUtcNow()).InWords(refused.Answer)}");
            return 1;
        });
        return command;
    }
}
