using System.Collections.Immutable;

namespace IncidentBot.Domain.Postmortems.Templates.Own;

/// <summary>Something that a template may name. What has no such mark does not exist for a template.</summary>
/// <param name="says">What it is, one line.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TemplateFieldAttribute(string says) : Attribute
{
    public string Says { get; } = says;
}

/// <summary>
/// All that a template can say of an incident: plain values made for it, nothing of the record itself. Texts are words or null, so that `{{#if …}}` tells whether
/// there is something to say; times are words of the document's zone, and link to their message where they come from one.
/// </summary>
public sealed record TemplateModel
{
    [TemplateField("The incident itself")]
    public required IncidentPart Incident { get; init; }

    [TemplateField("When what happened, and how long it took")]
    public required TimesPart Times { get; init; }

    [TemplateField("In short, as the built-in templates begin")]
    public required SummaryPart Summary { get; init; }

    [TemplateField("Who was hurt, and how badly")]
    public required ImpactPart Impact { get; init; }

    [TemplateField("The root cause; nothing while none is known")]
    public StatementPart? Cause { get; init; }

    [TemplateField("What resolved it; nothing while that is not known")]
    public StatementPart? Fix { get; init; }

    [TemplateField("How it was noticed; nothing while that is not known")]
    public StatementPart? Detection { get; init; }

    [TemplateField("What happened, in order")]
    public required TimelinePart Timeline { get; init; }

    [TemplateField("Who held which role, and who was called in")]
    public required ImmutableArray<RichText> Responders { get; init; }

    [TemplateField("What is to be done")]
    public required ActionsPart Actions { get; init; }

    [TemplateField("Incidents like this one, a line each")]
    public required ImmutableArray<RichText> Similar { get; init; }

    /// <summary>The text of a section as the bot writes it, for `{{section "timeline"}}`; empty for what only people can tell.</summary>
    public required Func<string, ImmutableArray<Block>> Section { get; init; }

    /// <summary>The sections that the bot writes itself.</summary>
    public static ImmutableArray<string> Written { get; } = [.. SectionIds.Writable.Where(id => !SectionIds.IsAsked(id))];
}

public sealed record IncidentPart
{
    [TemplateField("\"INC-7\"")]
    public required RichText Name { get; init; }

    [TemplateField("7")]
    public required int Number { get; init; }

    [TemplateField("As it was declared or renamed")]
    public required RichText Title { get; init; }

    [TemplateField("What was said about it when it was declared")]
    public RichText? Summary { get; init; }

    [TemplateField("\"SEV1 (critical), first SEV2\"")]
    public required RichText Severity { get; init; }

    [TemplateField("1, 2, 3 or 4")]
    public required int Level { get; init; }

    [TemplateField("\"resolved\"")]
    public required RichText Status { get; init; }

    [TemplateField("Whether it is over")]
    public required bool Closed { get; init; }

    [TemplateField("Whether only those concerned may see it")]
    public required bool Private { get; init; }

    [TemplateField("Whether it was an exercise")]
    public required bool Drill { get; init; }

    [TemplateField("Services that were hurt")]
    public required ImmutableArray<RichText> Services { get; init; }

    [TemplateField("Who declared it")]
    public required RichText DeclaredBy { get; init; }

    [TemplateField("Who was its commander last")]
    public RichText? Commander { get; init; }
}

public sealed record TimesPart
{
    [TemplateField("The zone of all times, \"Africa/Lagos\"")]
    public required RichText Zone { get; init; }

    [TemplateField("When it began, as far as is known")]
    public required RichText Start { get; init; }

    [TemplateField("When it was over")]
    public RichText? End { get; init; }

    [TemplateField("When the trouble began")]
    public RichText? Started { get; init; }

    [TemplateField("When it was noticed")]
    public RichText? Detected { get; init; }

    [TemplateField("When it was declared")]
    public required RichText Declared { get; init; }

    [TemplateField("When somebody took it on")]
    public RichText? Acknowledged { get; init; }

    [TemplateField("When users were no longer hurt")]
    public RichText? Mitigated { get; init; }

    [TemplateField("When it was resolved")]
    public RichText? Resolved { get; init; }

