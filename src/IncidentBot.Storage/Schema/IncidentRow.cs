using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Storage.Schema;

internal sealed class IncidentRow
{
    public IncidentId Id { get; set; }

    public ServerId Server { get; set; }

    public int Number { get; set; }

    public ChannelId? Channel { get; set; }

    public IncidentStatus Status { get; set; }

    public Severity Severity { get; set; }

    public bool IsOpen { get; set; }

    /// <summary>All that is searched in, in lower case: SQLite's own LIKE knows upper and lower case in ASCII only.</summary>
    public string SearchText { get; set; } = "";

    /// <summary>Of the report it was imported from: the same one is not imported twice. See <see cref="Domain.Reports.ImportedReport"/>.</summary>
    public string? ImportHash { get; set; }

    public int Version { get; set; }

    public required Incident Record { get; set; }

    public static IncidentRow Of(Incident incident)
    {
        var row = new IncidentRow { Record = incident };
        row.Take(incident);
        return row;
    }

    public void Take(Incident incident)
    {
        Id = incident.Id;
        Server = incident.Server;
        Number = incident.Number;
        Channel = incident.Channel;
        Status = incident.Status;
        Severity = incident.Severity;
        IsOpen = incident.IsOpen;
        ImportHash = incident.Imported?.Hash;
        Version = incident.Version;
        Record = incident;
        SearchText = Documents.PlainText.Clean(string.Join('\n', Searched(incident)).ToLowerInvariant());
    }

    private static IEnumerable<string> Searched(Incident incident)
    {
        yield return incident.Title;
        if (incident.Summary is { } summary) yield return summary;
        if (incident.Cause is { } cause) yield return cause.Text;
        if (incident.Fix is { } fix) yield return fix.Text;
        if (incident.Detection is { } detection) yield return detection.Text;
        if (!incident.Impacts.IsDefault)
        {
            foreach (var impact in incident.Impacts) yield return impact.Text;
        }

        if (incident.Services.IsDefault) yield break;
        foreach (var service in incident.Services) yield return service;
    }
}
