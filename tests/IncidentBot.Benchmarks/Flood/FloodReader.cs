using System.Diagnostics;
using System.Globalization;
using IncidentBot.Discord;
using IncidentBot.Sandbox;

namespace IncidentBot.Benchmarks.Flood;

/// <summary>A process that reads the gateway with the bot's own client, parses what comes, and keeps nothing.</summary>
internal static class FloodReader
{
    public const string Verb = "flood-reader";
    public const string Ready = "ready";
    public const string Done = "done";

    private const string Token = "FLOOD_TOKEN";

    public static Process Start(SandboxServer sandbox, int messages)
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "IncidentBot.Benchmarks.dll"), Verb, sandbox.ApiUrl.ToString(), messages.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        info.Environment[Token] = sandbox.World.BotToken;
        return Process.Start(info)!;
    }

    /// <summary>What the process does: says that it is connected, and when it has read them all; ends when nobody listens any more.</summary>
    public static async Task RunAsync(Uri apiUrl, int messages, CancellationToken cancellationToken)
    {
        var options = new DiscordOptions { Token = Environment.GetEnvironmentVariable(Token)!, ApiUrl = apiUrl };
        using var api = new DiscordApi(options, TimeProvider.System);
        var characters = 0L;
        await foreach (var envelope in new DiscordGateway(options, api, TimeProvider.System).ReadAsync([], cancellationToken))
        {
            if (envelope.Event is GuildCreate) Console.WriteLine(Ready);
            if (envelope.Event is not MessageCreate { Message: var message }) continue;
            characters += message.Content.Length;
            if (--messages == 0) break;
        }

        Console.WriteLine(Done);
        Console.WriteLine(characters.ToString(CultureInfo.InvariantCulture));
        await Console.In.ReadToEndAsync(cancellationToken);
    }
}
