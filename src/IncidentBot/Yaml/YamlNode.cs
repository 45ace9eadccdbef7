namespace IncidentBot.Yaml;

/// <summary>A value of the file with the place where it stands. Line and column count from 1.</summary>
internal abstract record YamlNode(int Line, int Column)
{
    /// <summary>"text", "a list", "a block of keys": for sentences.</summary>
    public abstract string Kind { get; }
}

/// <param name="Quoted">Written in quotes or as a block, so it is text whatever it looks like.</param>
internal sealed record ScalarNode(int Line, int Column, string Text, bool Quoted) : YamlNode(Line, Column)
{
    public override string Kind => IsNull ? "nothing" : "text";

    public bool IsNull => !Quoted && Text is "" or "~" or "null" or "Null" or "NULL" && !Quoted;
}

internal sealed record ListNode(int Line, int Column) : YamlNode(Line, Column)
{
    public override string Kind => "a list";

    public List<YamlNode> Items { get; } = [];
}

internal sealed record MapNode(int Line, int Column) : YamlNode(Line, Column)
{
    public override string Kind => "a block of keys";

    /// <summary>In the file's order, no key twice.</summary>
    public List<(ScalarNode Key, YamlNode Value)> Entries { get; } = [];

    /// <summary>The file broke off inside it (a YAML error further on): what is missing is then not complained about.</summary>
    public bool BrokenOff { get; set; }

    public YamlNode? Find(string key)
    {
        foreach (var (name, value) in Entries)
        {
            if (name.Text == key) return value;
        }

        return null;
    }
}
