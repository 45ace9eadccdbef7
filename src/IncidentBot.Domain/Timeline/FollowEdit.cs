namespace IncidentBot.Domain.Timeline;

/// <summary>A message was edited: the entries made from it follow, unless a person edited them.</summary>
public static class FollowEdit
{
    /// <returns>Null when nothing follows.</returns>
    public static Decision? Decide(IncidentState state, MessageRef message, string text, DateTimeOffset now)
    {
        var tidy = QuotedMessage.EntryText(text);
        var following = state.Entries.Where(entry => entry.Source == message && entry.Edited is null && entry.Text != tidy).ToList();
        if (following.Count == 0) return null;
        var draft = new Draft(state, by: null, now);
        foreach (var entry in following)
        {
            draft.Put(entry with { Text = tidy });
            MarkedAction.Follow(draft, entry, tidy);
        }

        return draft.Done("");
    }
}
