namespace IncidentBot.Domain.Reports;

/// <summary>A piece of a report with the part it stands in.</summary>
/// <param name="Part">What it is about.</param>
/// <param name="Section">The part of the heading above; differs from <paramref name="Part"/> where a label such as "Resolution:" stands in the line.</param>
/// <param name="Kind">What it is in the text.</param>
/// <param name="Text">Its words, without a label.</param>
internal sealed record Passage(Part Part, Part Section, BlockKind Kind, string Text)
{
    /// <summary>With its label, as it is kept where it fits nowhere.</summary>
    public string? Whole { get; init; }

    /// <summary>By how many columns it is indented.</summary>
    public int Indent { get; init; }

    public bool AfterBlank { get; init; }

    /// <summary>A heading that is a line of the timeline: what stands below it belongs to it.</summary>
    public bool IsHeading { get; init; }
}

/// <summary>Which part of the report each block belongs to: by the headings, and by the labels that many people use instead.</summary>
internal sealed class ReportPassages
{
    // Below every heading: a list item that heads the items under it is one level for each column it is indented by.
    private const int ItemLevel = ReportBlocks.PlainHeading + 10;

    private readonly List<Passage> passages = [];
    private readonly List<string> headings = [];
    private readonly Stack<Section> sections = new();
    private Part? label;
    private (string Text, int Indent)? prefix;
    private bool anyPart;
    private bool named;
    private Block block = new(BlockKind.Paragraph, "");
    private Block? next;

    private ReportPassages()
    {
    }

    public IReadOnlyList<Passage> All => passages;

    /// <summary>The texts of headings and of the heads of tables, in order: they name days and time zones.</summary>
    public IReadOnlyList<string> Headings => headings;

    /// <summary>What a heading at the top, or a label, calls the incident.</summary>
    public string? Title { get; private set; }

    private Section Current => sections.Count > 0 ? sections.Peek() : new(Part.Unknown, int.MaxValue);

    public static ReportPassages Read(string text)
    {
        var reading = new ReportPassages();
        var blocks = ReportBlocks.Read(text);
        var skipped = blocks.TakeWhile(block => block.Kind == BlockKind.Paragraph && ReportHeadings.OfPlainLine(block.Text) == Part.Document).Count();
        var rest = blocks[skipped..];
        var first = rest.Count > 1 && rest[0].Kind == BlockKind.Paragraph && (rest[1].AfterBlank || IsHeading(rest[1]) || ReportHeadings.OfLabel(rest[1].Text, 4) is not null) ? ReportTitle.OfFirstLine(rest[0].Text, IsHeading(rest[1])) : null;
        for (var i = first is null ? 0 : 1; i < rest.Count; i++)
        {
            (reading.block, reading.next) = (rest[i], i + 1 < rest.Count ? rest[i + 1] : null);
            reading.Take();
        }

        if (first is null) return reading;

        // The first line of a plain text is its title, unless a heading has a better one: then it belongs to whatever stands above that.
        reading.headings.Insert(0, rest[0].Text);
        if (reading.Title is null) reading.Title = first;
        else reading.passages.Insert(0, new(Part.Front, Part.Unknown, BlockKind.Paragraph, rest[0].Text));
        return reading;
    }

    private static bool IsHeading(Block block) => block.Kind == BlockKind.Heading || (block.Kind == BlockKind.Paragraph && ReportHeadings.OfPlainLine(block.Text) is not null);

    private void Take()
    {
        if (block.AfterBlank && block.Kind != BlockKind.Item) label = null;
        if (block.Kind is BlockKind.Item or BlockKind.Paragraph) LeaveItems();
        switch (block.Kind)
        {
            case BlockKind.Heading:
                TakeHeading();
                break;
            case BlockKind.Item:
                foreach (var piece in ReportHeadings.SplitLabels(block.Text)) TakeItem(piece);
                break;
            case BlockKind.Code:
                Add(label ?? Current.Part, BlockKind.Code, block.Text);
                break;
            case BlockKind.TableHead:
                headings.Add(block.Text);
                break;
            default:
                foreach (var piece in ReportHeadings.SplitLabels(block.Text)) TakeParagraph(piece);
                break;
        }
    }

