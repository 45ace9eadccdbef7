using System.Collections.Immutable;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Reports;

/// <summary>Puts each passage of a report where it belongs in the record, and keeps what belongs nowhere.</summary>
internal sealed partial class Placing(ReportPassages report, ReportClock clock)
{
    private readonly IReadOnlyList<Passage> passages = report.All;
    private readonly HashSet<Passage> placed = [];
    private readonly List<string> contradictions = [];
    private readonly List<ReportLine> timeline = [];
    private readonly HashSet<string> unplacedSentences = [];

    public WrittenReport Place()
    {
        var summary = Text(Part.Summary) ?? Preface();
        var impact = Text(Part.Impact);
        ReadTimeline();
        var (cause, fixes) = CauseAndFix();
        var resolution = ResolutionOf(fixes);
        var detection = DetectionOf();
        var (start, end) = WindowOf();
        var duration = DurationOf(ref start, ref end);
        NoteDetectionTime(detection);
        cause ??= First(ReportSentences.SaysCause, Part.Summary, Part.Unknown, Part.Impact, Part.Investigation, Part.Resolution, Part.Timeline, Part.Conclusion)
            ?? LastBecause();
        resolution ??= Done() ?? First(ReportSentences.SaysFixed, Part.Summary, Part.Unknown, Part.Investigation, Part.Conclusion)
            ?? timeline.LastOrDefault(line => ReportSentences.SaysRestored(line.Text))?.Text;

        var measures = Items(Part.Measures);
        if (measures.IsEmpty && Items(Part.Corrective).IsEmpty && Items(Part.Preventive).IsEmpty) measures = Promised();
        if (clock.OtherDate is { } other) contradictions.Add($"The report names {other:yyyy-MM-dd} as well; {clock.Date:yyyy-MM-dd} was taken.");
        return new WrittenReport
        {
            Title = report.Title ?? TitleFrom(summary ?? impact ?? cause),
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

    private string? Text(Part part)
    {
        var own = Of(part).ToArray();
        placed.UnionWith(own);
        return own.Length == 0 ? null : string.Join("\n", own.Select(passage => passage.Text));
    }

    // A report without a summary begins with it all the same.
    private string? Preface()
    {
        var own = passages.TakeWhile(passage => passage.Part is Part.Unknown or Part.Impact or Part.Severity or Part.Date or Part.Start or Part.End or Part.Duration)
            .Where(passage => passage is { Part: Part.Unknown, Kind: BlockKind.Paragraph } && ReportTimes.Leading(passage.Text, allowBareHour: false) is not { Time: not null }).ToArray();
        if (passages.Any(passage => passage.Part is not Part.Unknown and not Part.Conclusion)) own = [.. own.Where(passage => passage.Text.Length > 40)];
        placed.UnionWith(own);
        return own.Length == 0 ? null : string.Join("\n", own.Select(passage => passage.Text));
    }

    private void ReadTimeline()
    {
        var own = Of(Part.Timeline).ToArray();
        foreach (var passage in own)
        {
            placed.Add(passage);
            TakeLine(passage);
        }

        if (timeline.Any(line => line.At is not null)) return;

        // No timeline: lines that begin with a time make one wherever they stand, then sentences that name one.
        clock.Rewind();
        foreach (var passage in passages.Where(p => p.Part is Part.Unknown or Part.Summary or Part.Investigation or Part.Resolution or Part.Detection or Part.Escalation))
        {
            if (ReportTimes.Leading(passage.Text, allowBareHour: false) is not { Time: not null } lead || lead.To is not null || lead.Length >= passage.Text.Length) continue;
            placed.Add(passage);
            TakeLine(passage);
        }

        if (timeline.Any(line => line.At is not null)) return;
        foreach (var sentence in passages.Where(p => p.Part is Part.Unknown or Part.Summary or Part.Investigation or Part.Resolution or Part.Detection or Part.Escalation or Part.RootCause).SelectMany(p => ReportSentences.Split(p.Text)))
        {
            if (ReportTimes.All(sentence).Find(m => m is { Time: not null, To: null }) is { } mention && clock.Next(mention) is { } at) timeline.Add(new(clock.Moment(at), sentence));
        }
    }

    private void TakeLine(Passage passage)
    {
        if (ReportTimes.Leading(passage.Text, allowBareHour: true) is { } lead)
        {
            var rest = passage.Text[lead.Length..].Trim();
            if (clock.Next(lead) is { } at) timeline.Add(new(clock.Moment(at), rest));
            else if (rest.Length > 0) timeline.Add(new(null, rest));
            return;
        }

        if (timeline is [.., { Text.Length: 0 } waiting])
        {
            // The time stood on a line of its own.
            timeline[^1] = waiting with { Text = passage.Text };
            return;
        }

        var before = timeline.Count;
        foreach (var sentence in ReportSentences.Split(passage.Text))
        {
            if (ReportTimes.All(sentence).Find(m => m.Time is not null) is { } mention && clock.Next(mention) is { } at) timeline.Add(new(clock.Moment(at), sentence));
            else if (timeline.Count > before) timeline[^1] = timeline[^1] with { Text = timeline[^1].Text + " " + sentence };
            else timeline.Add(new(null, sentence));
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
            var fixed_ = sentences.Where(sentence => ReportSentences.SaysFixed(sentence) && !ReportSentences.SaysCause(sentence)).ToArray();
            fixes.AddRange(fixed_);
            var rest = string.Join(" ", sentences.Except(fixed_));
            if (rest.Length > 0) causes.Add(rest);
        }

        var both = Of(Part.CauseAndResolution).ToArray();
        placed.UnionWith(both);
        var own = causes.Count > 0;
        foreach (var sentence in both.SelectMany(passage => ReportSentences.Split(passage.Text)))
        {
            if (ReportSentences.SaysDone(sentence) && !(ReportSentences.SaysCause(sentence) && causes.Count == 0)) fixes.Add(sentence);
            else if (!own || !ReportSentences.Repeats(sentence, causes)) causes.Add(sentence);
        }

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
        return First(ReportSentences.SaysDetected, Part.Summary, Part.Impact, Part.Unknown, Part.Investigation, Part.Timeline, Part.Escalation);
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
        placed.UnionWith(Of(Part.Duration));
        var stated = Of(Part.Duration).Select(p => ReportTimes.Length(p.Text)).FirstOrDefault(length => length is not null);
        foreach (var sentence in Of(Part.Summary, Part.Unknown, Part.Impact, Part.Resolution, Part.Conclusion).SelectMany(p => ReportSentences.Split(p.Text)))
        {
            if (stated is not null) break;
            if (Lasting().Match(sentence) is { Success: true } lasting) stated = ReportTimes.Length(sentence[lasting.Index..]);
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
        if (start is { } began && end is null && last.Text is not null && last.At > began) end = last.At;
        return end - start;
    }

    private void NoteDetectionTime(string? detection)
    {
        var own = Of(Part.DetectedAt).ToArray();
        placed.UnionWith(own);
        if (own.Length == 0 || DetectedAt() is not { } at) return;
        var moment = clock.Moment(at);
        if (timeline.Exists(line => line.At == moment)) return;
        var index = timeline.FindIndex(line => line.At is { } other && Moment(other) > at);
        timeline.Insert(index < 0 ? 0 : index, new(moment, detection ?? "Detected"));
    }

    private Severity? SeverityOf()
    {
        placed.UnionWith(Of(Part.Severity));
        foreach (var passage in Of(Part.Severity))
        {
            if (ReportReader.SeverityIn(passage.Text, labelled: true) is { } labelled) return labelled;
        }

        return passages.Select(passage => ReportReader.SeverityIn(passage.Text, labelled: false)).FirstOrDefault(severity => severity is not null);
    }

    private decimal? Share()
    {
        placed.UnionWith(Of(Part.Affected));
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
            foreach (var sentence in ReportSentences.Split(passage.Text)) (ReportSentences.SaysMisled(sentence, null) ? found : (ICollection<string>)unplacedSentences).Add(sentence);
            placed.Add(passage);
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
        placed.UnionWith(own);
        var listed = own.Any(passage => passage.Kind == BlockKind.Item) || own.Count(passage => !passage.Text.EndsWith(':')) > 1;
        var items = new List<string>();
        foreach (var passage in own)
        {
            if (passage.Text.EndsWith(':')) continue; // "We will do the following:"
            if (passage.Kind == BlockKind.Item || listed) items.Add(passage.Text);
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
        var lines = restored < 0 ? timeline : timeline.Take(restored + 1);
        var sentences = lines.SelectMany(line => ReportSentences.Split(line.Text)).ToArray();
        return sentences.LastOrDefault(ReportSentences.SaysFixed) is { } plain && restored < 0 ? plain : sentences.LastOrDefault(ReportSentences.SaysDone);
    }

    private string? LastBecause() => Of(Part.Summary, Part.Unknown).SelectMany(passage => ReportSentences.Split(passage.Text)).LastOrDefault(ReportSentences.SaysBecause);

    private static string? TitleFrom(string? text) => text is null ? null : ReportTitle.FromSentence(ReportSentences.Split(text).First());

    private ImmutableArray<string> Unplaced()
    {
        placed.UnionWith(Of(Part.Date, Part.Start, Part.End, Part.Zone).Where(p => ReportTimes.All(p.Text).Count > 0 || p.Part == Part.Zone));
        return [.. contradictions, .. passages.Where(passage => !placed.Contains(passage)).Select(passage => passage.Text), .. unplacedSentences];
    }

    [GeneratedRegex(@"\b(last(ed|ing|s)?|duration|for (about|around|approximately|roughly|nearly|almost|over|more than|a total of|some)\b|outage of|downtime of|down for|unavailable for|inaccessible for|total of|within|took)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Lasting();
}
