using System.Text;
using IncidentBot.Discord;

namespace IncidentBot.Commands;

/// <summary>A line of an answer.</summary>
/// <param name="Shown">In Discord's Markdown, with what people typed made harmless.</param>
/// <param name="Plain">As it stands in a file.</param>
public readonly record struct AnswerLine(string Shown, string Plain);

/// <summary>An answer that may be longer than a message: it is cut between lines only, and all of it is attached as a file when it was cut.</summary>
internal static class LongAnswer
{
    /// <summary>Discord's limit for a message, with room for the sentence about the file.</summary>
    private const int Room = 1_900;

    /// <param name="head">Stands before the lines, in Markdown; empty: nothing does.</param>
    /// <param name="tail">Stands after them, whether they all fit or not.</param>
    /// <param name="fileName">Of the file, with its extension.</param>
    public static OutgoingMessage Of(string head, IReadOnlyList<AnswerLine> lines, string fileName, string tail = "", params Component[] components)
    {
        var text = new StringBuilder(head);
        var shown = 0;
        while (shown < lines.Count && text.Length + lines[shown].Shown.Length + tail.Length + 2 <= Room) Add(text, lines[shown++].Shown);
        if (shown < lines.Count) Add(text, $"… and {lines.Count - shown} more lines: all of them are in the file.");
        if (tail.Length > 0) Add(text, tail);
        return new OutgoingMessage
        {
            Content = text.ToString(),
            Files = shown < lines.Count ? [new MessageFile(fileName, Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(static line => line.Plain)) + "\n"), "text/plain; charset=utf-8")] : [],
            Components = components.Length == 0 ? [] : [new ActionRow(components)],
            AllowedMentions = AllowedMentions.None,
            Flags = MessageFlags.SuppressEmbeds,
        };
    }

    private static void Add(StringBuilder text, string line)
    {
        if (text.Length > 0) text.Append('\n');
        text.Append(line);
    }
}