    private void TakeHeading()
    {
        (label, prefix) = (null, null);
        var text = block.Text;
        headings.Add(text);
        if (Under(Part.Timeline) && block.Level > Current.Level - 1 && ReportTimes.Leading(text, allowBareHour: false) is not null && (block.Level > Current.Level || Current.Part == Part.Timeline))
        {
            Add(Part.Timeline, BlockKind.Item, text, isHeading: true);
            return;
        }

        if ((anyPart || Title is not null) && ReportTimes.Leading(text, allowBareHour: false) is { Time: not null } lead && lead.Length < text.Length)
        {
            Add(Current.Part, BlockKind.Item, text, isHeading: true);
            return;
        }

        if (Title is null && !anyPart && passages.All(p => p.Part is Part.Unknown or Part.Front or Part.Document) && ReportTitle.Of(text, surely: block.Level == 1 || named) is { } title)
        {
            Title = title;
            sections.Clear();
            if (text.Length > Limits.Title) Add(Part.Front, BlockKind.Paragraph, text); // it was cut
            return;
        }

        if (ReportSentences.IsSentence(text))
        {
            TakeParagraph(text);
            return;
        }

        if (ReportHeadings.OfLabel(text, 6) is { } labelled)
        {
            Enter(labelled.Part, block.Level);
            if (ReportHeadings.IsFlourish(labelled.Content)) Add(Part.Front, BlockKind.Paragraph, labelled.Content, text);
            else TakeLabelled(labelled.Part, BlockKind.Paragraph, labelled.Content, text);
            return;
        }

        Enter(ReportHeadings.Of(text), block.Level);
    }

    private bool Under(Part part) => sections.Any(section => section.Part == part);

    private void Enter(Part part, int level)
    {
        while (sections.Count > 0 && sections.Peek().Level >= level) sections.Pop();
        var above = sections.Count > 0 ? sections.Peek().Part : Part.Unknown;
        named |= part == Part.Document;

        // A heading that says nothing to us goes on with what it stands under, as do steps taken under the resolution and kinds of improvement under tasks.
        part = (above, part) switch
        {
            (not Part.Unknown, Part.Unknown or Part.Title or Part.Document) => above,
            (Part.Resolution, Part.Investigation) => Part.Resolution,
            (Part.Tasks, Part.Measures) => Part.Tasks,
            (Part.Lessons, Part.Measures or Part.Detection or Part.Resolution or Part.Impact or Part.Investigation) => Part.Lessons,
            (Part.Measures, Part.Resolution) => Part.Corrective,
            (_, Part.Title or Part.Document) => Part.Unknown,
            _ => part,
        };
        sections.Push(new(part, level));
        anyPart |= part != Part.Unknown;
    }

    // Items that are indented less than one that heads a list, and paragraphs at the margin, are no longer under it.
    private void LeaveItems()
    {
        while (sections.Count > 0 && sections.Peek() is { Level: >= ItemLevel } item)
        {
            var indent = item.Level - ItemLevel;
            var isBelow = block.Indent > indent;
            if (isBelow)
            {
                if (!item.HasBelow) sections.Push(sections.Pop() with { HasBelow = true });
                break;
            }

            if (block.Indent == indent && !item.HasBelow && (block.Kind == BlockKind.Item || !block.AfterBlank)) break;
            sections.Pop();
        }

        if (prefix is { } head && (block.Indent <= head.Indent || block.Kind == BlockKind.Paragraph && block.AfterBlank && block.Indent == 0)) prefix = null;
    }

    private void TakeItem(string text)
    {
        var isTimed = ReportTimes.Leading(text, allowBareHour: false) is not null;
        if (!isTimed && MayHead(text) is { } part)
        {
            EnterItem(part);
            return;
        }

        if (!isTimed && label is null && MayLabel(text) is { } labelled)
        {
            TakeLabelled(labelled.Part, BlockKind.Item, labelled.Content, text);
            label = null;
            return;
        }

        if (Current.Part is Part.Measures or Part.Tasks or Part.Corrective or Part.Preventive)
        {
            if (SideOf(text) is { } side)
            {
                Add(side.Part, BlockKind.Item, side.Text);
                return;
            }

            if (TakePrefix(text)) return;
        }

        Add(label ?? Current.Part, BlockKind.Item, text);
    }

