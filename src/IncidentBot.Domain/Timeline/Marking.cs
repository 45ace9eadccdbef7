namespace IncidentBot.Domain.Timeline;

/// <param name="Kind">One of those people mark (see <see cref="Marking.CanMark"/>).</param>
/// <param name="Emoji">The reaction, when it was one.</param>
public sealed record MarkCommand(QuotedMessage Message, EntryKind Kind, MarkedThrough Through, string? Emoji = null);

/// <summary>Puts a message into the timeline as what it is, and takes that back. One entry for a message and kind, with one mark for each person.</summary>
public static class Marking
{
    public static bool CanMark(EntryKind kind) => kind <= EntryKind.ActionItem;

    public static Outcome Put(IncidentState state, MarkCommand command, Asker asker) => new Refusal("This is not ready yet.");

    /// <summary>The last mark taken back takes the entry out, unless a person edited it; what it recorded (cause, fix, impact, action item) goes with it unless changed since.</summary>
    public static Outcome TakeBack(IncidentState state, MessageRef message, EntryKind kind, MarkedThrough through, Asker asker) => new Refusal("This is not ready yet.");
}
