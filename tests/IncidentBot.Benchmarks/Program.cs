using System.CommandLine;
using IncidentBot.Benchmarks;
using IncidentBot.Benchmarks.Flood;
using IncidentBot.Benchmarks.Talk;

// How fast the bot is, in plain figures. Nothing is asserted: whoever reads them knows what else the machine was doing.
var seconds = new Option<int>("--seconds") { Description = "How long commands are sent", DefaultValueFactory = _ => 60 };
var messages = new Option<int>("--messages") { Description = "Messages a second that arrive meanwhile in incident channels", DefaultValueFactory = _ => 200 };
var perSecond = new Option<int>("--commands") { Description = "Commands a second", DefaultValueFactory = _ => 10 };
var channels = new Option<int>("--channels") { Description = "Open incidents the messages and commands are spread over", DefaultValueFactory = _ => 20 };
var starts = new Option<int>("--times") { Description = "Starts of each kind", DefaultValueFactory = _ => 10 };
var incidents = new Option<int>("--incidents") { Description = "Open incidents", DefaultValueFactory = _ => 100 };
var entries = new Option<int>("--entries") { Description = "Timeline entries, and as many messages", DefaultValueFactory = _ => 10_000 };
var runs = new Option<int>("--runs") { Description = "How often it is composed", DefaultValueFactory = _ => 20 };
var bot = new Option<FileInfo>("--bot")
{
    Description = "The IncidentBot.dll to measure, for example a published one; else the one built with this",
    HelpName = "IncidentBot.dll",
    DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "IncidentBot.dll")),
};
bot.AcceptExistingOnly();

var compose = new Command("compose", "Composing and rendering the postmortem of a very long incident, in each of its forms") { entries, runs };
compose.SetAction(parse => ComposeBenchmark.Run(parse.GetValue(entries), parse.GetValue(runs)));

var years = new Option<int>("--runs") { Description = "How often it is computed", DefaultValueFactory = _ => 200 };
var onCall = new Command("oncall", "A year of a schedule with five layers: its shifts, gaps and load, and who is on call at a moment") { years };
onCall.SetAction(parse => OnCallBenchmark.Run(parse.GetValue(years)));
var lengths = new Option<int[]>("--lengths") { Description = "Timeline entries, and as many messages, from the shortest to the longest", DefaultValueFactory = _ => [25_000, 50_000, 100_000], AllowMultipleArgumentsPerToken = true };
var grow = new Command("grow", "How time and memory of a postmortem grow with the length of the incident") { lengths };
grow.SetAction(parse => ComposeBenchmark.Grow(parse.GetValue(lengths)!));

var recorded = new Option<int>("--incidents") { Description = "Incidents in the record", DefaultValueFactory = _ => 5_000 };
var connection = new Option<string?>("--connection") { Description = "An empty database on a PostgreSQL server, as Storage:Connection; else a file is made" };
var searches = new Option<int>("--runs") { Description = "How often each is asked for", DefaultValueFactory = _ => 50 };
var search = new Command("search", "Finding words, and incidents like one, among many incidents") { recorded, searches, connection };
search.SetAction((parse, cancellationToken) => SearchBenchmark.RunAsync(parse.GetValue(recorded), parse.GetValue(searches), parse.GetValue(connection), cancellationToken));

var talk = new Argument<FileInfo[]>("FILE") { Description = "One incident each: a line {\"at\",\"by\",\"text\"} for each message, with \"label\" where it is known", Arity = ArgumentArity.OneOrMore };
var suggest = new Command("suggest", "What the bot would suggest from talk: each line with its label and the reason, as JSON lines; with labels known, precision and recall") { talk };
suggest.SetAction(parse => SuggestCommand.Run(parse.GetValue(talk)!, Console.Out, Console.Error));

