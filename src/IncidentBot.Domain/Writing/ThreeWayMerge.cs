using System.Text;

namespace IncidentBot.Domain.Writing;

/// <param name="Text">Both changes in one text. Where both changed the same lines, both stand in it, one after the other, between marks.</param>
/// <param name="Conflicts">How many such places there are; 0: it can be taken as it is.</param>
public sealed record MergedText(string Text, int Conflicts)
{
    public bool IsClean => Conflicts == 0;
}

/// <summary>Takes two texts that were made from one together: what only one of them changed is taken from it, line by line.</summary>
public static class ThreeWayMerge
{
    public const string MineMark = "≪≪≪ yours";
    public const string MiddleMark = "≡≡≡ the other";
    public const string EndMark = "≫≫≫";

    /// <param name="origin">What both began from. Empty where that is not known: then only what both share is one.</param>
    public static MergedText Merge(string origin, string mine, string theirs)
    {
        // The cases that need no line compared.
        if (mine == theirs || theirs == origin) return new(mine, 0);
        if (mine == origin) return new(theirs, 0);
        var (o, a, b) = (LineDiff.Lines(origin), LineDiff.Lines(mine), LineDiff.Lines(theirs));
        var (inMine, inTheirs) = (LineDiff.Matches(o.AsSpan(), a.AsSpan()), LineDiff.Matches(o.AsSpan(), b.AsSpan()));
        var text = new List<string>();
        var conflicts = 0;
        var (fromO, fromA, fromB) = (0, 0, 0);
        while (fromO < o.Length || fromA < a.Length || fromB < b.Length)
        {
            // Up to the next line that all three have.
            var stable = fromO;
            while (stable < o.Length && (inMine[stable] < fromA || inTheirs[stable] < fromB)) stable++;
            var (toA, toB) = stable < o.Length ? (inMine[stable], inTheirs[stable]) : (a.Length, b.Length);
            var (chunkO, chunkA, chunkB) = (o[fromO..stable], a[fromA..toA], b[fromB..toB]);
            if (chunkA.SequenceEqual(chunkB) || chunkB.SequenceEqual(chunkO)) text.AddRange(chunkA);
            else if (chunkA.SequenceEqual(chunkO)) text.AddRange(chunkB);
            else
            {
                conflicts++;
                text.AddRange([MineMark, .. chunkA, MiddleMark, .. chunkB, EndMark]);
            }

            if (stable < o.Length) text.Add(o[stable]);
            (fromO, fromA, fromB) = (stable + 1, toA + 1, toB + 1);
        }

        return new(string.Join('\n', text), conflicts);
    }
}
