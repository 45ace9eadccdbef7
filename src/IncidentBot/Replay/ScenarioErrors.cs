namespace IncidentBot.Replay;

/// <summary>Collects what is wrong with a file, so that all of it is said at once.</summary>
internal sealed class ScenarioErrors
{
    private readonly List<ScenarioError> found = [];

    public void Add(ScenarioNode where, string message) => Add(where.Line, where.Column, message);

    public void Add(int line, int column, string message)
    {
        var error = new ScenarioError(line, message, column);
        if (!found.Contains(error)) found.Add(error);
    }

    public bool Any => found.Count > 0;

    public IReadOnlyList<ScenarioError> Sorted() => [.. found.OrderBy(e => e.Line).ThenBy(e => e.Column)];
}
