namespace IncidentBot.Sandbox.World;

public sealed partial class SandboxWorld
{
    /// <summary>
    /// Posts many messages at once without HTTP, for floods. They go to the gateway as any other; with <paramref name="keep"/> false the
    /// sandbox forgets them at once, so that memory stays flat over millions, and mentions in the texts name nobody.
    /// </summary>
    /// <returns>The ids, in order.</returns>
    public IReadOnlyList<ulong> Flood(Channel channel, User author, IEnumerable<string> texts, bool keep = true)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(author);
        ArgumentNullException.ThrowIfNull(texts);
        if (!keep && !IsObservingGateway && !channel.IsThread && !channel.IsDm && Faults.Active.Count == 0) return new FloodTemplate(this, channel, author).Send(texts);
        var ids = new List<ulong>();
        foreach (var text in texts)
        {
            lock (Gate)
            {
                var message = Post(channel, author, new Draft { Content = text });
                ids.Add(message.Id);
                if (!keep) channel.Forget(message);
            }
        }

        return ids;
    }

    /// <summary>Renders and compresses messages to the bot, to be sent later by <see cref="Send(PreparedFlood)"/>. The sandbox keeps none of them.</summary>
    /// <param name="line">Where and by whom each is said, and its text; told its number, from 0. Mentions in it name nobody.</param>
    public PreparedFlood PrepareFlood(int count, Func<int, (Channel Channel, User Author, string Text)> line)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(line);
        return PreparedFlood.Of(this, count, line);
    }

    /// <summary>Sends a flood to the bot's connection; returns at once. It takes no part in a resume: a connection that breaks meanwhile loses its session.</summary>
    /// <exception cref="InvalidOperationException">The bot is not connected, or without compression.</exception>
    public void Send(PreparedFlood flood)
    {
        ArgumentNullException.ThrowIfNull(flood);
        lock (Gate)
        {
            if (Gateway.BotConnections is not [.., var connection]) throw new InvalidOperationException("The bot is not connected.");
            flood.Begin();
            connection.Enqueue(flood);
        }
    }

    /// <summary>Posts as the person without HTTP; for setting a scene quickly.</summary>
    public Message Post(Channel channel, User author, string text)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(author);
        lock (Gate) return Post(channel, author, new Draft { Content = text });
    }
}
