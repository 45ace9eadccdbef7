using System.Collections.Immutable;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Reports;

/// <summary>Puts each passage of a report where it belongs in the record, and keeps what belongs nowhere.</summary>
internal sealed partial class Placing
{
    private readonly ReportPassages report;
    private readonly ReportClock clock;
    private readonly IReadOnlyList<Passage> passages;
    private readonly HashSet<Passage> placed = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> contradictions = [];
    private readonly TimelineReading lines;
    private readonly List<ReportLine> timeline;
    private readonly HashSet<string> unplacedSentences = [];
    private readonly List<string> repeated = [];
    private readonly HashSet<Passage> told = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Passage> leadIns = new(ReferenceEqualityComparer.Instance);

    public Placing(ReportPassages report, ReportClock clock)
    {
        (this.report, this.clock, passages) = (report, clock, report.All);
        lines = new TimelineReading(clock, placed);
        timeline = lines.Lines;
    }

    public WrittenReport Place()
    {
        var summary = Text(Part.Summary) ?? Preface();
        var impact = Text(Part.Impact, Part.Affected);
        ReadTimeline();
        var (cause, fixes) = CauseAndFix();
        var resolution = ResolutionOf(fixes);
        var detection = DetectionOf();
        var (start, end) = WindowOf();
        var duration = DurationOf(ref start, ref end);
        NoteDetectionTime(detection);
        cause ??= First(ReportSentences.NamesCause, Part.Summary, Part.Unknown, Part.Impact, Part.Investigation, Part.Resolution, Part.Timeline, Part.Conclusion)
            ?? First(ReportSentences.SaysCause, Part.Summary, Part.Unknown, Part.Impact, Part.Investigation, Part.Resolution, Part.Timeline, Part.Conclusion)
            ?? LastBecause();
        resolution ??= Done() ?? First(ReportSentences.SaysFixed, Part.Summary, Part.Unknown, Part.Investigation, Part.Conclusion)
            ?? timeline.LastOrDefault(line => ReportSentences.SaysRestored(line.Text))?.Text;

        var measures = Items(Part.Measures);
        if (measures.IsEmpty && Items(Part.Corrective).IsEmpty && Items(Part.Preventive).IsEmpty) measures = Promised();
        if (clock.OtherDate is { } other) contradictions.Add($"The report names {other:yyyy-MM-dd} as well; {clock.Date:yyyy-MM-dd} was taken.");
        return new WrittenReport
        {
            Title = report.Title ?? TitleFrom(summary, impact, cause),
            Start = start is { } s ? clock.Moment(s) : clock.Date is { } day ? new ReportMoment(day, null, null) : null,
            End = end is { } e ? clock.Moment(e) : null,
            Zone = clock.Zone,
            Duration = duration,
            Severity = SeverityOf(),
            AffectedPercent = Share(),
            Summary = summary,
            Impact = impact,
            Detection = detection,
            Timeline = [.. timeline],
            RootCause = cause,
            Misleading = Misled(cause),
            Escalations = Escalated(),
            Resolution = resolution,
            Corrective = Items(Part.Corrective),
            Preventive = Items(Part.Preventive),
            Measures = measures,
            Tasks = Items(Part.Tasks),
            Lessons = Items(Part.Lessons),
            Unplaced = Unplaced(),
        };
    }

    private IEnumerable<Passage> Of(params ReadOnlySpan<Part> parts)
    {
        var wanted = parts.ToArray();
        return wanted.SelectMany(part => passages.Where(passage => passage.Part == part));
    }

    // Whoever answers "How many were affected?" with a sentence says how as well.
    private string? Text(params ReadOnlySpan<Part> parts)
    {
        var own = Of(parts).Where(passage => passage.Part != Part.Affected || ReportHeadings.CountWords(passage.Text) > 5).ToArray();
        placed.UnionWith(own);
        return own.Length == 0 ? null : string.Join("\n", own.Select(passage => passage.Text));
    }

