using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems.Sections;

namespace IncidentBot.Domain.Postmortems;

/// <summary>Writes the postmortem from the record alone: the same record gives the same document, whenever and wherever it is composed.</summary>
public static class PostmortemComposer
{
    public static PostmortemDocument Compose(IncidentFile file)
    {
        var draft = new Draft(file);
        return new PostmortemDocument(
            UserText.OneLine($"Postmortem: {file.Incident.Name} {draft.Plain(file.Incident.Title)}"),
            draft.Times.ZoneId,
            Preface(draft),
            [.. SectionIds.All.Select(id => new PostmortemSection(id, SectionIds.Heading(id), Body(draft, id)))])
        {
            Course = CourseWriter.Write(draft),
        };
    }

    private static ImmutableArray<Block> Body(Draft draft, string id)
    {
        var generated = id switch
        {
            SectionIds.Summary => SummarySection.Write(draft),
            SectionIds.Timeline => TimelineSection.Write(draft),
            SectionIds.RootCause => RootCauseSection.Write(draft),
            SectionIds.Investigation => InvestigationSection.Write(draft),
            SectionIds.Escalation => EscalationSection.Write(draft),
            SectionIds.Resolution => ResolutionSection.Write(draft),
            SectionIds.Measures => MeasuresSection.Write(draft),
            SectionIds.Lessons => LessonsSection.Write(draft),
            _ => RecordSection.Write(draft),
        };
        var body = draft.Incident.WrittenSections.TryGetValue(id, out var written) ? WrittenSection.Write(draft, written) : null;
        if (id == SectionIds.Lessons) return [.. body ?? generated, .. SimilarSection.Write(draft)];
        if (body is null) return [.. generated];

        // Owners, dates and states move on after somebody wrote the section: they always come from the record.
        // So does what became of each attached file.
        return id switch
        {
            SectionIds.Measures => [.. body, .. MeasuresSection.Tasks(draft)],
            SectionIds.Record => [.. body, .. RecordSection.Files(draft)],
            _ => [.. body],
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
