using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems.Sections;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Domain.Writing;

namespace IncidentBot.Domain.Postmortems;

/// <summary>Writes the postmortem from the record alone: the same record gives the same document, whenever and wherever it is composed.</summary>
public static class PostmortemComposer
{
    private static readonly Hint BehindHint = Draft.Hint("The record has changed since this was written.", "See what changed, and take it or leave it, with ", new Code("/postmortem changes"), ".");

    /// <summary>
    /// By the template chosen for the incident, else the one set for its severity. Of one that is published: what was published, whatever the record says by now, under
    /// how it stands and over what was corrected since.
    /// </summary>
    public static PostmortemDocument Compose(IncidentFile file)
    {
        var draft = new Draft(file);
        return Dressed(draft, Published(file) ?? Write(draft, TemplateChoice.Of(draft)));
    }

    /// <summary>As it would be with that template, from the record as it is.</summary>
    public static PostmortemDocument Compose(IncidentFile file, PostmortemTemplate template)
    {
        var draft = new Draft(file);
        return Dressed(draft, Write(draft, template));
    }

    /// <summary>As it would be with a template of a server's own, from the record as it is.</summary>
    public static PostmortemDocument Compose(IncidentFile file, OwnTemplate template)
    {
        var draft = new Draft(file);
        return Dressed(draft, Write(draft, TemplateChoice.Filled(draft, template)));
    }

    /// <summary>What is frozen when it is published: the document without what it says of its own state, and without what would help to write it.</summary>
    public static PostmortemDocument ToPublish(IncidentFile file)
    {
        var draft = new Draft(file, isFinal: true);
        var document = Write(draft, TemplateChoice.Of(draft));
        return document with { Sections = [.. document.Sections.Select(Finished).Where(section => !section.Blocks.IsEmpty || section.Id == SectionIds.Summary)] };
    }

    /// <summary>What was published; null while it is not.</summary>
    private static PostmortemDocument? Published(IncidentFile file) =>
        file.Incident.Postmortem.Publication is { } number ? file.Entries.FirstOrDefault(entry => entry.Number == number)?.Publication?.Document : null;

    private static PostmortemDocument Dressed(Draft draft, PostmortemDocument body)
    {
        var preface = Preface(draft);
        if (HeadSection.Write(draft) is { } head) preface = preface.Add(head);
        if (HeadSection.Notice(draft) is { } notice) preface = preface.Add(notice);
        return body with
        {
            Preface = [.. preface, .. body.Preface],
            Sections = HeadSection.Corrections(draft) is { } corrections ? body.Sections.Add(corrections) : body.Sections,
            Stage = draft.Incident.Postmortem.Stage,
        };
    }

    // What is missing is still said; how to add it is not, because nobody can any more.
    private static PostmortemSection Finished(PostmortemSection section)
    {
        var blocks = section.Blocks.Where(block => block != BehindHint).Select(block => block is Hint { Text.Parts: [PlainText missing, ..] } ? new Hint(missing.Text.TrimEnd()) : block).ToList();
        return section with { IsBehind = false, Blocks = [.. blocks] };
    }

    private static PostmortemDocument Write(Draft draft, PostmortemTemplate template)
    {
        var file = draft.File;
        var sections = template.Sections.Select(place => Section(draft, template, place)).Where(section => !section.Blocks.IsEmpty);

        // What people wrote is never lost: what the template has no place for stands at the end.
        var placed = template.Places.Select(place => place.Id).ToHashSet(StringComparer.Ordinal);
        var written = file.Incident.WrittenSections;
        var others = SectionIds.Writable.Where(written.ContainsKey).Concat(written.Keys.Except(SectionIds.Writable).Where(SectionIds.IsKey).Order(StringComparer.Ordinal)).Where(id => !placed.Contains(id))
            .Select(id => Section(draft, template, new TemplateSection(id, SectionIds.Heading(id))));
        return new PostmortemDocument(
            UserText.OneLine($"Postmortem: {file.Incident.Name} {draft.Plain(file.Incident.Title)}"),
            draft.Times.ZoneId,
            template.Preface,
            [.. sections, .. others])
        {
            Course = CourseWriter.Write(draft),
            Template = template.Key,
        };
    }

    /// <summary>What a section says when nobody has written it, as text to go on writing from; empty for what only people can tell.</summary>
    public static string RecordSays(IncidentFile file, string section)
    {
        var draft = new Draft(file);
        return RecordSays(draft, TemplateChoice.Of(draft), section);
    }

    private static string RecordSays(Draft draft, PostmortemTemplate template, string id) =>
        SectionText.Write(new PostmortemSection(id, "", [.. Generated(draft, template, id)]).Editable, draft.Incident.Server);

    private static IEnumerable<Block> Generated(Draft draft, PostmortemTemplate template, string id) => template.Texts.TryGetValue(id, out var text)
        ? text
        : FromRecord(draft, id, withImpact: !template.Has(SectionIds.Impact), withDetection: !template.Has(SectionIds.Detection));

