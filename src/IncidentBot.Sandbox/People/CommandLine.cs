using System.Collections.Immutable;
using System.Text;

namespace IncidentBot.Sandbox.People;

/// <summary>
/// A slash command as people write it down: <c>/incident declare title:"Shop does not respond" severity:sev1</c>. Values with spaces stand in quotes,
/// straight or curly; <c>\"</c> is a quote inside them. Which words are the command and which options it has is known only to <see cref="CommandData"/>.
/// </summary>
/// <param name="Parts">In the order typed, the command's name first, without the slash; at least one.</param>
public sealed record CommandLine(ImmutableArray<CommandPart> Parts)
{
    /// <summary>Opening quotes, each with those that close it. The last closer of a curly quote is the straight one that keyboards mix in.</summary>
    private static readonly (char Open, string[] Closers)[] Quotes =
    [
        ('"', ["\""]), ('“', ["”“", "\""]), ('„', ["“”‟", "\""]), ('”', ["”", "\""]), ('«', ["»"]), ('\'', ["'"]), ('‘', ["’‘", "'"]),
    ];

    /// <summary>Exactly one of the two answers is not null.</summary>
    public static (CommandLine? Command, string? Problem) Parse(string text)
    {
        var parts = ImmutableArray.CreateBuilder<CommandPart>();
        var at = 0;
        text = text.Trim();
        if (!text.StartsWith('/')) return (null, $"a command begins with a slash; this is '{Short(text)}'");
        at++;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var name = NameAt(text, at);
            if (name is not null)
            {
                at += name.Length + 1;
                var gap = at;
                while (gap < text.Length && char.IsWhiteSpace(text[gap])) gap++;

                // "title: "Shop"" is clear enough; "title: severity:sev1" has forgotten the title.
                if (gap == text.Length || (gap > at && NameAt(text, gap) is not null)) return (null, $"'{name}:' has no value");
                at = gap;
            }

            var (value, quoted, problem) = ValueAt(text, ref at);
            if (problem is not null) return (null, problem);
            parts.Add(new CommandPart(name, value) { Quoted = quoted });
        }

        return parts.Count > 0 && parts[0] is { Name: null, Quoted: false } ? (new CommandLine(parts.ToImmutable()), null) : (null, "a command begins with its name, like /incident");
    }

    /// <summary>The option's name when "name:" stands here. Names begin with a letter, so that a time (14:30) is none.</summary>
    private static string? NameAt(string text, int at)
    {
        if (!char.IsLetter(text[at])) return null;
        var end = at;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '_')) end++;
        return end < text.Length && text[end] == ':' && end - at <= 32 ? text[at..end] : null;
    }

    private static (string Value, bool Quoted, string? Problem) ValueAt(string text, ref int at)
    {
        var from = at;
        foreach (var (open, closers) in Quotes)
        {
            if (text[at] != open) continue;
            foreach (var closing in closers)
            {
                if (TryReadQuoted(text, at, closing, out var value, out var end))
                {
                    at = end;
                    return end == text.Length || char.IsWhiteSpace(text[end])
                        ? (value, true, null)
                        : ("", true, $"after the quoted '{Short(value)}' a space is missing (a quote inside quotes is written \\\")");
                }
            }

            // An apostrophe at the start of a word is no quote when nothing closes it.
            if (open is '\'' or '‘') break;
            return ("", true, $"the quote that opens at '{Short(text[at..])}' is never closed");
        }

        while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
        return (text[from..at], false, null);
    }

    private static bool TryReadQuoted(string text, int at, string closing, out string value, out int end)
    {
        var read = new StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && (text[i + 1] == '\\' || closing.Contains(text[i + 1]) || text[i + 1] == text[at]))
            {
                read.Append(text[++i]);
            }
            else if (closing.Contains(text[i]) && (text[i] is not ('\'' or '’') || i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])))
            {
                value = read.ToString();
                end = i + 1;
                return true;
            }
            else
            {
                read.Append(text[i]);
            }
        }

        value = "";
        end = at;
        return false;
    }

    private static string Short(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 39), "…");
}

/// <param name="Name">The option's name; null for a word or quoted text that stands alone.</param>
/// <param name="Value">Without its quotes.</param>
public sealed record CommandPart(string? Name, string Value)
{
    public bool Quoted { get; init; }

    /// <summary>The name after the @ when the value is a mention and nothing else.</summary>
    public string? Mention => Value.Length > 1 && Value[0] == '@' && !Value.Any(char.IsWhiteSpace) ? Value[1..] : null;
}