    // A report without a summary begins with it all the same.
    private string? Preface()
    {
        var own = passages.TakeWhile(passage => passage.Part is Part.Unknown or Part.Impact or Part.Severity or Part.Date or Part.Start or Part.End or Part.Duration)
            .Where(passage => passage is { Part: Part.Unknown, Kind: BlockKind.Paragraph } && ReportTimes.Leading(passage.Text, allowBareHour: false) is not { Time: not null, To: null }).ToArray();
        if (passages.Any(passage => passage.Part is not Part.Unknown and not Part.Conclusion)) own = [.. own.Where(passage => passage.Text.Length > 40)];
        placed.UnionWith(own);
        return own.Length == 0 ? null : string.Join("\n", own.Select(passage => passage.Text));
    }

    private void ReadTimeline()
    {
        lines.ReadAll([.. Of(Part.Timeline)]);
        if (timeline.Any(line => line.At is not null)) return;

        // No timeline: lines that begin with a time make one wherever they stand, then sentences that name one.
        clock.Rewind();
        foreach (var passage in passages.Where(p => p.Part is Part.Unknown or Part.Summary or Part.Investigation or Part.Resolution or Part.Detection or Part.Escalation))
        {
            if (passage.Kind == BlockKind.Code || ReportTimes.Leading(passage.Text, allowBareHour: false) is not { Time: not null } lead || lead.To is not null || lead.Length >= passage.Text.Length) continue;
            lines.Read(passage);
        }

        if (timeline.Any(line => line.At is not null)) return;
        foreach (var passage in passages.Where(p => p.Part is Part.Unknown or Part.Summary or Part.Investigation or Part.Resolution or Part.Detection or Part.Escalation or Part.RootCause && p.Kind != BlockKind.Code))
        {
            // The steps of an investigation are what happened, in their order, where nothing else says it.
            var isStep = passage is { Part: Part.Investigation, Kind: BlockKind.Item } && !Of(Part.Timeline).Any();
            if (isStep) placed.Add(passage);
            foreach (var sentence in isStep ? [passage.Text] : ReportSentences.Split(passage.Text))
            {
                if (ReportTimes.All(sentence).Find(m => m is { Time: not null, To: null }) is { } mention && clock.Next(mention) is { } at) timeline.Add(new(clock.Moment(at), sentence));
                else if (isStep) timeline.Add(new(null, sentence));
            }
        }
    }

    private (string? Cause, List<string> Fixes) CauseAndFix()
    {
        var fixes = new List<string>();
        var causes = new List<string>();
        foreach (var passage in Of(Part.RootCause))
        {
            placed.Add(passage);
            var sentences = ReportSentences.Split(passage.Text).ToArray();
            var fixed_ = sentences.Where(sentence => ReportSentences.SaysFixedIt(sentence) && !ReportSentences.SaysCause(sentence)).ToArray();
            fixes.AddRange(fixed_);
            var rest = string.Join(" ", sentences.Except(fixed_));
            if (rest.Length > 0) causes.Add(rest);
        }

        var own = causes.Count > 0;
        var isFixed = false;
        foreach (var passage in Of(Part.CauseAndResolution))
        {
            placed.Add(passage);
            var sentences = ReportSentences.Split(passage.Text).ToArray();
            var (because, done) = (new List<string>(), new List<string>());
            foreach (var sentence in sentences)
            {
                // First what broke, then what was done: what follows "It was resolved by" goes with it, unless it speaks of the cause again.
                isFixed |= ReportSentences.SaysFixedIt(sentence);
                var isFix = ReportSentences.SaysFixedIt(sentence) || ((isFixed || ReportSentences.SaysFixed(sentence)) && !ReportSentences.SaysCause(sentence));
                if (isFix) done.Add(sentence);
                else if (!own || !ReportSentences.Repeats(sentence, causes)) because.Add(sentence);
                else repeated.Add(sentence);
            }

            if (because.Count > 0) causes.Add(string.Join(" ", because));
            if (done.Count > 0) fixes.Add(string.Join(" ", done));
        }

        if (causes.Count == 0) causes.AddRange(repeated);
        return (causes.Count == 0 ? null : string.Join("\n", causes), fixes);
    }

    private string? ResolutionOf(List<string> fixes)
    {
        var text = Text(Part.Resolution);
        foreach (var fix in fixes.Where(fix => text is null || !text.Contains(fix, StringComparison.OrdinalIgnoreCase))) text = text is null ? fix : text + "\n" + fix;
        return text;
    }

