using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.Rest
{
    /// <summary>What a handler answers: status and body (null: none).</summary>
    internal sealed record Answer(int Status, JsonNode? Body)
    {
        public static Answer Ok(JsonNode body) => new(200, body);

        public static Answer Created(JsonNode body) => new(201, body);

        public static Answer NoContent { get; } = new(204, null);
    }
}

namespace IncidentBot.Sandbox
{
    /// <summary>One finished request under /api, for observers.</summary>
    /// <param name="Method">GET, POST, ...</param>
    /// <param name="Path">Path and query after /api/v10.</param>
    /// <param name="Route">The route's template in Discord's OpenAPI wording of parameters where it has one, or null when no route matched.</param>
    /// <param name="UserId">Who asked, when known.</param>
    /// <param name="ByBot">Whether the bot asked (people's own requests are not in Discord's OpenAPI document).</param>
    /// <param name="RequestBody">The JSON body or payload_json part.</param>
    /// <param name="Files">Names of the files sent.</param>
    /// <param name="Status">The response's status.</param>
    /// <param name="ResponseBody">The response's JSON body.</param>
    public sealed record RestExchange(
        string Method,
        string Path,
        string? Route,
        ulong? UserId,
        bool ByBot,
        JsonNode? RequestBody,
        IReadOnlyList<string> Files,
        int Status,
        JsonNode? ResponseBody);
}
