using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>Gives the incident another title.</summary>
public static class Rename
{
    public static Outcome Decide(IncidentState state, string? title, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        var tidy = Harmless.Plain(title);
        if (Limits.Refuse("title", tidy, Limits.Title) is { } bad) return bad;
        if (tidy == incident.Title) return new Refusal($"{incident.Name} has that title already.");
        var draft = new Draft(state, asker);
        draft.Write(EntryKind.Renamed, $"Renamed: {incident.Title} → {tidy}");
        draft.Incident = draft.Incident with { Title = tidy };
        return draft.Done($"{incident.Name} is now called **{Say.Text(tidy)}**.");
    }
}
