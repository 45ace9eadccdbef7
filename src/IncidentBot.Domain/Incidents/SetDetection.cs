using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>Records how it was noticed and, when a time is given, the detected milestone.</summary>
public static class SetDetection
{
    /// <param name="at">As typed; empty leaves the milestone.</param>
    public static Outcome Decide(IncidentState state, string? text, string? at, Asker asker)
    {
        var incident = state.Incident;
        if (Harmless.Plain(at).Length == 0) return Facts.Record(state, EntryKind.Detection, "detection", text, incident.Detection, asker);
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        var tidy = Harmless.PlainBlock(text);
        if (Limits.Refuse("detection", tidy, Limits.Text) is { } bad) return bad;
        var zone = asker.Settings.TimeZone;
        var read = TypedTime.Read(at, asker.Now, zone);
        if (read.At is not { } typed) return read.Refusal!;
        var when = MilestoneOrder.Fit(incident.Milestones, Milestone.Detected, typed);
        if (incident.Detection?.Text == tidy && incident.Milestones.Detected == when) return new Refusal("That is the detection as it is recorded already.");
        var milestones = incident.Milestones with { Detected = when };
        if (MilestoneOrder.Refuse(milestones, asker.Now, zone) is { } wrong) return wrong;
        var draft = new Draft(state, asker);
        draft.Write(EntryKind.Detection, tidy, when);
        draft.Incident = draft.Incident with { Milestones = milestones };
        return draft.Done($"Detection recorded: {Say.Text(tidy)}, at {TypedTime.InWords(when, asker.Now, zone)}.");
    }
}
