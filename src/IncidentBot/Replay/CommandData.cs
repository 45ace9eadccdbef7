using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Replay;

/// <summary>The <c>data</c> of an interaction that a person's client would send for a typed command.</summary>
/// <param name="Data">Null when there is at least one error.</param>
/// <param name="Files">Names of the files that attachment options ask for; the option's value is the position here ("0", "1").</param>
/// <param name="Errors">Plain sentences.</param>
public sealed record CommandData(JsonObject? Data, ImmutableArray<string> Files, ImmutableArray<string> Errors)
{
    /// <param name="text">A command as typed.</param>
    /// <param name="registered">The array Discord answers for the application's commands.</param>
    /// <param name="names">Who and what @ and # stand for.</param>
    public static CommandData Build(string text, JsonElement registered, ChatNames names) => new(null, [], [$"{text} cannot be built yet"]);
}
