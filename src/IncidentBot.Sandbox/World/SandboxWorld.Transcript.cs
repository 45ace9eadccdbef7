using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IncidentBot.Sandbox.World;

public sealed partial class SandboxWorld
{
    /// <summary>What a person reads in a channel, oldest first, with the private answers they were given.</summary>
    public IReadOnlyList<Message> Seen(Channel channel, User person)
    {
        ArgumentNullException.ThrowIfNull(channel);
        lock (Gate)
        {
            if (!PermissionsOf(person, channel).Has(Permission.ViewChannel)) return [];
            var own = channel.Ephemeral.Where(m => m.EphemeralFor == person).ToList();
            // Both lists are in order of creation; ids of private answers come from another counter, so times decide.
            return own.Count == 0 ? [.. channel.Messages] : [.. channel.Messages.Concat(own).OrderBy(m => m.Timestamp).ThenBy(m => m.EphemeralFor is not null)];
        }
    }

    /// <summary>The channel as Markdown, as this person reads it at the end: edited, deleted messages gone, mentions by name.</summary>
    /// <param name="stamp">How the time of a message is written; in UTC when left out.</param>
    public string Transcript(Channel channel, User person, Func<DateTimeOffset, string>? stamp = null)
    {
        ArgumentNullException.ThrowIfNull(channel);
        lock (Gate)
        {
            var text = new StringBuilder();
            text.Append("# ").AppendLine(channel.IsDm ? "Direct messages" : "#" + channel.Name).AppendLine();
            if (!string.IsNullOrEmpty(channel.Topic)) text.AppendLine(channel.Topic).AppendLine();
            foreach (var message in Seen(channel, person)) Write(text, message, stamp ?? s_utc);
            return text.ToString();
        }
    }

    /// <summary>All the words of a message: content, embeds, text components, labels of buttons, names of files.</summary>
    public string Text(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (Gate) return MessageText.Of(message, this);
    }

    private static readonly Func<DateTimeOffset, string> s_utc = at => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private void Write(StringBuilder text, Message message, Func<DateTimeOffset, string> stamp)
    {
        var name = Guild.Members.TryGetValue(message.Author.Id, out var member) ? member.DisplayName : message.Author.DisplayName;
        text.Append("**").Append(name).Append("** · ").Append(stamp(message.Timestamp));
        if (message.EditedAt is not null) text.Append(" (edited)");
        if (message.Pinned) text.Append(" (pinned)");
        if (message.EphemeralFor is not null) text.Append(" (only you can see this)");
        text.AppendLine().AppendLine();
        if (message.Type == 6) text.AppendLine("pinned a message to this channel.");
        if (message.Reference is { } reference && message.Type == 19)
        {
            text.Append("> ").AppendLine(message.Channel.Find(reference.MessageId) is { } original ? Names(original.Content.ReplaceLineEndings(" ")) : "*Original message was deleted*");
        }

        if (message.IsLoading) text.AppendLine("*is thinking…*");
        text.AppendLine(MessageText.Of(message, this).TrimEnd());
        if (message.Reactions.Count > 0) text.AppendLine().AppendLine(string.Join("  ", message.Reactions.Values.Select(r => $"{r.EmojiName} {r.Users.Count}")));
        text.AppendLine();
    }

    /// <summary>Mentions in words: @name, @role, #channel.</summary>
    internal string Names(string text) => NameMentions().Replace(text, match =>
    {
        if (!ulong.TryParse(match.Groups["id"].Value, out var id)) return match.Value;
        return match.Groups["kind"].Value switch
        {
            "#" => FindChannel(id) is { } channel ? "#" + channel.Name : match.Value,
            "@&" => Guild.Roles.TryGetValue(id, out var role) ? "@" + role.Name : match.Value,
            _ => FindUser(id) is { } user ? "@" + user.DisplayName : match.Value,
        };
    });

    [GeneratedRegex(@"<(?<kind>@&|@!?|#)(?<id>\d{1,20})>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameMentions();
}
