using System.Collections.Immutable;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reports;

/// <summary>Takes a report that was written elsewhere into the record, as a closed incident. It gets no channel, and nobody is told.</summary>
public static class ImportReport
{
    /// <summary>Stands as a person for what reports say; <see cref="AuthorName"/> is its name.</summary>
    public static readonly PersonId Author;

    public const string AuthorName = "the report";

    /// <summary>What is wrong with it, if anything: asked before an id and a number are taken.</summary>
    /// <param name="known">The incident that the same file was imported as before, if it was.</param>
    public static Refusal? Check(WrittenReport report, ReportSource source, Incident? known, Asker asker)
    {
        if (Permissions.Refuse(Verb.Declare, asker) is { } not) return not;
        if (known is not null) return new Refusal($"{Named(source)} was imported before, as {(Visibility.MaySee(known, asker) ? $"{known.Name} ({Say.Text(known.Title)})" : "an incident that you may not see")}. Nothing was changed.");
        if (Says(report) == 0) return new Refusal($"Nothing in {Named(source)} reads like an incident report: no summary, timeline, cause, resolution or measure was found. Nothing was imported.");
        if (ServiceNames.Read(source.Service, [], out _) is { } badService) return badService;
        var window = ReportWindow.Of(report, source, asker);
        return window.Latest > asker.Now
            ? new Refusal($"By {Named(source)}, it went on until {Say.DateTime(window.Latest)}, which has not come yet. Correct the dates in the file, or give the day with `day`. Nothing was imported.")
            : null;
    }

    public static Outcome Decide(WrittenReport report, ReportSource source, Incident? known, IncidentId id, int number, Asker asker)
    {
        if (Check(report, source, known, asker) is { } refusal) return refusal;
        ServiceNames.Read(source.Service, [], out var services);
        var window = ReportWindow.Of(report, source, asker);
        var (began, ended) = (window.Started, window.Ended);
        var detected = DetectedAt(report, window);
        var declared = detected ?? began;
        var severity = report.Severity ?? Severity.Sev3;
        var assumed = window.Assumed;
        if (report.Severity is null) assumed = assumed.Add("It gives no severity: SEV3 (minor) was taken.");
        var summary = Harmless.PlainBlock(report.Summary);
        var title = Harmless.Cut(Harmless.Plain(report.Title ?? source.File), Limits.Title);
        var nothing = new Incident
        {
            Id = id,
            Server = asker.Settings.Server,
            Number = number,
            Title = title,
            Severity = severity,
            Status = IncidentStatus.Resolved,
            DeclaredBy = asker.Person,
            Summary = summary.Length == 0 ? null : summary,
            Services = services,
            Milestones = new Milestones { Started = began, Detected = detected, Declared = declared, Resolved = ended },
            StatusHistory = [new StatusChange(IncidentStatus.Investigating, declared, asker.Person), new StatusChange(IncidentStatus.Resolved, ended, asker.Person)],
            SeverityHistory = [new SeverityChange(severity, declared, asker.Person)],
        };

        // What it says is the report's, whoever brought it here.
        var draft = new Draft(new IncidentState(nothing), asker with { Person = Author });
        var unplaced = report.Unplaced;
        WriteTimeline(draft, report, window, declared);
        WriteFacts(draft, report, declared, ended);
        unplaced = unplaced.AddRange(WriteActions(draft, report));
        WriteSections(draft, report, asker.Now);
        draft.Incident = draft.Incident with
        {
            Imported = new ImportedReport(source.File, source.Hash, asker.Now.ToUniversalTime(), asker.Person)
            {
                Assumed = assumed,
                Unplaced = unplaced,
                Guessed = detected is null ? window.Guessed : window.Guessed.Remove(Milestone.Detected),
                DayAssumed = window.DayAssumed,
            },
        };

        // It happened elsewhere and long ago: nothing is owed to anybody.
        return draft.Done(Answer(draft.Incident, draft.Actions.Length, source)) with { Owes = [] };
    }

    /// <summary>How many of the things that make a report were found in it.</summary>
    private static int Says(WrittenReport report)
    {
        bool[] found =
        [
            report.Summary is not null, report.Impact is not null, report.Detection is not null, !report.Timeline.IsEmpty, report.RootCause is not null, report.Resolution is not null,
            !(report.Corrective.IsEmpty && report.Preventive.IsEmpty && report.Measures.IsEmpty && report.Tasks.IsEmpty),
        ];

        // Any text has a first sentence that could be a summary.
        return report is { Timeline.IsEmpty: true, RootCause: null, Resolution: null, Impact: null, Detection: null } && !found[^1] ? 0 : found.Count(one => one);
    }

