using System.Collections.Immutable;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Postmortems;

/// <summary>
/// What every section needs of the record: what people recorded, else what the talk suggests, and how both are written down.
/// What a person recorded always wins; what a person took out of the timeline is not suggested again.
/// </summary>
internal sealed partial class Draft
{
    /// <summary>Longest text in a line of the timeline or of a list; the whole text stands behind the link and in the JSON.</summary>
    private const int LineLimit = 400;

    private readonly Dictionary<MessageId, TalkMessage> _talk;
    private readonly HashSet<MessageId> _spokenFor;
    private readonly HashSet<DateTimeOffset> _resolvedAt;
    private readonly Dictionary<PersonId, PlainText> _names = [];

    /// <param name="isFinal">Whether it is written for those who read it, and no longer for those who write it.</param>
    public Draft(IncidentFile file, bool isFinal = false)
    {
        IsFinal = isFinal;

        // Reminders are no part of what happened; they stay in the record that the JSON holds.
        if (file.Entries.Any(e => e.Kind.IsQuiet())) file = file with { Entries = [.. file.Entries.Where(e => !e.Kind.IsQuiet())] };
        File = file;
        Times = new DocumentTimes(file.Settings.TimeZone);
        _talk = file.Talk.ToDictionary(m => m.Id);
        _resolvedAt = [.. file.Entries.Where(e => e.Kind == EntryKind.Resolved).Select(e => e.RecordedAt)];
        Marked = [.. file.Entries.Where(e => e.Shown && e.Kind <= EntryKind.ActionItem).OrderBy(e => e.HappenedAt).ThenBy(e => e.Number)];
        _spokenFor = [.. file.Entries.Where(e => e.Source is not null && e.Kind <= EntryKind.Declared).Select(e => e.Source!.Value.Message)];
        foreach (var recorded in new[] { Incident.Cause, Incident.Fix, Incident.Detection })
        {
            if (recorded?.Source is { } source) _spokenFor.Add(source.Message);
        }

        Files = new AttachedFiles(file);
        AllFindings = TalkReader.Read(file.Talk);
        Findings = [.. AllFindings.Where(f => f.Label != TalkLabel.Chatter && IsFree(f))];

        Cause = Incident.Cause ?? LastMarked(EntryKind.Cause);
        Fix = Incident.Fix ?? LastMarked(EntryKind.Fix);
        Detection = Incident.Detection ?? FirstMarked(EntryKind.Detection);
        Impacts = ImpactsOf();
        Paths = InvestigationPath.Find(this);

        var recovery = Of(TalkLabel.Recovery).LastOrDefault();
        SuggestedCause = Cause is null ? SuggestedCauseOf() : null;
        SuggestedFix = Fix is null ? SuggestedFixOf(recovery) : null;
        SuggestedDetection = Detection is null ? Of(TalkLabel.Detection).FirstOrDefault() : null;
        SuggestedStart = Milestones.Started is null ? SuggestedStartOf() : null;
        SuggestedEnd = Milestones.Mitigated is null && recovery is not null && (End is null || recovery.Message.SaidAt <= End) ? (Moment(recovery), recovery) : null;
        SpansDays = SpansDaysOf();
    }

    public IncidentFile File { get; }

    /// <summary>What is missing is said without how to add it: nobody can any more.</summary>
    public bool IsFinal { get; }

    public Incident Incident => File.Incident;

    public Milestones Milestones => File.Incident.Milestones;

    public DocumentTimes Times { get; }

    /// <summary>Entries people marked and did not take back, by time.</summary>
    public ImmutableArray<TimelineEntry> Marked { get; }

    public AttachedFiles Files { get; }

    /// <summary>What the rules found in the talk, chatter included.</summary>
    public ImmutableArray<TalkFinding> AllFindings { get; }

    /// <summary>Finds that may be suggested: not chatter, not deleted, and no person has decided about that message.</summary>
    public ImmutableArray<TalkFinding> Findings { get; }

    public ImmutableArray<InvestigationPath> Paths { get; }

    public Statement? Cause { get; }

    public Statement? Fix { get; }

    public Statement? Detection { get; }

    public ImmutableArray<ImpactStatement> Impacts { get; }

    public TalkFinding? SuggestedCause { get; }

    public TalkFinding? SuggestedFix { get; }

    public TalkFinding? SuggestedDetection { get; }

    /// <summary>When the talk says it began, where nobody recorded it.</summary>
    public (DateTimeOffset At, TalkFinding From)? SuggestedStart { get; }

    /// <summary>When the talk says it worked again, where nobody recorded it.</summary>
    public (DateTimeOffset At, TalkFinding From)? SuggestedEnd { get; }

    /// <summary>The highest severity it ever had.</summary>
    public Severity Worst => Incident.SeverityHistory.Select(s => s.Severity).Append(Incident.Severity).Min();

