namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>How it was noticed, and how long that took.</summary>
internal static class DetectionSection
{
    public static IEnumerable<Block> Write(Draft draft)
    {
        var milestones = draft.Milestones;
        var facts = new List<Fact> { new("Noticed", SummarySection.NoticedOf(draft)) };
        if (milestones.Detected is { } detected) facts.Add(new("Noticed at", RichText.Of(draft.Full(detected))));
        facts.Add(new("Time to detect", RecordSection.TimeToDetect(draft)));
        facts.Add(new("Declared", RichText.Of(draft.Full(milestones.Declared), $" by {draft.Name(draft.Incident.DeclaredBy)}")));
        if (milestones.Acknowledged is { } taken) facts.Add(new("Taken on", RichText.Of(draft.Full(taken))));
        yield return new FactList([.. facts]);
    }
}
