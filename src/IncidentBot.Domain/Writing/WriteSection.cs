using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Writing;

/// <summary>What somebody sends back who was given a section to write.</summary>
/// <param name="Key">Of the section.</param>
/// <param name="Text">Markdown, kept exactly as typed; null or blank gives the section back to the bot, or takes a piece out.</param>
/// <param name="Seen">Which text they were given.</param>
/// <param name="RecordSays">What the bot writes from the record now.</param>
public sealed record SectionEdit(string Key, string? Text, SectionVersion Seen, string RecordSays)
{
    /// <summary>The piece of the text that was given, from 1 (see <see cref="SectionParts"/>); null: all of it.</summary>
    public int? Part { get; init; }

    /// <summary>The language model whose draft it was written from; null: none.</summary>
    public string? DraftedBy { get; init; }
}

/// <summary>
/// A person writes a section of the postmortem. It survives regeneration until it is emptied again, each change is kept with who made it, and of two people
/// who write at once the second is told: their text is kept beside, never lost and never taken unasked.
/// </summary>
public static class WriteSection
{
    /// <summary>Longest text of the record that is kept with each change to compare with; of longer ones the fingerprint is kept. In UTF-16 units.</summary>
    private const int LongestKept = 20_000;

    public static Outcome Decide(IncidentState state, SectionEdit edit, Asker asker)
    {
        if (ReviewGate.RefuseFrozen(state.Incident) is { } frozen) return frozen;
        var now = SectionHistory.Now(state.Incident, state.Entries, edit.Key, edit.RecordSays);
        var written = state.Incident.WrittenSections.GetValueOrDefault(edit.Key)?.Text;
        var current = written ?? edit.RecordSays;
        var origin = Origin(state, edit, now, current);
        if (edit.Part is { } part)
        {
            if (origin is null || part > SectionParts.Of(origin).Length) return SetAside(state, edit, origin, asker);

            // Who writes piece after piece must not be stopped by their own pieces, nor by those of others.
            var piece = SectionParts.Of(origin)[part - 1];
            var after = SectionParts.Ending(origin, part, edit.Text);
            edit = edit with { Text = SectionParts.Replace(origin, part, edit.Text), Part = null };
            if (origin != current)
            {
                var together = Instead(current, piece, after) ?? (ThreeWayMerge.Merge(origin, edit.Text, current) is { IsClean: true } merged ? merged.Text : null);
                if (together is not null) return AlsoOf(Write(state, edit with { Text = together }, asker), state, edit.Key, asker);
            }
        }

        var isElse = now.Entry != edit.Seen.Entry || (written is not null && now.Mark != edit.Seen.Mark);
        return isElse && !IsSame(edit.Text, current) ? SetAside(state, edit, origin, asker) : Write(state, edit, asker);
    }

    /// <summary>Takes a text that is kept beside, or an earlier one, into the document.</summary>
    /// <param name="number">Of the entry that holds it.</param>
    /// <param name="seen">What stood in the document when that was decided.</param>
    public static Outcome Take(IncidentState state, int number, SectionVersion seen, string recordSays, Asker asker)
    {
        if (ReviewGate.RefuseFrozen(state.Incident) is { } frozen) return frozen;
        if (state.Entries.FirstOrDefault(entry => entry.Number == number)?.Section is not { Text: { } text } change) return new Refusal("That text is no longer kept.");
        var now = SectionHistory.Now(state.Incident, state.Entries, change.Key, recordSays);
        return now.Entry != seen.Entry
            ? new Refusal($"The section was changed once more, at {Say.DateTime(SectionHistory.Last(state.Entries, change.Key)!.RecordedAt)}. Nothing was taken over it; look at it again with `/postmortem history`.")
            : Write(state, new SectionEdit(change.Key, text, now, recordSays) { DraftedBy = change.DraftedBy }, asker);
    }

    /// <summary>The beginning of writing over a long text of the bot's, which is then known to the letter when its pieces come back.</summary>
    public static Outcome Begin(IncidentState state, string key, string recordSays, Asker asker)
    {
        if (ReviewGate.RefuseFrozen(state.Incident) is { } frozen) return frozen;
        var draft = new Draft(state, asker);
        Record(draft, new SectionChange(key, SectionChangeKind.Begun, recordSays), $"Began to write “{SectionIds.Heading(key)}”");
        return draft.Done("");
    }

    /// <summary>The text somebody was given; null when it is not known any more.</summary>
    private static string? Origin(IncidentState state, SectionEdit edit, SectionVersion now, string current)
    {
        if (edit.Seen == now) return current;
        var seen = state.Entries.FirstOrDefault(entry => entry.Number == edit.Seen.Entry)?.Section;
        if (seen?.Key == edit.Key && seen.Text is { } text && SectionVersion.MarkOf(text) == edit.Seen.Mark) return text;
        if (SectionVersion.MarkOf(edit.RecordSays) == edit.Seen.Mark) return edit.RecordSays;

        // What the bot had written before somebody wrote over it.
        return state.Entries.Select(entry => entry.Section)
            .Where(change => change?.Key == edit.Key)
            .SelectMany(change => new[] { change!.Record, change.Text })
            .FirstOrDefault(one => one is not null && SectionVersion.MarkOf(one) == edit.Seen.Mark);
    }

    private static Outcome AlsoOf(Outcome outcome, IncidentState state, string key, Asker asker) =>
        outcome.Decision is { } decision && SectionHistory.Last(state.Entries, key) is { By: { } by } last && by != asker.Person
            ? decision with { Answer = $"{decision.Answer} {Say.Person(by)} wrote in another part at {Say.Clock(last.RecordedAt)}: that stays beside yours." }
            : outcome;

