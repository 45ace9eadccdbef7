using System.CommandLine;
using IncidentBot.Discord;
using IncidentBot.Doctor;
using IncidentBot.Trackers;

namespace IncidentBot.Cli;

/// <summary>`doctor`: what can be seen without the running bot. Exit code 0 when nothing is ill, 1 when something is, 2 for a wrong setting.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Command Create()
    {
        var settings = SharedOptions.Settings();
        var command = new Command(
            "doctor",
            "Looks whether all is well, also while the bot is down: the settings, the token and intents at Discord, the trackers, this machine's clock, the database, its backups and the room on its disk; "
            + "each line says how to mend what is not. `/bot doctor` in Discord looks at permissions and channels too.\n"
            + "Exit codes: 0 nothing is ill (⚠️ may be), 1 something is, 2 a setting is wrong.") { settings };
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (RunCommand.ReadOptions(parse.GetValue(settings) ?? []) is not { } options) return ExitCodes.Wrong;
            List<Symptom> symptoms = [Symptom.Well("The settings can be read")];
            if (options.Discord.Token is { } token)
            {
                using var api = new DiscordApi(new DiscordOptions { Token = token, ApiUrl = new Uri(options.Discord.ApiUrl), Log = static (_, _, _) => { } }, TimeProvider.System);
                symptoms.AddRange(await DiscordAsync(api, options.Discord.ApiUrl, cancellationToken));
            }
            else
            {
                symptoms.Add(Symptom.Doubtful("No token is set, so the bot would start its own sandbox", "Set Discord__Token to connect to Discord."));
            }

            using var trackers = new TrackerClient(TimeProvider.System);
            foreach (var tracker in options.Trackers) symptoms.Add(await TrackerExam.LookAsync(trackers, tracker, cancellationToken));
            symptoms.AddRange(await RecordExam.LookAsync(options.Record(TimeProvider.System), cancellationToken));
            foreach (var symptom in symptoms) Console.WriteLine(symptom);
            return symptoms.Exists(symptom => symptom.Condition == Condition.Ill) ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }

    // Somebody waits for the answer: no rate limit or slow network is waited out for longer than they would.
    private static async Task<IReadOnlyList<Symptom>> DiscordAsync(IDiscordApi api, string url, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await DiscordExam.LookAsync(api, url, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [Symptom.Ill($"Discord did not answer at {url} within {Patience.TotalSeconds:0} s", "Check the network, a proxy or firewall, and https://discordstatus.com.")];
        }
    }
}
