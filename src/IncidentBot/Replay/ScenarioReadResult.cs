using IncidentBot.Yaml;

namespace IncidentBot.Replay;

/// <summary>Either a scenario, or every mistake in its file.</summary>
/// <param name="Scenario">Null when there is at least one error.</param>
/// <param name="Errors">By line.</param>
public sealed record ScenarioReadResult(Scenario? Scenario, IReadOnlyList<YamlError> Errors);
