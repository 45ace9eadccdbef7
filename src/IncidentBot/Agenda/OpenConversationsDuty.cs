using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Speech;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Agenda;

/// <summary>
/// Opens the direct conversations with everyone whom policies and schedules name, a few at a time, so that there is always room left for a page to somebody
/// else. People notice nothing of it: Discord shows a conversation to them with its first message.
/// </summary>
public sealed class OpenConversationsDuty(IncidentStore store, Conversations conversations, TimeProvider clock, ILogger<OpenConversationsDuty> logger) : IServerDuty
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    public Type Kind => typeof(OpenConversations);

    public async Task<DutyResult> DoAsync(AgendaItem item, ServerId server, CancellationToken cancellationToken)
    {
        var after = ((OpenConversations)item.Owed).After;
        var known = await store.ConversationsAsync(cancellationToken);
        var left = (await store.OnCallAsync(server, cancellationToken)).Book.Accounts
            .Where(person => !known.ContainsKey(person) && (after is not { } last || person.Value > last.Value)).OrderBy(person => person.Value).ToList();
        foreach (var person in left.Take(AtOnce))
        {
            try
            {
                await conversations.WithAsync(person, cancellationToken);
                after = person;
            }
            catch (RateLimitedException)
            {
                // Pages took the room there was.
                break;
            }
            catch (DiscordApiException e)
            {
                // No such account, for instance. A page would say so in the channel; here the others are not kept waiting.
                logger.LogInformation("There is no direct conversation with {Person}: {Reason}", person, e.Reason);
                after = person;
            }
        }

        var more = left.Any(person => after is not { } last || person.Value > last.Value);
        return more ? DutyResult.DoneWith(scope => scope.OweAsync(server, new OpenConversations(after) { Due = clock.GetUtcNow() + Between })) : DutyResult.Done;
    }
}
