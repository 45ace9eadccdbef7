using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Escalate;
using IncidentBot.Servers;
using IncidentBot.Speech;
using IncidentBot.Storage;
using Page = IncidentBot.Domain.Escalation.Page;

namespace IncidentBot.Agenda;

/// <summary>Sends one page: a mention in the channel and a direct message to each person asked. The state decides whether it is still right to send it.</summary>
public sealed class SendPageDuty(Voice voice, IDiscordApi api, Self self, TimeProvider clock) : IDuty
{
    /// <summary>In attempts, a second apart.</summary>
    private const int PatienceForChannel = 3;

    public Type Kind => typeof(SendPage);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var number = ((SendPage)item.Owed).Escalation;
        if (file.Escalations.FirstOrDefault(e => e.Number == number) is not { } escalation) return DutyResult.Done;
        var now = clock.GetUtcNow();
        switch (NextPage.Of(file.Incident, escalation, now))
        {
            case PageStep.Wait wait:
                return DutyResult.NotYet(wait.Until - now, "it was put off");
            case PageStep.GiveUp:
                return DutyResult.DoneWith(state => GiveUp.Decide(state, number, now));
            case PageStep.Send send:
                return await SendAsync(item, file, escalation, send.Attempt, now, cancellationToken);
            default:
                return DutyResult.Done;
        }
    }

    /// <inheritdoc/>
    public DateTimeOffset? DueSince(AgendaItem item, IncidentFile file, DateTimeOffset now) => PageTooLate.DueSince(IncidentState.Of(file), ((SendPage)item.Owed).Escalation, now);

    /// <inheritdoc/>
    public Decision? Expire(AgendaItem item, IncidentState state, DateTimeOffset now) => PageTooLate.Decide(state, ((SendPage)item.Owed).Escalation, now);

    private async Task<DutyResult> SendAsync(AgendaItem item, IncidentFile file, Escalation escalation, int attempt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A channel that cannot be made must not keep the page from the people: after a moment they are written to all the same.
        if (file.Incident.Channel is null && item.Attempts <= PatienceForChannel) return DutyResult.NotYet(TimeSpan.FromSeconds(1), "its channel is not there yet");
        var people = await PeopleAsync(file, escalation, cancellationToken);
        if (people is [] && escalation.Pages.IsEmpty) return DutyResult.DoneWith(state => NobodyThere.Decide(state, escalation.Number, now));
        var direct = new List<DirectPage>();
        var undelivered = new List<UndeliveredPage>();
        MessageRef? mention = null;

        // Its words may have changed since it was sent: the incident's title, the name of who asks. Those that are recorded are other pages.
        var recorded = file.Escalations.SelectMany(e => e.Pages).SelectMany(p => p.Direct.Select(d => d.Message).Append(p.Mention ?? default)).Select(m => m.Message.Value).ToHashSet();
        bool isIt(Message message) => !recorded.Contains(message.Id.Value) && PageMessage.IsPage(message, file.Incident, attempt);
        try
        {
            if (file.Incident.Channel is { } channel)
                mention = await voice.PostAsync(item, channel, PageMessage.InChannel(file, escalation, attempt, people ?? []), $"page-{item.Id}-{attempt}", cancellationToken, isIt);
        }
        catch (DiscordApiException e) when (e.Status is System.Net.HttpStatusCode.Forbidden or System.Net.HttpStatusCode.NotFound)
        {
            // The channel is closed to the bot; the direct messages still go out, and the failure is recorded with them.
        }

        foreach (var person in people ?? [])
        {
            try
            {
                var conversation = await voice.ConversationWithAsync(person, cancellationToken);
                direct.Add(new(person, await voice.PostAsync(item, conversation, PageMessage.Direct(file, escalation, attempt), $"page-{item.Id}-{attempt}", cancellationToken, isIt)));
            }
            catch (DiscordApiException e) when (e.Status is System.Net.HttpStatusCode.Forbidden or System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.BadRequest)
            {
                undelivered.Add(new(person, e.Code == DiscordErrorCode.CannotMessageUser ? "direct messages are closed" : e.Reason));
            }
        }

        var page = new Page(attempt, now, mention, [.. direct], [.. undelivered]);
        return DutyResult.DoneWith(state => RecordPage.Decide(state, escalation.Number, page));
    }

    // Everyone in a role gets a direct message where the bot may list members; elsewhere (null) the mention in the channel reaches them.
    private async Task<IReadOnlyList<PersonId>?> PeopleAsync(IncidentFile file, Escalation escalation, CancellationToken cancellationToken)
    {
        if (escalation.Target.Kind == TargetKind.Person) return [new(escalation.Target.Id)];
        if (!self.SeesMembers) return null;
        var people = new List<PersonId>();
        Snowflake? after = null;
        while (true)
        {
            IReadOnlyList<Member> page;
            try
            {
                page = await api.ListMembersAsync(new(file.Incident.Server.Value), 1000, after, cancellationToken);
            }
            catch (DiscordApiException e) when (e.Status is System.Net.HttpStatusCode.Forbidden)
            {
                return null;
            }

            people.AddRange(page
                .Where(m => m.User is { Bot: false } && m.Roles.Any(r => r.Value == escalation.Target.Id))
                .Select(m => new PersonId(m.User!.Id.Value))
                .Where(p => !escalation.Declined.Contains(p)));
            if (page.Count < 1000 || page[^1].User is not { } last) return people;
            after = last.Id;
        }
    }
}