var sets = new Argument<FileInfo[]>("SET") { Description = "Labelled sets: \"# incident\", then \"label: line\"", Arity = ArgumentArity.OneOrMore }.AcceptExistingOnly();
var table = new Option<FileInfo>("--to") { Description = "The table to write", Required = true };
var learn = new Command("learn", "Makes the table of weights by which talk is read from labelled sets") { sets, table };
learn.SetAction(parse => LearnCommand.Run(parse.GetValue(sets)!, parse.GetValue(table)!));

var start = new Command("start", "From the start of the process until /healthz says that it is ready, and the first command after that") { starts, bot };
start.SetAction((parse, cancellationToken) => StartBenchmark.RunAsync(parse.GetValue(bot)!.FullName, parse.GetValue(starts), cancellationToken));

var memory = new Command("memory", "Resident memory of the bot's process: at rest, and with many open incidents") { incidents, bot };
memory.SetAction((parse, cancellationToken) => MemoryBenchmark.RunAsync(parse.GetValue(bot)!.FullName, parse.GetValue(incidents), cancellationToken));

var commands = new Command("commands", "From a command's arrival until the bot's first answer, while people talk in every incident's channel") { seconds, messages, perSecond, channels, bot };
commands.SetAction((parse, cancellationToken) => CommandsBenchmark.RunAsync(
    parse.GetValue(bot)!.FullName,
    new CommandsLoad(TimeSpan.FromSeconds(parse.GetValue(seconds)), parse.GetValue(messages), parse.GetValue(perSecond), parse.GetValue(channels)),
    cancellationToken));

var running = new Option<int>("--escalations") { Description = "How many are running; at most 1,000", DefaultValueFactory = _ => 1000 };
var watched = new Option<int>("--seconds") { Description = "How long they are watched", DefaultValueFactory = _ => 180 };
var strangers = new Option<bool>("--strangers") { Description = "To people whom the bot has never written to: each conversation has to be opened, and Discord lets ten be opened in ten seconds" };
var paging = new Command("paging", "How late pages are after they are due, with many escalations running") { running, watched, strangers, bot };
paging.SetAction((parse, cancellationToken) => PagingBenchmark.RunAsync(parse.GetValue(bot)!.FullName, parse.GetValue(running), parse.GetValue(watched), parse.GetValue(strangers), cancellationToken));

var flooded = new Option<int>("--messages") { Description = "How many in all", DefaultValueFactory = _ => 2_000_000 };
var flood = new Command("flood", "As many messages as the bot takes into its database, and how long commands wait meanwhile; the same stream only read; the same rows only inserted") { flooded, channels, perSecond, bot };
flood.SetAction((parse, cancellationToken) => FloodBenchmark.RunAsync(
    parse.GetValue(bot)!.FullName, new FloodLoad(parse.GetValue(flooded), parse.GetValue(channels), parse.GetValue(perSecond)), cancellationToken));

// Started by the flood, as a process of its own.
var address = new Argument<string>("api");
var awaited = new Argument<int>("messages");
var reader = new Command(FloodReader.Verb) { Hidden = true, Arguments = { address, awaited } };
reader.SetAction((parse, cancellationToken) => FloodReader.RunAsync(new Uri(parse.GetValue(address)!), parse.GetValue(awaited), cancellationToken));

var root = new RootCommand("Measures the bot. The sandbox runs in this process, the bot in its own (`dotnet IncidentBot.dll` with a database of its own), on the real clock.\n"
    + "Run it as Release, on a machine that does nothing else.")
{
    commands,
    paging,
    flood,
    reader,
    start,
    memory,
    compose,
    ChaosCommand.Create(bot),
    onCall,
    grow,
    search,
    suggest,
    learn,
};
var all = new Command("all", "All of them with their defaults, one after the other");
all.SetAction(async (_, cancellationToken) =>
{
    foreach (var verb in new[] { "compose", "grow", "search", "oncall", "start", "memory", "commands", "paging", "flood" }) await root.Parse(verb).InvokeAsync(cancellationToken: cancellationToken);
});
root.Subcommands.Add(all);
return await root.Parse(args.Length == 0 ? ["--help"] : args).InvokeAsync();