    private string? DetectionOf()
    {
        if (Text(Part.Detection) is { } stated) return stated;
        if (timeline.Find(line => ReportSentences.SaysDetected(line.Text)) is { } line && timeline.IndexOf(line) < 3)
            return ReportSentences.Split(line.Text).FirstOrDefault(ReportSentences.SaysDetected) ?? line.Text;
        return First(ReportSentences.SaysDetected, Part.Summary, Part.Impact, Part.Unknown, Part.Investigation, Part.Escalation);
    }

    private (DateTime? Start, DateTime? End) WindowOf()
    {
        var (start, end) = (clock.Start, clock.End);
        var times = timeline.Where(line => line.At is { Time: not null }).ToArray();
        start ??= times.Length > 0 ? Moment(times[0].At!.Value) : DetectedAt();
        return (start, end);
    }

    private DateTime? DetectedAt()
    {
        foreach (var mention in Of(Part.DetectedAt).SelectMany(p => ReportTimes.All(p.Text)))
        {
            clock.Rewind();
            if (clock.Next(mention) is { } at) return at;
        }

        return null;
    }

    private static DateTime Moment(ReportMoment at) => (at.Date ?? new DateOnly(10, 1, 10)).ToDateTime(at.Time ?? default);

    // Stated, or from start to end; where only one end is known the other follows from a stated length.
    private TimeSpan? DurationOf(ref DateTime? start, ref DateTime? end)
    {
        var stated = Of(Part.Duration).Where(p => !ReportSentences.IsTimeTo(p.Whole ?? p.Text)).Select(p => ReportTimes.Length(p.Text)).FirstOrDefault(length => length is not null);
        foreach (var sentence in Of(Part.Summary, Part.Unknown, Part.Impact, Part.Resolution, Part.Conclusion).Where(p => p.Kind != BlockKind.Code).SelectMany(p => ReportSentences.Split(p.Text)))
        {
            if (stated is not null) break;
            if (!ReportSentences.IsAboutWork(sentence) && Lasting().Match(sentence) is { Success: true } lasting) stated = ReportTimes.Length(sentence[lasting.Index..]);
        }

        if (start is { } late && end is { } early && early < late && early.AddDays(1) > late) end = early.AddDays(1);

        // Only the first thing that happened is known, and the length says that it had begun before.
        if (clock.Start is null && stated is { } whole && end is { } over && start is { } first && over - whole < first && over - whole > first.AddHours(-2)) start = over - whole;
        if (start is { } from && end is { } to) return to - from;
        var ends = timeline.Where(line => line.At is { Time: not null }).Select(line => (At: Moment(line.At!.Value), line.Text)).ToArray();
        if (stated is { } length)
        {
            if (start is { } begin && end is null) end = begin + length;
            return length;
        }

        var last = ends.LastOrDefault(line => ReportSentences.SaysRestored(line.Text));
        if (last.Text is null && ends.LastOrDefault(line => !ReportSentences.IsAboutReview(line.Text)) is { Text: not null } final && ReportSentences.SaysDone(final.Text)) last = final;
        if (start is { } began && end is null && last.Text is not null && last.At > began) end = last.At;
        if (end is null && Of(Part.Duration).Select(p => ReportTimes.Length(p.Text)).FirstOrDefault(length => length is not null) is { } toRecover)
        {
            end = start + toRecover;
            return toRecover;
        }

        return end - start;
    }

    private void NoteDetectionTime(string? detection)
    {
        var own = Of(Part.DetectedAt).ToArray();
        if (own.Length == 0 || DetectedAt() is not { } at) return;
        var moment = clock.Moment(at);
        if (timeline.Exists(line => line.At == moment)) return;
        var index = timeline.FindIndex(line => line.At is { } other && Moment(other) > at);
        while (index > 0 && timeline[index - 1].At is null) index--;

        // What says more than the time is the line.
        var said = Array.Find(own, passage => ReportSentences.SaysMoreThanValue(ReportTimes.Without(passage.Text)));
        if (said is not null) told.Add(said);
        timeline.Insert(index < 0 ? 0 : index, new(moment, said?.Text ?? detection ?? "Detected"));
    }

