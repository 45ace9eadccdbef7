using System.Collections.Immutable;
using System.Text;

namespace IncidentBot.Domain.Postmortems.Rendering;

/// <summary>
/// The document as it stands in chat: an opening, which says in short what happened and where to read on, and the parts that follow in a forum post, a thread
/// or the channel. Each is one message within Discord's limit; cuts fall between paragraphs, rows and list items.
/// </summary>
/// <param name="Parts">In reading order; at least one.</param>
public sealed record DiscordPost(ImmutableArray<DiscordPart> Parts)
{
    private const string LongestLink = "https://discord.com/channels/18446744073709551615/18446744073709551615/18446744073709551615";

    /// <summary>Values of the short summary are cut to the longest of these with which it fits.</summary>
    private static readonly ImmutableArray<int> s_lengths = [400, 240, 140, 110, 90, 75, 60, 50, 40];

    /// <summary>In the short summary: what somebody asks first. The section itself has the rest.</summary>
    private static readonly ImmutableArray<string> s_first = ["Severity", "Services", "Start", "End", "Duration", "Affected", "Root cause", "Resolution"];

    /// <summary>Of the sections that stand whole in the opening.</summary>
    public ImmutableArray<string> OpeningHeadings { get; private init; } = [];

    private string Summary { get; init; } = "";

    private int Limit { get; init; }

    /// <param name="document">What to write.</param>
    /// <param name="note">A line of the bot's own at the end of the opening; null: none.</param>
    /// <param name="limit">Longest message, in UTF-16 units.</param>
    /// <param name="spare">How much of each part is left free, for what the place it is posted in wants to add.</param>
    public static DiscordPost Of(PostmortemDocument document, string? note = null, int limit = MessageSplitter.DiscordLimit, int spare = 0)
    {
        // The links are not known yet: as many of the longest ones take their place.
        var sections = document.Sections.Where(s => s.Id != SectionIds.Summary);
        var reserved = Rest(document.Sections.Select((s, n) => (s.Heading, (Uri?)new Uri(LongestLink + "?" + n)))).Length + (note?.Length + 1 ?? 0) + 2;
        var title = new StringBuilder();
        DiscordRenderer.WriteTitle(title, document);

        // A template of a server's own may do without one.
        var summary = document.Sections.FirstOrDefault(section => section.Id == SectionIds.Summary) ?? new PostmortemSection(SectionIds.Summary, "", []);
        var whole = new StringBuilder(title.ToString()).Append('\n');
        DiscordRenderer.Write(whole, summary.Blocks);
        var isWhole = whole.Length <= limit - reserved;
        var parts = Cut(isWhole ? sections : document.Sections, limit - spare);
        return new DiscordPost(parts)
        {
            Summary = (isWhole ? whole.ToString() : Short(title.ToString(), summary, limit - reserved)).TrimEnd('\n') + (note is null ? "" : "\n" + note),
            OpeningHeadings = isWhole && !summary.Blocks.IsEmpty ? [summary.Heading] : [],
            Limit = limit,
        };
    }

    /// <summary>The first message.</summary>
    /// <param name="links">Of the parts posted so far, in order; a section in a part that is not posted yet is named without one.</param>
    public string Opening(IReadOnlyList<Uri> links)
    {
        var rest = Rest(Parts.SelectMany((part, n) => part.Headings.Select(heading => (heading, n < links.Count ? links[n] : null))));
        var text = Summary + "\n\n" + rest;
        return text.Length <= Limit ? text : MessageSplitter.Split(text, Limit)[0];
    }

    // What begins in the same message has one link.
    private static string Rest(IEnumerable<(string Heading, Uri? Link)> sections)
    {
        var text = new StringBuilder("**Read on:** ");
        var isFirst = true;
        foreach (var group in sections.GroupBy(s => s.Link))
        {
            if (!isFirst) text.Append(" · ");
            isFirst = false;
            var words = string.Join(", ", group.Select(s => DiscordMarkdown.Escape(s.Heading, atLineStart: false)));
            if (group.Key is { } link) text.Append('[').Append(words).Append("](<").Append(link.AbsoluteUri).Append(">)");
            else text.Append(words);
        }

        return text.ToString();
    }

    private static string Short(string title, PostmortemSection summary, int room)
    {
        foreach (var length in s_lengths)
        {
            var text = new StringBuilder(title).Append('\n');
            DiscordRenderer.Write(text, summary.Blocks.OfType<Paragraph>().Select(p => new Paragraph(Shorten(p.Text, length))));
            DiscordRenderer.Write(text, summary.Blocks.OfType<FactList>().Select(list => new FactList([.. list.Facts.Where(f => s_first.Contains(f.Label)).Select(f => f with { Value = Shorten(f.Value, length) })])));
            if (text.Length <= room) return text.ToString();
        }

        // Notices and a title without end: then the beginning of it.
        return MessageSplitter.Split(title, Math.Max(room, 64))[0];
    }

    /// <summary>The beginning, with its times; links and marks beyond it are left out.</summary>
    private static RichText Shorten(RichText text, int limit)
    {
        var parts = ImmutableArray.CreateBuilder<Inline>();
        var room = limit;
        foreach (var part in text.Parts)
        {
            var words = part switch
            {
                PlainText t => t.Text,
                Strong t => t.Text,
                Emphasis t => t.Text,
                Code t => t.Text,
                Link t => t.Text,
                TimeMark t => t.Written,
                _ => "",
            };
            if (words.Length <= room)
            {
                parts.Add(part);
                room -= words.Length;
                continue;
            }

            if (part is PlainText or Strong && room > 8) parts.Add(part is Strong ? new Strong(UserText.Shorten(words, room)) : UserText.Shorten(words, room));
            else parts.Add("…");
            break;
        }

        return new RichText(parts.ToImmutable());
    }

    // A section that fits into one message is not torn apart; a longer one begins a message of its own, and what follows goes on under its end.
    private static ImmutableArray<DiscordPart> Cut(IEnumerable<PostmortemSection> sections, int limit)
    {
        var parts = ImmutableArray.CreateBuilder<DiscordPart>();
        foreach (var section in sections)
        {
            var whole = new StringBuilder();
            DiscordRenderer.WriteSection(whole, section);
            var cut = MessageSplitter.Split(whole.ToString(), limit);
            if (parts.Count > 0 && cut.Count == 1 && parts[^1].Text.Length + 2 + cut[0].Length <= limit)
            {
                parts[^1] = new DiscordPart(parts[^1].Text + "\n\n" + cut[0], parts[^1].Headings.Add(section.Heading));
                continue;
            }

            foreach (var (n, text) in cut.Index()) parts.Add(new DiscordPart(text, n == 0 ? [section.Heading] : []));
        }

        return parts.ToImmutable();
    }
}

/// <param name="Text">One message.</param>
/// <param name="Headings">Of the sections that begin in it.</param>
public sealed record DiscordPart(string Text, ImmutableArray<string> Headings);
