using System.Text;

namespace IncidentBot.Yaml;

/// <summary>Writes nodes as text again, each in the line where it stood: what is found wrong with that text has its line in the file it came from.</summary>
internal static class YamlLines
{
    /// <param name="write">A scalar on one line.</param>
    public static string Of(IEnumerable<(ScalarNode Key, YamlNode Value)> entries, Func<ScalarNode, string> write)
    {
        var text = new StringBuilder();
        var line = 1;
        WriteBlock(entries);
        return text.ToString();

        void Down(YamlNode to)
        {
            for (; line < to.Line; line++) text.Append('\n');
        }

        void Write(YamlNode node)
        {
            switch (node)
            {
                case MapNode map:
                    WriteBlock(map.Entries);
                    break;
                case ListNode list:
                    text.Append('[');
                    foreach (var (index, item) in list.Items.Index())
                    {
                        if (index > 0) text.Append(',');
                        Down(item);
                        Write(item);
                    }

                    text.Append(']');
                    break;
                case ScalarNode scalar:
                    text.Append(write(scalar));
                    break;
            }
        }

        void WriteBlock(IEnumerable<(ScalarNode Key, YamlNode Value)> block)
        {
            text.Append('{');
            foreach (var (index, (key, value)) in block.Index())
            {
                if (index > 0) text.Append(',');
                Down(key);
                text.Append(write(key with { Quoted = true })).Append(": ");
                Write(value);
            }

            text.Append('}');
        }
    }
}
