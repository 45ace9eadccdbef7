namespace IncidentBot.Yaml;

/// <summary>Collects what is wrong with a file, so that all of it is said at once.</summary>
internal sealed class YamlErrors
{
    private readonly List<YamlError> found = [];

    public void Add(YamlNode where, string message) => Add(where.Line, where.Column, message);

    public void Add(int line, int column, string message)
    {
        var error = new YamlError(line, message, column);
        if (!found.Contains(error)) found.Add(error);
    }

    public bool Any => found.Count > 0;

    public int Count => found.Count;

    public IReadOnlyList<YamlError> Sorted() => [.. found.OrderBy(e => e.Line).ThenBy(e => e.Column)];
}

/// <param name="Line">From 1 up; 0 when it concerns the file as a whole.</param>
/// <param name="Message">A plain sentence without the line; with the file's name where it concerns the file as a whole.</param>
/// <param name="Column">From 1 up; 0 when unknown.</param>
public sealed record YamlError(int Line, string Message, int Column = 0)
{
    /// <summary>"good.yaml: line 12: there is no person called "bob"".</summary>
    public string In(string path) => Line == 0 && Message.StartsWith(path, StringComparison.Ordinal) ? Message : $"{path}: {this}";

    /// <summary>"line 12: there is no person called "bob"".</summary>
    public override string ToString() => Line == 0 ? Message : $"line {Line}: {Message}";
}
