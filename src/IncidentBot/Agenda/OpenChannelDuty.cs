using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using IncidentBot.Declare;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Alerts;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Options;
using IncidentBot.Servers;
using IncidentBot.Storage;
using Permissions = IncidentBot.Discord.Permissions;

namespace IncidentBot.Agenda;

/// <summary>Makes the incident's channel: in the category for incidents, or the next one when that is full. Looked for first, so that a crash never leaves two.</summary>
public sealed class OpenChannelDuty(IDiscordApi api, Self self, Categories categories, BotOptions options, DeclaredAnswers answers, AwaitedMending mending, TimeProvider clock) : IDuty
{
    /// <summary>Discord's limits.</summary>
    private const int MostOnServer = 500;

    // Two at once on one server would make the category twice, or take the same last place in it.
    private readonly ConcurrentDictionary<ServerId, SemaphoreSlim> turns = new();

    public Type Kind => typeof(OpenChannel);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var incident = file.Incident;
        if (incident.Channel is not null || !incident.IsOpen) return DutyResult.Done;
        var turn = turns.GetOrAdd(incident.Server, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            var id = await FindOrMakeAsync(file, cancellationToken);
            await answers.OpenedAsync(incident with { Channel = id });

            // People may talk in the channel from the moment it is there, which is before the record knows that it is this incident's.
            return DutyResult.DoneWith(state => new Decision(state.Incident with { Channel = id }, "")
            {
                Owes = [.. Origin(file) is { } origin ? new[] { new Tell(origin) } : [], new ShowCard(), new Announce(), new CompareChannel()],
            });
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden || e.Code == DiscordErrorCode.MaximumChannels)
        {
            var reason = e.Code == DiscordErrorCode.MaximumChannels
                ? $"the server has {MostOnServer} channels, which is Discord's limit. Delete some"
                : "Discord does not let me. Give my role the permission Manage Channels";
            await answers.CannotOpenAsync(incident, $"Its channel could not be made: {reason}. I make it as soon as I can, without being asked again.");
            mending.Await(incident.Server);
            return DutyResult.UntilMended(DutyTerms.PauseUntilMended(item.Attempts, Random.Shared), reason, item.Attempts == 1 ? now => DutyFailed.Decide(now, "The incident's channel could not be made", reason, tell: false, clock.GetUtcNow()) : null);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<ChannelId> FindOrMakeAsync(IncidentFile file, CancellationToken cancellationToken)
    {
        var incident = file.Incident;
        var guild = new Snowflake(incident.Server.Value);
        var channels = await api.GetGuildChannelsAsync(guild, cancellationToken);
        var topic = Topic(incident);
        var channel = channels.FirstOrDefault(c => c.Type == ChannelType.GuildText && c.Topic == topic);
        if (channel is null)
        {
            var category = await categories.WithRoomAsync(guild, channels, options.Channels.Category, "A place for incident channels", cancellationToken);
            channel = await api.CreateChannelAsync(
                guild,
                new NewChannel
                {
                    Name = NameOf(incident),
                    Type = ChannelType.GuildText,
                    Topic = topic,
                    ParentId = category,
                    PermissionOverwrites = incident.IsPrivate ? Overwrites(guild, incident, file.Settings) : null,
                },
                $"{incident.Name} was declared",
                cancellationToken);
        }

        return new(channel.Id.Value);
    }

    /// <summary>Where it came from, said in the new channel: the alert that opened it, or the message it was declared from, quoted and linked.</summary>
    private static string? Origin(IncidentFile file)
    {
        if (file.Incident is { OpenedByAlert: true, Alerts: [var alert, ..] }) return AlertWords.Opening(alert, file.Incident.Summary);
        if (file.Incident.Origin is not { } origin || file.Entries.FirstOrDefault(e => e.Source == origin) is not { } entry) return null;
        var author = entry.By is { } by ? $" by <@{by}>" : "";
        return $"Declared from [a message](<{file.LinkTo(origin)}>){author}:\n{Harmless.Quote(entry.Text, 1500)}";
    }

    /// <summary>Who may enter a private incident's channel: the bot, those who belong to it, and nobody else.</summary>
    internal IReadOnlyList<Overwrite> Overwrites(Snowflake guild, Incident incident, ServerSettings settings)
    {
        const Permissions Enter = Permissions.ViewChannel | Permissions.SendMessages | Permissions.ReadMessageHistory;
        return
        [
            new Overwrite { Id = guild, Type = OverwriteType.Role, Deny = Permissions.ViewChannel },
            new Overwrite { Id = self.Id, Type = OverwriteType.Member, Allow = Enter },
            .. Visibility.People(incident).Select(p => new Overwrite { Id = new(p.Value), Type = OverwriteType.Member, Allow = Enter }),
            .. Visibility.Roles(incident, settings).Select(r => new Overwrite { Id = new(r.Value), Type = OverwriteType.Role, Allow = Enter }),
        ];
    }

    // The topic names the incident beyond doubt: names of channels are cut and can be changed by anybody.
    internal static string Topic(Incident incident) => Harmless.Cut($"{incident.Name} · {Harmless.Plain(incident.Title)} · What is said here becomes the record.", 1024);

    /// <summary>The number of the incident that a topic names; null when it is none of ours.</summary>
    internal static int? NumberIn(string topic) =>
        topic.StartsWith("INC-", StringComparison.Ordinal) && topic.IndexOf(' ', StringComparison.Ordinal) is var end and > 0
        && int.TryParse(topic.AsSpan(4, end - 4), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>"inc-7-shop-does-not-respond".</summary>
    internal static string NameOf(Incident incident)
    {
        var name = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{(incident.IsDrill ? "drill-" : "")}inc-{incident.Number}"));
        if (!incident.IsPrivate)
        {
            var dash = true;
            foreach (var letter in Harmless.Plain(incident.Title).ToLowerInvariant())
            {
                if (name.Length >= 60) break;
                if (!char.IsLetterOrDigit(letter))
                {
                    dash = true;
                    continue;
                }

                if (dash) name.Append('-');
                dash = false;
                name.Append(letter);
            }
        }

        return name.ToString();
    }
}
