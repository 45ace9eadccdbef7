using System.Collections.Immutable;
using System.Text.RegularExpressions;
using IncidentBot.Sandbox.People;
using IncidentBot.Yaml;

namespace IncidentBot.Replay;

/// <summary>The people of a scenario, and who is meant where a step names one.</summary>
internal sealed partial class ScenarioPeople
{
    private static readonly string[] Keys = ["name", "roles", "on_call"];
    private readonly Dictionary<string, ScenarioPerson> byHandle = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ScenarioPerson> inOrder = [];

    private ScenarioPeople(bool complete) => this.complete = complete;

    /// <summary>False when the file has none, or broke off: nobody is then called unknown.</summary>
    private readonly bool complete;

    public ImmutableArray<ScenarioPerson> All => [.. inOrder];

    /// <summary>The one person of a scenario that has only one.</summary>
    public string? Only => inOrder.Count == 1 ? inOrder[0].Handle : null;

    /// <summary>The handle as the file's people have it, or null with an error. A leading @ is dropped.</summary>
    public string? Find(string typed, int line, int column, YamlErrors errors)
    {
        if (byHandle.TryGetValue(typed.TrimStart('@'), out var person)) return person.Handle;
        if (complete) errors.Add(line, column, $"there is nobody called '{typed.TrimStart('@')}' under people{Nearest.Question(typed.TrimStart('@'), byHandle.Keys)}");
        return null;
    }

    /// <summary>Whether @this means somebody: a person, a role that a person has, or everyone.</summary>
    public bool CanMention(string name) =>
        !complete || byHandle.ContainsKey(name) || name is "everyone" or "here" || inOrder.Exists(p => p.Roles.Contains(name, StringComparer.OrdinalIgnoreCase));

    public IEnumerable<string> Mentions => byHandle.Keys.Concat(inOrder.SelectMany(p => p.Roles)).Distinct(StringComparer.OrdinalIgnoreCase);

    public static ScenarioPeople Read(MapNode root, YamlErrors errors)
    {
        switch (root.Find("people"))
        {
            case MapNode map when map.Entries.Count > 0:
                var people = new ScenarioPeople(!map.BrokenOff);
                foreach (var (handle, value) in map.Entries) people.Add(handle, value, errors);
                return people;
            case ListNode list when list.Items.Count > 0:
                var listed = new ScenarioPeople(complete: true);
                foreach (var item in list.Items)
                {
                    if (item is ScalarNode handle) listed.Add(handle, new ScalarNode(handle.Line, handle.Column, "", Quoted: false), errors);
                    else errors.Add(item, "people are a block of handles, or a list of bare handles");
                }

                return listed;
            case null:
                if (!root.BrokenOff) errors.Add(root, "'people' is missing: the handles of those who speak, each with a name, like 'ada: { name: Ada Obi }'");
                break;
            case var other:
                errors.Add(other, "'people' has nobody in it: write the handles of those who speak, each with a name, like 'ada: { name: Ada Obi }'");
                break;
        }

        return new ScenarioPeople(complete: false);
    }

    private void Add(ScalarNode handleNode, YamlNode value, YamlErrors errors)
    {
        var handle = handleNode.Text.Trim().TrimStart('@');
        if (!HandleShape().IsMatch(handle)) errors.Add(handleNode, $"'{handle}' cannot be a handle: 1 to 32 letters, digits, '_', '.' or '-'");
        var person = value switch
        {
            ScalarNode { IsNull: true } => new ScenarioPerson(handle, handle, [], OnCall: false, []),
            ScalarNode name => new ScenarioPerson(handle, name.Text.Trim(), [], OnCall: false, []),
            MapNode map => Read(handle, map, errors),
            _ => null,
        };
        if (person is null) errors.Add(value, $"'{handle}' needs a name, like {handle}: {{ name: Ada Obi }}");
        else if (!byHandle.TryAdd(handle, person)) errors.Add(handleNode, $"'{handle}' stands under people a second time");
        else inOrder.Add(person);
    }

    private static ScenarioPerson Read(string handle, MapNode map, YamlErrors errors)
    {
        var fields = new YamlFields(map, errors);
        fields.RefuseOthers(Keys, "about a person");
        var onCall = fields.Texts("on_call").Select(n => n.Text.Trim()).ToList();
        var isYesOrNo = onCall is [var only] && only.ToLowerInvariant() is "true" or "yes" or "false" or "no";
        return new ScenarioPerson(
            handle,
            fields.Text("name") ?? handle,
            [.. fields.Texts("roles").Select(r => r.Text.Trim().TrimStart('@')).Where(r => r.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)],
            OnCall: isYesOrNo ? onCall[0].ToLowerInvariant() is "true" or "yes" : onCall.Count > 0,
            isYesOrNo ? [] : [.. onCall]);
    }

    [GeneratedRegex(@"^[\p{L}\p{N}_.\-]{1,32}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex HandleShape();
}
