using System.Collections.Immutable;

namespace IncidentBot.Domain.Postmortems;

/// <summary>
/// The course of an incident as it can be drawn: one band for how it stood, one for how bad it was, the calls for help, and what happened when. Text in it is raw,
/// as in the document.
/// </summary>
/// <param name="From">When it began, as far as the record or the talk says.</param>
/// <param name="To">When it ended; for one that is open, the last thing that is known. Later than <paramref name="From"/>.</param>
/// <param name="Statuses">One after the other, without gaps.</param>
/// <param name="Severities">One after the other, without gaps.</param>
/// <param name="Calls">By time; at most <see cref="MostCalls"/>.</param>
/// <param name="Events">By time; at most <see cref="MostEvents"/>.</param>
public sealed record IncidentCourse(
    DateTimeOffset From, DateTimeOffset To, ImmutableArray<CourseSpan> Statuses, ImmutableArray<CourseSpan> Severities, ImmutableArray<CourseCall> Calls, ImmutableArray<CourseEvent> Events)
{
    /// <summary>More than these cannot be told apart in a drawing; the sections name all.</summary>
    public const int MostEvents = 40;

    /// <inheritdoc cref="MostEvents"/>
    public const int MostCalls = 8;

    /// <summary>How many further events the timeline has.</summary>
    public int EventsLeftOut { get; init; }

    /// <summary>How many further calls for help the Escalation section has.</summary>
    public int CallsLeftOut { get; init; }
}

/// <param name="Key">What it is drawn as: "undeclared", "investigating", "identified", "monitoring", "closed"; or "sev1" to "sev4".</param>
/// <param name="Label">In words.</param>
public sealed record CourseSpan(string Key, string Label, DateTimeOffset From, DateTimeOffset To);

/// <summary>A call for help: from the first page until somebody answered or it ended.</summary>
/// <param name="Target">Who was asked.</param>
/// <param name="End">Null: it has not ended.</param>
/// <param name="Pages">When pages went out.</param>
public sealed record CourseCall(string Target, DateTimeOffset From, DateTimeOffset? End, CourseOutcome Outcome, ImmutableArray<DateTimeOffset> Pages);

public enum CourseOutcome
{
    Answered,
    Unanswered,
    Stopped,
    Open,
}

/// <param name="Label">What kind of event it is: "Root cause".</param>
/// <param name="Text">In a few words; empty when the label says it all.</param>
public sealed record CourseEvent(TimeMark Time, string Label, string Text, bool Suggested);