    [TemplateField("From start to end, \"2 hours, 30 minutes\"")]
    public RichText? Duration { get; init; }

    [TemplateField("From start to end in minutes")]
    public int? Minutes { get; init; }

    [TemplateField("From the start until it was noticed")]
    public RichText? ToDetect { get; init; }

    [TemplateField("From when it was noticed until somebody took it on")]
    public RichText? ToAcknowledge { get; init; }

    [TemplateField("From the start until users were no longer hurt")]
    public RichText? ToMitigate { get; init; }
}

public sealed record SummaryPart
{
    [TemplateField("Title, window and who was hurt in one paragraph; nothing while it is open")]
    public RichText? Opening { get; init; }

    [TemplateField("Severity, start, end, duration and so on, each with what is missing")]
    public required ImmutableArray<FactPart> Facts { get; init; }
}

public sealed record FactPart
{
    [TemplateField("\"Duration\"")]
    public required RichText Label { get; init; }

    [TemplateField("\"2 hours\"")]
    public required RichText Value { get; init; }
}

public sealed record ImpactPart
{
    [TemplateField("\"80% of users (4,200 people)\"")]
    public RichText? Share { get; init; }

    [TemplateField("What was said about it, a line each")]
    public required ImmutableArray<RichText> Lines { get; init; }
}

public sealed record StatementPart
{
    [TemplateField("The words")]
    public required RichText Text { get; init; }

    [TemplateField("The first sentence")]
    public required RichText Sentence { get; init; }

    [TemplateField("Whose words they are")]
    public required RichText By { get; init; }

    [TemplateField("When that was said")]
    public required RichText At { get; init; }

    [TemplateField("Found in the talk by rule; nobody confirmed it")]
    public required bool Suggested { get; init; }
}

public sealed record TimelinePart
{
    [TemplateField("Which zone its times are of, a sentence")]
    public required RichText Zone { get; init; }

    [TemplateField("Whether it spans more than one day")]
    public required bool Dated { get; init; }

    [TemplateField("One for each day")]
    public required ImmutableArray<DayPart> Days { get; init; }

    [TemplateField("What is missing or only suggested, a line each")]
    public required ImmutableArray<RichText> Notes { get; init; }
}

public sealed record DayPart
{
    [TemplateField("\"Wednesday, 10 May 2023\"")]
    public required RichText Date { get; init; }

    [TemplateField("Its lines")]
    public required ImmutableArray<RowPart> Rows { get; init; }
}

public sealed record RowPart
{
    [TemplateField("\"14:35\", with a link to the message")]
    public required RichText Time { get; init; }

    [TemplateField("\"Root cause\"; nothing for a plain line")]
    public RichText? Label { get; init; }

    [TemplateField("What happened, and who said so")]
    public required RichText Text { get; init; }

    [TemplateField("Found in the talk by rule; nobody marked it")]
    public required bool Suggested { get; init; }
}

public sealed record ActionsPart
{
    [TemplateField("All of them, by number")]
    public required ImmutableArray<ActionPart> All { get; init; }

    [TemplateField("Those that repair this")]
    public required ImmutableArray<ActionPart> Corrective { get; init; }

    [TemplateField("Those that keep it from coming back")]
    public required ImmutableArray<ActionPart> Preventive { get; init; }

    [TemplateField("Those that are not done or dropped")]
    public required ImmutableArray<ActionPart> Open { get; init; }
}

public sealed record ActionPart
{
    [TemplateField("\"#3\"")]
    public required RichText Name { get; init; }

    [TemplateField("What is to be done")]
    public required RichText Text { get; init; }

    [TemplateField("Who does it")]
    public RichText? Owner { get; init; }

    [TemplateField("\"15 Mar 2024\"")]
    public RichText? Due { get; init; }

    [TemplateField("\"corrective\", \"preventive\" or \"task\"")]
    public required RichText Kind { get; init; }

    [TemplateField("\"open\", or \"done 11 Mar 2024\"")]
    public required RichText State { get; init; }

    [TemplateField("Whether it is done or dropped")]
    public required bool Closed { get; init; }
}
