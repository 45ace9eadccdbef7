using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Says in the channel for it who is on call in a schedule now, and mentions them.</summary>
public sealed class AnnounceShiftDuty(IncidentStore store, Voice voice, TimeProvider clock) : IServerDuty
{
    public Type Kind => typeof(AnnounceShift);

    public async Task<DutyResult> DoAsync(AgendaItem item, ServerId server, CancellationToken cancellationToken)
    {
        var record = await store.OnCallAsync(server, cancellationToken);
        if ((await store.SettingsAsync(server, cancellationToken)).OnCallChannel is not { } channel) return DutyResult.Done;
        if (record.Book.Schedule(((AnnounceShift)item.Owed).Schedule) is not { } schedule) return DutyResult.Done;
        var now = OnCallNow.Of(schedule, clock.GetUtcNow());
        var accounts = now.People.Select(person => record.Book.Person(person) is { } known ? known.Account : person.Id).OfType<PersonId>().Select(account => new Snowflake(account.Value));
        var words = now.InWords(record.Book);
        await voice.PostAsync(item, channel, new OutgoingMessage { Content = words, AllowedMentions = AllowedMentions.Only([.. accounts]) }, $"shift-{item.Id}", cancellationToken);
        return DutyResult.Done;
    }
}
