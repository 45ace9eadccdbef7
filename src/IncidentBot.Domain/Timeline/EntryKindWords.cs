namespace IncidentBot.Domain.Timeline;

public static class EntryKindWords
{
    /// <summary>"root cause", "ruled out".</summary>
    public static string Word(this EntryKind kind) => kind switch
    {
        EntryKind.KeyEvent => "key event",
        EntryKind.RuledOut => "ruled out",
        EntryKind.Cause => "root cause",
        EntryKind.ActionItem => "action item",
        EntryKind.EscalationEnded => "end of an escalation",
        EntryKind.Section => "section of the postmortem",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
