using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>Who worked on it, and as what.</summary>
internal static class RespondersSection
{
    public static IEnumerable<Block> Write(Draft draft)
    {
        var lines = new List<RichText>();
        lines.AddRange(draft.Incident.Roles.Select(role => RecordSection.Role(draft, role)));
        foreach (var called in draft.File.Escalations.Where(one => one.State == EscalationState.Acknowledged && one.AcknowledgedBy is not null))
            lines.Add(RichText.Of(new Strong("Called in"), $": {draft.Name(called.AcknowledgedBy!.Value)} for {called.Target.Name}, from ", draft.At(called.AcknowledgedAt ?? called.StartedAt)));

        // Who only talked along worked on it, too.
        var named = draft.Incident.Roles.Select(role => role.Person).Concat(draft.File.Escalations.Select(one => one.AcknowledgedBy).OfType<PersonId>()).ToHashSet();
        var others = draft.File.Talk.Where(message => message.DeletedAt is null).Select(message => message.Author).Where(person => !named.Contains(person)).Distinct().Select(draft.Name).ToList();
        if (others.Count > 0) lines.Add(RichText.Of(new Strong("Took part"), ": " + Words.Lists.InWords(others)));
        yield return lines.Count > 0
            ? new BulletList([.. lines])
            : Draft.Hint("Nobody held a role.", "Next time: ", new Code("/incident role"), ".");
    }
}
