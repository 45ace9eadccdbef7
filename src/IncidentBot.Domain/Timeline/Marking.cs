using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Timeline;

/// <param name="Kind">One of those people mark (see <see cref="Marking.CanMark"/>).</param>
/// <param name="Emoji">The reaction, when it was one.</param>
public sealed record MarkCommand(QuotedMessage Message, EntryKind Kind, MarkedThrough Through, string? Emoji = null);

/// <summary>Puts a message into the timeline as what it is, and takes that back. One entry for a message and kind, with one mark for each person.</summary>
public static class Marking
{
    public static bool CanMark(EntryKind kind) => kind <= EntryKind.ActionItem;

    public static Outcome Put(IncidentState state, MarkCommand command, Asker asker)
    {
        if (Visibility.Refuse(state.Incident, Verb.Use, asker) is { } not) return not;
        var (message, kind) = (command.Message, command.Kind);
        asker = asker.NotBefore(message.SaidAt);
        if (!CanMark(kind)) return new Refusal("A message cannot be marked as that.");
        if (kind == EntryKind.ActionItem && AddAction.RefuseMore(state) is { } full) return full;
        var known = Known(state, message.Ref, kind);
        var marked = known?.Marks.Any(mark => mark.By == asker.Person) ?? false;
        if (marked && known!.Shown) return new Refusal($"That message is in the timeline as {kind.Word()} already (#{known.Number}).");

        // An entry that was taken out by command stays out when the reaction that once made it arrives a second time.
        if (marked && command.Through == MarkedThrough.Reaction) return new Refusal($"That message was taken out of the timeline (#{known!.Number}). Take the reaction away and set it again to put it back.");

        var draft = new Draft(state, asker);
        var mark = new Mark(asker.Person, command.Through, asker.Now.ToUniversalTime(), command.Emoji);
        var entry = known is null ? Quote(draft, message, kind) : known.Edited is null ? known with { Text = message.EntryText() } : known;
        draft.Put(entry with { Removed = null, Marks = [.. entry.Marks.Where(one => one.By != asker.Person), mark] });
        if (known is { Shown: true }) return draft.Done($"Noted: that message is in the timeline as {kind.Word()} (#{known.Number}), now marked by {entry.Marks.Length + 1} people.");
        MarkedAction.Make(draft, entry);
        draft.Owe(new MarkMessage(message.Ref, On: true));
        return draft.Done($"In the timeline as {kind.Word()} (#{entry.Number}): {Say.Text(entry.Text)}");
    }

    /// <summary>The last mark taken back takes the entry out, unless a person edited it; what it recorded (cause, fix, impact, action item) goes with it unless changed since.</summary>
    public static Outcome TakeBack(IncidentState state, MessageRef message, EntryKind kind, MarkedThrough through, Asker asker)
    {
        if (Visibility.Refuse(state.Incident, Verb.Use, asker) is { } not) return not;
        if (Known(state, message, kind) is not { } entry || !entry.Marks.Any(mark => mark.By == asker.Person && (through != MarkedThrough.Reaction || mark.Through == through)))
            return new Refusal($"You have not marked that message as {kind.Word()}, so there is nothing to take back.");

        asker = asker.NotBefore(entry.SaidAt ?? entry.HappenedAt);
        var draft = new Draft(state, asker);
        var left = entry with { Marks = entry.Marks.RemoveAll(mark => mark.By == asker.Person) };
        draft.Put(left);
        if (!entry.Shown) return draft.Done($"Your mark is taken back. Entry #{entry.Number} was out of the timeline already.");
        if (!left.Marks.IsEmpty) return draft.Done($"Your mark is taken back. Entry #{entry.Number} stays: others marked it too.");
        if (entry.Edited is not null) return draft.Done($"Your mark is taken back. Entry #{entry.Number} stays, because it was edited by hand; `/timeline remove` takes it out.");
        Withdraw(draft, left, asker);
        return draft.Done($"That message is no longer in the timeline as {kind.Word()} (#{entry.Number}).");
    }

    internal static void Withdraw(Draft draft, TimelineEntry entry, Asker asker)
    {
        draft.Put(entry with { Removed = new EntryRemoval(asker.Person, asker.Now.ToUniversalTime()) });
        MarkedAction.Drop(draft, entry, asker);
        if (entry.Source is { } source && !draft.Entries.Any(one => one.Source == source && one.Shown)) draft.Owe(new MarkMessage(source, On: false));
    }

    private static TimelineEntry? Known(IncidentState state, MessageRef message, EntryKind kind) => state.Entries.FirstOrDefault(entry => entry.Source == message && entry.Kind == kind);

    private static TimelineEntry Quote(Draft draft, QuotedMessage message, EntryKind kind) => draft.Write(kind, message.EntryText(), message.SaidAt.ToUniversalTime()) with
    {
        By = message.Author,
        SaidAt = message.SaidAt.ToUniversalTime(),
        Source = message.Ref,
    };
}
