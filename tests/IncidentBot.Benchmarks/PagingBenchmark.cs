using System.Collections.Immutable;
using System.Globalization;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.World;
using IncidentBot.Storage;

namespace IncidentBot.Benchmarks;

/// <summary>
/// How late pages are with many escalations running that nobody answers: from the moment a page is due, by the record, until it stands in the channel and in the
/// direct conversation. They are three to an incident, each paging a person every five minutes, and their times are spread evenly. The record is made before the
/// bot starts; the sandbox holds the bot to Discord's rate limits. Since the first page of each is recorded as sent, its people's conversations are too; with
/// strangers none is known, and what is measured then is Discord's limit on opening them.
/// </summary>
internal static class PagingBenchmark
{
    private const int People = 100;

    /// <summary>A server has 500 channels at most.</summary>
    private const int PerIncident = 3;

    /// <summary>Requests a second that Discord lets a bot make in all.</summary>
    private const int GlobalLimit = 50;

    /// <summary>Of a page: the mention, the direct message, and the card that shows it.</summary>
    private const int RequestsPerPage = 3;
    private const long DiscordEpoch = 1_420_070_400_000;

    /// <summary>From the making of the record until the first page is due: the bot has started by then.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(string program, int escalations, int seconds, bool strangers, CancellationToken cancellationToken)
    {
        Figures.Heading($"paging: {escalations:N0} escalations running, each due every {NextPage.Interval.TotalMinutes:0} minutes, watched for {seconds} seconds{(strangers ? ", nobody written to before" : "")}");
        var load = escalations / NextPage.Interval.TotalSeconds;
        Figures.Note(string.Create(CultureInfo.InvariantCulture, $"{load:0.0} pages a second fall due, and about {load * RequestsPerPage:0.0} requests a second follow of Discord's {GlobalLimit}{(load * RequestsPerPage > GlobalLimit ? ": MORE THAN DISCORD TAKES, so pages must be late" : "")}"));
        var incidents = (escalations + PerIncident - 1) / PerIncident;
        var handles = Enumerable.Range(1, People).Select(n => $"person{n}").ToList();
        var options = new SandboxOptions();
        await using var scene = await Scene.OpenAsync(
            program,
            options with
            {
                Channels = [.. options.Channels, "incidents", "postmortems", .. Enumerable.Range(1, incidents).Select(n => $"inc-{n}")],
                People = [.. options.People, .. handles.Select(handle => new PersonOptions { Handle = handle, Name = handle })],
            },
            cancellationToken);
        var first = TimeProvider.System.GetUtcNow() + Ahead;
        await WriteAsync(scene, handles, incidents, escalations, first, strangers, cancellationToken);

        DateTimeOffset from, to;
        TimeSpan busy;
        await using (var bot = scene.StartBot())
        {
            await bot.ReadyAsync(cancellationToken);
            var wait = first - TimeProvider.System.GetUtcNow();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, TimeProvider.System, cancellationToken);
            else Figures.Note($"the bot was ready {-wait.TotalSeconds:0} s after the first page was due");
            from = TimeProvider.System.GetUtcNow();
            var before = bot.Processor;
            await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, cancellationToken);
            to = TimeProvider.System.GetUtcNow();
            busy = bot.Processor - before;

