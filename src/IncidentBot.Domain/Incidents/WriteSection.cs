using IncidentBot.Domain.Reminders;

namespace IncidentBot.Domain.Incidents;

/// <summary>A person writes a section of the postmortem; it survives regeneration until it is emptied again.</summary>
public static class WriteSection
{
    /// <param name="text">Markdown, kept exactly as typed; null or blank gives the section back to the bot.</param>
    public static Outcome Decide(IncidentState state, string section, string? text, Asker asker)
    {
        var incident = state.Incident;
        var before = incident.WrittenSections.GetValueOrDefault(section)?.Text;
        if (before == (string.IsNullOrWhiteSpace(text) ? null : text.Trim()))
            return new Refusal(before is null ? "The section is written from the record already." : "Nothing was changed: this is what the section says already.");
        var written = string.IsNullOrWhiteSpace(text)
            ? incident.WrittenSections.Remove(section)
            : incident.WrittenSections.SetItem(section, new Statement(text, asker.Person, asker.Now));
        var answer = string.IsNullOrWhiteSpace(text)
            ? "The section is written from the record again."
            : "Your text is kept; it stays when the postmortem is brought into step with the record.";
        var after = incident with { WrittenSections = written };
        Owed? posted = incident.Status == IncidentStatus.Resolved ? new PostPostmortem() : null;
        var reminder = NextReminder.Owe(state, state with { Incident = after }, asker.Settings, asker.Now);
        return new Decision(after, answer) { Owes = [.. new[] { posted, reminder }.OfType<Owed>()] };
    }
}
