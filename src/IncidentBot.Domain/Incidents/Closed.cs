using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>What somebody is told who wants to go on with a closed incident.</summary>
public static class Closed
{
    /// <summary>Null while it is open.</summary>
    public static Refusal? Refuse(Incident incident) =>
        incident.IsOpen ? null : new Refusal(Sentence(incident) + " To go on with it: `/incident reopen`.");

    /// <summary>"INC-7 was resolved by Ada at 16:30."</summary>
    public static string Sentence(Incident incident)
    {
        var how = incident.Status switch
        {
            IncidentStatus.FalseAlarm => "closed as a false alarm",
            IncidentStatus.Duplicate when incident.Links.LastOrDefault(link => link.Kind == LinkKind.DuplicateOf) is { } link => $"closed as a duplicate of INC-{link.Number}",
            IncidentStatus.Duplicate => "closed as a duplicate",
            _ => "resolved",
        };
        return incident.StatusHistory.LastOrDefault() is { } last
            ? $"{incident.Name} was {how} by {Say.Person(last.By)} at {Say.DateTime(last.At)}."
            : $"{incident.Name} was {how}.";
    }
}
