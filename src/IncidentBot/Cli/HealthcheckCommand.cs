using System.CommandLine;

namespace IncidentBot.Cli;

/// <summary>`healthcheck`: asks a running bot whether it is well; for containers, which have no other client at hand.</summary>
internal static class HealthcheckCommand
{
    public static Command Create()
    {
        var url = new Option<Uri>("--url") { Description = "Address of the bot's web endpoint", DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080") };
        var command = new Command("healthcheck", "Asks a running bot whether it is connected and ready: exit code 0 when it is, 1 when not") { url };
        command.SetAction(async (parse, cancellationToken) =>
        {
            try
            {
                using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
                using var answer = await http.GetAsync(new Uri(parse.GetValue(url)!, "/healthz"), cancellationToken);
                Console.WriteLine(await answer.Content.ReadAsStringAsync(cancellationToken));
                return answer.IsSuccessStatusCode ? 0 : 1;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                Console.WriteLine($"no answer: {e.Message}");
                return 1;
            }
        });
        return command;
    }
}
