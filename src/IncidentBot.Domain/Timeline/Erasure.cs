using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Timeline;

/// <summary>
/// Finds certain words wherever they stand, and takes them out: as they were typed, as the record tidied them, as the bot escaped them for chat, and cut off
/// with "…" where they were too long. Upper and lower case are the same; a piece of a longer word is not the word.
/// </summary>
public sealed partial class Erasure
{
    /// <summary>A whole message as short as this ("done", "on it") is said by many, and means no secret where else it stands. In UTF-16 units.</summary>
    private const int ShortestMessage = 8;

    private const int ShortestWords = 3;

    /// <summary>So much of the beginning is enough to know a text that was cut off.</summary>
    private const int Beginning = 24;

    /// <summary>So many letters and digits in a row are no coincidence, whatever stands between them.</summary>
    private const int Telling = 8;

    /// <summary>How much may stand where a mention was: a name, a date.</summary>
    private const int LongestName = 80;

    private readonly ImmutableArray<string> needles;
    private readonly ImmutableArray<string> wholes;
    private readonly ImmutableArray<ImmutableArray<string>> pieces;
    private readonly ImmutableArray<string> bare;

    private Erasure(IReadOnlyCollection<string> texts, int shortest)
    {
        var wanted = texts.Select(t => t.Trim()).Where(t => t.Length >= shortest).Distinct(StringComparer.Ordinal).ToList();
        needles = [.. wanted
            .SelectMany(t => (string[])[t, Harmless.Plain(t), Harmless.PlainBlock(t), Harmless.Line(t), Harmless.Block(t)])
            .Where(t => t.Length >= shortest).Distinct(StringComparer.Ordinal).OrderByDescending(t => t.Length)];
        wholes = [.. texts.Select(t => t.Trim()).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)];
        pieces = [.. wanted.Select(Pieces).Where(p => p.Sum(piece => piece.Length) >= Telling)];
        bare = [.. wanted.Select(Bare).Where(t => t.Length >= shortest).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Everything that a message or entry says and said. What is very short is taken out there alone, not where else it stands.</summary>
    /// <param name="source">The message; null: an entry that no message said.</param>
    public static Erasure OfWhole(IReadOnlyCollection<string> texts, MessageRef? source = null) => new(texts, ShortestMessage) { Source = source };

    /// <summary>Words that a person named: at least 3 characters.</summary>
    public static Erasure OfWords(string words) => new([words], ShortestWords);

    /// <summary>The message that is taken out whole; null: words are, or what no message said.</summary>
    public MessageRef? Source { get; init; }

    /// <summary>The texts to look for, longest first; empty when nothing is to be taken out elsewhere.</summary>
    public ImmutableArray<string> Needles => needles;

    /// <summary>The text without the words.</summary>
    public string In(string text)
    {
        foreach (var needle in needles) text = Without(text, needle);
        return text;
    }

    /// <summary>Whether the words stand in a text that was made for chat: quoted, escaped, or over several lines.</summary>
    public bool StandsIn(string shown)
    {
        var plain = Bare(shown);
        return bare.Any(needle => Without(plain, needle) != plain);
    }

    /// <summary>
    /// Whether a text of a document tells the words though they do not stand in it as such: with names in the place of mentions, without code marks and emphasis, over
    /// several runs, or cut off. Of a short text only the whole of it.
    /// </summary>
    public bool IsToldBy(string text)
    {
        if (text.Length == 0 || text == Redacting.Placeholder) return false;
        if (wholes.Any(whole => text == whole || text.StartsWith(whole + " — ", StringComparison.Ordinal)) || StandsIn(text)) return true;
        var letters = Letters(text);
        return pieces.Any(one => StandInOrder(one, letters) || (text.Contains('…') && one[0].Length >= Beginning && letters.Contains(one[0][..Beginning], StringComparison.Ordinal)));
    }

    private static bool StandInOrder(ImmutableArray<string> pieces, string letters)
    {
        for (var start = letters.IndexOf(pieces[0], StringComparison.Ordinal); start >= 0; start = letters.IndexOf(pieces[0], start + 1, StringComparison.Ordinal))
        {
            var end = start + pieces[0].Length;
            var all = true;
            foreach (var piece in pieces.Skip(1))
            {
                var next = letters.IndexOf(piece, end, StringComparison.Ordinal);
                if (next < 0 || next - end > LongestName)
                {
                    all = false;
                    break;
                }

                end = next + piece.Length;
            }

            if (all) return true;
        }

        return false;
    }

    /// <summary>What stands between the mentions of a text, as letters and digits.</summary>
    private static ImmutableArray<string> Pieces(string text) => [.. Markup().Split(text).Select(Letters).Where(piece => piece.Length > 0)];

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant));

    private static string Without(string text, string needle)
    {
        for (var from = 0; from < text.Length;)
        {
            var start = text.IndexOf(Start(needle), from, StringComparison.OrdinalIgnoreCase);
            if (start < 0) return text;
            var end = start + Same(text, start, needle);
            var isCut = end - start < needle.Length;
            if (IsEdge(text, start) && (isCut ? end < text.Length && text[end] == '…' : IsEdge(text, end)))
            {
                if (isCut) end++;
                text = string.Concat(text.AsSpan(0, start), Redacting.Placeholder, text.AsSpan(end));
                from = start + Redacting.Placeholder.Length;
            }
            else
            {
                from = start + 1;
            }
        }

        return text;
    }

    private static string Start(string needle) => needle.Length > Beginning * 2 ? needle[..Beginning] : needle;

    private static int Same(string text, int start, string needle)
    {
        var n = 0;
        while (n < needle.Length && start + n < text.Length && char.ToUpperInvariant(text[start + n]) == char.ToUpperInvariant(needle[n])) n++;
        return n;
    }

    /// <summary>Between two characters that do not belong to one word.</summary>
    private static bool IsEdge(string text, int at) => at <= 0 || at >= text.Length || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(text[at]);

    /// <summary>Without quote marks at the beginning of lines, escapes, and differences in white space.</summary>
    private static string Bare(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var said = line.StartsWith("> ", StringComparison.Ordinal) ? line.AsSpan(2) : line;
            foreach (var letter in said)
            {
                if (letter == '\\') continue;
                if (!char.IsWhiteSpace(letter)) plain.Append(letter);
                else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
            }

            if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        }

        return plain.ToString().TrimEnd();
    }

    [GeneratedRegex("<[^<>]{1,60}>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Markup();
}
