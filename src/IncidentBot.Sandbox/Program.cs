using System.Globalization;
using System.Runtime.InteropServices;
using IncidentBot.Sandbox;

const string Help = """
    A local Discord on loopback, for trying a bot without an account.

    Usage: dotnet run --project src/IncidentBot.Sandbox -- [options]

      --urls URL             where to listen (default http://127.0.0.1:5055; port 0 takes a free one)
      --no-message-content   the application has no message-content intent
      --no-rate-limits       Discord's rate limits do not hold
      --permissions NUMBER   what the bot's role allows, as in an invitation link (8: everything); without it, what this bot asks for
      --help                 this text

    One JSON line on standard output tells server, channels, bot token, application id, people and their tokens. A chat page is at /.
    People act over REST with their token in Authorization; GET /sandbox tells the line again, GET /sandbox/channels/ID/messages what a
    person sees, GET /sandbox/interactions/NONCE?wait=true what became of an interaction. POST, GET and DELETE /sandbox/faults make
    things go wrong. Ctrl-C or SIGTERM ends it.
    """;

var options = new SandboxOptions { Urls = "http://127.0.0.1:5055" };
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--help" or "-h":
            Console.Out.WriteLine(Help);
            return 0;
        case "--urls" when i + 1 < args.Length && Uri.TryCreate(args[i + 1], UriKind.Absolute, out var url) && url.Scheme == "http":
            options = options with { Urls = args[++i] };
            break;
        case "--urls":
            return Refuse("--urls needs an address such as http://127.0.0.1:5055.");
        case "--no-message-content":
            options = options with { MessageContentIntent = false };
            break;
        case "--no-rate-limits":
            options = options with { StrictRateLimits = false };
            break;
        case "--permissions" when i + 1 < args.Length && ulong.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var bits):
            options = options with { BotPermissions = bits };
            i++;
            break;
        case "--permissions":
            return Refuse("--permissions needs a number such as 8.");
        default:
            return Refuse($"'{args[i]}' is not an option. --help lists them.");
    }
}

var end = new TaskCompletionSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    await using var server = await SandboxServer.StartAsync(options);
    Console.Out.WriteLine(server.Describe());
    await end.Task;
    return 0;
}
catch (IOException e)
{
    return Refuse(e.Message);
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    end.TrySetResult();
}

static int Refuse(string why)
{
    Console.Error.WriteLine(why);
    return 2;
}
