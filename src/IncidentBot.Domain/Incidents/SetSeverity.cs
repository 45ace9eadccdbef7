using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>Says how bad it is; also afterwards, as a correction.</summary>
public static class SetSeverity
{
    public static Outcome Decide(IncidentState state, Severity severity, string? reason, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        if (!Enum.IsDefined(severity)) return new Refusal("There are four severities: sev1 (critical), sev2 (major), sev3 (minor) and sev4 (low).");
        if (incident.Severity == severity) return new Refusal($"{incident.Name} is {severity.InWords()} already.");
        if (Limits.RefuseReason(reason, out var why) is { } bad) return bad;
        var draft = new Draft(state, asker);
        Move(draft, severity, asker, why);
        return draft.Done($"{Say.Person(asker.Person)} moved {incident.Name} from {incident.Severity.Code()} to **{severity.InWords()}**{(why is null ? "." : Say.Because(why))}");
    }

    internal static void Move(Draft draft, Severity severity, Asker asker, string? reason)
    {
        draft.Write(EntryKind.Severity, $"Severity: {draft.Incident.Severity.Code()} → {severity.InWords()}{(reason is null ? "" : ": " + reason)}");
        draft.Incident = draft.Incident with
        {
            Severity = severity,
            SeverityHistory = draft.Incident.SeverityHistory.Add(new SeverityChange(severity, asker.Now.ToUniversalTime(), asker.Person, reason)),
        };
    }
}
