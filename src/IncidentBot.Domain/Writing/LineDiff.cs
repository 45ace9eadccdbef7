using System.Collections.Immutable;

namespace IncidentBot.Domain.Writing;

public enum LineChange
{
    Same,
    Removed,
    Added,
}

/// <param name="Change">Whether the line stands in both texts, only in the earlier or only in the later one.</param>
public readonly record struct DiffLine(LineChange Change, string Text);

/// <summary>What became of a text, line by line: the fewest lines taken away and added.</summary>
public static class LineDiff
{
    /// <summary>More pairs of lines than this are not compared one by one: what lies between the common beginning and end is then replaced as a whole.</summary>
    private const int MostPairs = 4_000_000;

    public static ImmutableArray<string> Lines(string text) => text.Length == 0 ? [] : [.. text.ReplaceLineEndings("\n").Split('\n')];

    /// <summary>Every line of both texts once, in order; where one is replaced, the earlier stands before the later.</summary>
    public static ImmutableArray<DiffLine> Between(string before, string after) => Between(Lines(before).AsSpan(), Lines(after).AsSpan());

    /// <summary>For each line of the earlier text the line of the later one that it is, or -1.</summary>
    internal static int[] Matches(ReadOnlySpan<string> before, ReadOnlySpan<string> after)
    {
        var matches = new int[before.Length];
        Array.Fill(matches, -1);
        var start = 0;
        while (start < before.Length && start < after.Length && before[start] == after[start])
        {
            matches[start] = start;
            start++;
        }

        var (oldEnd, newEnd) = (before.Length, after.Length);
        while (oldEnd > start && newEnd > start && before[oldEnd - 1] == after[newEnd - 1]) matches[--oldEnd] = --newEnd;
        var (rows, columns) = (oldEnd - start, newEnd - start);
        if ((long)rows * columns > MostPairs) return matches;

        // The longest common run of lines from each pair of places on.
        var longest = new int[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
                longest[i, j] = before[start + i] == after[start + j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
        }

        for (int i = 0, j = 0; i < rows && j < columns;)
        {
            if (before[start + i] == after[start + j]) matches[start + i++] = start + j++;
            else if (longest[i + 1, j] >= longest[i, j + 1]) i++;
            else j++;
        }

        return matches;
    }

    private static ImmutableArray<DiffLine> Between(ReadOnlySpan<string> before, ReadOnlySpan<string> after)
    {
        var lines = ImmutableArray.CreateBuilder<DiffLine>(Math.Max(before.Length, after.Length));
        var matches = Matches(before, after);
        var next = 0;
        for (var i = 0; i < before.Length; i++)
        {
            if (matches[i] < 0)
            {
                lines.Add(new(LineChange.Removed, before[i]));
                continue;
            }

            while (next < matches[i]) lines.Add(new(LineChange.Added, after[next++]));
            lines.Add(new(LineChange.Same, before[i]));
            next++;
        }

        while (next < after.Length) lines.Add(new(LineChange.Added, after[next++]));
        return lines.ToImmutable();
    }
}
