using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using IncidentBot.Domain.Attachments;

namespace IncidentBot.Domain.Postmortems;

/// <summary>
/// A postmortem as a document: what it says, not how it looks. Text in it is raw, as people typed it: every renderer makes it harmless in its own way.
/// </summary>
/// <param name="Title">"Postmortem: INC-7 Shop does not respond"</param>
/// <param name="TimeZone">IANA zone of every time that is written out.</param>
/// <param name="Preface">What must be known before reading: a drill, a private or an unfinished incident. Often empty.</param>
/// <param name="Sections">In the order of the template.</param>
public sealed record PostmortemDocument(string Title, string TimeZone, ImmutableArray<Block> Preface, ImmutableArray<PostmortemSection> Sections)
{
    /// <summary>What the HTML form draws at the end of the summary.</summary>
    public IncidentCourse? Course { get; init; }

    public PostmortemSection this[string sectionId] => Sections.First(s => s.Id == sectionId);

    /// <summary>How far it is on its way; one that is published is frozen, and offers nothing to write.</summary>
    public Reviews.PostmortemStage Stage { get; init; }

    /// <summary>The key of the template it follows.</summary>
    public string Template { get; init; } = "classic";
}

/// <param name="Id">Stable: see <see cref="SectionIds"/>. People name it in `/postmortem edit`.</param>
public sealed record PostmortemSection(string Id, string Heading, ImmutableArray<Block> Blocks)
{
    /// <summary>A person wrote it, and the record says something else by now.</summary>
    public bool IsBehind { get; init; }

    /// <summary>Whether people can write it.</summary>
    public bool IsWritable => SectionIds.IsKey(Id);

    /// <summary>
    /// What a person would go on writing from: without what the bot says about what is missing, without headings that nothing follows, and without tasks, files and
    /// similar incidents, which always come from the record. Empty when there is nothing yet.
    /// </summary>
    public ImmutableArray<Block> Editable
    {
        get
        {
            var kept = Blocks.TakeWhile(block => block is not Subheading { Text: Sections.SimilarSection.Heading }).Where(block => block is not (Hint or Notice or TaskTable or FileList)).ToList();
            return [.. kept.Where((block, n) => block is not Subheading || (n + 1 < kept.Count && kept[n + 1] is not Subheading))];
        }
    }
}

/// <summary>The keys of <see cref="Incidents.Incident.WrittenSections"/>, and the ids of the sections.</summary>
public static class SectionIds
{
    public const string Summary = "summary";
    public const string Timeline = "timeline";
    public const string RootCause = "root-cause";
    public const string Investigation = "investigation";
    public const string Escalation = "escalation";
    public const string Resolution = "resolution";
    public const string Measures = "measures";
    public const string Lessons = "lessons";
    public const string Record = "record";

    // Those that some templates have of their own.
    public const string Impact = "impact";
    public const string Detection = "detection";
    public const string Responders = "responders";

    // What only people can tell. Nothing stands in the document until somebody did.
    public const string Contributing = "contributing-factors";
    public const string FiveWhys = "five-whys";
    public const string WentWell = "went-well";
    public const string WentBadly = "went-badly";
    public const string WentLucky = "went-lucky";
    public const string Trigger = "trigger";
    public const string LeadUp = "lead-up";
    public const string Fault = "fault";
    public const string Backlog = "backlog";
    public const string Recurrence = "recurrence";
    public const string Messaging = "messaging";

    /// <summary>What was corrected after it was published; it stands at the end.</summary>
    public const string Corrections = "corrections";

    /// <summary>The nine, in reading order.</summary>
    public static ImmutableArray<string> All { get; } = [Summary, Timeline, RootCause, Investigation, Escalation, Resolution, Measures, Lessons, Record];

    /// <summary>Everything that can be written.</summary>
    public static ImmutableArray<string> Writable { get; } =
    [
        .. All, Impact, Detection, Responders,
        Contributing, FiveWhys, WentWell, WentBadly, WentLucky, Trigger, LeadUp, Fault, Backlog, Recurrence, Messaging,
    ];

    /// <summary>Longest key, in characters: it travels in the custom id of a button.</summary>
    public const int LongestKey = 32;

    /// <summary>Whether it can be a section's: one of those above, or one that a template of a server's own names. Lower case letters, digits and dashes.</summary>
    public static bool IsKey(string id) =>
        id.Length is > 0 and <= LongestKey && id.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && id[0] != '-' && id[^1] != '-';

