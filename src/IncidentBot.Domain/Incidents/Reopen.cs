using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>Takes up a closed incident again.</summary>
public static class Reopen
{
    public static Outcome Decide(IncidentState state, string? reason, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Resolve, asker) is { } not) return not;
        if (incident.IsOpen) return new Refusal($"{incident.Name} is open: it is {incident.Status.Word()}.");
        var why = Harmless.Plain(reason);
        if (Limits.Refuse("reason", why, Limits.Reason) is { } bad) return bad;
        var draft = new Draft(state, asker);
        draft.Write(EntryKind.Reopened, $"Reopened (it was {Was(incident.Status)}): {why}");
        draft.SetStatus(IncidentStatus.Investigating, asker.Person, why);
        draft.Incident = draft.Incident with { Milestones = draft.Incident.Milestones with { Resolved = null }, Retirement = null };
        PublishPostmortem.Reopened(draft, asker);
        if (incident.Channel is null) draft.Owe(new OpenChannel());
        else if (incident.Retirement?.DoneAt is not null) draft.Owe(new BringBackChannel());
        return draft.Done($"{incident.Name} is open again and **investigating**{Say.Because(why)}");
    }

    private static string Was(IncidentStatus status) => status switch
    {
        IncidentStatus.Resolved => "resolved",
        IncidentStatus.FalseAlarm => "closed as a false alarm",
        _ => "closed as a duplicate",
    };
}
