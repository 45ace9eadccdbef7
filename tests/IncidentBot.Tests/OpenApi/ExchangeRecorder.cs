using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.OpenApi;

/// <summary>Writes down what goes to and fro in a test, and holds it to Discord's document at the end. Thread-safe.</summary>
public sealed class ExchangeRecorder
{
    private readonly Lock gate = new();
    private readonly List<Func<DiscordOpenApi, Task<IReadOnlyList<string>>>> checks = [];

    /// <summary>Takes down all that the bot and people ask of this sandbox, what it answers, and the events it gives the bot.</summary>
    public static ExchangeRecorder Watching(SandboxWorld world)
    {
        var recorder = new ExchangeRecorder();
        // A route that does not exist was asked for by nobody in particular: people use the sandbox's own client.
        world.OnRest += asked => recorder.Rest(asked.ByBot || asked.Route is null, asked.Method, asked.Path, asked.RequestBody, asked.Status, asked.ResponseBody);
        world.OnGateway += frame =>
        {
            if (frame.ToClient && frame.UserId == world.Bot.Id) recorder.Gateway(frame.Payload);
        };
        return recorder;
    }

    /// <summary>Takes down one REST exchange. The bodies are copied: the caller may go on changing them.</summary>
    /// <param name="byBot">
    /// Whether the bot asked. A person's request counts only when it was accepted (tests send wrong ones on purpose), and not at all where Discord has
    /// no such operation for bots, as with POST /interactions.
    /// </param>
    /// <param name="method">GET, POST, ...</param>
    /// <param name="path">Path and query, with or without /api/v10.</param>
    /// <param name="request">The JSON body, or the payload_json part of a multipart one.</param>
    /// <param name="status">The answer's status, or 0 when the connection broke before there was one.</param>
    /// <param name="response">The answer's JSON body.</param>
    public void Rest(bool byBot, string method, string path, JsonNode? request, int status, JsonNode? response)
    {
        var (sent, answered) = (request?.DeepClone(), response?.DeepClone());
        Later(async openApi =>
        {
            if (!byBot && !await openApi.KnowsAsync(method, path)) return [];
            var inRequest = byBot || status is >= 200 and < 300 ? await openApi.CheckRequestAsync(method, path, sent) : [];
            return status == 0 ? inRequest : [.. inRequest, .. await openApi.CheckResponseAsync(method, path, status, answered)];
        });
    }

    /// <summary>Takes down one payload on the gateway; what is not a dispatch has no schema and is let go.</summary>
    public void Gateway(JsonNode payload)
    {
        if (payload["op"]?.GetValue<int>() != 0) return;
        var (name, data) = (payload["t"]!.GetValue<string>(), payload["d"]?.DeepClone());
        Later(openApi => openApi.CheckEventAsync(name, data));
    }

    /// <summary>A line for each violation, each once, with how often it was seen. Empty, too, where there is no document to hold things to.</summary>
    /// <remarks>Everything is checked, alike or not: 10,000 messages take less than half a second, and telling which are alike takes longer.</remarks>
    public async Task<IReadOnlyList<string>> ViolationsAsync()
    {
        if (await DiscordOpenApi.TryStartAsync() is not { } openApi) return [];
        Func<DiscordOpenApi, Task<IReadOnlyList<string>>>[] all;
        lock (gate) all = [.. checks];
        var found = await Task.WhenAll(all.Select(check => check(openApi)));
        return [.. found.SelectMany(lines => lines)
            .GroupBy(line => line, StringComparer.Ordinal)
            .Select(line => line.Count() is var times and > 1 ? $"{line.Key} ({times} times)" : line.Key)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Fails the test with every violation, a line each.</summary>
    public async Task ShouldConformAsync()
    {
        var violations = await ViolationsAsync();
        Assert.True(violations.Count == 0, $"Discord's document does not allow this:{Environment.NewLine}{string.Join(Environment.NewLine, violations)}");
    }

    private void Later(Func<DiscordOpenApi, Task<IReadOnlyList<string>>> check)
    {
        lock (gate) checks.Add(check);
    }
}
