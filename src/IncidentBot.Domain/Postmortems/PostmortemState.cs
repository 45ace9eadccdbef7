namespace IncidentBot.Domain.Postmortems;

/// <summary>What is decided about an incident's postmortem as a document; what stands in it is in the record, and who wrote what in the timeline.</summary>
public sealed record PostmortemState
{
    /// <summary>The key of the template chosen for this incident; null: as set for its severity.</summary>
    public string? TemplateKey { get; init; }

    /// <summary>The message in the incident's channel that tells of it and asks for what only people can tell.</summary>
    public MessageRef? Told { get; init; }
}
