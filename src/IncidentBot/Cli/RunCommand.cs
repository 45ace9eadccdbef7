using System.CommandLine;
using IncidentBot.Demo;
using IncidentBot.Discord;
using IncidentBot.Hosting;
using IncidentBot.Options;
using IncidentBot.Storage;
using IncidentBot.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Cli;

/// <summary>Runs the bot. Exit code 0 when it was asked to stop, 2 when the configuration (or the token) is wrong, 1 when the record cannot be used or Discord not be reached: trying again may help.</summary>
internal static class RunCommand
{
    public static void Attach(RootCommand root)
    {
        var settings = new Option<string[]>("--set")
        {
            Description = "A setting for this run, as Section:Key=value (for example Storage:Path=data/other.db). The same keys work as environment variables (Storage__Path) and in appsettings.json.",
            HelpName = "Section:Key=value",
            AllowMultipleArgumentsPerToken = true,
        };
        root.Options.Add(settings);
        root.SetAction((parse, cancellationToken) => RunAsync(parse.GetValue(settings) ?? [], cancellationToken));
    }

    /// <summary>Reads the configuration; on mistakes prints all of them and returns null.</summary>
    public static BotOptions? ReadOptions(IEnumerable<string> settings)
    {
        var mistakes = new List<string>();
        var given = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in settings)
        {
            var split = setting.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0) mistakes.Add($"'{setting}' is not a setting: write Section:Key=value.");
            else given[setting[..split].Replace("__", ":", StringComparison.Ordinal)] = setting[(split + 1)..];
        }

        IConfiguration configuration;
        IConfiguration own;
        try
        {
            var file = new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory()).AddJsonFile("appsettings.json", optional: true).Build();
            own = new ConfigurationBuilder().AddConfiguration(file).AddInMemoryCollection(given).Build();
            configuration = new ConfigurationBuilder().AddConfiguration(file).AddEnvironmentVariables().AddInMemoryCollection(given).Build();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            Console.Error.WriteLine($"appsettings.json cannot be read: {e.InnerException?.Message ?? e.Message}");
            return null;
        }

        var (options, found) = OptionsReader.Read(configuration, own);
        mistakes.AddRange(found);
        if (mistakes.Count == 0) return options;
        Console.Error.WriteLine(mistakes.Count == 1 ? "One setting is wrong:" : $"{mistakes.Count} settings are wrong:");
        foreach (var mistake in mistakes) Console.Error.WriteLine("  " + mistake);
        return null;
    }

    private static async Task<int> RunAsync(IEnumerable<string> settings, CancellationToken cancellationToken)
    {
        if (ReadOptions(settings) is not { } options) return 2;
        if (options.Discord.Token is null)
        {
            Console.WriteLine("No token is set (Discord__Token), so the bot starts its own sandbox and shows a whole incident.");
            return await DemoPlayer.RunAsync(stayUp: true, cancellationToken);
        }

        try
        {
            await using var bot = await BotHost.StartAsync(options, TimeProvider.System, Log, cancellationToken);
            await using var web = await HealthEndpoint.StartAsync(options, bot, cancellationToken);
            await bot.WaitForShutdownAsync(cancellationToken);
            if (bot.FatalReason is not { } reason) return 0;
            Console.Error.WriteLine(reason);
            return bot.FatalExitCode;
        }
        catch (StorageException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
        catch (DiscordApiException e) when (e.Status == System.Net.HttpStatusCode.Unauthorized)
        {
            Console.Error.WriteLine("Discord does not know this token. Copy it once more from the developer portal (Bot → Reset Token) into Discord__Token.");
            return 2;
        }
        catch (DiscordApiException e)
        {
            Console.Error.WriteLine($"Discord could not be reached at {options.Discord.ApiUrl}: {e.Reason}");
            return 1;
        }
        catch (WebEndpointException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static void Log(ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
            console.UseUtcTimestamp = true;
        });
}
