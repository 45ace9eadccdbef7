using System.Text.Json.Nodes;

namespace IncidentBot.Tests.OpenApi;

/// <summary>Writes down what goes to and fro in a test, and holds it to Discord's document at the end. Thread-safe.</summary>
public sealed class ExchangeRecorder
{
    private readonly Lock gate = new();
    private readonly List<Recorded> record = [];

    /// <summary>Takes down one REST exchange. The bodies are copied: the caller may go on changing them.</summary>
    /// <param name="byBot">
    /// Whether the bot asked. A person's request counts only when it was accepted (tests send wrong ones on purpose), and not at all where Discord has
    /// no such operation for bots, as with POST /interactions.
    /// </param>
    /// <param name="method">GET, POST, ...</param>
    /// <param name="path">Path and query, with or without /api/v10.</param>
    /// <param name="request">The JSON body, or the payload_json part of a multipart one.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="response">The answer's JSON body.</param>
    public void Rest(bool byBot, string method, string path, JsonNode? request, int status, JsonNode? response) =>
        Add(new Exchange(byBot, method, path, request?.DeepClone(), status, response?.DeepClone()));

    /// <summary>Takes down one payload on the gateway; what is not a dispatch has no schema and is let go.</summary>
    public void Gateway(JsonNode payload)
    {
        if (payload["op"]?.GetValue<int>() == 0) Add(new Dispatch(payload["t"]!.GetValue<string>(), payload["d"]?.DeepClone()));
    }

    /// <summary>A line for each violation, each once, with how often its shape was seen. Empty, too, where there is no document to hold things to.</summary>
    public async Task<IReadOnlyList<string>> ViolationsAsync()
    {
        if (await DiscordOpenApi.TryStartAsync() is not { } openApi) return [];
        Recorded[] all;
        lock (gate) all = [.. record];
        var shapes = all.GroupBy(recorded => recorded.ShapeWith(openApi.Limits), StringComparer.Ordinal).ToList();
        var found = await Task.WhenAll(shapes.Select(async shape => (Count: shape.Count(), Lines: await shape.First().CheckAsync(openApi))));
        return [.. found.SelectMany(shape => shape.Lines.Select(line => (line, shape.Count)))
            .GroupBy(violation => violation.line, violation => violation.Count, StringComparer.Ordinal)
            .Select(violation => violation.Sum() is var times and > 1 ? $"{violation.Key} ({times} times)" : violation.Key)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Fails the test with every violation, a line each.</summary>
    public async Task ShouldConformAsync()
    {
        var violations = await ViolationsAsync();
        Assert.True(violations.Count == 0, $"Discord's document does not allow this:{Environment.NewLine}{string.Join(Environment.NewLine, violations)}");
    }

    private void Add(Recorded recorded)
    {
        lock (gate) record.Add(recorded);
    }

    private abstract record Recorded
    {
        public abstract string ShapeWith(IReadOnlyList<int> limits);

        public abstract Task<IReadOnlyList<string>> CheckAsync(DiscordOpenApi openApi);
    }

    private sealed record Exchange(bool ByBot, string Method, string Path, JsonNode? Request, int Status, JsonNode? Response) : Recorded
    {
        public override string ShapeWith(IReadOnlyList<int> limits) =>
            $"{ByBot} {Method} {Shape.OfPath(Path)} {Shape.Of(Request, limits)} {Status} {Shape.Of(Response, limits)}";

        public override async Task<IReadOnlyList<string>> CheckAsync(DiscordOpenApi openApi)
        {
            if (!ByBot && !await openApi.KnowsAsync(Method, Path)) return [];
            var sent = ByBot || Status < 300 ? await openApi.CheckRequestAsync(Method, Path, Request) : [];
            return [.. sent, .. await openApi.CheckResponseAsync(Method, Path, Status, Response)];
        }
    }

    private sealed record Dispatch(string Name, JsonNode? Data) : Recorded
    {
        public override string ShapeWith(IReadOnlyList<int> limits) => $"{Name} {Shape.Of(Data, limits)}";

        public override Task<IReadOnlyList<string>> CheckAsync(DiscordOpenApi openApi) => openApi.CheckEventAsync(Name, Data);
    }
}
