using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Timeline;

/// <summary>Changes text or time of an entry; from then on it no longer follows its message.</summary>
public static class EditEntry
{
    public static Outcome Decide(IncidentState state, int number, string? text, string? at, Asker asker)
    {
        if (Visibility.Refuse(state.Incident, Verb.Use, asker) is { } not) return not;
        if (Find.Changeable(state, number, out var found) is { } cannot) return cannot;
        var entry = found!;
        var tidy = Harmless.PlainBlock(text);
        if (tidy.Length == 0 && Harmless.Plain(at).Length == 0) return new Refusal("Say what to change: `text`, `at`, or both.");
        if (tidy.Length == 0) tidy = entry.Text;
        if (Limits.Refuse("entry", tidy, Limits.Text) is { } bad) return bad;
        var read = Harmless.Plain(at).Length == 0 ? null : TypedTime.Read(at, asker.Now, asker.Settings.TimeZone);
        if (read?.Refusal is { } unread) return unread;
        var when = read?.At ?? entry.HappenedAt;
        if (tidy == entry.Text && when == entry.HappenedAt) return new Refusal($"Entry #{number} says that already.");
        var draft = new Draft(state, asker);
        draft.Put(entry with
        {
            Text = tidy,
            HappenedAt = when,

            // What stood there first is kept, not the last wording: that is what a reader of the record wants to compare with.
            Edited = new EntryEdit(asker.Person, asker.Now.ToUniversalTime(), entry.Edited?.TextBefore ?? entry.Text, entry.Edited?.HappenedAtBefore ?? entry.HappenedAt),
        });
        MarkedAction.Follow(draft, entry, tidy);
        return draft.Done($"Entry #{number} now says{(read is null ? "" : $", at {read.Words}")}: {Say.Text(tidy)}");
    }
}
