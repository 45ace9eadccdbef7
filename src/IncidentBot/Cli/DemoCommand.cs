using System.CommandLine;
using IncidentBot.Demo;

namespace IncidentBot.Cli;

/// <summary>`demo`: a sample incident before the reader's eyes, then the end.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var command = new Command("demo", "Plays a sample incident in the sandbox, shows the postmortem and ends");
        command.SetAction((_, cancellationToken) => DemoPlayer.RunAsync(stayUp: false, cancellationToken));
        return command;
    }
}
