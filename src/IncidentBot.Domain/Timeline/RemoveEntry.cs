using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Timeline;

/// <summary>Takes an entry out; it stays in the record.</summary>
public static class RemoveEntry
{
    public static Outcome Decide(IncidentState state, int number, Asker asker)
    {
        if (Visibility.Refuse(state.Incident, Verb.Use, asker) is { } not) return not;
        if (Find.Changeable(state, number, out var entry) is { } cannot) return cannot;
        var draft = new Draft(state, asker);
        Marking.Withdraw(draft, entry!, asker);
        return draft.Done($"Entry #{number} is out of the timeline; the record keeps it: {Say.Text(entry!.Text)}");
    }
}
