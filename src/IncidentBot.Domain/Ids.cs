namespace IncidentBot.Domain;

// Ids of the chat platform are 64-bit numbers that grow with time. Each kind has its own type, so that a person is never passed for a channel.

/// <summary>A chat server ("guild").</summary>
public readonly record struct ServerId(ulong Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>A person (or bot) in chat. Names are not unique, ids are.</summary>
public readonly record struct PersonId(ulong Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>A role of the chat server, such as "developers". Not a role in an incident: that is <see cref="Incidents.IncidentRole"/>.</summary>
public readonly record struct ChatRoleId(ulong Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>A channel or thread.</summary>
public readonly record struct ChannelId(ulong Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>A message. Ordering by value is ordering by the time of posting.</summary>
public readonly record struct MessageId(ulong Value) : IComparable<MessageId>
{
    public int CompareTo(MessageId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    public static bool operator <(MessageId left, MessageId right) => left.Value < right.Value;

    public static bool operator <=(MessageId left, MessageId right) => left.Value <= right.Value;

    public static bool operator >(MessageId left, MessageId right) => left.Value > right.Value;

    public static bool operator >=(MessageId left, MessageId right) => left.Value >= right.Value;
}

/// <summary>Where a message stands.</summary>
public readonly record struct MessageRef(ChannelId Channel, MessageId Message);

/// <summary>An incident, unique over all servers. People see <see cref="Incidents.Incident.Number"/> instead, which counts per server.</summary>
public readonly record struct IncidentId(long Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>An event that is announced on the chat server.</summary>
public readonly record struct EventId(ulong Value)
{
    public override string ToString() => Value.ToString();
}
