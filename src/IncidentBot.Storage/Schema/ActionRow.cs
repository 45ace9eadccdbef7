using IncidentBot.Domain;
using IncidentBot.Domain.Actions;

namespace IncidentBot.Storage.Schema;

internal sealed class ActionRow
{
    public IncidentId Incident { get; set; }

    public int Number { get; set; }

    public ActionState State { get; set; }

    public PersonId? Owner { get; set; }

    public required ActionItem Record { get; set; }

    public static ActionRow Of(ActionItem action)
    {
        var row = new ActionRow { Record = action };
        row.Take(action);
        return row;
    }

    public void Take(ActionItem action)
    {
        Incident = action.Incident;
        Number = action.Number;
        State = action.State;
        Owner = action.Owner;
        Record = action;
    }
}
