using System.Collections.Immutable;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>A section that people wrote: paragraphs, lists and small headings as they typed them, and who wrote it.</summary>
internal static partial class WrittenSection
{
    public static IEnumerable<Block> Write(Draft draft, Statement written)
    {
        var items = ImmutableArray.CreateBuilder<RichText>();
        var lines = new List<string>();
        foreach (var raw in draft.Plain(written.Text).ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            var line = raw.Trim();
            var bullet = Bullet().Match(line);
            var heading = Heading().Match(line);
            if (lines.Count > 0 && (line.Length == 0 || bullet.Success || heading.Success))
            {
                yield return new Paragraph(UserText.Rich(string.Join(' ', lines)));
                lines.Clear();
            }

            if (items.Count > 0 && !bullet.Success && line.Length > 0)
            {
                yield return new BulletList(items.ToImmutable());
                items.Clear();
            }

            if (bullet.Success) items.Add(UserText.Rich(bullet.Groups["text"].Value));
            else if (heading.Success) yield return new Subheading(heading.Groups["text"].Value);
            else if (line.Length > 0) lines.Add(line);
        }

        if (items.Count > 0) yield return new BulletList(items.ToImmutable());
        yield return new Notice(RichText.Of("Written by " + draft.Name(written.By) + ", ", draft.Full(written.At), "."));
    }

    [GeneratedRegex(@"^(?:[-*•+]|\d{1,3}[.)])\s+(?<text>\S.*)$", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^\#{1,6}\s+(?<text>\S.*)$", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Heading();
}
