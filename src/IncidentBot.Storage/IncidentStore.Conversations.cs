using System.Collections.Immutable;
using IncidentBot.Domain;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage;

public sealed partial class IncidentStore
{
    /// <summary>Where the bot's account and a person talk directly; null: that was never asked for.</summary>
    public Task<ChannelId?> ConversationWithAsync(PersonId person, CancellationToken cancellationToken = default)
        => ReadAsync(async db => (await db.Conversations.AsNoTracking().FirstOrDefaultAsync(row => row.Person == person, cancellationToken))?.Channel, cancellationToken);

    /// <summary>Where the bot's account and people talk directly, as far as that was ever asked for.</summary>
    public Task<ImmutableDictionary<PersonId, ChannelId>> ConversationsAsync(CancellationToken cancellationToken = default)
        => ReadAsync(async db => (await db.Conversations.AsNoTracking().ToListAsync(cancellationToken)).ToImmutableDictionary(row => row.Person, row => row.Channel), cancellationToken);
}
