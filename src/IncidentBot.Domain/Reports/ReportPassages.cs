namespace IncidentBot.Domain.Reports;

/// <summary>A piece of a report with the part it stands in.</summary>
/// <param name="Section">The part of the heading above; differs from <paramref name="Part"/> where a label such as "Resolution:" stands in the line.</param>
internal sealed record Passage(Part Part, Part Section, BlockKind Kind, string Text);

/// <summary>Which part of the report each block belongs to: by the headings, and by the labels that many people use instead.</summary>
internal sealed class ReportPassages
{
    private const int NoLevel = int.MaxValue;

    private readonly List<Passage> passages = [];
    private (Part Part, int Level) section = (Part.Unknown, NoLevel);
    private Part? label;
    private bool anyPart;
    private bool named;

    private ReportPassages()
    {
    }

    public IReadOnlyList<Passage> All => passages;

    /// <summary>What a heading at the top, or a label, calls the incident.</summary>
    public string? Title { get; private set; }

    public static ReportPassages Read(string text)
    {
        var reading = new ReportPassages();
        var blocks = ReportBlocks.Read(text);
        var skipped = blocks.TakeWhile(block => block.Kind == BlockKind.Paragraph && ReportHeadings.OfPlainLine(block.Text) == Part.Document).Count();
        var rest = blocks[skipped..];
        var first = rest.Count > 1 && rest[0].Kind == BlockKind.Paragraph && rest[1].AfterBlank ? ReportTitle.OfFirstLine(rest[0].Text) : null;
        foreach (var block in first is null ? rest : rest.Skip(1)) reading.Take(block);
        if (first is null) return reading;

        // The first line of a plain text is its title, unless a heading has a better one: then it belongs to whatever stands above that.
        if (reading.Title is null) reading.Title = first;
        else reading.passages.Insert(0, new(Part.Front, Part.Unknown, BlockKind.Paragraph, rest[0].Text));
        return reading;
    }

    private void Take(Block block)
    {
        if (block.AfterBlank && block.Kind != BlockKind.Item) label = null;
        switch (block.Kind)
        {
            case BlockKind.Heading:
                TakeHeading(block);
                break;
            case BlockKind.Item:
                TakeItem(block.Text);
                break;
            default:
                TakeParagraph(block.Text);
                break;
        }
    }

    private void TakeHeading(Block heading)
    {
        label = null;
        if (section.Part == Part.Timeline && heading.Level > section.Level && ReportTimes.Leading(heading.Text, allowBareHour: false) is not null)
        {
            Add(Part.Timeline, BlockKind.Item, heading.Text);
            return;
        }

        if (Title is null && !anyPart && passages.All(p => p.Part == Part.Unknown) && ReportTitle.Of(heading.Text, surely: heading.Level == 1 || named) is { } title)
        {
            Title = title;
            section = (Part.Unknown, NoLevel);
            return;
        }

        if (ReportHeadings.OfLabel(heading.Text, 6) is { } labelled)
        {
            Enter(labelled.Part, heading.Level);
            TakeLabelled(labelled.Part, BlockKind.Paragraph, labelled.Content, heading.Text);
            return;
        }

        Enter(ReportHeadings.Of(heading.Text), heading.Level);
    }

    private void Enter(Part part, int level)
    {
        // A heading under a heading that says nothing to us goes on with what it stands under, as do steps taken under the resolution.
        var isBelow = level > section.Level;
        if (isBelow && (part is Part.Unknown or Part.Title || (part is Part.Investigation && section.Part == Part.Resolution))) return;
        if (isBelow && section.Part is Part.Measures && part is Part.Resolution) part = Part.Corrective;
        named |= part == Part.Document;
        section = (part is Part.Title or Part.Document ? Part.Unknown : part, level);
        anyPart |= section.Part != Part.Unknown;
    }

    private void TakeItem(string text)
    {
        var mayLabel = section.Part is Part.Unknown or Part.Summary or Part.Impact or Part.Date or Part.Front && label is null;
        if (mayLabel && ReportHeadings.OfLabel(text, 4) is { } labelled && ReportTimes.Leading(text, allowBareHour: false) is null)
        {
            TakeLabelled(labelled.Part, BlockKind.Item, labelled.Content, text);
            label = null;
            return;
        }

        if (SideOf(text) is { } side && section.Part is Part.Measures or Part.Tasks or Part.Corrective or Part.Preventive)
        {
            Add(side.Part, BlockKind.Item, side.Text);
            return;
        }

        Add(label ?? section.Part, BlockKind.Item, text);
    }

    private void TakeParagraph(string text)
    {
        if (ReportTimes.Leading(text, allowBareHour: false) is null)
        {
            if (ReportHeadings.OfPlainLine(text) is { } part)
            {
                label = null;
                Enter(part, ReportBlocks.PlainHeading);
                return;
            }

            if (ReportHeadings.OfLabel(text, 7) is { } labelled && MayStandHere(labelled.Part))
            {
                TakeLabelled(labelled.Part, BlockKind.Paragraph, labelled.Content, text);
                return;
            }
        }

        if (ReportSentences.Concludes(text))
        {
            Add(Part.Conclusion, BlockKind.Paragraph, text);
            return;
        }

        Add(label ?? section.Part, BlockKind.Paragraph, text);
    }

    private bool MayStandHere(Part part) => section.Part is not (Part.Measures or Part.Corrective or Part.Preventive or Part.Tasks)
        || part is Part.Measures or Part.Corrective or Part.Preventive or Part.Tasks or Part.Lessons or Part.Conclusion;

    private void TakeLabelled(Part part, BlockKind kind, string content, string whole)
    {
        if (part == Part.Title)
        {
            Title ??= ReportTitle.Cut(content);
            return;
        }

        if (section.Part == Part.Timeline && part == Part.Summary) part = Part.Timeline;
        Add(part, kind, part is Part.Front or Part.Document ? whole : content);
        if (part is Part.Severity or Part.Date or Part.Start or Part.End or Part.DetectedAt or Part.Duration or Part.Zone or Part.Affected or Part.Front or Part.Document) return;
        if (section.Level == NoLevel || section.Level > ReportBlocks.PlainHeading) section = (part, ReportBlocks.PlainHeading + 1);
        else label = part;
    }

    // "Corrective: …", "[preventive] …", or a column that says it, inside a list of measures.
    private static (Part Part, string Text)? SideOf(string text)
    {
        if (ReportHeadings.OfLabel(text.TrimStart('[', '(').Replace(']', ':'), 2) is { Part: Part.Corrective or Part.Preventive } side) return (side.Part, side.Content.TrimStart(':', ' '));
        if (text.LastIndexOf(" — ", StringComparison.Ordinal) is var last and > 0 && ReportHeadings.OfPlainLine(text[(last + 3)..]) is Part.Corrective or Part.Preventive)
            return (ReportHeadings.Of(text[(last + 3)..]), text[..last]);
        return null;
    }

    private void Add(Part part, BlockKind kind, string text)
    {
        if (text.Length > 0) passages.Add(new(part, section.Part, kind, text));
    }
}
