namespace IncidentBot.Sandbox.World;

/// <summary>Messages by nonce, for the few minutes in which a repeated one is recognised (Resources: Message, enforce_nonce).</summary>
internal sealed class NonceMemory(TimeProvider time)
{
    private readonly Dictionary<string, (Message Message, DateTimeOffset Until)> kept = [];
    private readonly Queue<(string Key, DateTimeOffset Until)> order = new();

    public Message? Find(string key)
    {
        Forget();
        return kept.TryGetValue(key, out var entry) ? entry.Message : null;
    }

    public void Keep(string key, Message message, TimeSpan memory)
    {
        Forget();
        var until = time.GetUtcNow() + memory;
        kept[key] = (message, until);
        order.Enqueue((key, until));
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        while (order.TryPeek(out var first) && first.Until <= now)
        {
            order.Dequeue();
            if (kept.TryGetValue(first.Key, out var entry) && entry.Until <= now) kept.Remove(first.Key);
        }
    }
}
