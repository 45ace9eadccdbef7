using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Speech;

/// <summary>
/// The direct conversations with people. Discord keeps each for good and lets few be opened within a time, so each is asked for once and kept in the record, and
/// whoever needs one that there is no room for is told when to come back instead of waiting here.
/// </summary>
public sealed class Conversations(IncidentStore store, IDiscordApi api, TimeProvider clock, ILogger<Conversations> logger)
{
    /// <summary>Between those who are told to come back: about what Discord has been seen to let through. Whoever comes too early is told again.</summary>
    private static readonly TimeSpan BetweenTurns = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<PersonId, ChannelId> known = [];
    private readonly Dictionary<PersonId, Task<ChannelId>> opening = [];
    private readonly Dictionary<PersonId, DateTimeOffset> turns = [];

    /// <summary>The conversation with a person. Several who want it at the same moment get it by one call.</summary>
    /// <exception cref="RateLimitedException">Discord's limit leaves no room to open it now.</exception>
    /// <exception cref="DiscordApiException">There is no such account, or Discord cannot be asked.</exception>
    public Task<ChannelId> WithAsync(PersonId person, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (known.TryGetValue(person, out var channel)) return Task.FromResult(channel);

            // Whoever gives up waiting does not take it from the others.
            if (!opening.TryGetValue(person, out var task)) opening[person] = task = Task.Run(() => FindAsync(person), CancellationToken.None);
            return task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The conversation with a person, asked for anew because the one that was known is not there any more.</summary>
    /// <param name="gone">The one that was known.</param>
    /// <inheritdoc cref="WithAsync" path="/exception"/>
    public async Task<ChannelId> AnewAsync(PersonId person, ChannelId gone, CancellationToken cancellationToken)
    {
        bool isNews;
        lock (gate) isNews = known.TryGetValue(person, out var channel) && channel == gone && known.Remove(person);
        if (isNews) await KeepAsync(scope => scope.ForgetConversationAsync(person));
        return await WithAsync(person, cancellationToken);
    }

    private async Task<ChannelId> FindAsync(PersonId person)
    {
        try
        {
            if (await store.ConversationWithAsync(person) is { } kept) return Know(person, kept);
            var opened = new ChannelId((await api.CreateDirectMessageChannelAsync(new(person.Value), patience: TimeSpan.Zero, CancellationToken.None)).Id.Value);
            await KeepAsync(scope => scope.SaveConversationAsync(person, opened));
            return Know(person, opened);
        }
        catch (RateLimitedException e)
        {
            throw new RateLimitedException("POST /users/@me/channels", TurnOf(person, e.OpensIn) - clock.GetUtcNow());
        }
        finally
        {
            lock (gate) opening.Remove(person);
        }
    }

    private ChannelId Know(PersonId person, ChannelId channel)
    {
        lock (gate) return known[person] = channel;
    }

    /// <summary>When to come back: one after the other from when there is room again, so that not all come at once.</summary>
    private DateTimeOffset TurnOf(PersonId person, TimeSpan opensIn)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            foreach (var (other, past) in turns.Where(one => one.Value <= now).ToList()) turns.Remove(other);
            if (turns.TryGetValue(person, out var given)) return given;
            var turn = now + opensIn;
            if (turns.Count > 0 && turns.Values.Max() + BetweenTurns is var last && last > turn) turn = last;
            return turns[person] = turn;
        }
    }

    // A page is not held up because the record cannot be written just now: Discord is asked again after the next start.
    private async Task KeepAsync(Func<CommitScope, Task> save)
    {
        try
        {
            await store.CommitAsync(save);
        }
        catch (StorageException e)
        {
            logger.LogWarning("A direct conversation could not be kept: {Reason}", e.Message);
        }
    }
}
