namespace IncidentBot.Domain.Incidents;

/// <summary>A person writes a section of the postmortem; it survives regeneration until it is emptied again.</summary>
public static class WriteSection
{
    /// <param name="text">Markdown, kept exactly as typed; null or blank gives the section back to the bot.</param>
    public static Outcome Decide(IncidentState state, string section, string? text, Asker asker)
    {
        var incident = state.Incident;
        var written = string.IsNullOrWhiteSpace(text)
            ? incident.WrittenSections.Remove(section)
            : incident.WrittenSections.SetItem(section, new Statement(text, asker.Person, asker.Now));
        var answer = string.IsNullOrWhiteSpace(text)
            ? "The section is written from the record again."
            : "Your text is kept; it stays when the postmortem is brought into step with the record.";
        return new Decision(incident with { WrittenSections = written }, answer)
        {
            Owes = incident.Status == IncidentStatus.Resolved ? [new PostPostmortem()] : [],
        };
    }
}
