using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Escalation;

/// <summary>Escalations in plain words, with clock times of the server's zone. User text in them is made harmless.</summary>
public static class EscalationWords
{
    /// <summary>Where each escalation of the incident stands, newest first.</summary>
    public static string Status(IncidentState state, Asker asker) => "";

    /// <summary>What would happen when, if this escalation were started now.</summary>
    public static string Preview(Incident incident, EscalateCommand command, Asker asker) => "";

    /// <summary>One sentence on one escalation: "INC-7/2: Tunde was asked at 14:05 and acknowledged after 3 minutes." For the page as it is edited at the end.</summary>
    public static string Sentence(Escalation escalation, Asker asker) => "";
}