    /// <summary>The text with a piece of it replaced; null when that piece stands in it no longer, or more than once.</summary>
    private static string? Instead(string current, string piece, string after)
    {
        var at = piece.Length == 0 ? -1 : current.IndexOf(piece, StringComparison.Ordinal);
        return at < 0 || current.IndexOf(piece, at + 1, StringComparison.Ordinal) >= 0 ? null : string.Concat(current.AsSpan(0, at), after, current.AsSpan(at + piece.Length));
    }

    private static Outcome Write(IncidentState state, SectionEdit edit, Asker asker)
    {
        var incident = state.Incident;
        var before = incident.WrittenSections.GetValueOrDefault(edit.Key)?.Text;
        var heading = SectionIds.Heading(edit.Key);
        if (IsSame(edit.Text, before) || (before is null && IsSame(edit.Text, edit.RecordSays)))
            return new Refusal(before is null && string.IsNullOrWhiteSpace(edit.Text) ? "The section is written from the record already." : "Nothing was changed: this is what the section says already.");
        if (edit.Text is { Length: > Limits.Section } tooLong)
            return new Refusal($"The section would be {tooLong.Length:N0} characters long; {Limits.Section:N0} is the limit. Nothing was changed.");

        var draft = new Draft(state, asker);
        if (string.IsNullOrWhiteSpace(edit.Text))
        {
            draft.Incident = draft.Incident with { WrittenSections = incident.WrittenSections.Remove(edit.Key) };
            Record(draft, new SectionChange(edit.Key, SectionChangeKind.GivenBack, null), $"Gave “{heading}” back to the bot");
            return draft.Done(edit.RecordSays.Length > 0 ? "The section is written from the record again. Your text stays in `/postmortem history`." : "The section is empty again, and left out. Its text stays in `/postmortem history`.");
        }

        draft.Incident = draft.Incident with { WrittenSections = incident.WrittenSections.SetItem(edit.Key, new Statement(edit.Text, asker.Person, asker.Now.ToUniversalTime())) };
        Record(draft, Based(new SectionChange(edit.Key, SectionChangeKind.Written, edit.Text) { DraftedBy = edit.DraftedBy }, state, edit), $"Wrote “{heading}”{(edit.DraftedBy is { } model ? $", from a draft by {model}" : "")}");
        return draft.Done("Your text is kept; it stays when the postmortem is brought into step with the record.");
    }

    // What the record said when the text was first written stays the measure, until somebody looks at what has changed since.
    private static SectionChange Based(SectionChange change, IncidentState state, SectionEdit edit)
    {
        var last = SectionHistory.Last(state.Entries, edit.Key)?.Section;
        if (last is { Text: not null, RecordMark: not null }) return change with { Record = last.Record, RecordMark = last.RecordMark };
        if (state.Incident.WrittenSections.ContainsKey(edit.Key) || edit.Seen.Mark == SectionVersion.MarkOf(edit.RecordSays)) return OnRecord(change, edit.RecordSays);
        var begun = SectionHistory.Of(state.Entries, edit.Key).FirstOrDefault(entry => entry.Section is { Kind: SectionChangeKind.Begun, Text: { } text } && SectionVersion.MarkOf(text) == edit.Seen.Mark);
        return begun is not null ? OnRecord(change, begun.Section!.Text!) : change with { RecordMark = edit.Seen.Mark };
    }

    internal static SectionChange OnRecord(SectionChange change, string recordSays) =>
        change with { Record = recordSays.Length <= LongestKept ? recordSays : null, RecordMark = SectionVersion.MarkOf(recordSays) };

    internal static TimelineEntry Record(Draft draft, SectionChange change, string text)
    {
        // The message that asks shows what was answered.
        if ((SectionIds.IsAsked(change.Key) || !SectionIds.Writable.Contains(change.Key)) && change.IsTaken && draft.Incident.Postmortem.Told is not null) draft.Owe(new TellOfPostmortem());
        var entry = draft.Write(EntryKind.Section, text) with { Section = change };
        draft.Put(entry);
        return entry;
    }

    private static Outcome SetAside(IncidentState state, SectionEdit edit, string? origin, Asker asker)
    {
        var heading = SectionIds.Heading(edit.Key);
        var last = SectionHistory.Last(state.Entries, edit.Key);
        var who = last is { By: { } by } ? $"{(by == asker.Person ? "You" : Say.Person(by))} changed “{heading}” at {Say.Clock(last.RecordedAt)}" : $"“{heading}” was changed";
        if (string.IsNullOrWhiteSpace(edit.Text)) return new Refusal($"{who}, after your form was opened, so it was not emptied. Look at it with `/postmortem show`, then do it again if you still want to.");
        if (edit.Text.Length > Limits.Section) return new Refusal($"The section would be {edit.Text.Length:N0} characters long; {Limits.Section:N0} is the limit. Nothing was changed.");
        var draft = new Draft(state, asker);
        var known = state.Entries.FirstOrDefault(entry => entry.Number == edit.Seen.Entry)?.Section is { } seen && seen.Key == edit.Key && seen.Text == origin;
        var change = new SectionChange(edit.Key, SectionChangeKind.SetAside, edit.Text) { DraftedBy = edit.DraftedBy, From = known ? edit.Seen.Entry : null, Origin = known ? null : origin };
        var entry = Record(draft, change, $"Wrote “{heading}” while somebody else did; the text is kept beside");
        return draft.Done($"**{who}, while you wrote.** Nothing is lost: your text is kept as change #{entry.Number} and stands in the file here. It is not in the document yet.");
    }

    private static bool IsSame(string? one, string? other) =>
        (string.IsNullOrWhiteSpace(one) && string.IsNullOrWhiteSpace(other)) || (one is not null && other is not null && one.ReplaceLineEndings("\n").Trim() == other.ReplaceLineEndings("\n").Trim());
}
