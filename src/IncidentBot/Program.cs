using System.CommandLine;
using IncidentBot.Cli;
using IncidentBot.Options;

// What runs: without a verb the bot itself (on Discord with a token, else in its own sandbox); what plays, looks after or asks beside it.
var root = new RootCommand("IncidentBot runs incidents in Discord: declare, escalate, resolve, and read the postmortem that was posted by itself.\n"
    + "Without a token it starts a local Discord (the sandbox), plays a sample incident and stays up; with Discord__Token it connects to Discord.\n\n"
    + OptionsReader.Help + "\n"
    + ExitCodes.Help);
root.Subcommands.Add(DemoCommand.Create());
root.Subcommands.Add(ReplayCommand.Create());
root.Subcommands.Add(PolicyCommand.Create());
root.Subcommands.Add(OnCallCommand.Create());
root.Subcommands.Add(TemplateCommand.Create());
root.Subcommands.Add(ImportCommand.Create());
root.Subcommands.Add(ExportCommand.Create());
root.Subcommands.Add(StatsCommand.Create());
root.Subcommands.Add(HealthcheckCommand.Create());
root.Subcommands.Add(BackupCommand.Create());
root.Subcommands.Add(RestoreCommand.Create());
root.Subcommands.Add(CheckCommand.Create());
root.Subcommands.Add(DoctorCommand.Create());
RunCommand.Attach(root);
var command = root.Parse(args);

// Whoever ends the bot gives it some seconds (Docker ten, systemd ninety); two, the default here, can be too few on a busy machine.
var exitCode = await command.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(9) });
return command.Errors.Count > 0 ? ExitCodes.Wrong : exitCode;
