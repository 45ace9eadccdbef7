using System.Collections.Immutable;

namespace IncidentBot.Domain.Reviews;

/// <summary>How far a postmortem is on its way to its readers.</summary>
public enum PostmortemStage
{
    /// <summary>It is being written, and follows the record.</summary>
    Draft,

    /// <summary>People were asked to read it. It still follows the record; each change asks for their approval anew.</summary>
    InReview,

    /// <summary>It was signed off, and is frozen: later changes are dated corrections.</summary>
    Published,
}

/// <summary>What a reviewer said.</summary>
public enum ReviewVerdict
{
    Approved,
    ChangesRequested,
}

/// <summary>Somebody who was asked to review.</summary>
/// <param name="AskedAt">The last time (UTC).</param>
public sealed record Reviewer(PersonId Person, PersonId AskedBy, DateTimeOffset AskedAt)
{
    /// <summary>The last answer; null: none yet.</summary>
    public ReviewAnswer? Answer { get; init; }
}

/// <param name="Revision">Of the text that was answered (see <see cref="Postmortems.PostmortemState.Revision"/>).</param>
/// <param name="Comment">What should change, or a remark; null: none.</param>
public sealed record ReviewAnswer(ReviewVerdict Verdict, DateTimeOffset At, int Revision, string? Comment = null);

/// <summary>The last change of the text while it was in review.</summary>
/// <param name="By">Null: a message was edited in chat, and the record followed.</param>
public sealed record TextChange(DateTimeOffset At, PersonId? By);

/// <summary>By when a postmortem is to be published.</summary>
/// <param name="Date">The day, in the server's zone.</param>
/// <param name="Morning">10:00 of that day, UTC: what reminders are counted from, so that nobody is woken by one.</param>
/// <param name="SetAt">When that was decided (UTC).</param>
/// <param name="SetBy">Who set it; null: it follows from the severity, by the server's settings.</param>
public sealed record PostmortemDue(DateOnly Date, DateTimeOffset Morning, DateTimeOffset SetAt, PersonId? SetBy = null);

/// <summary>Why a postmortem was published without the sign-off it needs.</summary>
/// <param name="Had">How many approvals it had.</param>
/// <param name="Needed">How many it would have needed.</param>
public sealed record ForcedPublication(string Reason, int Had, int Needed);

/// <summary>The message in chat that asks for the review.</summary>
/// <param name="AskedUpTo">Whoever was asked later has not been pinged by it.</param>
public sealed record ReviewMessage(MessageRef Message, DateTimeOffset AskedUpTo);

/// <summary>A meeting about the postmortem, as an event of the chat server. All instants are UTC.</summary>
/// <param name="Place">Where, in words or as an address; null: in the voice channel.</param>
/// <param name="Voice">The voice channel; null: elsewhere.</param>
public sealed record ReviewMeeting(DateTimeOffset Starts, DateTimeOffset Ends, string? Place, ChannelId? Voice, PersonId By)
{
    /// <summary>The event; null until it was created.</summary>
    public EventId? Event { get; init; }

    /// <summary>It was called off.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>Why there is no event, in words; null: nothing is wrong.</summary>
    public string? Trouble { get; init; }
}

/// <summary>What was published: the document as it stood then, without what it says of its own state. It belongs to the entry that tells who published it.</summary>
public sealed record Publication(Postmortems.PostmortemDocument Document);

/// <summary>A correction to a published postmortem.</summary>
/// <param name="Text">What is right.</param>
/// <param name="Why">Why it has to be corrected.</param>
public sealed record Correction(string Text, string Why);

/// <summary>Words for the stages.</summary>
public static class StageWords
{
    /// <summary>"draft", "in review", "published".</summary>
    public static string Word(this PostmortemStage stage) => stage switch
    {
        PostmortemStage.Draft => "draft",
        PostmortemStage.InReview => "in review",
        _ => "published",
    };
}
