using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>What a line of incident talk is. One label a line.</summary>
public enum TalkLabel
{
    /// <summary>Everything that does not belong into a postmortem: questions, thanks, jokes, raw output, talk about the document itself.</summary>
    Chatter,

    /// <summary>How it was noticed.</summary>
    Detection,

    /// <summary>A guess about the cause.</summary>
    Hypothesis,

    /// <summary>A guess or an attempt turned out wrong.</summary>
    Refutation,

    /// <summary>The cause, stated as found.</summary>
    Cause,

    /// <summary>Something done, or begun, to the system.</summary>
    Action,

    /// <summary>A sign that it works again.</summary>
    Recovery,

    /// <summary>Who or what is affected, how many, how badly.</summary>
    Impact,

    /// <summary>Calling in a person, a team, a supplier.</summary>
    Escalation,

    /// <summary>A choice before it is carried out.</summary>
    Decision,
}

/// <summary>What the rules made of one message.</summary>
/// <param name="Weight">How clearly the words speak for it, against all other labels: 0 to 1. Chatter has 0.</param>
/// <param name="Reason">Why, in words a person understands: “says "rolled back"”.</param>
public sealed record TalkFinding(TalkMessage Message, TalkLabel Label, double Weight, string Reason)
{
    /// <summary>Share of users named in it, 0 to 100.</summary>
    public decimal? Percent { get; init; }

    /// <summary>Number of users named in it.</summary>
    public long? People { get; init; }

    /// <summary>"down since 2:00 pm": the time of day at which the trouble (or, in a recovery, the working again) is said to have begun.</summary>
    public TimeOnly? SinceTime { get; init; }

    /// <summary>"down for 20 minutes": how long before the message.</summary>
    public TimeSpan? SinceAgo { get; init; }

    /// <summary>The earlier message whose guess or attempt this one rules out.</summary>
    public MessageId? Refutes { get; init; }

    /// <summary>A cause that was called the root cause in so many words.</summary>
    public bool IsExplicit { get; init; }

    /// <summary>What should be done after the incident, when the line names it; its label is usually chatter then.</summary>
    public Measure? Measure { get; init; }
}

/// <param name="Text">The measure itself, without "action item:" before it.</param>
/// <param name="Reason">Why it was taken for one.</param>
/// <param name="IsNamed">The line calls itself one ("action item:", "preventive:"): then nothing else in it counts.</param>
public sealed record Measure(ActionKind Kind, string Text, string Reason, bool IsNamed = false);
