using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage;

namespace IncidentBot.Benchmarks;

/// <summary>How long it takes to find words, and incidents like one, among many incidents, each with a timeline and talk.</summary>
internal static class SearchBenchmark
{
    private const int EntriesEach = 20;
    private const int MessagesEach = 10;

    private static readonly ServerId Server = new(1);
    private static readonly PersonId Ada = new(2);

    private static readonly string[] Things =
    [
        "checkout", "database", "certificate", "queue", "cache", "proxy", "login", "payment", "search", "image store", "mail relay", "load balancer", "scheduler", "warehouse export",
        "connection pool", "replica", "disk", "memory", "thread pool", "rate limit", "DNS record", "deployment", "feature flag", "cron job", "webhook", "invoice", "report", "session",
    ];

    private static readonly string[] Troubles =
    [
        "was exhausted", "expired", "ran full", "timed out", "answered with errors", "was slow", "lost messages", "was restarted by mistake", "was misconfigured", "fell behind", "leaked memory", "was unreachable",
    ];

    /// <param name="connection">An empty database on a PostgreSQL server; null: a file.</param>
    public static async Task RunAsync(int incidents, int runs, string? connection, CancellationToken cancellationToken)
    {
        Figures.Heading($"search: {incidents:N0} incidents with {incidents * EntriesEach:N0} timeline entries and {incidents * MessagesEach:N0} messages, {runs} times each");
        var folder = Directory.CreateTempSubdirectory("incidentbot-search-").FullName;
        try
        {
            await using var store = await IncidentStore.OpenAsync(new StorageOptions(Path.Combine(folder, "record.db"), TimeProvider.System) { Connection = connection }, cancellationToken);
            var filling = TimeProvider.System.GetTimestamp();
            await FillAsync(store, incidents, cancellationToken);
            Figures.Note($"filled in {TimeProvider.System.GetElapsedTime(filling).TotalSeconds:0} s{(connection is null ? $", {new FileInfo(Path.Combine(folder, "record.db")).Length / 1_000_000} MB" : "")}");
            await TalkAsync(store, cancellationToken);
            await MeasureAsync("a word that many have", runs, () => store.SearchAsync(Server, "checkout", 100, cancellationToken));
            await MeasureAsync("two words that some have", runs, () => store.SearchAsync(Server, "connection exhausted", 100, cancellationToken));
            await MeasureAsync("a word that one has", runs, () => store.SearchAsync(Server, "needle", 100, cancellationToken));
            await MeasureAsync("a word that none has", runs, () => store.SearchAsync(Server, "unicorn", 100, cancellationToken));
            var subject = (await store.FindIncidentAsync(Server, incidents / 2, cancellationToken))!;
            await MeasureAsync("similar incidents", runs, () => store.SimilarAsync(subject, static _ => true, 5, cancellationToken));
            await MeasureAsync("figures for /stats", runs, () => store.ForStatisticsAsync(Server, cancellationToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>How fast talk is taken in, in batches as they come in a flood.</summary>
    private static async Task TalkAsync(IncidentStore store, CancellationToken cancellationToken)
    {
        const int Batches = 200;
        const int InBatch = 100;
        var incident = (await store.FindIncidentAsync(Server, 1, cancellationToken))!;
        var start = TimeProvider.System.GetTimestamp();
        for (var batch = 0; batch < Batches; batch++)
        {
            await store.SaveBatchAsync(
                new TalkBatch
                {
                    New = [.. Enumerable.Range(0, InBatch).Select(n => new TalkMessage { Id = new MessageId((ulong)(1_000_000_000 + (batch * InBatch) + n)), Incident = incident.Id, Channel = new ChannelId(5), Author = Ada, Text = "It is still slow for people in Lagos", SaidAt = DateTimeOffset.UnixEpoch })],
                    People = [new KnownPerson(Ada, "Ada")],
                },
                cancellationToken);
        }

        Figures.Note($"{Batches * InBatch / TimeProvider.System.GetElapsedTime(start).TotalSeconds:N0} messages a second, {InBatch} in a commit");
    }

    private static async Task MeasureAsync(string name, int runs, Func<Task> what)
    {
        await what();
        var samples = new List<TimeSpan>();
        for (var run = 0; run < runs; run++)
        {
            var start = TimeProvider.System.GetTimestamp();
            await what();
            samples.Add(TimeProvider.System.GetElapsedTime(start));
        }

        Figures.Milliseconds(name, samples);
    }

    private static async Task FillAsync(IncidentStore store, int incidents, CancellationToken cancellationToken)
    {
        var random = new Random(7);
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var first = 0; first < incidents; first += 100)
        {
            await store.CommitAsync(
                async scope =>
                {
                    for (var n = first; n < Math.Min(first + 100, incidents); n++)
                    {
                        var next = await scope.NextIncidentAsync(Server);
                        var at = now.AddHours(n);
                        await scope.SaveAsync(new Decision(Incident(next, at, random), "")
                        {
                            Entries = [.. Enumerable.Range(1, EntriesEach).Select(k => new TimelineEntry { Incident = next.Id, Number = k, Kind = EntryKind.KeyEvent, HappenedAt = at, RecordedAt = at, Text = Line(random) + (n == 7 && k == 3 ? " needle" : "") })],
                        });
                    }
                },
                cancellationToken);
        }

        for (var first = 0; first < incidents; first += 1000)
        {
            await store.SaveBatchAsync(
                new TalkBatch
                {
                    New =
                    [
                        .. Enumerable.Range(first * MessagesEach, Math.Min(1000, incidents - first) * MessagesEach).Select(n => new TalkMessage
                        {
                            Id = new((ulong)n + 1),
                            Channel = new(9),
                            Incident = new((n / MessagesEach) + 1),
                            Author = Ada,
                            Text = Line(random),
                            SaidAt = now,
                        }),
                    ],
                },
                cancellationToken);
        }
    }

    private static Incident Incident(NewIncident next, DateTimeOffset at, Random random) => new()
    {
        Id = next.Id,
        Server = Server,
        Number = next.Number,
        Title = Line(random),
        Severity = (Severity)random.Next(1, 5),
        Status = IncidentStatus.Resolved,
        DeclaredBy = Ada,
        Services = [Things[random.Next(Things.Length)]],
        Milestones = new Milestones { Declared = at, Resolved = at.AddHours(1) },
        StatusHistory = [new(IncidentStatus.Investigating, at, Ada), new(IncidentStatus.Resolved, at.AddHours(1), Ada)],
        SeverityHistory = [new(Severity.Sev2, at, Ada)],
        Summary = Line(random),
        Cause = new Statement(Line(random), Ada, at),
        Fix = new Statement("Restarted the " + Things[random.Next(Things.Length)], Ada, at),
        LastEntry = EntriesEach,
    };

    private static string Line(Random random) =>
        $"The {Things[random.Next(Things.Length)]} of the {Things[random.Next(Things.Length)]} {Troubles[random.Next(Troubles.Length)]} after host-{random.Next(300)} {Troubles[random.Next(Troubles.Length)]}";
}
