using System.Collections.Immutable;
using System.Net;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Speech;
using IncidentBot.Storage;
using Page = IncidentBot.Domain.Escalation.Page;

namespace IncidentBot.Escalate;

/// <summary>A page that went out, and what came of each of its targets.</summary>
/// <param name="Page">Null: there was nobody and nothing to send it to.</param>
public sealed record SentPage(Page? Page, ImmutableArray<RunEvent> Happened);

/// <summary>Sends a page: the mention in the incident's channel, direct messages, and messages in channels that a policy tells.</summary>
public sealed class PageSender(Voice voice, IDiscordApi api, RoleMembers members, Webhooks webhooks, TimeProvider clock)
{
    /// <param name="steps">What the engine says is due: pages, and targets without anybody to ask.</param>
    public async Task<SentPage> SendAsync(AgendaItem item, PageDraft page, ImmutableArray<RunStep> steps, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await FindAsync(page, cancellationToken);
        var sending = new Sending(item, page, found);
        var mentionable = found.Any(one => one.Key.Whom.AsksPeople && one.Value.Failure is null && !one.Value.IsEmpty);
        var mention = mentionable ? await MentionAsync(sending, cancellationToken) : null;
        var direct = new List<DirectPage>();
        var undelivered = new List<UndeliveredPage>();
        var waiting = new List<WaitingPage>();
        foreach (var person in found.Values.SelectMany(one => one.People ?? []).Distinct())
        {
            try
            {
                var (message, failure) = await WriteToAsync(sending, person, cancellationToken);
                if (message is { } written) direct.Add(new(person, written));
                else undelivered.Add(new(person, failure!));
            }
            catch (RateLimitedException e)
            {
                // It goes out by itself as soon as there is room; nobody else waits for that.
                waiting.Add(new(person, clock.GetUtcNow() + e.OpensIn));
            }
        }

        var told = new List<MessageRef>();
        var happened = ImmutableArray.CreateBuilder<RunEvent>(steps.Length);
        var reached = direct.Select(one => one.Person).Concat(waiting.Select(one => one.Person)).ToHashSet();
        foreach (var step in steps)
        {
            if (step is not RunStep.Ask ask)
            {
                happened.Add(step.Record(now));
                continue;
            }

            var one = found[ask];
            if (ask.Whom.Kind == PolicyTargetKind.Channel)
            {
                var (message, failure) = await TellAsync(sending, ask, mention, cancellationToken);
                if (message is { } said && said != mention) told.Add(said);
                happened.Add(ask.Sent(now, failure: failure));
            }
            else if (one.IsEmpty)
            {
                happened.Add(new RunEvent.Missed(now, ask.Place, ask.Target, new MissedTarget(ask.Whom, MissReason.NobodyInRole, [])));
            }
            else
            {
                happened.Add(Outcome(ask, one, reached, undelivered, mention, now));
            }
        }

        var sent = mention is not null || direct.Count > 0 || undelivered.Count > 0 || waiting.Count > 0 || told.Count > 0 || happened.Any(one => one is RunEvent.Asked);
        return new SentPage(sent ? new Page(page.Attempt, now, mention, [.. direct], [.. undelivered]) { Told = [.. told], Waiting = [.. waiting] } : null, happened.ToImmutable());
    }

    /// <summary>The next page of an escalation, where it went out and the bot was killed before it was recorded; null: it did not.</summary>
    /// <exception cref="DiscordApiException">It could not be looked.</exception>
    public async Task<Page?> FindSentAsync(AgendaItem item, IncidentFile file, Escalation escalation, CancellationToken cancellationToken)
    {
        var attempt = NextPage.AttemptAfter(escalation);
        var known = file.Escalations.SelectMany(one => one.Pages)
            .SelectMany(page => page.Direct.Select(direct => direct.Message.Message).Concat(page.Told.Select(told => told.Message)).Concat(page.Mention is { } mention ? [mention.Message] : []))
            .Select(message => message.Value).ToHashSet();
        Message? seen = null;
        if (file.Incident.Channel is not { } channel || await voice.FindAsync(item, channel, IsIt, cancellationToken) is not { } said) return null;

        // The mention goes out first, and names all who are written to.
        var people = seen!.Mentions.Select(user => new PersonId(user.Id.Value)).ToHashSet();
        foreach (var role in seen.MentionRoles) people.UnionWith(await members.OfAsync(file.Incident.Server, new(role.Value), cancellationToken) ?? []);
        var direct = new List<DirectPage>();
        foreach (var person in people)
        {
            if (await voice.FindDirectAsync(item, person, IsIt, cancellationToken) is { } written) direct.Add(new(person, written));
        }

        return new Page(attempt, new Snowflake(said.Message.Value).Timestamp, said, [.. direct], []);

        bool IsIt(Message message)
        {
            if (known.Contains(message.Id.Value) || !PageMessage.IsPage(message, file.Incident, attempt)) return false;
            seen ??= message;
            return true;
        }
    }

