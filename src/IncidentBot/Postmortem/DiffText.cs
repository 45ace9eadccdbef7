using System.Collections.Immutable;
using System.Text;
using IncidentBot.Domain.Words;
using IncidentBot.Domain.Writing;

namespace IncidentBot.Postmortem;

/// <summary>What changed in a text, for chat: a block of code in which nothing typed takes effect, each line with "+" or "-".</summary>
public static class DiffText
{
    /// <summary>Lines that stayed are shown so many before and after a change.</summary>
    private const int Around = 1;

    /// <summary>All changed lines, with those around them.</summary>
    public static string Plain(ImmutableArray<DiffLine> lines)
    {
        var text = new StringBuilder();
        var skipped = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var isNear = Enumerable.Range(i - Around, (2 * Around) + 1).Any(n => n >= 0 && n < lines.Length && lines[n].Change != LineChange.Same);
            if (!isNear)
            {
                if (!skipped && text.Length > 0) text.Append("  …\n");
                skipped = true;
                continue;
            }

            skipped = false;
            text.Append(lines[i].Change switch { LineChange.Added => "+ ", LineChange.Removed => "- ", _ => "  " }).Append(lines[i].Text).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The same as a block of code of at most so many UTF-16 units; what is too long ends with "…".</summary>
    public static string Block(ImmutableArray<DiffLine> lines, int max)
    {
        const string Open = "```diff\n";
        const string Close = "\n```";
        var plain = Harmless.PlainBlock(Plain(lines)).Replace("```", "'''", StringComparison.Ordinal).Replace("@", "@\u200B", StringComparison.Ordinal);
        return Open + Harmless.Cut(plain, max - Open.Length - Close.Length) + Close;
    }

    /// <summary>"2 lines more, 1 less", or "the same".</summary>
    public static string InWords(ImmutableArray<DiffLine> lines)
    {
        var (more, less) = (lines.Count(l => l.Change == LineChange.Added), lines.Count(l => l.Change == LineChange.Removed));
        return (more, less) switch
        {
            (0, 0) => "the same",
            (_, 0) => $"{more} {(more == 1 ? "line" : "lines")} more",
            (0, _) => $"{less} {(less == 1 ? "line" : "lines")} less",
            _ => $"{more} {(more == 1 ? "line" : "lines")} more, {less} less",
        };
    }
}
