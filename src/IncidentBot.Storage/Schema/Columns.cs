using IncidentBot.Domain;
using IncidentBot.Storage.Documents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IncidentBot.Storage.Schema;

/// <summary>How values stand in columns, said once for all tables and for every database engine.</summary>
internal static class Columns
{
    public static void Apply(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<DateTimeOffset>().HaveConversion<InstantColumn>();
        configuration.Properties<ulong>().HaveConversion<NumberColumn>();
        configuration.Properties<ServerId>().HaveConversion<ServerColumn>();
        configuration.Properties<PersonId>().HaveConversion<PersonColumn>();
        configuration.Properties<ChatRoleId>().HaveConversion<ChatRoleColumn>();
        configuration.Properties<ChannelId>().HaveConversion<ChannelColumn>();
        configuration.Properties<MessageId>().HaveConversion<MessageColumn>();
        configuration.Properties<IncidentId>().HaveConversion<IncidentColumn>();
    }

    /// <summary>UTC ticks (100 ns since the year 1): SQLite can neither order nor compare a DateTimeOffset, and no digit is lost.</summary>
    private sealed class InstantColumn() : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    // The chat platform's ids are unsigned, columns are not; the bits stay the same. Its ids reach the sign bit in the year 2084.
    private sealed class NumberColumn() : ValueConverter<ulong, long>(id => unchecked((long)id), number => unchecked((ulong)number));

    private sealed class ServerColumn() : ValueConverter<ServerId, long>(id => unchecked((long)id.Value), number => new ServerId(unchecked((ulong)number)));

    private sealed class PersonColumn() : ValueConverter<PersonId, long>(id => unchecked((long)id.Value), number => new PersonId(unchecked((ulong)number)));

    private sealed class ChatRoleColumn() : ValueConverter<ChatRoleId, long>(id => unchecked((long)id.Value), number => new ChatRoleId(unchecked((ulong)number)));

    private sealed class ChannelColumn() : ValueConverter<ChannelId, long>(id => unchecked((long)id.Value), number => new ChannelId(unchecked((ulong)number)));

    private sealed class MessageColumn() : ValueConverter<MessageId, long>(id => unchecked((long)id.Value), number => new MessageId(unchecked((ulong)number)));

    private sealed class IncidentColumn() : ValueConverter<IncidentId, long>(id => id.Value, number => new IncidentId(number));
}

/// <summary>A domain value as JSON text. Not EF's own JSON columns: the oldest SQLite this runs on cannot query into them.</summary>
internal sealed class DocumentColumn<T>() : ValueConverter<T, string>(value => Document.Write(value), text => Document.Read<T>(text));
