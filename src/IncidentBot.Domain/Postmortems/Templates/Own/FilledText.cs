using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Words;
using IncidentBot.Domain.Writing;

namespace IncidentBot.Domain.Postmortems.Templates.Own;

/// <summary>
/// What a template gave: the Markdown of its author, with a mark wherever a value of the record stands. Values are put in after the Markdown was read, so nothing
/// that somebody typed can ever mean anything in it: no heading, no list, no link, no section.
/// </summary>
/// <param name="Text">Markdown with marks.</param>
/// <param name="Values">By the number in their mark.</param>
public sealed partial record FilledText(string Text, IReadOnlyList<FilledValue> Values)
{
    private const char Open = '\uE000';
    private const char Close = '\uE001';
    private const int LongestHeading = 100;

    /// <summary>What stands in the text for a value within a line.</summary>
    public static string Mark(int value) => string.Create(CultureInfo.InvariantCulture, $"{Open}{value}{Close}");

    /// <summary>What stands in the text for blocks, on lines of its own.</summary>
    public static string BlockMark(int value) => $"\n\n{Mark(value)}\n\n";

    /// <summary>A source in which no mark can be forged.</summary>
    public static string WithoutMarks(string source) => source.Replace(Open, '\uFFFD').Replace(Close, '\uFFFD');

    /// <summary>A heading as a key: "What customers saw" is "what-customers-saw"; null when no letter is left.</summary>
    public static string? Slug(string heading, int longest = SectionIds.LongestKey)
    {
        var slug = new StringBuilder();
        foreach (var c in heading.ToLowerInvariant().Select(Accents.Without))
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(c);
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        var text = slug.Length > longest ? slug.ToString(0, longest) : slug.ToString();
        return text.Trim('-') is { Length: > 0 } key ? key : null;
    }

    /// <summary>The key in a heading's line, and the heading without it: "## Impact {#impact}".</summary>
    public static (string Heading, string? Key) ReadHeading(string line)
    {
        var match = WithKey().Match(line);
        return match.Success ? (match.Groups["heading"].Value, match.Groups["key"].Value) : (line.TrimStart('#').Trim(), null);
    }

    /// <summary>The sections in order, each with its key and what it says; and what stands before the first.</summary>
    internal (ImmutableArray<Block> Preface, ImmutableArray<(TemplateSection Place, ImmutableArray<Block> Blocks)> Sections) Read(ServerId server)
    {
        var sections = ImmutableArray.CreateBuilder<(TemplateSection, ImmutableArray<Block>)>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        ImmutableArray<Block> preface = [];
        TemplateSection? place = null;
        var body = new StringBuilder();
        foreach (var line in Text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (!line.StartsWith("## ", StringComparison.Ordinal))
            {
                body.Append(line).Append('\n');
                continue;
            }

            End();
            var (heading, key) = ReadHeading(line);
            heading = UserText.Shorten(UserText.OneLine(Plain(heading)), LongestHeading);
            if (heading.Length == 0) heading = "…";
            place = new TemplateSection(Free(key is not null && SectionIds.IsKey(key) ? key : KeyFor(heading)), heading);
        }

        End();
        return (preface, sections.ToImmutable());

        void End()
        {
            var blocks = Blocks(body.ToString(), server);
            body.Clear();
            if (place is not null) sections.Add((place, blocks));
            else preface = [.. blocks.Where(block => block is not Subheading)];
        }

        string Free(string key)
        {
            var free = key;
            for (var n = 2; !keys.Add(free); n++) free = string.Create(CultureInfo.InvariantCulture, $"{key}-{n}");
            return free;
        }
    }

    /// <summary>The key of a heading without one of its own: that of a section which is called so elsewhere, else one made from its words.</summary>
    public static string KeyFor(string heading) =>
        KnownTemplates.All.SelectMany(template => template.Places).FirstOrDefault(place => place.Heading.Equals(heading, StringComparison.OrdinalIgnoreCase))?.Id ?? Slug(heading, SectionIds.LongestKey - 3) ?? "section";

    private ImmutableArray<Block> Blocks(string markdown, ServerId server) =>
        [.. SectionText.Read(markdown, server, anyLink: true).SelectMany(block => block is Paragraph { Text.Parts: [PlainText { Text: var mark }] } && Of(mark) is { Blocks.IsEmpty: false } value ? value.Blocks : [With(block)]).Where(block => !IsEmpty(block))];

    private FilledValue? Of(string text) => MarkAlone().Match(text) is { Success: true } match ? Values[int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture)] : null;

    private Block With(Block block) => block switch
    {
        Paragraph p => new Paragraph(With(p.Text)),
        Subheading h => new Subheading(Plain(h.Text)),
        BulletList list => new BulletList([.. list.Items.Select(With).Where(item => !IsBlank(item))]),
        Quotation quote => quote with { Text = Plain(quote.Text), Attribution = With(quote.Attribution) },
        Notice notice => new Notice(With(notice.Text)),
        _ => block,
    };

    private RichText With(RichText rich)
    {
        var parts = ImmutableArray.CreateBuilder<Inline>();
        foreach (var part in rich.Parts)
        {
            switch (part)
            {
                case PlainText t:
                    var from = 0;
                    foreach (Match match in MarkWithin().Matches(t.Text))
                    {
                        if (match.Index > from) parts.Add(new PlainText(t.Text[from..match.Index]));
                        parts.AddRange(Values[int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture)].Text.Parts);
                        from = match.Index + match.Length;
                    }

                    if (from < t.Text.Length) parts.Add(new PlainText(t.Text[from..]));
                    break;
                case Strong t:
                    parts.Add(new Strong(Plain(t.Text)));
                    break;
                case Emphasis t:
                    parts.Add(new Emphasis(Plain(t.Text)));
                    break;
                case Code t:
                    parts.Add(new Code(Plain(t.Text)));
                    break;
                case Link t:
                    parts.Add(t with { Text = Plain(t.Text) });
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }

        return new RichText(parts.ToImmutable());
    }

    private string Plain(string text) => MarkWithin().Replace(text, match => Values[int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture)].Text.Words());

    private static bool IsEmpty(Block block) => block switch
    {
        Paragraph p => IsBlank(p.Text),
        BulletList list => list.Items.IsEmpty,
        Notice notice => IsBlank(notice.Text),
        Subheading h => string.IsNullOrWhiteSpace(h.Text),
        _ => false,
    };

    private static bool IsBlank(RichText text) => text.Parts.All(part => part is PlainText { Text: var t } && string.IsNullOrWhiteSpace(t));

    [GeneratedRegex(@"^\#\#\s+(?<heading>.*?)\s*\{\#(?<key>[^{}]*)\}\s*$", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex WithKey();

    [GeneratedRegex(@"^\s*\uE000(?<n>\d+)\uE001\s*$", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex MarkAlone();

    [GeneratedRegex(@"\uE000(?<n>\d+)\uE001", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex MarkWithin();
}

/// <summary>A value of the record in a filled template: words within a line, or blocks.</summary>
public sealed record FilledValue(RichText Text, ImmutableArray<Block> Blocks);
