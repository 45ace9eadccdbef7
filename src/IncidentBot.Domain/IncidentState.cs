using System.Collections.Immutable;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain;

/// <summary>What a decision may look at: one incident with its timeline, action items and escalations, each whole and by number. What people said is not part of it.</summary>
public sealed record IncidentState(Incident Incident)
{
    public ImmutableArray<TimelineEntry> Entries { get; init; } = [];

    public ImmutableArray<ActionItem> Actions { get; init; } = [];

    public ImmutableArray<Escalation.Escalation> Escalations { get; init; } = [];

    public static IncidentState Of(IncidentFile file) => new(file.Incident) { Entries = file.Entries, Actions = file.Actions, Escalations = file.Escalations };

    /// <summary>The state once the decision is committed.</summary>
    public IncidentState With(Decision decision) => new(decision.Incident)
    {
        Entries = Merge(Entries, decision.Entries, entry => entry.Number),
        Actions = Merge(Actions, decision.Actions, action => action.Number),
        Escalations = Merge(Escalations, decision.Escalations, escalation => escalation.Number),
    };

    internal static ImmutableArray<T> Merge<T>(ImmutableArray<T> known, ImmutableArray<T> changed, Func<T, int> number)
    {
        if (changed.IsEmpty) return known;
        var byNumber = new SortedDictionary<int, T>();
        foreach (var one in known) byNumber[number(one)] = one;
        foreach (var one in changed) byNumber[number(one)] = one;
        return [.. byNumber.Values];
    }
}
