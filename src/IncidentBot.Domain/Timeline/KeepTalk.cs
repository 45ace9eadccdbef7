namespace IncidentBot.Domain.Timeline;

/// <summary>What happens to a message in the record when it is edited or deleted in chat. Entries made from it stay.</summary>
public static class KeepTalk
{
    /// <summary>The message with its new text, the old one kept as a revision. An edit that is already known, or older than the last one, changes nothing.</summary>
    public static TalkMessage Edited(TalkMessage message, string text, DateTimeOffset at)
    {
        var when = at.ToUniversalTime();
        if (message.Text == text || message.EditedAt >= when) return message;
        return message with { Text = text, EditedAt = when, Revisions = message.Revisions.Add(new MessageRevision(message.Text, when)) };
    }

    /// <summary>The message marked as deleted; its text stays as evidence.</summary>
    public static TalkMessage Deleted(TalkMessage message, DateTimeOffset at) => message.DeletedAt is null ? message with { DeletedAt = at.ToUniversalTime() } : message;
}
