using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems.Templates.Own;

namespace IncidentBot.Storage.Schema;

/// <summary>A version of a template that a server wrote itself.</summary>
internal sealed class TemplateRow
{
    public ServerId Server { get; set; }

    public required string Key { get; set; }

    public int Number { get; set; }

    public required OwnTemplate Record { get; set; }
}
