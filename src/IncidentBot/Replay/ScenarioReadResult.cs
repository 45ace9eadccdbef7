namespace IncidentBot.Replay;

/// <summary>Either a scenario, or every mistake in its file.</summary>
/// <param name="Scenario">Null when there is at least one error.</param>
/// <param name="Errors">By line.</param>
public sealed record ScenarioReadResult(Scenario? Scenario, IReadOnlyList<ScenarioError> Errors);

/// <param name="Line">From 1 up; 0 when it concerns the file as a whole.</param>
/// <param name="Message">A plain sentence without the line; with the file's name where it concerns the file as a whole.</param>
/// <param name="Column">From 1 up; 0 when unknown.</param>
public sealed record ScenarioError(int Line, string Message, int Column = 0)
{
    /// <summary>"good.yaml: line 12: there is no person called "bob"".</summary>
    public string In(string path) => Line == 0 ? Message : $"{path}: {this}";

    /// <summary>"line 12: there is no person called "bob"".</summary>
    public override string ToString() => Line == 0 ? Message : $"line {Line}: {Message}";
}