    // The line of the timeline that tells of it; one that is the very first may be no more than when the report begins.
    private static DateTimeOffset? DetectedAt(WrittenReport report, ReportWindow window)
    {
        for (var n = 0; n < report.Timeline.Length; n++)
        {
            if (window.Lines[n] is { } at && at >= window.Started && at <= window.Ended
                && (ReportSentences.SaysDetected(report.Timeline[n].Text) || (report.Detection is { } how && report.Timeline[n].Text.Contains(how, StringComparison.OrdinalIgnoreCase)))) return at;
        }

        return null;
    }

    private static void WriteTimeline(Draft draft, WrittenReport report, ReportWindow window, DateTimeOffset declared)
    {
        var misleading = report.Misleading.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var last = declared;
        for (var n = 0; n < report.Timeline.Length; n++)
        {
            // A line without a time stands by the one before it.
            last = window.Lines[n] ?? last;
            var text = Harmless.PlainBlock(report.Timeline[n].Text);
            if (text.Length == 0) continue;
            draft.Write(misleading.Contains(report.Timeline[n].Text) ? EntryKind.RuledOut : EntryKind.KeyEvent, text, last);
        }

        foreach (var wrong in report.Misleading.Where(text => !report.Timeline.Any(line => line.Text.Equals(text, StringComparison.OrdinalIgnoreCase))))
        {
            if (Harmless.PlainBlock(wrong) is { Length: > 0 } text) draft.Write(EntryKind.RuledOut, text, MomentOf(wrong, report, window) ?? window.Ended);
        }
    }

    /// <summary>When the timeline speaks of the same, if it does.</summary>
    private static DateTimeOffset? MomentOf(string text, WrittenReport report, ReportWindow window)
    {
        for (var n = 0; n < report.Timeline.Length; n++)
        {
            if (report.Timeline[n].Text.Contains(text, StringComparison.OrdinalIgnoreCase)) return window.Lines[n];
        }

        return null;
    }

    private static void WriteFacts(Draft draft, WrittenReport report, DateTimeOffset declared, DateTimeOffset ended)
    {
        if (Harmless.PlainBlock(report.Detection) is { Length: > 0 } detection) draft.Write(EntryKind.Detection, detection, declared);
        var impact = Harmless.PlainBlock(report.Impact);
        if (impact.Length == 0 && report.AffectedPercent is { } share) impact = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{share:0.##} % of users were affected");
        if (impact.Length > 0) draft.WriteImpact(impact, new Figures(report.AffectedPercent, null, []), declared);
        if (Harmless.PlainBlock(report.RootCause) is { Length: > 0 } cause) draft.Write(EntryKind.Cause, cause, ended);
        if (Harmless.PlainBlock(report.Resolution) is { Length: > 0 } fix) draft.Write(EntryKind.Fix, fix, ended);
    }

    /// <returns>What there was no more room for.</returns>
    private static IEnumerable<string> WriteActions(Draft draft, WrittenReport report)
    {
        var all = report.Corrective.Select(text => (text, ActionKind.Corrective))
            .Concat(report.Preventive.Select(text => (text, ActionKind.Preventive)))
            .Concat(report.Measures.Concat(report.Tasks).Select(text => (text, ActionKind.Task)))
            .Select(one => (Text: Harmless.PlainBlock(one.text), Kind: one.Item2))
            .Where(one => one.Text.Length > 0).DistinctBy(one => one.Text, StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var (text, kind) in all.Take(Limits.Actions)) draft.AddAction(text, kind);
        return all.Skip(Limits.Actions).Select(one => one.Text);
    }

    private static void WriteSections(Draft draft, WrittenReport report, DateTimeOffset now)
    {
        foreach (var (section, lines) in new[] { (SectionIds.Escalation, report.Escalations), (SectionIds.Lessons, report.Lessons) })
        {
            var text = string.Join('\n', lines.Select(line => "- " + Harmless.Plain(line)));
            if (text.Length > 0) draft.Incident = draft.Incident with { WrittenSections = draft.Incident.WrittenSections.SetItem(section, new Statement(text, Author, now.ToUniversalTime())) };
        }
    }

    private static string Answer(Incident incident, int actions, ReportSource source)
    {
        var imported = incident.Imported!;
        var lines = new List<string>
        {
            $"**{incident.Name}** is in the record: {Say.Text(incident.Title)} · {incident.Severity.InWords()} · {Say.DateTime(incident.Milestones.Beginning)}, from {Named(source)}. "
            + $"It is closed, has no channel, and nobody was told. {Say.Capital(Say.Count(incident.LastEntry, "timeline entry", "timeline entries"))}, {Say.Count(actions, "action item")}.",
        };
        lines.AddRange(imported.Assumed.Select(assumption => "-# " + assumption));
        if (!imported.Unplaced.IsEmpty) lines.Add($"-# {Say.Count(imported.Unplaced.Length, "passage")} of it fit nowhere; the postmortem keeps {(imported.Unplaced.Length == 1 ? "it" : "them")} under \"Imported\".");
        return string.Join('\n', lines);
    }

    private static string Named(ReportSource source) => $"\"{Harmless.Line(source.File, 100)}\"";
}