    /// <summary>Sends the direct message of a page that went out before.</summary>
    /// <returns>The message, or why there is none.</returns>
    /// <exception cref="RateLimitedException">There is still no room for it.</exception>
    public Task<(MessageRef? Message, string? Failure)> SendDirectAsync(AgendaItem item, PageDraft page, PersonId person, CancellationToken cancellationToken) =>
        WriteToAsync(new Sending(item, page, []), person, cancellationToken);

    private static RunEvent Outcome(RunStep.Ask ask, Recipients one, HashSet<PersonId> reached, List<UndeliveredPage> undelivered, MessageRef? mention, DateTimeOffset now)
    {
        if (one.Failure is { } failure) return ask.Sent(now, failure: failure);
        if (ask.Whom.Kind == PolicyTargetKind.Webhook) return ask.Sent(now);

        // Where the members of a role cannot be listed, the mention is what reaches them.
        if (one.People is not { } people) return ask.Sent(now, failure: mention is null ? "it could not be shown in the channel, and the members of the role are not known" : null);
        ImmutableArray<Handle> asked = ask.Whom.Kind == PolicyTargetKind.Role ? [.. people.Select(Handle.Of)] : ask.People;
        return people.Any(reached.Contains)
            ? ask.Sent(now, asked)
            : ask.Sent(now, asked, undelivered.First(missed => people.Contains(missed.Person)).Reason);
    }

    /// <summary>To whom each target of the page comes down.</summary>
    private async Task<Dictionary<RunStep.Ask, Recipients>> FindAsync(PageDraft page, CancellationToken cancellationToken)
    {
        var found = new Dictionary<RunStep.Ask, Recipients>(ReferenceEqualityComparer.Instance);
        foreach (var ask in page.Asks)
        {
            found[ask] = ask.Whom.Kind switch
            {
                PolicyTargetKind.Person or PolicyTargetKind.Schedule => OfPeople(ask),
                PolicyTargetKind.Role when ask.Whom.Id is { } role => new Recipients(await MembersAsync(page, new(role), cancellationToken)),
                PolicyTargetKind.Role => Recipients.None($"there is no role {ask.Whom.Name} on this server"),
                PolicyTargetKind.Webhook => webhooks.Refusal(ask.Whom.Name) is { } refusal ? Recipients.None(refusal) : new Recipients([]) { IsElsewhere = true },
                _ => new Recipients([]) { IsElsewhere = true },
            };
        }

        return found;
    }

    private static Recipients OfPeople(RunStep.Ask ask)
    {
        var people = ask.People.Select(one => EscalationRun.PersonOf(one)).OfType<PersonId>().ToList();
        return people.Count > 0 ? new Recipients(people) : Recipients.None($"no account is known for {string.Join(", ", ask.People)}");
    }

    // Everyone in a role gets a direct message where the bot may list members; elsewhere (null) the mention in the channel reaches them.
    private async Task<IReadOnlyList<PersonId>?> MembersAsync(PageDraft page, ChatRoleId role, CancellationToken cancellationToken) =>
        await members.OfAsync(page.File.Incident.Server, role, cancellationToken) is { } people ? [.. people.Where(person => !page.Escalation.Declined.Contains(person))] : null;

