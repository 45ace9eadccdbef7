using IncidentBot.Domain;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage;

public sealed partial class CommitScope
{
    /// <summary>Keeps where the bot's account and a person talk directly.</summary>
    public async Task SaveConversationAsync(PersonId person, ChannelId channel)
    {
        if (await Db.Conversations.FindAsync(person) is { } row) row.Channel = channel;
        else Db.Conversations.Add(new ConversationRow { Person = person, Channel = channel });
        await Db.SaveChangesAsync();
        Db.ChangeTracker.Clear();
    }

    /// <summary>The conversation is of no use any more.</summary>
    public Task ForgetConversationAsync(PersonId person) => Db.Conversations.Where(row => row.Person == person).ExecuteDeleteAsync();
}
