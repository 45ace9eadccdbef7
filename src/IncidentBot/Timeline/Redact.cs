using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions.FollowingUp;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Servers;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Timeline;

/// <summary>`/timeline redact` and the message menu "Redact…": a secret leaves the record for good.</summary>
public sealed partial class RedactModule(Desk desk, IncidentStore store, IDiscordApi api, CommonChannels channels, Self self, ILogger<RedactModule> logger) : ICommandModule
{
    private const string Form = "redact-form";
    private const int PageSize = 100;

    /// <summary>The bot's own messages are looked through from the secret on, in so many pages at most.</summary>
    private const int MostPages = 30;

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "timeline redact",
            "Take a secret out of the record for good",
            [
                Option.Text("what", "Link to the message, or number of the entry as `/timeline show` gives it", required: true, max: 200),
                Option.Text("words", "Only these words, wherever they stand in this incident; all of it when left out", max: 500),
                Option.Text("reason", "Why, for the record", max: 300),
                Option.Incident(),
            ],
            call => RedactAsync(call, call.Text("what") ?? "", call.Text("words"), call.Text("reason")));
        catalog.Menu("Redact…", OpenFormAsync);
        catalog.Modal(Form, call => RedactAsync(call, call.CustomId.Argument, call.Field("words"), call.Field("reason")));
    }

    private async Task OpenFormAsync(CommandCall call)
    {
        if (call.Target is not { } message) return;
        if (await desk.FindOrTellAsync(call) is not { } incident) return;
        await call.OpenFormAsync(new Modal(
            new CustomId(Form, incident.Id, $"{message.ChannelId}/{message.Id}").ToString(),
            "Take it out of the record for good",
            [
                new Label("Words", new TextInput { CustomId = "words", Style = TextInputStyle.Short, Required = false, MaxLength = 500 }, "Only these, wherever they stand; all of the message when left empty"),
                new Label("Reason", new TextInput { CustomId = "reason", Style = TextInputStyle.Short, Required = false, MaxLength = 300 }, "For the record"),
            ]));
    }

    private async Task RedactAsync(CommandCall call, string what, string? words, string? reason)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident) return;
        if (Target(what) is not { } target)
        {
            await call.RefuseAsync("Say what to redact: the link to a message (its menu → Copy Message Link), or the number of an entry.");
            return;
        }

        // Looked through before anything is decided: what the bot itself said of it goes with it.
        var asker = Desk.AskerOf(call);
        var (command, outcome, erasure) = await store.CommitAsync(async scope =>
        {
            var known = await CommandAsync(scope, incident, target, words, reason);
            var state = await Desk.StateAsync(scope, incident);
            return (known, Redacting.Decide(state, known, asker), Redacting.Erasure(state, known));
        });
        if (outcome.Decision is null)
        {
            await Desk.AnswerAsync(call, outcome, openly: false);
            return;
        }

        var lines = await OwnLinesAsync(incident, command, erasure!);
        var done = await store.CommitAsync<Outcome?>(async scope =>
        {
            if (!await call.MayActAsync(scope)) return null;
            await scope.SaveAsync(new KnownPerson(call.Person, call.PersonName));
            var now = await CommandAsync(scope, incident, target, words, reason) with { OwnLines = lines };

            // First elsewhere: what is to be looked for is read from the message, which is empty afterwards.
            if (Redacting.Decide(await Desk.StateAsync(scope, (await scope.FindIncidentAsync(incident.Id))!), now, asker) is { Refusal: { } refusal })
            {
                await call.ChangesNothingAsync(scope);
                return refusal;
            }

            await RedactElsewhereAsync(scope, incident.Id, now, asker);
            return await RedactAsync(scope, incident.Id, now, asker);
        });
        if (done is not { } result) return;
        if (result.Decision is not null) await store.ScrubAsync();
        await Desk.AnswerAsync(call, result, openly: false);
    }

    private static async Task<Outcome> RedactAsync(CommitScope scope, IncidentId id, RedactCommand command, Asker asker)
    {
        var state = await Desk.StateAsync(scope, (await scope.FindIncidentAsync(id))!);
        var erasure = Redacting.Erasure(state, command);
        var outcome = Redacting.Decide(state, command, asker);
        if (outcome.Decision is not { } decision || erasure is null) return outcome;
        await scope.SaveAsync(decision);
        var redaction = new Redaction(asker.Person, asker.Now.ToUniversalTime());
        if (command.Message is { } message)
        {
            var kept = command is { Stored: { } stored, Words: not null } ? erasure.In(stored.Text) : Redacting.Placeholder;
            await scope.RedactAsync(message.Message, redaction, kept);
        }

        await scope.EraseAsync(id, erasure, redaction);
        return outcome;
    }

    // The same message may stand in other incidents: one was declared from it, or it is talk of another one. Whoever may redact it here takes it out there too.
    private static async Task RedactElsewhereAsync(CommitScope scope, IncidentId here, RedactCommand command, Asker asker)
    {
        if (command.Message is not { } message) return;
        foreach (var other in (await scope.IncidentsQuotingAsync(message.Message)).Where(other => other != here))
        {
            var stored = await scope.FindMessageAsync(message.Message);
            var there = command with { Stored = stored?.Incident == other ? stored : null, OwnLines = [] };
            await RedactAsync(scope, other, there, asker with { ManagesServer = true });
        }
    }

    private static async Task<RedactCommand> CommandAsync(CommitScope scope, Incident incident, (MessageRef? Message, int? Entry) target, string? words, string? reason)
    {
        var message = target.Message;
        if (target.Entry is { } number) message = (await scope.FindEntryAsync(incident.Id, number))?.Source;
        var stored = message is { } reference ? await scope.FindMessageAsync(reference.Message) : null;
        if (stored is not null && stored.Incident != incident.Id) stored = null;
        return new RedactCommand(message, stored, message is null ? target.Entry : null, words, reason);
    }

    /// <summary>"https://discord.com/channels/1/2/3", "2/3", "#12" or "12".</summary>
    private static (MessageRef? Message, int? Entry)? Target(string what)
    {
        if (MessageLink().Match(what.Trim()) is { Success: true } link
            && ulong.TryParse(link.Groups["channel"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var channel)
            && ulong.TryParse(link.Groups["message"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var message))
        {
            return (new MessageRef(new(channel), new(message)), null);
        }

        return int.TryParse(what.Trim().TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var entry) && entry > 0 ? (null, entry) : null;
    }

    // What stands on the card, in the announcement and in the postmortem is edited in place; every other line of the bot that repeats it is deleted.
    private async Task<ImmutableArray<MessageRef>> OwnLinesAsync(Incident incident, RedactCommand command, Erasure erasure)
    {
        var edited = incident.PostmortemMessages.Select(m => m.Message).Append(incident.Card?.Message ?? default).Append(incident.Postmortem.ReviewMessage?.Message.Message ?? default).Append(incident.Postmortem.Told?.Message ?? default).ToHashSet();
        var found = new List<MessageRef>();
        if (incident.Channel is { } own) await LookThroughAsync(own, new Snowflake(command.Message is { } said && said.Channel == own ? said.Message.Value : own.Value), static _ => true);

        // The digest of action items repeats what is to be done.
        if (incident is { IsPrivate: false, IsDrill: false, LastAction: > 0 } && await DigestPlaceAsync(incident) is { } digests && digests != incident.Channel)
            await LookThroughAsync(digests, Snowflake.At(incident.Milestones.Declared), static message => message.Content.StartsWith(ActionDigest.Opening, StringComparison.Ordinal));
        return [.. found];

        async Task LookThroughAsync(ChannelId channel, Snowflake after, Func<Message, bool> which)
        {
            try
            {
                await PagesAsync(channel, after, which);
            }
            catch (DiscordApiException e)
            {
                logger.LogWarning("My own messages in {Incident} could not be looked through for something redacted: {Reason}", incident.Name, e.Reason);
            }
        }

        async Task PagesAsync(ChannelId channel, Snowflake after, Func<Message, bool> which)
        {
            for (var pages = 0; pages < MostPages; pages++)
            {
                var page = await api.GetMessagesAsync(new(channel.Value), new MessageRange.After(after), PageSize, CancellationToken.None);
                found.AddRange(page
                    .Where(m => m.Author.Id == self.Id && which(m) && !edited.Contains(new(m.Id.Value)) && Says(m).Any(erasure.StandsIn))
                    .Select(m => new MessageRef(channel, new(m.Id.Value))));
                if (page.Count < PageSize) break;
                after = page.Max(m => m.Id);
            }
        }
    }

    private async Task<ChannelId?> DigestPlaceAsync(Incident incident)
    {
        var settings = await store.SettingsAsync(incident.Server);
        if (settings.FollowUp.DigestChannel is { } chosen) return chosen;
        try
        {
            return await channels.AnnouncementsAsync(settings, CancellationToken.None);
        }
        catch (DiscordApiException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Says(Message message)
    {
        yield return message.Content;
        foreach (var embed in message.Embeds)
        {
            yield return embed.Title ?? "";
            yield return embed.Description ?? "";
            foreach (var field in embed.Fields ?? []) yield return field.Value;
        }
    }

    [GeneratedRegex(@"^(?:https://(?:\w+\.)?discord(?:app)?\.com/channels/\d{1,20}/)?(?<channel>\d{15,20})/(?<message>\d{15,20})/?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MessageLink();
}
