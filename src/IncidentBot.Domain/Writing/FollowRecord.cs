using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Writing;

/// <summary>What becomes of a text that a person wrote when the record has changed underneath: it stays until somebody says otherwise.</summary>
public static class FollowRecord
{
    /// <summary>What changed in the record since the section was written; where that is not known any more, how the text differs from what the record says now.</summary>
    public static ImmutableArray<DiffLine> Difference(IncidentState state, string key, string recordSays)
    {
        var written = state.Incident.WrittenSections.GetValueOrDefault(key)?.Text ?? "";
        return LineDiff.Between(SectionHistory.Last(state.Entries, key)?.Section?.Record ?? written, recordSays);
    }

    /// <summary>Both in one: what a person wrote and what changed in the record; null when it is not known what the text was written over.</summary>
    public static MergedText? Merge(IncidentState state, string key, string recordSays) =>
        state.Incident.WrittenSections.GetValueOrDefault(key) is { Text: var written } && SectionHistory.Last(state.Entries, key)?.Section?.Record is { } origin
            ? ThreeWayMerge.Merge(origin, written, recordSays)
            : null;

    /// <summary>The section says what the record says; what was written stays in its history.</summary>
    /// <param name="seen">The fingerprint of what the record said when that was shown.</param>
    public static Outcome Accept(IncidentState state, string key, string seen, string recordSays, Asker asker)
    {
        if (Refuse(state, key, seen, recordSays) is { } refusal) return refusal;
        var draft = new Draft(state, asker);
        draft.Incident = draft.Incident with { WrittenSections = draft.Incident.WrittenSections.Remove(key) };
        WriteSection.Record(draft, new SectionChange(key, SectionChangeKind.Accepted, null), $"Took what the record says now for “{SectionIds.Heading(key)}”");
        return draft.Done($"“{SectionIds.Heading(key)}” says what the record says. The text that stood there is in `/postmortem history`.");
    }

    /// <summary>The text stays as it is, and what changed so far is not spoken of again.</summary>
    /// <inheritdoc cref="Accept" path="/param"/>
    public static Outcome Keep(IncidentState state, string key, string seen, string recordSays, Asker asker)
    {
        if (Refuse(state, key, seen, recordSays) is { } refusal) return refusal;
        var draft = new Draft(state, asker);
        var change = WriteSection.OnRecord(new SectionChange(key, SectionChangeKind.Kept, state.Incident.WrittenSections[key].Text), recordSays);
        WriteSection.Record(draft, change, $"Left “{SectionIds.Heading(key)}” as it is written");
        return draft.Done($"“{SectionIds.Heading(key)}” stays as it is written. You are told when the record changes again.");
    }

    /// <summary>The text with what changed in the record taken in, where the two do not touch the same lines.</summary>
    /// <inheritdoc cref="Accept" path="/param"/>
    public static Outcome TakeBoth(IncidentState state, string key, string seen, string recordSays, Asker asker)
    {
        if (Refuse(state, key, seen, recordSays) is { } refusal) return refusal;
        if (Merge(state, key, recordSays) is not { IsClean: true } merged) return new Refusal("Both changed the same lines, so a person has to choose: edit the section.");
        if (merged.Text == state.Incident.WrittenSections[key].Text) return Keep(state, key, seen, recordSays, asker);
        if (merged.Text.Length > Limits.Section) return new Refusal($"Together it would be {merged.Text.Length:N0} characters long; {Limits.Section:N0} is the limit. Nothing was changed.");
        var draft = new Draft(state, asker);
        draft.Incident = draft.Incident with { WrittenSections = draft.Incident.WrittenSections.SetItem(key, new Statement(merged.Text, asker.Person, asker.Now.ToUniversalTime())) };
        var change = WriteSection.OnRecord(new SectionChange(key, SectionChangeKind.Written, merged.Text), recordSays);
        WriteSection.Record(draft, change, $"Took into “{SectionIds.Heading(key)}” what changed in the record");
        return draft.Done($"“{SectionIds.Heading(key)}” holds both now: what was written and what changed in the record.");
    }

    private static Refusal? Refuse(IncidentState state, string key, string seen, string recordSays)
    {
        if (ReviewGate.RefuseFrozen(state.Incident) is { } frozen) return frozen;
        if (!state.Incident.WrittenSections.ContainsKey(key)) return new Refusal($"“{SectionIds.Heading(key)}” is written from the record already.");
        return SectionVersion.MarkOf(recordSays) == seen ? null : new Refusal("The record has changed once more since this was shown. Nothing was decided: look at it again with `/postmortem changes`.");
    }
}
