using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.People;

/// <summary>The sandbox refused what a person did, as Discord would: error code and words.</summary>
public sealed class SandboxRefusalException(int status, int code, string message, JsonNode? body) : Exception($"{status} {code}: {message} {body?["errors"]?.ToJsonString()}".TrimEnd())
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>Discord's JSON error code.</summary>
    public int Code => code;

    public JsonNode? Body => body;
}
