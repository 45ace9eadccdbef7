using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace IncidentBot.Templates;

/// <summary>What stands between braces.</summary>
internal enum TagKind
{
    /// <summary>{{title}}, {{section "timeline"}}</summary>
    Value,

    /// <summary>{{#each timeline.days}}</summary>
    Open,

    /// <summary>{{^if closed}}</summary>
    OpenNot,

    /// <summary>{{else}}, {{else if closed}}, {{^}}</summary>
    Else,

    /// <summary>{{/each}}</summary>
    Close,

    Comment,

    /// <summary>Partials, decorators and raw blocks.</summary>
    Forbidden,

    /// <summary>Nothing ends it.</summary>
    Endless,
}

/// <param name="Text">Without braces, signs and white space control.</param>
/// <param name="Line">From 1 up.</param>
/// <param name="Column">From 1 up.</param>
internal sealed record Tag(TagKind Kind, string Text, int Line, int Column);

/// <summary>Finds the tags of a template with their places, without understanding them.</summary>
internal static class TemplateTags
{
    public static ImmutableArray<Tag> Read(string source)
    {
        var tags = ImmutableArray.CreateBuilder<Tag>();
        var (at, line, lineStart) = (0, 1, 0);
        while (source.IndexOf("{{", at, StringComparison.Ordinal) is var open and >= 0)
        {
            Pass(open);

            // A backslash takes its meaning away; two are one, and do not.
            var slashes = 0;
            while (open - slashes > 0 && source[open - slashes - 1] == '\\') slashes++;
            if (slashes % 2 == 1)
            {
                at = open + 2;
                continue;
            }

            var (tag, end) = ReadTag(source, open, line, open - lineStart + 1);
            tags.Add(tag);
            if (tag.Kind == TagKind.Endless) break;
            Pass(end);
        }

        return tags.ToImmutable();

        void Pass(int to)
        {
            for (; at < to; at++)
            {
                if (source[at] != '\n') continue;
                line++;
                lineStart = at + 1;
            }
        }
    }

    private static (Tag Tag, int End) ReadTag(string source, int open, int line, int column)
    {
        var rest = source.AsSpan(open);
        if (rest.StartsWith("{{!--") || rest.StartsWith("{{~!--")) return Until("--}}", "--~}}", TagKind.Comment, 5);
        if (rest.StartsWith("{{!") || rest.StartsWith("{{~!")) return Until("}}", "}}", TagKind.Comment, 3);
        if (rest.StartsWith("{{{{")) return Until("}}}}", "}}}}", TagKind.Forbidden, 4);
        if (rest.StartsWith("{{{")) return Until("}}}", "}}}", TagKind.Value, 3);

        var (tag, end) = Until("}}", "}}", TagKind.Value, 2);
        if (tag.Kind == TagKind.Endless) return (tag, end);
        var text = tag.Text;
        var kind = text.Length == 0 ? TagKind.Value : text[0] switch
        {
            '#' when text.Length > 1 && text[1] is '>' or '*' => TagKind.Forbidden,
            '#' => TagKind.Open,
            '^' => text.Length == 1 ? TagKind.Else : TagKind.OpenNot,
            '/' => TagKind.Close,
            '>' or '*' => TagKind.Forbidden,
            _ => text == "else" || text.StartsWith("else ", StringComparison.Ordinal) ? TagKind.Else : TagKind.Value,
        };
        text = kind switch
        {
            TagKind.Open or TagKind.OpenNot or TagKind.Close => text[1..].Trim(),
            TagKind.Else => text.TrimStart('^')[(text[0] == '^' ? 0 : 4)..].Trim(),
            TagKind.Value => text.TrimStart('&').Trim(),
            _ => text,
        };
        return (tag with { Kind = kind, Text = text }, end);

        (Tag Tag, int End) Until(string close, string other, TagKind kind, int skip)
        {
            var (a, b) = (source.IndexOf(close, open + 2, StringComparison.Ordinal), source.IndexOf(other, open + 2, StringComparison.Ordinal));
            var (at, length) = b >= 0 && (a < 0 || b < a) ? (b, other.Length) : (a, close.Length);
            if (at < 0) return (new Tag(TagKind.Endless, "", line, column), source.Length);
            var from = Math.Min(open + skip, at);
            return (new Tag(kind, source[from..at].Trim().Trim('~').Trim(), line, column), at + length);
        }
    }
}

/// <summary>The words of a tag: names, texts in quotes, numbers, and calls in brackets.</summary>
internal abstract partial record Word
{
    public sealed record Path(string Text) : Word;

    /// <summary>A text, a number, true or false.</summary>
    public sealed record Literal(string Text) : Word;

    public sealed record Call(ImmutableArray<Word> Words) : Word;

    /// <summary>The words, or why they cannot be read.</summary>
    public static (ImmutableArray<Word> Words, string? Mistake) Read(string text)
    {
        var stack = new Stack<ImmutableArray<Word>.Builder>();
        stack.Push(ImmutableArray.CreateBuilder<Word>());
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else if (text[at] == '(')
            {
                if (stack.Count > Deepest) return ([], "brackets within brackets go too deep");
                stack.Push(ImmutableArray.CreateBuilder<Word>());
                at++;
            }
            else if (text[at] == ')')
            {
                if (stack.Count == 1) return ([], "a bracket is closed that was never opened");
                var call = new Call(stack.Pop().ToImmutable());
                stack.Peek().Add(call);
                at++;
            }
            else if (Next().Match(text, at) is { Success: true } match)
            {
                if (match.Groups["quoted"].Success) stack.Peek().Add(new Literal(match.Groups["quoted"].Value));
                else if (Fixed().IsMatch(match.Value)) stack.Peek().Add(new Literal(match.Value));
                else stack.Peek().Add(new Path(match.Value));
                at += match.Length;
            }
            else
            {
                return ([], $"'{text[at]}' is not understood here");
            }
        }

        return stack.Count > 1 ? ([], "a bracket is not closed") : (stack.Pop().ToImmutable(), null);
    }

    private const int Deepest = 8;

    [GeneratedRegex("\\G(?:\"(?<quoted>[^\"]*)\"|'(?<quoted>[^']*)'|[@A-Za-z0-9_./-]+)(?![^\\s()])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Next();

    [GeneratedRegex(@"^(?:-?\d+(?:\.\d+)?|true|false|null|undefined)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fixed();
}
