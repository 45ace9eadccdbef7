using System.Collections.Immutable;

namespace IncidentBot.Domain.Writing;

/// <summary>A long text in pieces, each of which fits into a field of a form with room to write on. Put together again they are the text, to the letter.</summary>
public static class SectionParts
{
    /// <summary>A field of a form holds so many UTF-16 units.</summary>
    public const int Field = 4000;

    /// <summary>Each piece leaves a quarter of the field to write in: else a text that fills it could never grow.</summary>
    private const int Piece = 3000;

    /// <summary>In order. A text that leaves room in the field is one piece; an empty one too.</summary>
    public static ImmutableArray<string> Of(string text)
    {
        if (text.Length <= Piece) return [text];
        var parts = ImmutableArray.CreateBuilder<string>();
        var from = 0;
        while (text.Length - from > Piece)
        {
            var end = End(text, from);
            parts.Add(text[from..end]);
            from = end;
        }

        parts.Add(text[from..]);
        return parts.ToImmutable();
    }

    /// <summary>The text with one of its pieces written anew.</summary>
    /// <param name="number">From 1.</param>
    public static string Replace(string text, int number, string? piece) => string.Concat(Of(text).SetItem(number - 1, Ending(text, number, piece)));

    /// <summary>A piece that was written anew, as it goes into the text: what ended with a line break still does, so that the next piece begins on its own line.</summary>
    internal static string Ending(string text, int number, string? piece)
    {
        var parts = Of(text);
        var before = parts[number - 1];
        return string.IsNullOrWhiteSpace(piece) ? "" : number == parts.Length ? piece : piece.TrimEnd('\n') + before[before.TrimEnd('\n').Length..];
    }

    /// <summary>After an empty line, else a line, else a blank; never within a character.</summary>
    private static int End(string text, int from)
    {
        foreach (var mark in new[] { "\n\n", "\n", " " })
        {
            var at = text.LastIndexOf(mark, from + Piece - 1, Piece / 2, StringComparison.Ordinal);
            if (at >= 0) return Math.Min(at + mark.Length, from + Piece);
        }

        return char.IsLowSurrogate(text[from + Piece]) ? from + Piece - 1 : from + Piece;
    }
}