    /// <summary>Whether only people can tell it, so that it has no text of the bot's.</summary>
    public static bool IsAsked(string id) =>
        id is Contributing or FiveWhys or WentWell or WentBadly or WentLucky or Trigger or LeadUp or Fault or Backlog or Recurrence or Messaging;

    /// <summary>"Issue summary" for "summary"; of a key that only a server's own template knows, its words.</summary>
    public static string Heading(string id) => id switch
    {
        Summary => "Issue summary",
        Timeline => "Timeline",
        RootCause => "Root cause",
        Investigation => "Investigation",
        Escalation => "Escalation",
        Resolution => "Resolution and recovery",
        Measures => "Corrective and preventive measures",
        Lessons => "Lessons learned",
        Record => "Record",
        Impact => "Impact",
        Detection => "Detection",
        Responders => "Responders",
        Contributing => "Contributing factors",
        FiveWhys => "Five whys",
        WentWell => "What went well",
        WentBadly => "What went badly",
        WentLucky => "Where we were lucky",
        Trigger => "Trigger",
        LeadUp => "What led up to it",
        Fault => "Fault",
        Backlog => "Backlog check",
        Recurrence => "Recurrence",
        Messaging => "Messaging",
        Corrections => "Corrections",
        { Length: > 0 } => char.ToUpperInvariant(id[0]) + id[1..].Replace('-', ' '),
        _ => id,
    };

    /// <summary>The question that a section answers which only people can.</summary>
    public static string Question(string id) => id switch
    {
        Contributing => "What made it possible, worse or longer? One factor a line",
        FiveWhys => "Why did it happen, and why was that?",
        WentWell => "What went well, and should stay so? One thing a line",
        WentBadly => "What went badly, or took too long? One thing a line",
        WentLucky => "Where were we lucky, and might not be next time?",
        Trigger => "What set it off: a change, a load, a date?",
        LeadUp => "Which events or changes came before it?",
        Fault => "What did not work as it should, and how did that show?",
        Backlog => "Was there anything in the backlog that would have prevented it?",
        Recurrence => "Has the same cause led to an incident before? Which one?",
        Messaging => "What was said to customers and colleagues, or is to be said?",
        _ => "What belongs here, in your words",
    };
}

/// <summary>A piece of a section that stands on its own lines.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Paragraph), "paragraph")]
[JsonDerivedType(typeof(Subheading), "subheading")]
[JsonDerivedType(typeof(FactList), "facts")]
[JsonDerivedType(typeof(BulletList), "list")]
[JsonDerivedType(typeof(TimelineBlock), "timeline")]
[JsonDerivedType(typeof(Quotation), "quotation")]
[JsonDerivedType(typeof(TaskTable), "tasks")]
[JsonDerivedType(typeof(FileList), "files")]
[JsonDerivedType(typeof(Hint), "hint")]
[JsonDerivedType(typeof(Notice), "notice")]
public abstract record Block;

public sealed record Paragraph(RichText Text) : Block;

/// <summary>A heading below a section's own.</summary>
public sealed record Subheading(string Text) : Block;

/// <summary>Labels with their values: "Severity: SEV1 (critical)".</summary>
public sealed record FactList(ImmutableArray<Fact> Facts) : Block;

public sealed record Fact(string Label, RichText Value);

public sealed record BulletList(ImmutableArray<RichText> Items) : Block;

/// <summary>Lines in order of time, under a date each where the document spans more than one day.</summary>
/// <param name="Dated">Whether dates are shown: always when the lines are not all of one day.</param>
public sealed record TimelineBlock(ImmutableArray<TimelineDay> Days, bool Dated) : Block;

public sealed record TimelineDay(DateOnly Date, ImmutableArray<TimelineRow> Rows);

/// <param name="Time">Links to the message, if the line comes from one.</param>
/// <param name="Label">What kind of line it is, "Root cause"; null for a plain one.</param>
/// <param name="Suggested">Read from talk by rule; nobody marked it.</param>
public sealed record TimelineRow(TimeMark Time, string? Label, RichText Text, bool Suggested);

/// <summary>Words of a person, quoted whole. Line breaks in the text are kept.</summary>
/// <param name="Attribution">Who said it, and when, with the link.</param>
/// <param name="Suggested">Found by rule, not recorded by a person: why it was picked stands in <paramref name="Why"/>.</param>
public sealed record Quotation(string Text, RichText Attribution, bool Suggested = false, string? Why = null) : Block;