    private void EnterItem(Part part)
    {
        while (sections.Count > 0 && sections.Peek().Level >= ItemLevel + block.Indent) sections.Pop();
        if (Under(Part.Tasks) && part == Part.Measures) part = Part.Tasks;
        if (part == Part.Document) part = Current.Part;
        sections.Push(new(part, ItemLevel + block.Indent));
        anyPart = true;
        label = null;
    }

    // "- Tasks:" above a list of them; "1. Root cause" above a paragraph.
    private Part? MayHead(string text)
    {
        if (next is null || next.Kind == BlockKind.Heading || (Current.Part == Part.Lessons && Current.Level < ItemLevel)) return null;
        if (text[^1] is not (':' or '?') && next.Kind == BlockKind.Item && next.Indent <= block.Indent) return null;
        return text.Length <= 80 && ReportHeadings.OfPlainLine(text) is { } part && part is not (Part.Title or Part.Front) ? part : null;
    }

    private (Part Part, string Content)? MayLabel(string text)
    {
        if (ReportHeadings.OfLabel(text, 4) is not { } labelled) return null;
        var part = labelled.Part;
        return Current.Part switch
        {
            Part.Unknown or Part.Summary or Part.Impact or Part.Date or Part.Front or Part.Duration or Part.Start or Part.End or Part.Severity or Part.CauseAndResolution => labelled,
            Part.Timeline when part == Part.Zone => labelled,
            Part.Timeline => part is Part.Detection or Part.DetectedAt or Part.Misleading or Part.Escalation or Part.Resolution or Part.Investigation or Part.Start or Part.End or Part.Duration && !HasTimes() ? labelled : null,
            Part.RootCause => part == Part.Resolution && ReportHeadings.IsNoMore(text, labelled.Content) ? labelled : null,
            Part.Detection => part is Part.DetectedAt or Part.Escalation or Part.Misleading ? labelled : null,
            _ => null,
        };
    }

    private bool HasTimes() => passages.Exists(passage => passage.Part == Part.Timeline && ReportTimes.Leading(passage.Text, allowBareHour: false) is not null);

    // "Monitoring:" above measures of that kind stands before each of them.
    private bool TakePrefix(string text)
    {
        if (text[^1] != ':' || next is null || next.Kind is not (BlockKind.Item or BlockKind.Paragraph)) return false;
        if (next.Indent <= block.Indent && !(block.Kind == BlockKind.Paragraph && next.Kind == BlockKind.Item)) return false;
        if (ReportHeadings.CountWords(text) > 7 || ReportSentences.IsLeadIn(text)) return false;
        prefix = (text, block.Kind == BlockKind.Paragraph && next.Kind == BlockKind.Item ? Math.Min(block.Indent, next.Indent) - 1 : block.Indent);
        return true;
    }

    private void TakeParagraph(string text)
    {
        if (ReportTimes.Leading(text, allowBareHour: false) is null)
        {
            if (ReportHeadings.OfPlainLine(text) is { } part)
            {
                label = null;
                headings.Add(text);
                if (Current.Part == Part.Timeline && part is Part.Date or Part.Zone && ReportHeadings.CountWords(text) < 4) return; // the head of a column: "Time (EAT)"
                Enter(part, block.Indent > 0 && sections.Any(s => s.Level == ReportBlocks.PlainHeading && s.Indent < block.Indent) ? ReportBlocks.PlainHeading + 1 : ReportBlocks.PlainHeading);
                if (sections.Count > 0) sections.Push(sections.Pop() with { Indent = block.Indent });
                return;
            }

            if (ReportHeadings.OfLabel(text, 7) is { } labelled && (labelled.Part != Part.Front || Current.Part is not (Part.RootCause or Part.CauseAndResolution or Part.Resolution or Part.Escalation)) && MayStandHere(labelled.Part, text, labelled.Content))
            {
                TakeLabelled(labelled.Part, BlockKind.Paragraph, labelled.Content, text);
                return;
            }

            if (Current.Part is Part.Measures or Part.Tasks or Part.Corrective or Part.Preventive && TakePrefix(text)) return;
        }

        if (anyPart && Current.Part is not (Part.RootCause or Part.CauseAndResolution) && (ReportSentences.Concludes(text) || IsAfterword(text)))
        {
            Add(Part.Conclusion, BlockKind.Paragraph, text);
            return;
        }

        Add(label ?? Current.Part, BlockKind.Paragraph, text);
    }

