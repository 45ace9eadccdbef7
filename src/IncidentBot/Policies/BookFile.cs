using IncidentBot.Sandbox.People;
using IncidentBot.Yaml;

namespace IncidentBot.Policies;

/// <summary>One file while it is read, and what is found in it.</summary>
internal sealed class BookFile(string name)
{
    private readonly List<Finding> warnings = [];

    public string Name => name;

    public YamlErrors Errors { get; } = new();

    public void Error(YamlNode where, string message) => Errors.Add(where, message);

    public void Warn(YamlNode where, string message) => Warn(where.Line, where.Column, message);

    public void Warn(int line, int column, string message)
    {
        var warning = new Finding(IsError: false, name, line, column, message);
        if (!warnings.Contains(warning)) warnings.Add(warning);
    }

    public IEnumerable<Finding> Findings => Errors.Sorted().Select(error => new Finding(IsError: true, name, error.Line, error.Column, error.Message)).Concat(warnings)
        .OrderBy(finding => finding.Line).ThenBy(finding => finding.Column);
}

/// <summary>A block of keys: case, hyphens and blanks in a key do not matter. What is asked for is known; the rest is refused at the end.</summary>
internal sealed class BookFields(MapNode map, BookFile file)
{
    private readonly List<string> known = [];
    private readonly HashSet<YamlNode> used = new(ReferenceEqualityComparer.Instance);

    public MapNode Map => map;

    /// <summary>The value under the first of these names that is there; null when there is none, or nothing behind it.</summary>
    public YamlNode? Get(string key, params string[] others)
    {
        known.Add(key);
        var found = map.Entries.Where(entry => Canonical(entry.Key.Text) is var name && (name == key || others.Contains(name))).ToList();
        foreach (var (extra, _) in found.Skip(1)) file.Error(extra, $"'{extra.Text}' says the same as '{found[0].Key.Text}' in line {found[0].Key.Line}: give it once");
        foreach (var (name, _) in found) used.Add(name);
        if (found.Count == 0) return null;
        if (found[0].Value is not ScalarNode { IsNull: true }) return found[0].Value;
        file.Error(found[0].Key, $"'{found[0].Key.Text}' is empty (text that begins with '#' needs quotes, else it is a comment)");
        return null;
    }

    public void RefuseOthers(string where)
    {
        foreach (var (key, _) in map.Entries.Where(entry => !used.Contains(entry.Key)))
            file.Error(key, $"'{key.Text}' is not known {where}{Nearest.QuestionOrAll(Canonical(key.Text), known)}");
    }

    public static string Canonical(string key) => key.Trim().ToLowerInvariant().Replace('-', '_').Replace(' ', '_');
}
