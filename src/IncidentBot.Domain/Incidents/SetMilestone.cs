using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>Corrects a milestone; their order is checked.</summary>
public static class SetMilestone
{
    /// <param name="at">As typed; "unknown" takes the milestone away (not: declared, resolved).</param>
    public static Outcome Decide(IncidentState state, Milestone milestone, string? at, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        if (Fixed(incident, milestone) is { } unmovable) return unmovable;
        var known = incident.Milestones[milestone];
        var zone = asker.Settings.TimeZone;
        if (Harmless.Plain(at).ToLowerInvariant() is "unknown" or "none" or "-") return Forget(state, milestone, known, asker);
        var read = TypedTime.Read(at, asker.Now, zone);
        if (read.At is not { } typed) return read.Refusal!;
        var when = MilestoneOrder.Fit(incident.Milestones, milestone, typed);
        var words = TypedTime.InWords(when, asker.Now, zone);
        if (known == when) return new Refusal($"\"{Say.Capital(milestone.Word())}\" is {words} already.");
        var milestones = incident.Milestones.With(milestone, when);
        if (MilestoneOrder.Refuse(milestones, asker.Now, zone) is { } wrong) return wrong;
        var draft = new Draft(state, asker);
        RemoveFormer(draft, milestone, asker);
        var before = known is { } was ? TypedTime.Clock(was, asker.Now, zone) : null;
        draft.Write(EntryKind.Milestone, before is null ? Word(milestone) : $"{Word(milestone)} (corrected from {before})", when);
        draft.Incident = draft.Incident with { Milestones = milestones };
        return draft.Done($"{Word(milestone)}: **{words}**{(before is null ? "" : $", corrected from {before}")}.");
    }

    private static Refusal? Fixed(Incident incident, Milestone milestone) => milestone switch
    {
        Milestone.Declared => new Refusal("When it was declared cannot be changed: it is when the command arrived. When it began is `/incident time started`."),
        Milestone.Resolved when incident.Status != IncidentStatus.Resolved => new Refusal($"{incident.Name} is not resolved, so that time cannot be corrected yet. To resolve it: `/incident resolve`."),
        _ => null,
    };

    private static Outcome Forget(IncidentState state, Milestone milestone, DateTimeOffset? known, Asker asker)
    {
        if (milestone == Milestone.Resolved) return new Refusal("A resolved incident has a time at which it was. Give another time, or `/incident reopen` it.");
        if (known is null) return new Refusal($"\"{Word(milestone)}\" is not known as it is.");
        var draft = new Draft(state, asker);
        RemoveFormer(draft, milestone, asker);
        draft.Incident = draft.Incident with { Milestones = draft.Incident.Milestones.With(milestone, null) };
        draft.Write(EntryKind.Note, $"{Word(milestone)}: no longer known (it was {TypedTime.Clock(known.Value, asker.Now, asker.Settings.TimeZone)})");
        return draft.Done($"\"{Word(milestone)}\" is unknown again.");
    }

    /// <summary>The line of an earlier correction would stand at a time that is no longer right.</summary>
    private static void RemoveFormer(Draft draft, Milestone milestone, Asker asker)
    {
        var word = Word(milestone);
        foreach (var entry in draft.Entries.Where(entry => entry is { Kind: EntryKind.Milestone, Shown: true }))
        {
            if (entry.Text == word || entry.Text.StartsWith(word + " (", StringComparison.Ordinal))
                draft.Put(entry with { Removed = new EntryRemoval(asker.Person, asker.Now.ToUniversalTime()) });
        }
    }

    private static string Word(Milestone milestone) => Say.Capital(milestone.Word());
}
