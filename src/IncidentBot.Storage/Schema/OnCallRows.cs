using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Storage.Schema;

internal sealed class BookVersionRow
{
    public ServerId Server { get; set; }

    public int Number { get; set; }

    public required BookVersion Record { get; set; }
}

internal sealed class OnCallStateRow
{
    public ServerId Server { get; set; }

    public required OnCallState Record { get; set; }
}
