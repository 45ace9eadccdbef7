namespace IncidentBot.Domain.Timeline;

public static class EntryKindWords
{
    /// <summary>Kept for those who look for it, and nothing of what happened: no document tells it, and the timeline shows it only with everything else.</summary>
    public static bool IsQuiet(this EntryKind kind) => kind == EntryKind.Reminder;

    /// <summary>"root cause", "ruled out".</summary>
    public static string Word(this EntryKind kind) => kind switch
    {
        EntryKind.KeyEvent => "key event",
        EntryKind.RuledOut => "ruled out",
        EntryKind.Cause => "root cause",
        EntryKind.ActionItem => "action item",
        EntryKind.EscalationEnded => "end of an escalation",
        EntryKind.Section => "section of the postmortem",
        EntryKind.FollowUp => "follow-up",
        EntryKind.Review => "review of the postmortem",
        EntryKind.Published => "postmortem published",
        EntryKind.Correction => "correction to the postmortem",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