            // What fell due at the end is sent too.
            await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, cancellationToken);
            foreach (var complaint in bot.Complaints.Take(10)) Figures.Note(complaint);
        }

        Figures.Note(string.Create(CultureInfo.InvariantCulture, $"the bot used {busy / (to - from):0%} of one processor meanwhile"));
        await ReportAsync(scene, escalations, from, to, cancellationToken);
    }

    private static async Task WriteAsync(Scene scene, List<string> handles, int incidents, int escalations, DateTimeOffset first, bool strangers, CancellationToken cancellationToken)
    {
        var world = scene.Sandbox.World;
        var settings = new ServerSettings { Server = new(world.Guild.Id) };
        await using var store = await IncidentStore.OpenAsync(new StorageOptions(scene.Database, TimeProvider.System), cancellationToken);
        if (!strangers)
        {
            await store.CommitAsync(
                async scope =>
                {
                    foreach (var person in handles.Select(handle => world.People[handle])) await scope.SaveConversationAsync(new(person.Id), ConversationWith(world, person));
                },
                cancellationToken);
        }

        var made = 0;
        for (var n = 1; n <= incidents; n++)
        {
            var channel = new ChannelId(world.FindChannel($"inc-{n}")!.Id);
            await store.CommitAsync(
                async scope =>
                {
                    var (id, number) = await scope.NextIncidentAsync(settings.Server);
                    var declared = Domain.Incidents.Declare.Decide(new DeclareCommand($"Shop answers slowly in region {n}") { Severity = Severity.Sev2 }, id, number, By(first)).Decision!;
                    var incident = await scope.SaveAsync(declared with { Incident = declared.Incident with { Channel = channel }, Owes = [] });
                    var state = new IncidentState(incident).With(declared with { Incident = incident });
                    for (var i = 0; i < PerIncident && made < escalations; i++, made++)
                    {
                        // The first page of each went out some time within the last five minutes; the second is the first one due.
                        var at = first - NextPage.Interval + (NextPage.Interval * made / escalations);
                        var person = new PersonId(world.People[handles[((made * 2) + i) % handles.Count]].Id);
                        state = await SaveAsync(scope, state, StartEscalation.Decide(state, new EscalateCommand(new EscalationTarget(TargetKind.Person, person.Value, "somebody")), By(at), Nothing).Decision!);
                        var escalation = state.Escalations[^1];
                        var ask = NextPage.Of(state.Incident, escalation, at, NobodyOnCall).Due.OfType<RunStep.Ask>().Single();
                        state = await SaveAsync(scope, state, RecordPage.Decide(state, escalation.Number, 1, new Page(1, at, null, [], []), at, 1, [ask.Sent(at)], NobodyOnCall)!);
                    }
                },
                cancellationToken);
        }

        Asker By(DateTimeOffset at) => new(new PersonId(world.People["ada"].Id), at, settings) { ManagesServer = true };
    }

    /// <summary>The bot's conversation with a person, as if it had written before.</summary>
    private static ChannelId ConversationWith(SandboxWorld world, User person)
    {
        lock (world.Gate) return new(world.OpenDm(world.Bot, person).Id);
    }

    private static async Task<IncidentState> SaveAsync(CommitScope scope, IncidentState state, Decision decision)
    {
        var saved = await scope.SaveAsync(decision with { Owes = [.. decision.Owes.Where(owed => owed is SendPage { Attempt: > 1 })] });
        return state.With(decision with { Incident = saved });
    }

    private static async Task ReportAsync(Scene scene, int escalations, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await using var store = await IncidentStore.OpenAsync(new StorageOptions(scene.Database, TimeProvider.System), cancellationToken);
        var server = new ServerId(scene.Sandbox.World.Guild.Id);
        var (mentions, directs, missing) = (new List<TimeSpan>(), new List<TimeSpan>(), 0);
        var latest = new PriorityQueue<TimeSpan, TimeSpan>();
        foreach (var incident in await store.ListIncidentsAsync(server, new IncidentFilter { Limit = escalations }, cancellationToken))
        {
            if (await store.LoadFileWithoutTalkAsync(incident.Id, cancellationToken) is not { } file) continue;
            foreach (var escalation in file.Escalations)
            {
                for (var k = 0; k < escalation.Pages.Length && k + 1 < NextPage.Attempts; k++)
                {
                    var due = escalation.Pages[k].At + NextPage.Interval;
                    if (due < from || due >= to) continue;
                    if (k + 1 == escalation.Pages.Length)
                    {
                        missing++;
                        continue;
                    }

                    if (escalation.Pages[k + 1].Mention is { } mention)
                    {
                        mentions.Add(SentAt(mention) - due);
                        latest.Enqueue(due - from, mentions[^1]);
                        if (latest.Count > 5) latest.Dequeue();
                    }

                    directs.AddRange(escalation.Pages[k + 1].Direct.Select(direct => SentAt(direct.Message) - due));
                }
            }
        }

        Figures.Milliseconds("late in the incident's channel", mentions);
        Figures.Milliseconds("late in the direct message", directs);
        Figures.Note("the latest in the channel were due at second " + string.Join(", ", latest.UnorderedItems.Select(one => one.Element).Order().Select(at => at.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture))));
        Figures.Note($"{mentions.Count / (to - from).TotalSeconds:0.0} pages a second; {missing} were due and not sent");
    }

    private static DateTimeOffset SentAt(MessageRef message) => DateTimeOffset.FromUnixTimeMilliseconds((long)(message.Message.Value >> 22) + DiscordEpoch);

    private static ImmutableArray<Handle> NobodyOnCall(string schedule, DateTimeOffset at) => [];

    private static readonly OnCallRecord Nothing = new(null, new OnCallState { Server = default });
}
