using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;

namespace IncidentBot.Storage.Schema;

internal sealed class EscalationRow
{
    public IncidentId Incident { get; set; }

    public int Number { get; set; }

    public EscalationState State { get; set; }

    public required Escalation Record { get; set; }

    public static EscalationRow Of(Escalation escalation)
    {
        var row = new EscalationRow { Record = escalation };
        row.Take(escalation);
        return row;
    }

    public void Take(Escalation escalation)
    {
        Incident = escalation.Incident;
        Number = escalation.Number;
        State = escalation.State;
        Record = escalation;
    }
}
