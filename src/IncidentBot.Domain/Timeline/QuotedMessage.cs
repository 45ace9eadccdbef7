using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Timeline;

/// <summary>A message somebody points at: to declare from it, or to mark it.</summary>
/// <param name="Text">As it stands, in Discord's Markdown; may be empty (a file alone).</param>
public sealed record QuotedMessage(MessageRef Ref, PersonId Author, string Text, DateTimeOffset SaidAt)
{
    public static QuotedMessage Of(TalkMessage message) => new(new MessageRef(message.Channel, message.Id), message.Author, message.Text, message.SaidAt);

    internal string EntryText() => EntryText(Text);

    /// <summary>The text of an entry made from a message.</summary>
    internal static string EntryText(string text)
    {
        var tidy = Harmless.PlainBlock(text);
        return tidy.Length == 0 ? "(a message without words)" : Harmless.Cut(tidy, Limits.Text);
    }
}
