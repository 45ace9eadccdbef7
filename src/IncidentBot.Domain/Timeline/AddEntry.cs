using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Timeline;

/// <summary>Writes a line into the timeline by hand.</summary>
public static class AddEntry
{
    /// <param name="at">As typed; empty: now.</param>
    /// <param name="kind">One of those people mark; null: key event.</param>
    public static Outcome Decide(IncidentState state, string? text, string? at, EntryKind? kind, Asker asker)
    {
        if (Visibility.Refuse(state.Incident, Verb.Use, asker) is { } not) return not;
        var what = kind ?? EntryKind.KeyEvent;
        if (!Marking.CanMark(what)) return new Refusal("The bot writes such entries by itself. Choose one of the kinds that people add.");
        var tidy = Harmless.PlainBlock(text);
        if (Limits.Refuse("entry", tidy, Limits.Text) is { } bad) return bad;
        var read = Harmless.Plain(at).Length == 0 ? null : TypedTime.Read(at, asker.Now, asker.Settings.TimeZone);
        if (read?.Refusal is { } unread) return unread;
        if (what == EntryKind.ActionItem && AddAction.RefuseMore(state) is { } full) return full;
        var draft = new Draft(state, asker);
        var entry = draft.Write(what, tidy, read?.At);
        if (what == EntryKind.ActionItem) draft.AddAction(Harmless.Plain(tidy), ActionKind.Task);
        return draft.Done($"In the timeline as {what.Word()} (#{entry.Number}){(read is null ? "" : $", {read.Words}")}: {Say.Text(tidy)}");
    }
}