    /// <summary>When the talk says it was noticed, where nobody recorded it. Who declares an incident has noticed it, so never later than that.</summary>
    public DateTimeOffset? SuggestedDetectedAt => SuggestedDetection is not { Message.SaidAt: var said } ? null : said < Milestones.Declared ? said : Milestones.Declared;

    /// <summary>Whether it was put down with the resolving itself: known earlier than its time says.</summary>
    public bool IsClosingWord(TimelineEntry entry) => entry.Source is null && entry.HappenedAt == entry.RecordedAt && _resolvedAt.Contains(entry.RecordedAt);

    /// <summary>Whether the cause was put down only when the incident was resolved.</summary>
    public bool CauseIsClosingWord => Cause is { Source: null } cause && _resolvedAt.Contains(cause.At);

    /// <summary>Whether times must carry their date.</summary>
    public bool SpansDays { get; }

    /// <summary>When it was resolved or closed; null while it is open.</summary>
    public DateTimeOffset? End => Milestones.Resolved ?? (Incident.IsOpen ? null : Incident.StatusHistory.LastOrDefault()?.At);

    public IEnumerable<TalkFinding> Of(TalkLabel label) => Findings.Where(f => f.Label == label);

    public IEnumerable<TimelineEntry> MarkedAs(EntryKind kind) => Marked.Where(e => e.Kind == kind);

    /// <summary>False for a message that a person has marked, or has taken out again: rules do not speak about it.</summary>
    public bool IsFree(MessageId message) => !_spokenFor.Contains(message);

    public TalkMessage? TalkAt(MessageRef? source) => source is { } at ? _talk.GetValueOrDefault(at.Message) : null;

    public TalkMessage? TalkAt(MessageId id) => _talk.GetValueOrDefault(id);

    // How things are written.

    public string Name(PersonId person) => NameText(person).Text;

    /// <summary>The name as a run of text: one for all the lines in which it stands.</summary>
    public PlainText NameText(PersonId person)
    {
        if (!_names.TryGetValue(person, out var name)) _names[person] = name = new PlainText(UserText.OneLine(File.NameOf(person)));
        return name;
    }

    public string Plain(string text) => UserText.Plain(text, File, Times);

    /// <summary>User text as one line.</summary>
    public RichText Line(string text) => UserText.Rich(UserText.Shorten(UserText.OneLine(Plain(text)), LineLimit));

    public Uri? Address(MessageRef? message) => message is { } at ? new Uri(File.LinkTo(at)) : null;

    /// <summary>"14:35", or "10 May 14:35" where the incident spans days.</summary>
    public TimeMark At(DateTimeOffset at, MessageRef? source = null) => new(at, Apart(at, SpansDays ? Times.DayAndClock(at) : Times.Clock(at)), IsFull: false, Address(source));

    /// <summary>Only the time of day: for rows that stand under their date.</summary>
    public TimeMark Clock(DateTimeOffset at, MessageRef? source = null) => new(at, Apart(at, Times.Clock(at)), IsFull: false, Address(source));

    /// <summary>With its zone in the hour that clocks show twice, when they are put back.</summary>
    private string Apart(DateTimeOffset at, string time) => Times.IsShownTwice(at) ? $"{time} {Times.ZoneName(at)}" : time;

    public TimeMark Full(DateTimeOffset at) => new(at, Times.Full(at), IsFull: true);

    /// <summary>"Ada Obi, 14:35".</summary>
    public RichText Attribution(PersonId by, DateTimeOffset at, MessageRef? source = null) => RichText.Of(Name(by) + ", ", At(at, source));

    public RichText Attribution(TalkFinding finding) => Attribution(finding.Message.Author, finding.Message.SaidAt, finding.Message.Ref());

    /// <summary>"suggested: “pool was exhausted” (Ada Obi, 14:35)".</summary>
    public RichText Suggested(TalkFinding finding) => RichText.Of(new SuggestedMark(), ": “").With(Line(finding.Message.Text)).With("” (").With(Attribution(finding)).With(")");

    public Quotation Quote(TalkFinding finding) => new(Plain(finding.Message.Text), Attribution(finding), Suggested: true, finding.Reason);

    public Quotation Quote(Statement statement) => new(Plain(statement.Text), Attribution(statement.By, statement.At, statement.Source));

    /// <summary>What became of the message behind a line: "edited", "deleted in chat". Null when nothing did.</summary>
    public string? Fate(MessageRef? source) => TalkAt(source) switch
    {
        { DeletedAt: not null } => "deleted in chat",
        { Redacted: not null } => "redacted",
        { Revisions.Length: > 0 } => "edited",
        _ => null,
    };

    /// <summary>That something is missing, and the command that adds it.</summary>
    public RichText Missing(string missing, string help, string command) => IsFinal ? missing : RichText.Of($"{missing} {help} ", new Code(command), ".");