    private async Task<MessageRef?> MentionAsync(Sending sending, CancellationToken cancellationToken)
    {
        if (sending.Page.File.Incident.Channel is not { } channel) return null;
        var people = new List<PersonId>();
        var roles = new List<ulong>();
        foreach (var (ask, one) in sending.Found)
        {
            if (one.Failure is not null || one.IsEmpty) continue;
            if (ask.Whom.Kind != PolicyTargetKind.Role) people.AddRange(one.People ?? []);
            else if (PageMessage.InsteadOfRole(sending.Page.Escalation, one.People) is { Count: > 0 } others) people.AddRange(others);
            else roles.Add(ask.Whom.Id!.Value);
        }

        try
        {
            return await voice.PostAsync(sending.Item, channel, PageMessage.InChannel(sending.Page, [.. people.Distinct()], roles), sending.Nonce, cancellationToken, sending.IsIt);
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            // The channel is closed to the bot; the direct messages still go out, and the failure is recorded with them.
            return null;
        }
    }

    private async Task<(MessageRef? Message, string? Failure)> WriteToAsync(Sending sending, PersonId person, CancellationToken cancellationToken)
    {
        try
        {
            return (await voice.WriteToAsync(sending.Item, person, PageMessage.Direct(sending.Page, person), sending.Nonce, cancellationToken, sending.IsIt), null);
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
        {
            return (null, await WhyNotAsync(sending.Page, person, e, cancellationToken));
        }
    }

    /// <summary>Discord refuses both alike: somebody who has left, and somebody who takes no direct messages.</summary>
    private async Task<string> WhyNotAsync(PageDraft page, PersonId person, DiscordApiException refused, CancellationToken cancellationToken)
    {
        try
        {
            if (await api.GetMemberAsync(new(page.File.Incident.Server.Value), new(person.Value), cancellationToken) is null) return "is not on this server any more";
        }
        catch (DiscordApiException)
        {
            // Then what is known has to do.
        }

        return refused.Code == DiscordErrorCode.CannotMessageUser ? "direct messages are closed" : refused.Reason;
    }

    private async Task<(MessageRef? Message, string? Failure)> TellAsync(Sending sending, RunStep.Ask ask, MessageRef? mention, CancellationToken cancellationToken)
    {
        var own = sending.Page.File.Incident.Channel;
        var where = ask.Whom == NextStep.IncidentChannel ? own : ask.Whom.Id is { } id ? new ChannelId(id) : null;
        if (where is not { } channel) return (null, ask.Whom == NextStep.IncidentChannel ? "the incident has no channel" : $"there is no channel {ask.Whom.Name} on this server");
        if (channel == own && mention is { } shown) return (shown, null);
        try
        {
            return (await voice.PostAsync(sending.Item, channel, PageMessage.Told(sending.Page, channel), sending.Nonce, cancellationToken, sending.IsIt), null);
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            return (null, e.IsGone ? "the channel is gone" : "I may not write there");
        }
    }

    /// <param name="People">By account; null: they are not known, the role's mention reaches them.</param>
    /// <param name="Failure">Why it cannot be delivered to anybody.</param>
    private sealed record Recipients(IReadOnlyList<PersonId>? People, string? Failure = null)
    {
        /// <summary>A channel or a webhook.</summary>
        public bool IsElsewhere { get; init; }

        /// <summary>A role that nobody has.</summary>
        public bool IsEmpty => Failure is null && !IsElsewhere && People is [];

        public static Recipients None(string failure) => new([], failure);
    }

    private sealed class Sending(AgendaItem item, PageDraft page, Dictionary<RunStep.Ask, Recipients> found)
    {
        // Its words may have changed since it was sent: the incident's title, the name of who asks. Those that are recorded are other pages.
        private readonly HashSet<ulong> recorded =
        [
            .. page.File.Escalations.SelectMany(one => one.Pages).SelectMany(sent => sent.Direct.Select(direct => direct.Message).Concat(sent.Told).Append(sent.Mention ?? default)).Select(message => message.Message.Value),
        ];

        public AgendaItem Item => item;

        public PageDraft Page => page;

        public Dictionary<RunStep.Ask, Recipients> Found => found;

        public string Nonce => $"page-{item.Id}-{page.Attempt}";

        public bool IsIt(Message message) => !recorded.Contains(message.Id.Value) && PageMessage.IsPage(message, page.File.Incident, page.Attempt);
    }
}
