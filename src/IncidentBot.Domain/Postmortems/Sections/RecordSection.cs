using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Insights;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>The figures and who held which role: what statistics are made from.</summary>
internal static class RecordSection
{
    public static IEnumerable<Block> Write(Draft draft)
    {
        var incident = draft.Incident;
        var m = draft.Milestones;

        yield return new Subheading("Times");
        yield return new FactList([
            new("Time to detect", TimeToDetect(draft)),
            new("Time to acknowledge", Span(draft, m.Detected ?? m.Declared, m.Acknowledged, m.Detected is null ? "from the declaration" : "from detection", "detected", "acknowledged")),
            new("Time to mitigate", Span(draft, m.Beginning, m.Mitigated, "from the start", "started", "mitigated")),
            new("Time to resolve", Span(draft, m.Beginning, m.Resolved, "from the start", "started", "resolved")),
        ]);

        yield return new Subheading("Milestones");
        yield return new FactList([.. Enum.GetValues<Milestone>().Where(k => m[k] is not null).Select(k => new Fact(k.ToString(), RichText.Of(draft.Full(m[k]!.Value))))]);

        yield return new Subheading("Roles");
        yield return incident.Roles.Length > 0
            ? new BulletList([.. incident.Roles.Select(r => Role(draft, r))])
            : Draft.Hint("Nobody held a role.", "Next time: ", new Code("/incident role"), ".");

        yield return new Subheading("Severity");
        yield return new BulletList([.. Severities(draft)]);

        yield return new Subheading("Time in each status");
        yield return new FactList([.. Statuses(draft)]);

        if (incident.Links.Length > 0)
        {
            yield return new Subheading("Linked incidents");
            yield return new BulletList([.. incident.Links.Select(l => (RichText)(l.Kind switch
            {
                LinkKind.DuplicateOf => $"Duplicate of INC-{l.Number}",
                LinkKind.HasDuplicate => $"INC-{l.Number} is a duplicate of this one",
                _ => $"Related to INC-{l.Number}",
            }))]);
        }

        foreach (var block in Files(draft)) yield return block;

        foreach (var block in ImportedSection.Write(draft)) yield return block;

        yield return new Subheading("Kept");
        yield return new Paragraph(Kept(draft));
    }

    public static IEnumerable<Block> Files(Draft draft)
    {
        if (draft.Files.IsEmpty) yield break;
        yield return new Subheading("Attached files");
        yield return draft.Files.List(draft);
    }

    internal static RichText Role(Draft draft, RoleInterval role)
    {
        var text = RichText.Of(new Strong(Capital(role.Role.Title)), $": {draft.Name(role.Person)}, from ", draft.At(role.From));
        return role.To is { } to ? text.With(" to ", draft.At(to)) : text;
    }

    private static RichText Span(Draft draft, DateTimeOffset? from, DateTimeOffset? to, string basis, string fromName, string toName)
    {
        if (from is { } a && to is { } b) return $"{Durations.InWords(b - a)} ({basis})";

        var missing = to is null ? toName : fromName;
        return draft.Missing("Not known.", "Add it with", "/incident time " + missing);
    }

    internal static RichText TimeToDetect(Draft draft)
    {
        var m = draft.Milestones;
        var recorded = Span(draft, m.Started, m.Detected, "from the start", "started", "detected");
        if (m.Started is not null && m.Detected is not null) return recorded;

        var from = m.Started ?? draft.SuggestedStart?.At;
        var to = m.Detected ?? draft.SuggestedDetectedAt;
        return from is { } a && to is { } b && b >= a
            ? RichText.Of(Durations.InWords(b - a), " (", new SuggestedMark()).With(draft.Missing(", by the talk).", "Record it with", "/incident time " + (m.Started is null ? "started" : "detected")))
            : recorded;
    }

    private static IEnumerable<RichText> Severities(Draft draft)
    {
        var history = draft.Incident.SeverityHistory;
        if (history.Length == 0)
        {
            yield return draft.Incident.Severity.InWords();
            yield break;
        }

        foreach (var change in history)
        {
            var text = RichText.Of(draft.At(change.At), $" {change.Severity.InWords()} — {draft.Name(change.By)}");
            yield return change.Reason is { Length: > 0 } reason ? text.With(": ").With(draft.Line(reason)) : text;
        }
    }

    private static IEnumerable<Fact> Statuses(Draft draft)
    {
        var incident = draft.Incident;
        var changes = StatusTimes.Changes(incident);
        var spent = StatusTimes.Of(incident, draft.End);

        foreach (var (status, time) in spent) yield return new Fact(Capital(status.Word()), Durations.InWords(time));
        if (incident.IsOpen) yield return new Fact(Capital(incident.Status.Word()), RichText.Of("since ", draft.At(changes[^1].At)));
        if (spent.Count == 0 && !incident.IsOpen) yield return new Fact(Capital(incident.Status.Word()), "at once");
    }

    private static RichText Kept(Draft draft)
    {
        var talk = draft.File.Talk;
        var deleted = talk.Count(t => t.DeletedAt is not null);
        var edited = talk.Count(t => t.Revisions.Length > 0);
        var files = talk.Sum(t => t.Files.Length);
        var parts = new List<string> { Count(talk.Length, "message"), Count(draft.File.Entries.Count(e => e.Shown && !e.IsAboutDocument), "timeline entry", "timeline entries") };
        var lost = talk.Sum(t => t.Files.Count(f => f.Copy is null));
        if (files > 0) parts.Add(Count(files, "attached file") + (lost == 0 ? "" : lost == files ? " without a copy" : $" ({lost} of them without a copy)"));

        var text = Lists.InWords(parts) + ".";
        if (edited + deleted > 0)
        {
            var changed = new List<string>();
            if (edited > 0) changed.Add(edited == 1 ? "1 message was edited" : $"{edited} messages were edited");
            if (deleted > 0) changed.Add((edited == 0 ? Count(deleted, "message") : $"{deleted}") + (deleted == 1 ? " was deleted" : " were deleted"));
            text += $" {Capital(Lists.InWords(changed))} in chat.";
        }

        return text + " The JSON export holds all of it, every revision included.";
    }

    private static string Count(int n, string one, string? many = null) => n == 1 ? $"1 {one}" : $"{n} {many ?? one + "s"}";

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
