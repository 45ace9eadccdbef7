using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IncidentBot.Yaml;

/// <summary>
/// From YAML text to <see cref="YamlNode"/>s. YamlDotNet's own object model throws at the first mistake (a key given twice, for one); this reads
/// its events instead and goes on, so that every mistake can be named.
/// </summary>
internal static class YamlText
{
    /// <summary>Deeper than any file needs, and shallow enough that nothing that walks the tree runs out of stack.</summary>
    private const int DeepestNesting = 24;

    /// <summary>Stands for "@" while YAML reads the text: a private character of the same width, so that columns stay right.</summary>
    private const char At = '\uE040';

    /// <summary>Null when there is no value at all (or none that could be read): an error then says so.</summary>
    /// <param name="what">What the file is: "a scenario".</param>
    /// <param name="needs">What is missing from an empty one: "people and steps".</param>
    /// <param name="bareAt">Take @ada without quotes, which YAML itself does not allow.</param>
    public static YamlNode? Parse(string text, YamlErrors errors, string what, string needs, bool bareAt = false)
    {
        var builder = new Builder(errors, what, bareAt);
        try
        {
            var parser = new Parser(new StringReader(bareAt ? text.Replace('@', At) : text));
            while (parser.MoveNext())
            {
                if (!builder.Take(parser.Current!)) break;
            }
        }
        catch (YamlException e)
        {
            builder.BreakOff();
            AddSyntaxErrors(text, e, errors);
        }

        if (builder.Root is null && !errors.Any) errors.Add(0, 0, $"the file is empty: {what} needs {needs}");
        return builder.Root;
    }

    private static void AddSyntaxErrors(string text, YamlException e, YamlErrors errors)
    {
        // A tab is what people cannot see, and the parser's own words for it do not mention it.
        var tabs = false;
        var lineNumber = 0;
        foreach (var line in text.EnumerateLines())
        {
            lineNumber++;
            var indent = line[..(line.Length - line.TrimStart().Length)];
            var tab = indent.IndexOf('\t');
            if (tab < 0 || indent.Length == line.Length) continue;
            errors.Add(lineNumber, tab + 1, "a tab in the indentation: YAML allows only spaces there");
            tabs = true;
        }

        if (tabs) return;
        var reason = e.InnerException?.Message ?? e.Message;
        errors.Add((int)e.Start.Line, (int)e.Start.Column, $"not valid YAML: {Plain(reason)} (often a missing quote, bracket or comma, or text with ': ' or '#' that needs quotes)");
    }

    private static string Plain(string reason)
    {
        reason = reason.Trim().TrimEnd('.');
        return reason.Length == 0 ? "it cannot be understood here" : char.ToLowerInvariant(reason[0]) + reason[1..];
    }

    private sealed class Builder(YamlErrors errors, string what, bool bareAt)
    {
        private readonly Stack<(YamlNode Node, ScalarNode? Key)> open = new();

        public YamlNode? Root { get; private set; }

        /// <summary>False when there is no sense in reading on.</summary>
        public bool Take(ParsingEvent next)
        {
            var (line, column) = ((int)next.Start.Line, (int)next.Start.Column);
            if (next is NodeEvent node) Refuse(node, line, column);
            switch (next)
            {
                case DocumentStart when Root is not null:
                    errors.Add(line, column, $"a second document begins here: {what} is one document, so take out the '---'");
                    return false;
                case Scalar scalar:
                    Put(new ScalarNode(line, column, bareAt ? scalar.Value.Replace(At, '@') : scalar.Value, scalar.Style is not ScalarStyle.Plain));
                    break;
                case AnchorAlias alias:
                    errors.Add(line, column, $"'*{alias.Value}' is a reference, and references are not supported here: write the value out (text that begins with '*' needs quotes)");
                    Put(new ScalarNode(line, column, "*" + alias.Value, Quoted: true));
                    break;
                case MappingStart:
                    return Open(new MapNode(line, column));
                case SequenceStart:
                    return Open(new ListNode(line, column));
                case MappingEnd or SequenceEnd:
                    open.Pop();
                    break;
            }

            return true;
        }

        /// <summary>The file cannot be read further: what is still open is marked so.</summary>
        public void BreakOff()
        {
            foreach (var (node, _) in open)
            {
                if (node is MapNode map) map.BrokenOff = true;
            }
        }

        private void Refuse(NodeEvent node, int line, int column)
        {
            if (!node.Anchor.IsEmpty)
                errors.Add(line, column, $"'&{node.Anchor.Value}' names a value for reuse, which is not supported here: write the value out each time (text that begins with '&' needs quotes)");
            if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific && !node.Tag.Value.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal))
                errors.Add(line, column, $"'{node.Tag.Value}' is a tag, which is not supported here (text that begins with '!' needs quotes)");
        }

        private bool Open(YamlNode node)
        {
            Put(node);
            open.Push((node, null));
            if (open.Count <= DeepestNesting) return true;
            errors.Add(node, $"nested deeper than {DeepestNesting} levels");
            BreakOff();
            return false;
        }

        private void Put(YamlNode node)
        {
            if (open.Count == 0)
            {
                Root ??= node;
                return;
            }

            var (parent, key) = open.Pop();
            switch (parent)
            {
                case ListNode list:
                    list.Items.Add(node);
                    break;
                case MapNode when key is null:
                    key = node as ScalarNode ?? Odd(node);
                    open.Push((parent, key));
                    return;
                case MapNode map when map.Find(key!.Text) is { } first:
                    errors.Add(key, $"'{key.Text}' stands here a second time (first in line {first.Line})");
                    break;
                case MapNode map:
                    map.Entries.Add((key!, node));
                    break;
            }

            open.Push((parent, null));
        }

        private ScalarNode Odd(YamlNode node)
        {
            errors.Add(node, $"a key must be a word, this is {node.Kind}");
            return new ScalarNode(node.Line, node.Column, "", Quoted: true);
        }
    }
}
