using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using IncidentBot.Tests.House;

namespace IncidentBot.Tests.OpenApi;

/// <summary>
/// Holds requests, answers and events to Discord's own OpenAPI document. One node process with ajv does the checking for the whole test run
/// (no JSON Schema validator for .NET can be restored here); it ends with the run, when its standard input closes. Thread-safe.
/// </summary>
public sealed class DiscordOpenApi
{
    private static readonly Lazy<Task<(DiscordOpenApi? Checker, string WhyNot)>> Run = new(StartAsync);

    private readonly ConcurrentDictionary<int, TaskCompletionSource<IReadOnlyList<string>>> asked = new();
    private readonly Lock gate = new();
    private readonly Process node;
    private int lastId;
    private volatile bool ended;

    private DiscordOpenApi(Process node)
    {
        this.node = node;
        _ = ReadAnswersAsync();
    }

    /// <summary>The checker of this test run, or null where there is no document, no node or no ajv.</summary>
    public static async Task<DiscordOpenApi?> TryStartAsync() => (await Run.Value).Checker;

    /// <summary>The checker of this test run. Skips the test, with the reason, where there is none.</summary>
    public static async Task<DiscordOpenApi> RequireAsync()
    {
        var (checker, whyNot) = await Run.Value;
        Assert.SkipWhen(checker is null, whyNot);
        return checker!;
    }

    /// <summary>Whether the document has this operation.</summary>
    public async Task<bool> KnowsAsync(string method, string path) => await AskAsync(new() { ["kind"] = "operation", ["method"] = method, ["path"] = path }, "body", value: null) is [];

    /// <param name="method">GET, POST, ...</param>
    /// <param name="path">Path and query, with or without /api/v10.</param>
    /// <param name="body">The JSON body, or the payload_json part of a multipart one.</param>
    /// <returns>A line for each violation; fields Discord does not know are violations.</returns>
    public Task<IReadOnlyList<string>> CheckRequestAsync(string method, string path, JsonNode? body) =>
        AskAsync(new() { ["kind"] = "request", ["method"] = method, ["path"] = path }, "body", body);

    /// <returns>A line for each violation; fields Discord does not know are none, because Discord adds to its answers at any time.</returns>
    public Task<IReadOnlyList<string>> CheckResponseAsync(string method, string path, int status, JsonNode? body) =>
        AskAsync(new() { ["kind"] = "response", ["method"] = method, ["path"] = path, ["status"] = status }, "body", body);

    /// <summary>Checks a gateway dispatch, as far as the document has its parts: validator/gateway.mjs says how far that is.</summary>
    /// <param name="name">MESSAGE_CREATE, ...</param>
    /// <param name="data">What stands under <c>d</c>.</param>
    public Task<IReadOnlyList<string>> CheckEventAsync(string name, JsonNode? data) => AskAsync(new() { ["kind"] = "event", ["name"] = name }, "data", data);

    private Task<IReadOnlyList<string>> AskAsync(JsonObject question, string property, JsonNode? value)
    {
        if (value is not null) question[property] = value.DeepClone();
        var answer = new TaskCompletionSource<IReadOnlyList<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            question["id"] = ++lastId;
            asked[lastId] = answer;
            if (ended) FailAll();
            else node.StandardInput.WriteLine(question.ToJsonString());
        }

        return answer.Task;
    }

    private async Task ReadAnswersAsync()
    {
        while (await node.StandardOutput.ReadLineAsync() is { } line)
        {
            var answer = JsonNode.Parse(line)!;
            if (asked.TryRemove(answer["id"]!.GetValue<int>(), out var waiting)) waiting.SetResult([.. answer["violations"]!.AsArray().Select(violation => violation!.GetValue<string>())]);
        }

        lock (gate)
        {
            ended = true;
            FailAll();
        }
    }

    private void FailAll()
    {
        foreach (var waiting in asked.Values) waiting.TrySetException(new InvalidOperationException("The OpenAPI checker's node process has ended; its last words are in the test run's output."));
    }

    private static async Task<(DiscordOpenApi? Checker, string WhyNot)> StartAsync()
    {
        var document = Repository.Above(Repository.Root.FullName).Select(folder => Path.Combine(folder.FullName, "shared", "discord-openapi.json")).FirstOrDefault(File.Exists);
        if (document is null) return (null, "Discord's OpenAPI document (shared/discord-openapi.json beside the repository) is not on this machine.");

        var validator = Repository.PathOf("tests", "IncidentBot.Tests", "OpenApi", "validator");
        try
        {
            if (!Directory.Exists(Path.Combine(validator, "node_modules", "ajv")))
            {
                using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--silent"]) { WorkingDirectory = validator })!;
                await npm.WaitForExitAsync();
                if (npm.ExitCode != 0) return (null, "The OpenAPI checker needs npm's ajv, and `npm ci` in tests/IncidentBot.Tests/OpenApi/validator failed.");
            }

            var started = Process.Start(new ProcessStartInfo("node", ["main.mjs", document])
            {
                WorkingDirectory = validator,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            return await started.StandardOutput.ReadLineAsync() is not null // it says that it is ready
                ? (new DiscordOpenApi(started), "")
                : (null, "The OpenAPI checker's node process did not start; what it said is in the test run's output.");
        }
        catch (Win32Exception)
        {
            return (null, "The OpenAPI checker needs node and npm, which are not installed on this machine.");
        }
    }
}
