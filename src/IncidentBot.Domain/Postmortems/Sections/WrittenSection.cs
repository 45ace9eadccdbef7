using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Writing;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>A section that people wrote, and who wrote it.</summary>
internal static class WrittenSection
{
    public static IEnumerable<Block> Write(Draft draft, Statement written) =>
    [
        .. SectionText.Read(draft.Plain(written.Text), draft.Incident.Server),
        new Notice(RichText.Of("Written by " + draft.Name(written.By) + ", ", draft.Full(written.At), ".")),
    ];
}