    private Severity? SeverityOf()
    {
        foreach (var passage in Of(Part.Severity))
        {
            if (ReportReader.SeverityIn(passage.Text, labelled: true) is { } labelled) return labelled;
        }

        // "Impact: Critical - checkout failed"
        foreach (var passage in Of(Part.Impact))
        {
            if (Rated().Match(passage.Text) is { Success: true } rated && ReportReader.SeverityIn(rated.Value, labelled: true) is { } severity) return severity;
        }

        return passages.Select(passage => ReportReader.SeverityIn(passage.Text, labelled: false)).FirstOrDefault(severity => severity is not null);
    }

    private decimal? Share()
    {
        foreach (var passage in Of(Part.Affected))
        {
            if ((ReportReader.ShareIn(passage.Text) ?? ReportReader.ShareIn(passage.Text + " of users")) is { } labelled) return labelled;
        }

        return Of(Part.Impact, Part.Summary, Part.Unknown, Part.Timeline, Part.Detection, Part.RootCause, Part.Conclusion).Select(p => ReportReader.ShareIn(p.Text)).FirstOrDefault(share => share is not null);
    }

    private ImmutableArray<string> Misled(string? cause)
    {
        var found = new List<string>();
        foreach (var passage in Of(Part.Misleading))
        {
            placed.Add(passage);
            if (passage.Kind == BlockKind.Item) found.Add(passage.Text);
            else found.AddRange(ReportSentences.Split(passage.Text));
        }

        foreach (var passage in Of(Part.Investigation))
        {
            // What is in the timeline already is not lost.
            var isKept = !placed.Add(passage);
            foreach (var sentence in passage.Kind == BlockKind.Item ? [passage.Text] : ReportSentences.Split(passage.Text))
            {
                if (ReportSentences.SaysMisled(sentence, null)) found.Add(sentence);
                else if (!isKept && !timeline.Exists(line => line.Text == sentence)) unplacedSentences.Add(sentence);
            }

        }

        // Whoever wrote a section of them wrote them all there.
        if (found.Count == 0)
        {
            found.AddRange(timeline.Where(line => ReportSentences.SaysMisled(line.Text, cause)).Select(line => line.Text));
            found.AddRange(Of(Part.Summary, Part.Unknown, Part.Escalation).SelectMany(p => ReportSentences.Split(p.Text)).Where(sentence => ReportSentences.SaysMisled(sentence, cause)));
        }

        return [.. found.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private ImmutableArray<string> Escalated()
    {
        var found = new List<string>();
        foreach (var passage in Of(Part.Escalation))
        {
            placed.Add(passage);
            if (passage.Kind == BlockKind.Item) found.Add(passage.Text);
            else found.AddRange(Explained(ReportSentences.Split(passage.Text)));
        }

        if (found.Count == 0)
        {
            found.AddRange(timeline.SelectMany(line => ReportSentences.Split(line.Text)).Where(ReportSentences.SaysEscalated));
            found.AddRange(Of(Part.Summary, Part.Unknown, Part.Investigation, Part.Resolution).SelectMany(p => ReportSentences.Split(p.Text)).Where(ReportSentences.SaysEscalated));
        }

        return [.. found.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private ImmutableArray<string> Items(Part part)
    {
        var own = Of(part).ToArray();
        var listed = own.Any(passage => passage.Kind == BlockKind.Item) || own.Count(passage => !passage.Text.EndsWith(':')) > 1;
        var items = new List<string>();
        foreach (var passage in own)
        {
            if (placed.Contains(passage) && leadIns.Contains(passage)) continue;
            if (passage.Kind != BlockKind.Item && passage.Text[^1] is ':' && own.Length > 1)
            {
                // "We will do the following:" says no more than the list below it.
                leadIns.Add(passage);
                if (ReportSentences.IsLeadIn(passage.Text)) placed.Add(passage);
                continue;
            }

            placed.Add(passage);
            if (items.Count > 0 && ReportSentences.IsAboutTask(passage.Text)) items[^1] = $"{items[^1].TrimEnd('.')} ({passage.Text.TrimEnd('.')})";
            else if (passage.Kind == BlockKind.Item || listed) items.Add(passage.Text);
            else items.AddRange(Explained(ReportSentences.Split(passage.Text)));
        }

        return [.. items];
    }

    private static IEnumerable<string> Explained(IEnumerable<string> sentences)
    {
        string? item = null;
        foreach (var sentence in sentences)
        {
            if (item is not null && ReportSentences.Explains(sentence))
            {
                item += " " + sentence;
                continue;
            }

            if (item is not null) yield return item;
            item = sentence;
        }

        if (item is not null) yield return item;
    }

    // In a report without a section for them.
    private ImmutableArray<string> Promised() => Of(Part.Tasks).Any() ? [] :
        [.. Of(Part.Unknown, Part.Summary, Part.Conclusion, Part.Resolution, Part.Lessons).SelectMany(p => ReportSentences.Split(p.Text)).Where(sentence => ReportSentences.SaysPromised(sentence) && !ReportSentences.SaysMisled(sentence, null)).Distinct(StringComparer.Ordinal)];

    private string? First(Func<string, bool> says, params ReadOnlySpan<Part> parts)
    {
        foreach (var part in parts)
        {
            if (part == Part.Timeline && timeline.SelectMany(line => ReportSentences.Split(line.Text)).FirstOrDefault(says) is { } line) return line;
            if (Of(part).SelectMany(passage => ReportSentences.Split(passage.Text)).FirstOrDefault(says) is { } sentence) return sentence;
        }

        return null;
    }

    // The last thing that was done before it worked again.
    private string? Done()
    {
        var restored = timeline.FindLastIndex(line => ReportSentences.SaysRestored(line.Text));
        var upTo = restored < 0 ? timeline : timeline.Take(restored + 1);
        var sentences = upTo.SelectMany(line => ReportSentences.Split(line.Text)).ToArray();
        return sentences.LastOrDefault(ReportSentences.SaysFixed) is { } plain && restored < 0 ? plain : sentences.LastOrDefault(ReportSentences.SaysDone);
    }

    private string? LastBecause() => Of(Part.Summary, Part.Unknown).SelectMany(passage => ReportSentences.Split(passage.Text)).LastOrDefault(ReportSentences.SaysBecause);

    private string? TitleFrom(string? summary, string? impact, string? cause)
    {
        var preface = string.Join(' ', passages.TakeWhile(passage => passage.Part == Part.Unknown).Select(passage => passage.Text));
        return ReportTitle.OfPreface(preface)
            ?? ReportTitle.FromSentences([.. new[] { summary, impact }.OfType<string>().SelectMany(text => text.Split('\n')).SelectMany(ReportSentences.Split)], cause is null ? [] : ReportSentences.Split(cause));
    }

    private ImmutableArray<string> Unplaced()
    {
        foreach (var passage in Of(Part.Date, Part.Start, Part.End, Part.Zone, Part.DetectedAt, Part.Duration, Part.Severity, Part.Affected))
        {
            if (passage.Part == Part.Affected && placed.Contains(passage)) continue; // in the impact, word for word

            // Read as a value: kept in its words as well where it has more to say than that.
            var isRead = passage.Part is Part.Zone || (passage.Part is Part.Severity ? ReportReader.SeverityIn(passage.Text, labelled: true) is not null
                : passage.Part is Part.Affected ? ReportReader.ShareIn(passage.Text + " of users") is not null
                : ReportTimes.All(passage.Text).Count > 0 || (passage.Part is Part.Duration && ReportTimes.Length(passage.Text) is not null));
            if (told.Contains(passage) || (isRead && !ReportSentences.SaysMoreThanValue(ReportTimes.Without(passage.Text)))) placed.Add(passage);
            else placed.Remove(passage);
        }

        return [.. contradictions, .. passages.Where(passage => !placed.Contains(passage)).Select(passage => passage.Whole ?? passage.Text), .. unplacedSentences];
    }

    [GeneratedRegex(@"^(critical|severe|major|high|medium|moderate|minor|low)(?=\s*([,:;(.]|[-–—]\s|$))", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Rated();

    [GeneratedRegex(@"\b(last(ed|ing|s)?|duration|for (about|around|approximately|roughly|nearly|almost|over|more than|a total of|some)\b|outage of|downtime of|down for|unavailable for|inaccessible for|total of|within|took)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Lasting();
}
