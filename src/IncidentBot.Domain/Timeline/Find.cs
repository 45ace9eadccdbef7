namespace IncidentBot.Domain.Timeline;

/// <summary>Finds the entry a person names by its number and may change.</summary>
internal static class Find
{
    public static Refusal? Changeable(IncidentState state, int number, out TimelineEntry? entry)
    {
        entry = state.Entries.FirstOrDefault(one => one.Number == number);
        if (entry is null) return new Refusal($"{state.Incident.Name} has no timeline entry #{number}. `/timeline show all` lists them with their numbers.");
        if (!entry.Shown) return new Refusal($"Entry #{number} was taken out of the timeline at {Words.Say.Clock(entry.Removed!.At)} by {Words.Say.Person(entry.Removed.By)}.");
        if (Marking.CanMark(entry.Kind) || entry.Kind == EntryKind.Update) return null;
        return new Refusal($"Entry #{number} is the bot's own record of what was done and stays as it is.{(entry.Kind == EntryKind.Milestone ? " Times of milestones are corrected with `/incident time`." : "")}");
    }
}