    /// <summary>What the bot writes itself; nothing for what only people can tell.</summary>
    internal static IEnumerable<Block> FromRecord(Draft draft, string id, bool withImpact, bool withDetection) => id switch
    {
        SectionIds.Summary => SummarySection.Write(draft, withImpact, withDetection),
        SectionIds.Timeline => TimelineSection.Write(draft),
        SectionIds.RootCause => RootCauseSection.Write(draft),
        SectionIds.Investigation => InvestigationSection.Write(draft),
        SectionIds.Escalation => EscalationSection.Write(draft),
        SectionIds.Resolution => ResolutionSection.Write(draft),
        SectionIds.Measures => MeasuresSection.Write(draft),
        SectionIds.Lessons => LessonsSection.Write(draft),
        SectionIds.Record => RecordSection.Write(draft),
        SectionIds.Impact => ImpactSection.Write(draft),
        SectionIds.Detection => DetectionSection.Write(draft),
        SectionIds.Responders => RespondersSection.Write(draft),
        _ => [],
    };

    private static PostmortemSection Section(Draft draft, PostmortemTemplate template, TemplateSection place) =>
        new(place.Id, place.Heading, Body(draft, template, place)) { IsBehind = IsBehind(draft, template, place.Id) };

    private static bool IsBehind(Draft draft, PostmortemTemplate template, string id) =>
        !template.IsAsked(id)
        && SectionHistory.Last(draft.File.Entries, id)?.Section?.RecordMark is not null
        && SectionHistory.ChangedUnderneath(draft.Incident, draft.File.Entries, id, RecordSays(draft, template, id));

    private static ImmutableArray<Block> Body(Draft draft, PostmortemTemplate template, TemplateSection place)
    {
        var written = draft.Incident.WrittenSections;
        var within = place.Within.Where(part => written.ContainsKey(part.Id)).ToList();
        var body = Own(draft, template, place.Id);

        // What is asked for is not asked for any more where it was answered.
        if (within.Count > 0 && place.Id == SectionIds.Lessons && !written.ContainsKey(place.Id)) body = body.Where(block => block is not Hint);
        return [.. body, .. within.SelectMany(part => Own(draft, template, part.Id).Prepend(new Subheading(part.Heading))), .. place.Id == SectionIds.Lessons ? SimilarSection.Write(draft) : []];
    }

    private static IEnumerable<Block> Own(Draft draft, PostmortemTemplate template, string id)
    {
        if (!draft.Incident.WrittenSections.TryGetValue(id, out var written)) return Generated(draft, template, id);

        var body = WrittenSection.Write(draft, written);
        if (IsBehind(draft, template, id)) body = body.Append(BehindHint);

        // Owners, dates and states move on after somebody wrote the section: they always come from the record.
        // So does what became of each attached file.
        return id switch
        {
            SectionIds.Measures => [.. body, .. MeasuresSection.Tasks(draft)],
            SectionIds.Record => [.. body, .. RecordSection.Files(draft)],
            _ => body,
        };
    }

    private static ImmutableArray<Block> Preface(Draft draft)
    {
        var incident = draft.Incident;
        var notices = ImmutableArray.CreateBuilder<Block>();
        if (incident.IsDrill) notices.Add(new Notice(RichText.Of(new Strong("This was a drill."), " It counts in no statistics, and nobody outside was told.")));
        if (incident.IsPrivate) notices.Add(new Notice(RichText.Of(new Strong("Private incident."), " Share this document only with people who may see the incident.")));
        if (incident.IsOpen && Reopened(incident) is { } reopened) notices.Add(new Notice(RichText.Of(new Strong("Reopened"), " ", draft.Full(reopened), " — this document is not final.")));
        else if (incident.IsOpen) notices.Add(new Notice(RichText.Of(new Strong("Still open"), $" ({incident.Status.Word()}). This is a draft of what is known so far.")));
        if (incident.Status == IncidentStatus.FalseAlarm) notices.Add(new Notice(RichText.Of(new Strong("False alarm."), Reason(draft))));
        if (incident.Status == IncidentStatus.Duplicate)
        {
            var into = incident.Links.LastOrDefault(l => l.Kind == LinkKind.DuplicateOf);
            notices.Add(new Notice(RichText.Of(new Strong("Duplicate."), into is null ? " It was closed into another incident." : $" It was closed into INC-{into.Number}; read that one first.")));
        }

        return notices.ToImmutable();
    }

    /// <summary>When it was last taken up again after it had been closed; null when it never was.</summary>
    private static DateTimeOffset? Reopened(Incident incident)
    {
        for (var n = incident.StatusHistory.Length - 1; n > 0; n--)
        {
            if (incident.StatusHistory[n].Status.IsOpen() && !incident.StatusHistory[n - 1].Status.IsOpen()) return incident.StatusHistory[n].At;
        }

        return null;
    }

    private static string Reason(Draft draft) => draft.Incident.StatusHistory.LastOrDefault()?.Reason is { Length: > 0 } reason
        ? " The incident was cancelled: " + UserText.OneLine(draft.Plain(reason))
        : " The incident was cancelled.";
}