    public static Hint Hint(string missing, params ReadOnlySpan<Inline> how) => new(how.IsEmpty ? missing : RichText.Of(missing + " ").With(how));

    /// <summary>The instant a find speaks of: "back since 16:35", else when it was said.</summary>
    public DateTimeOffset Moment(TalkFinding finding)
    {
        var said = finding.Message.SaidAt;
        if (finding.SinceTime is { } time)
        {
            var at = Times.LastBefore(said, time);

            // A time of day that would lie most of a day back is a slip, or a time still to come.
            if (said - at < TimeSpan.FromHours(18)) return at;
        }

        return finding.SinceAgo is { } ago ? said - ago : said;
    }

    private bool IsFree(TalkFinding finding) => finding.Message.DeletedAt is null && IsFree(finding.Message.Id);

    private Statement? LastMarked(EntryKind kind) => MarkedAs(kind).LastOrDefault() is { } entry ? StatementOf(entry) : null;

    private Statement? FirstMarked(EntryKind kind) => MarkedAs(kind).FirstOrDefault() is { } entry ? StatementOf(entry) : null;

    private Statement StatementOf(TimelineEntry entry) => new(entry.Text, entry.By ?? entry.Marks.FirstOrDefault()?.By ?? Incident.DeclaredBy, entry.HappenedAt, entry.Source);

    private ImmutableArray<ImpactStatement> ImpactsOf()
    {
        var known = Incident.Impacts.Select(i => i.Source).OfType<MessageRef>().ToHashSet();
        var texts = Incident.Impacts.Select(i => i.Text).ToHashSet(StringComparer.Ordinal);
        var marked = MarkedAs(EntryKind.Impact)
            .Where(e => !(e.Source is { } source && known.Contains(source)) && !texts.Any(t => e.Text.Contains(t, StringComparison.Ordinal)))
            .Select(e => new ImpactStatement(e.Text, TalkNumbers.Percent(e.Text), TalkNumbers.People(e.Text), [], e.By ?? Incident.DeclaredBy, e.HappenedAt, e.Source));
        return [.. Incident.Impacts.Concat(marked).OrderBy(i => i.At)];
    }

    /// <summary>"Root cause" wording first, then what is the case before what should be, then the latest statement.</summary>
    private TalkFinding? SuggestedCauseOf() => Of(TalkLabel.Cause)
        .OrderByDescending(f => f.IsExplicit)
        .ThenBy(f => Wishes().IsMatch(f.Message.Text))
        .ThenByDescending(f => f.Message.SaidAt)
        .ThenByDescending(f => f.Message.Id)
        .FirstOrDefault();

    /// <summary>The last thing done before it worked again, attempts that did not help left out.</summary>
    private TalkFinding? SuggestedFixOf(TalkFinding? recovery)
    {
        var refuted = AllFindings.Where(f => f.Refutes is not null).Select(f => f.Refutes!.Value).ToHashSet();
        var tried = Of(TalkLabel.Action).Where(f => !refuted.Contains(f.Message.Id)).ToList();
        if (recovery is null) return Incident.IsOpen ? null : tried.LastOrDefault();

        var firstRecovery = Of(TalkLabel.Recovery).First(f => tried.Count == 0 || f.Message.SaidAt >= tried[0].Message.SaidAt || f == recovery);
        return tried.LastOrDefault(f => f.Message.SaidAt <= firstRecovery.Message.SaidAt) ?? tried.LastOrDefault(f => f.Message.SaidAt <= recovery.Message.SaidAt);
    }

    // "must have been full" and "should have been 50" say how it is or was.
    [GeneratedRegex(@"\b(?:(?:should|must|ought to)(?! have been|'ve been)|(?:we|they|somebody|someone|it) needs? to|let'?s)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Wishes();

    private (DateTimeOffset At, TalkFinding From)? SuggestedStartOf()
    {
        foreach (var finding in AllFindings)
        {
            if (finding.Label == TalkLabel.Recovery || (finding.SinceTime is null && finding.SinceAgo is null)) continue;
            if (finding.Message.DeletedAt is not null || !IsFree(finding.Message.Id) && finding.Label == TalkLabel.Chatter) continue;

            var at = Moment(finding);
            if (at <= Milestones.Beginning) return (at, finding);
        }

        return null;
    }

    private bool SpansDaysOf()
    {
        var first = Times.Date(SuggestedStart is { } start && start.At < Milestones.Beginning ? start.At : Milestones.Beginning);
        if (End is { } end && Times.Date(end) != first) return true;

        return File.Entries.Any(e => e.Shown && !e.IsAboutDocument && Times.Date(e.HappenedAt) != first)
            || Findings.Any(f => Times.Date(f.Message.SaidAt) != first)
            || File.Escalations.Any(e => Times.Date(e.StartedAt) != first);
    }
}

internal static class TalkMessageRef
{
    public static MessageRef Ref(this TalkMessage message) => new(message.Channel, message.Id);
}
