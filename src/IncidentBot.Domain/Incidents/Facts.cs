using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>The facts that are one statement each: root cause, fix, detection. The newest wins; older ones stay in the timeline.</summary>
internal static class Facts
{
    public static Outcome Record(IncidentState state, EntryKind kind, string what, string? text, Statement? known, Asker asker)
    {
        if (Visibility.Refuse(state.Incident, Verb.Use, asker) is { } not) return not;
        var tidy = Harmless.PlainBlock(text);
        if (Limits.Refuse(what, tidy, Limits.Text) is { } bad) return bad;
        if (known?.Text == tidy) return new Refusal($"That is the {what} as it is recorded already.");
        var draft = new Draft(state, asker);
        draft.Write(kind, tidy);
        return draft.Done($"{Say.Capital(what)} recorded: {Say.Text(tidy)}");
    }
}
