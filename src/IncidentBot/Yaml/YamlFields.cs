using IncidentBot.Sandbox.People;

namespace IncidentBot.Yaml;

/// <summary>The keys of one block, taken out one by one; whatever is wrong with one of them is noted and reading goes on.</summary>
internal sealed class YamlFields(MapNode map, YamlErrors errors)
{
    public bool Has(string key) => map.Find(key) is not null;

    /// <summary>The text of a key, trimmed; null (and an error where it is required) when it is missing, empty or no text.</summary>
    public string? Text(string key, bool required = false, string? missing = null)
    {
        switch (map.Find(key))
        {
            case null:
                if (required && !map.BrokenOff) errors.Add(map, missing ?? $"'{key}' is missing");
                return null;
            case ScalarNode scalar when scalar.IsNull || string.IsNullOrWhiteSpace(scalar.Text):
                errors.Add(scalar, $"'{key}' is empty");
                return null;
            case ScalarNode scalar:
                return scalar.Text.Trim();
            case var other:
                errors.Add(other, $"'{key}' must be text, this is {other.Kind}");
                return null;
        }
    }

    /// <summary>One text or a list of texts. Empty when the key is missing or stands there without a value.</summary>
    public IReadOnlyList<ScalarNode> Texts(string key)
    {
        switch (map.Find(key))
        {
            case null or ScalarNode { IsNull: true }:
                return [];
            case ScalarNode one:
                return [one];
            case ListNode list:
                foreach (var odd in list.Items.Where(i => i is not ScalarNode { IsNull: false })) errors.Add(odd, $"'{key}' is a list of texts, this one is {odd.Kind}");
                return [.. list.Items.OfType<ScalarNode>().Where(i => !i.IsNull)];
            case var other:
                errors.Add(other, $"'{key}' must be text or a list, this is {other.Kind}");
                return [];
        }
    }

    public void RefuseOthers(IReadOnlyCollection<string> known, string where)
    {
        foreach (var (key, _) in map.Entries)
        {
            if (!known.Contains(key.Text)) errors.Add(key, $"'{key.Text}' is not known {where}{Nearest.QuestionOrAll(key.Text, known)}");
        }
    }
}