    // A few sentences below the last list of measures speak of the whole.
    private bool IsAfterword(string text) => block.AfterBlank && next is not { Kind: BlockKind.Item } && Current.Part is Part.Measures or Part.Tasks or Part.Corrective or Part.Preventive
        && passages is [.., { } above] && above.Section == Current.Part
        && (above.Part == Part.Conclusion || (above.Kind == BlockKind.Item && above.Part == Current.Part && ReportSentences.Split(text).Skip(1).Any()));

    // Measures have captions of their own: "Improved monitoring: …" is one of them, "Tasks: …" is the next part.
    private bool MayStandHere(Part part, string text, string content) => Current.Part is not (Part.Measures or Part.Corrective or Part.Preventive or Part.Tasks or Part.Lessons)
        || (part is Part.Measures or Part.Corrective or Part.Preventive or Part.Tasks or Part.Lessons or Part.Conclusion && ReportHeadings.IsNoMore(text, content));

    private void TakeLabelled(Part part, BlockKind kind, string content, string whole)
    {
        if (part == Part.Title)
        {
            if (Title is null) Title = ReportTitle.Cut(content.Trim('"', '“', '”', '\'', ' '));
            else Add(Part.Front, kind, whole);
            if (content.Length > Limits.Title) Add(Part.Front, kind, content); // it was cut
            return;
        }

        if (Current.Part == Part.Timeline && part == Part.Summary) part = Part.Timeline;
        if (part == Part.Detection && ReportTimes.IsMoment(content)) part = Part.DetectedAt; // "Issue detected: 14:05" says when, not how
        if (part is Part.Front or Part.Document)
        {
            Add(part, kind, whole);
            return;
        }

        if (IsField(part))
        {
            // What follows the value in the same line is about the incident.
            var sentences = ReportSentences.Split(content).ToArray();
            Add(part, kind, sentences[0], whole[..^(content.Length - sentences[0].Length)].TrimEnd());
            if (sentences.Length > 1) Add(Current.Part == Part.Unknown ? Part.Summary : Current.Part, BlockKind.Paragraph, string.Join(' ', sentences[1..]));
            anyPart = true;
            return;
        }

        Add(part, kind, content, whole);
        anyPart = true;
        if (kind == BlockKind.Item) return;
        if (sections.Count == 0 || Current.Level > ReportBlocks.PlainHeading)
        {
            while (sections.Count > 0 && Current.Level > ReportBlocks.PlainHeading) sections.Pop();
            sections.Push(new(part, ReportBlocks.PlainHeading + 1));
        }
        else
        {
            label = part;
        }
    }

    private static bool IsField(Part part) => part is Part.Severity or Part.Date or Part.Start or Part.End or Part.DetectedAt or Part.Duration or Part.Zone or Part.Affected;

    // "Corrective: …", "[preventive] …", or a column that says it, inside a list of measures.
    private static (Part Part, string Text)? SideOf(string text)
    {
        if (ReportHeadings.OfLabel(text.TrimStart('[', '(').Replace(']', ':'), 2) is { Part: Part.Corrective or Part.Preventive } side) return (side.Part, side.Content.TrimStart(':', ' '));
        if (text.LastIndexOf(" — ", StringComparison.Ordinal) is var last and > 0 && ReportHeadings.OfPlainLine(text[(last + 3)..]) is Part.Corrective or Part.Preventive)
            return (ReportHeadings.Of(text[(last + 3)..]), text[..last]);
        return null;
    }

    private void Add(Part part, BlockKind kind, string text, string? whole = null, bool isHeading = false)
    {
        if (text.Length == 0) return;
        if (prefix is { } head && !ReportSentences.IsAboutTask(text)) text = $"{head.Text} {text}";
        passages.Add(new(part, Current.Part, kind, text) { Whole = whole, Indent = block.Indent, AfterBlank = block.AfterBlank, IsHeading = isHeading });
    }

    /// <param name="Level">Of its heading; those of deeper ones are greater.</param>
    private readonly record struct Section(Part Part, int Level)
    {
        public bool HasBelow { get; init; }

        /// <summary>Of a heading that is only recognised by its words.</summary>
        public int Indent { get; init; }
    }
}
