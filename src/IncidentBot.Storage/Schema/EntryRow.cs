using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Documents;

namespace IncidentBot.Storage.Schema;

internal sealed class EntryRow
{
    public IncidentId Incident { get; set; }

    public int Number { get; set; }

    public EntryKind Kind { get; set; }

    public DateTimeOffset HappenedAt { get; set; }

    public DateTimeOffset RecordedAt { get; set; }

    /// <summary>The message it was made from.</summary>
    public MessageId? Message { get; set; }

    public bool IsRemoved { get; set; }

    public string Text { get; set; } = "";

    public required TimelineEntry Record { get; set; }

    public static EntryRow Of(TimelineEntry entry)
    {
        var row = new EntryRow { Record = entry };
        row.Take(entry);
        return row;
    }

    public void Take(TimelineEntry entry)
    {
        Incident = entry.Incident;
        Number = entry.Number;
        Kind = entry.Kind;
        HappenedAt = entry.HappenedAt;
        RecordedAt = entry.RecordedAt;
        Message = entry.Source?.Message;
        IsRemoved = !entry.Shown;
        Text = PlainText.Clean(entry.Text);
        Record = entry;
    }
}