public sealed record TaskTable(ImmutableArray<TaskRow> Rows) : Block;

/// <param name="Name">"#3", as commands call it.</param>
/// <param name="Owner">Null: nobody yet.</param>
/// <param name="Due">Null: no date.</param>
public sealed record TaskRow(string Name, RichText Text, string? Owner, DateOnly? Due, string State);

/// <summary>Files people attached, in the order they were posted.</summary>
public sealed record FileList(ImmutableArray<FileItem> Files) : Block;

/// <param name="Number">From 1; a <see cref="FileMark"/> elsewhere in the document refers to it.</param>
/// <param name="Name">Made safe: it may name a file.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Type">Read from the content; null while there is no copy.</param>
/// <param name="Hash">SHA-256 of the content, in hexadecimal; null while there is no copy.</param>
/// <param name="From">Who posted it, and when, with the link to the message.</param>
/// <param name="Caption">What was said with it. Often empty.</param>
/// <param name="Note">What became of it: "deleted in chat", "no copy, because …". Null when nothing did.</param>
/// <param name="IsShown">Whether a form that can show it may: nobody took it back.</param>
public sealed record FileItem(int Number, string Name, long Size, FileType? Type, string? Hash, RichText From, RichText Caption, string? Note, bool IsShown);

/// <summary>What the record does not say, and how a person can add it.</summary>
public sealed record Hint(RichText Text) : Block;

/// <summary>A remark set apart from the text: a drill, an unfinished incident, words written by a person in place of the generated ones.</summary>
public sealed record Notice(RichText Text) : Block;

/// <summary>A run of text within a block.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PlainText), "text")]
[JsonDerivedType(typeof(Strong), "strong")]
[JsonDerivedType(typeof(Emphasis), "emphasis")]
[JsonDerivedType(typeof(Code), "code")]
[JsonDerivedType(typeof(Link), "link")]
[JsonDerivedType(typeof(TimeMark), "time")]
[JsonDerivedType(typeof(SuggestedMark), "suggested")]
[JsonDerivedType(typeof(FileMark), "file")]
public abstract record Inline
{
    public static implicit operator Inline(string text) => new PlainText(text);
}

public sealed record PlainText(string Text) : Inline;

public sealed record Strong(string Text) : Inline;

public sealed record Emphasis(string Text) : Inline;

/// <summary>A command or a name of a thing, in the type of code.</summary>
public sealed record Code(string Text) : Inline;

/// <param name="Address">Always built by the bot, never taken from user text.</param>
public sealed record Link(string Text, Uri Address) : Inline;

/// <summary>An instant, written out in the document's zone.</summary>
/// <param name="Written">As written in the document's zone: "14:35", or "Wed 10 May 2023, 14:35 WAT".</param>
/// <param name="IsFull">With date and zone; renderers that know the reader's zone may show it as well.</param>
/// <param name="Address">The message it links to, if any.</param>
public sealed record TimeMark(DateTimeOffset At, string Written, bool IsFull, Uri? Address = null) : Inline;

/// <summary>The word that tells a rule's find from what a person recorded.</summary>
public sealed record SuggestedMark : Inline
{
    public const string Word = "suggested";
}

/// <summary>A file that was attached where the line comes from; listed under that number in the <see cref="FileList"/>.</summary>
public sealed record FileMark(int Number, string Name) : Inline
{
    public const string Sign = "📎";
}

/// <summary>Inline runs in order.</summary>
public sealed record RichText(ImmutableArray<Inline> Parts)
{
    public static RichText Empty { get; } = new([]);

    public bool IsEmpty => Parts.IsEmpty;

    public static implicit operator RichText(string text) => new([new PlainText(text)]);

    public static RichText Of(params ReadOnlySpan<Inline> parts) => new([.. parts]);

    public RichText With(params ReadOnlySpan<Inline> more) => new([.. Parts, .. more]);

    /// <summary>Only the words, without what they link to and how they stand out.</summary>
    public string Words() => string.Concat(Parts.Select(part => part switch
    {
        PlainText t => t.Text,
        Strong t => t.Text,
        Emphasis t => t.Text,
        Code t => t.Text,
        Link t => t.Text,
        TimeMark t => t.Written,
        SuggestedMark => SuggestedMark.Word,
        FileMark t => $"{FileMark.Sign} {t.Name}",
        _ => "",
    }));

    [OverloadResolutionPriority(1)]
    public RichText With(RichText more) => new([.. Parts, .. more.Parts]);
}
