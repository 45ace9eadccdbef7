using System.Collections.Immutable;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems.Sections;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Postmortems.Templates.Own;

/// <summary>Makes what a template may name from the record: the same words as in the built-in templates, so that both say the same of the same incident.</summary>
internal static class ModelWriter
{
    public static TemplateModel Write(Postmortems.Draft draft, Func<string, ImmutableArray<Block>> section)
    {
        var summary = SummarySection.Write(draft, withImpact: true, withDetection: true).ToList();
        var timeline = TimelineSection.Write(draft).ToList();
        return new TemplateModel
        {
            Incident = IncidentOf(draft),
            Times = TimesOf(draft),
            Summary = new SummaryPart
            {
                Opening = SummarySection.Opening(draft),
                Facts = [.. summary.OfType<FactList>().SelectMany(list => list.Facts).Select(fact => new FactPart { Label = fact.Label, Value = fact.Value })],
            },
            Impact = new ImpactPart { Share = Text(SummarySection.Share(draft)), Lines = ImpactSection.Lines(draft)?.Items ?? [] },
            Cause = StatementOf(draft, draft.Cause, draft.SuggestedCause),
            Fix = StatementOf(draft, draft.Fix, draft.SuggestedFix),
            Detection = StatementOf(draft, draft.Detection, draft.SuggestedDetection),
            Timeline = new TimelinePart
            {
                Zone = timeline.OfType<Paragraph>().FirstOrDefault()?.Text ?? RichText.Empty,
                Dated = timeline.OfType<TimelineBlock>().Any(block => block.Dated),
                Days = [.. timeline.OfType<TimelineBlock>().SelectMany(block => block.Days).Select(DayOf)],
                Notes = [.. timeline.OfType<Paragraph>().Skip(1).Select(more => more.Text), .. timeline.OfType<Hint>().Select(hint => hint.Text)],
            },
            Responders = [.. RespondersSection.Write(draft).OfType<BulletList>().SelectMany(list => list.Items)],
            Actions = ActionsOf(draft),
            Similar = [.. SimilarSection.Write(draft).OfType<BulletList>().SelectMany(list => list.Items)],
            Section = section,
        };
    }

    private static IncidentPart IncidentOf(Postmortems.Draft draft)
    {
        var incident = draft.Incident;
        var commander = incident.Roles.Where(role => role.Role == IncidentRole.Commander).MaxBy(role => role.From);
        return new IncidentPart
        {
            Name = incident.Name,
            Number = incident.Number,
            Title = draft.Line(incident.Title),
            Summary = incident.Summary is { Length: > 0 } summary ? draft.Line(summary) : null,
            Severity = SummarySection.SeverityOf(draft),
            Level = (int)incident.Severity,
            Status = incident.Status.Word(),
            Closed = !incident.IsOpen,
            Private = incident.IsPrivate,
            Drill = incident.IsDrill,
            Services = [.. incident.Services.Select(service => (RichText)UserText.OneLine(service))],
            DeclaredBy = draft.Name(incident.DeclaredBy),
            Commander = Text(commander is null ? null : draft.Name(commander.Person)),
        };
    }

    private static TimesPart TimesOf(Postmortems.Draft draft)
    {
        var m = draft.Milestones;
        return new TimesPart
        {
            Zone = draft.Times.ZoneId,
            Start = Moment(draft, m.Beginning)!,
            End = Moment(draft, draft.End),
            Started = Moment(draft, m.Started),
            Detected = Moment(draft, m.Detected),
            Declared = Moment(draft, m.Declared)!,
            Acknowledged = Moment(draft, m.Acknowledged),
            Mitigated = Moment(draft, m.Mitigated),
            Resolved = Moment(draft, m.Resolved),
            Duration = Span(m.Beginning, draft.End),
            Minutes = draft.End is { } end ? (int)Math.Clamp((end - m.Beginning).TotalMinutes, 0, int.MaxValue) : null,
            ToDetect = Span(m.Started, m.Detected),
            ToAcknowledge = Span(m.Detected ?? m.Declared, m.Acknowledged),
            ToMitigate = Span(m.Beginning, m.Mitigated),
        };
    }

    private static StatementPart? StatementOf(Postmortems.Draft draft, Statement? recorded, TalkFinding? suggested) => (recorded, suggested) switch
    {
        ({ } said, _) => new StatementPart
        {
            Text = UserText.Rich(UserText.OneLine(draft.Plain(said.Text))),
            Sentence = draft.Line(UserText.FirstSentence(said.Text)),
            By = draft.Name(said.By),
            At = RichText.Of(draft.At(said.At, said.Source)),
            Suggested = false,
        },
        (_, { } found) => new StatementPart
        {
            Text = UserText.Rich(UserText.OneLine(draft.Plain(found.Message.Text))),
            Sentence = draft.Line(UserText.FirstSentence(found.Message.Text)),
            By = draft.Name(found.Message.Author),
            At = RichText.Of(draft.At(found.Message.SaidAt, found.Message.Ref())),
            Suggested = true,
        },
        _ => null,
    };

    private static DayPart DayOf(TimelineDay day) => new()
    {
        Date = DocumentTimes.LongDate(day.Date),
        Rows = [.. day.Rows.Select(row => new RowPart { Time = RichText.Of(row.Time), Label = Text(row.Label), Text = row.Text, Suggested = row.Suggested })],
    };

    private static ActionsPart ActionsOf(Postmortems.Draft draft)
    {
        ImmutableArray<ActionPart> all = [.. draft.File.Actions.OrderBy(action => action.Number).Select(action => PartOf(draft, action))];
        return new ActionsPart
        {
            All = all,
            Corrective = [.. draft.File.Actions.OrderBy(action => action.Number).Where(action => action.Kind == ActionKind.Corrective).Select(action => PartOf(draft, action))],
            Preventive = [.. draft.File.Actions.OrderBy(action => action.Number).Where(action => action.Kind == ActionKind.Preventive).Select(action => PartOf(draft, action))],
            Open = [.. all.Where(action => !action.Closed)],
        };
    }

    private static ActionPart PartOf(Postmortems.Draft draft, ActionItem action) => new()
    {
        Name = $"#{action.Number}",
        Text = draft.Line(action.Text),
        Owner = Text(action.Owner is { } owner ? draft.Name(owner) : null),
        Due = Text(action.Due is { } due ? DocumentTimes.ShortDate(due) : null),
        Kind = action.Kind.ToString().ToLowerInvariant(),
        State = MeasuresSection.State(draft, action),
        Closed = action.State != ActionState.Open,
    };

    private static RichText? Moment(Postmortems.Draft draft, DateTimeOffset? at) => at is { } when ? RichText.Of(draft.Full(when)) : null;

    private static RichText? Span(DateTimeOffset? from, DateTimeOffset? to) => Text(from is { } a && to is { } b ? Durations.InWords(b - a) : null);

    private static RichText? Text(string? text) => text is null ? null : (RichText)text;
}
