using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Inbox;
using IncidentBot.Servers;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Reconcile;

/// <summary>
/// Compares one incident with Discord: its channel and its threads, active and archived, as far as the bot can see them.
/// <list type="bullet">
/// <item>New messages: everything after the last message that was stored before the gap.</item>
/// <item>Edits, deletions and reactions: in what was said since a minute before the gap, in the 200 messages before that as far as they were said within 24
/// hours, and in every message that stands in the timeline.</item>
/// </list>
/// </summary>
public sealed class IncidentReader(
    IncidentStore store, IDiscordApi api, ChannelReader channels, ThreadLists lists, MarkReader marks, ThreadBook threads, Self self, TimeProvider clock, ILogger<IncidentReader> logger)
{
    /// <summary>Messages of before the gap that are looked at again, in each channel.</summary>
    private const int LookedBack = 200;

    /// <summary>Messages in the timeline that are older still, the newest so many.</summary>
    private const int MostMarked = 100;

    private static readonly TimeSpan LookBack = TimeSpan.FromHours(24);

    /// <summary>For clocks that differ a little, and for events that were on their way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>How long a comparison may hold up what comes after it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public DiscordView Look() => new(api);

    /// <summary>Reads what was missed, and notes the gap in the timeline in the commit that settles it.</summary>
    /// <returns>How many messages were new or had changed.</returns>
    /// <exception cref="DiscordApiException">Something could not be read; what was read is kept.</exception>
    public async Task<int> ReconcileAsync(Reconciliation owed, DiscordView view, CancellationToken cancellationToken)
    {
        if (await store.FindIncidentAsync(owed.Incident, cancellationToken) is not { IsOpen: true } incident)
        {
            await store.CommitAsync(scope => scope.EndReconciliationAsync(owed), cancellationToken);
            return 0;
        }

        var changes = 0;
        var gone = incident.Channel is null;
        if (incident.Channel is { } channel)
        {
            try
            {
                changes = await ReadAllAsync(incident, channel, owed, view, cancellationToken);
            }
            catch (DiscordApiException e) when (e.Code == DiscordErrorCode.UnknownChannel)
            {
                gone = true;
            }

            if (gone) logger.LogWarning("The channel of {Incident} is gone", incident.Name);
        }

        await store.CommitAsync(
            async scope =>
            {
                if (!await scope.EndReconciliationAsync(owed) || await scope.FindIncidentAsync(owed.Incident) is not { } now) return;
                now = await NoteAsync(scope, now, owed, unread: null);
                if (gone && incident.Channel is { } lost) await scope.SaveAsync(ChannelLost.Decide(now, lost, clock.GetUtcNow()));
            },
            cancellationToken);
        return changes;
    }

    /// <summary>It cannot be read: the gap stands in the timeline with the reason, and the channel is told.</summary>
    public Task GiveUpAsync(Reconciliation owed, string reason, CancellationToken cancellationToken) => store.CommitAsync(
        async scope =>
        {
            if (!await scope.EndReconciliationAsync(owed) || await scope.FindIncidentAsync(owed.Incident) is not { } now) return;
            now = await NoteAsync(scope, now, owed, reason);
            await scope.SaveAsync(DutyFailed.Decide(now, "What was said while I was away could not be read", reason, tell: now.Channel is not null, clock.GetUtcNow()));
        },
        cancellationToken);

    /// <summary>
    /// Compares the newest page of the channel and of each active thread, in case an event never arrived. It fails quietly, and takes seconds at most: the
    /// record is better for it, but nothing waits on it for long.
    /// </summary>
    /// <param name="until">What was said later, by Discord's clock, is not the incident's; null: all of it is, since it is open.</param>
    /// <returns>Whether the record has changed; null when not all could be compared.</returns>
    public async Task<bool?> CompareNewestAsync(Incident incident, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        if (incident.Channel is not { } channel) return false;
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var changes = 0;
        try
        {
            var places = new List<Snowflake> { new(channel.Value) };
            foreach (var thread in await Look().ActiveThreadsAsync(incident.Server, new(channel.Value), either.Token))
            {
                threads.Put(thread);
                places.Add(thread.Id);
            }

            var settings = await store.SettingsAsync(incident.Server, either.Token);
            var marked = await marks.MarkedAsync(incident, either.Token);
            foreach (var place in places)
            {
                var page = await channels.CompareNewestAsync(incident, place, until, either.Token);
                changes += page.Changes;
                foreach (var message in page.Messages.Where(m => until is null || m.Id.Timestamp <= until)) changes += await marks.CompareAsync(incident, settings, message, marked, thorough: false, either.Token);
            }
        }
        catch (DiscordApiException e)
        {
            logger.LogWarning("The newest messages of {Incident} could not be compared: {Reason}", incident.Name, e.Reason);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("The newest messages of {Incident} could not be compared in time", incident.Name);
            return null;
        }

        return changes > 0;
    }

    private static async Task<Incident> NoteAsync(CommitScope scope, Incident incident, Reconciliation owed, string? unread)
    {
        var entries = await scope.EntriesAsync(incident.Id);
        var whole = GapNoted.Whole(entries, owed.Since, owed.Until);
        var recovered = await scope.CountRecoveredAsync(incident.Id, whole.From - Margin, whole.Until + Margin);
        return await scope.SaveAsync(GapNoted.Decide(await Desk.StateAsync(scope, incident), whole, recovered, unread));
    }

    private async Task<int> ReadAllAsync(Incident incident, ChannelId channel, Reconciliation owed, DiscordView view, CancellationToken cancellationToken)
    {
        var settings = await store.SettingsAsync(incident.Server, cancellationToken);
        var marked = await marks.MarkedAsync(incident, cancellationToken);
        var heard = new MessageId(Math.Min(owed.LastHeard.Value, Snowflake.At(owed.Since - Margin).Value));
        var (changes, seen) = (0, new HashSet<MessageId>());

        // The channel first: when it is gone, so are its threads.
        var places = new List<Snowflake> { new(channel.Value) };
        changes += await ReadAsync(places[0]);
        foreach (var thread in await lists.ReadAsync(incident, channel, owed.Since - Margin, view, cancellationToken))
        {
            threads.Put(thread);
            places.Add(thread.Id);
            changes += await ReadAsync(thread.Id);
        }

        changes += await channels.MissThreadsAsync(incident, places, owed.Since, cancellationToken);
        foreach (var reference in await MarkedAsync(incident, seen, cancellationToken))
        {
            if (await channels.CompareOneAsync(incident, reference, owed.Since, cancellationToken) is not { } found) continue;
            changes += found.Changes;
            foreach (var message in found.Messages) changes += await marks.CompareAsync(incident, settings, message, marked, thorough: true, cancellationToken);
        }

        return changes;

        async Task<int> ReadAsync(Snowflake place)
        {
            var first = await store.LookBackAsync(incident.Id, new(place.Value), heard, owed.Since - LookBack, LookedBack, cancellationToken) ?? heard;
            var count = 0;
            await foreach (var page in channels.ReadAsync(incident, place, first, owed.Since, cancellationToken))
            {
                count += page.Changes;
                foreach (var message in page.Messages)
                {
                    seen.Add(new(message.Id.Value));
                    if (message.Author.Id != self.Id) count += await marks.CompareAsync(incident, settings, message, marked, thorough: true, cancellationToken);
                }
            }

            return count;
        }
    }

    private async Task<IReadOnlyList<MessageRef>> MarkedAsync(Incident incident, HashSet<MessageId> seen, CancellationToken cancellationToken)
    {
        var file = await store.LoadFileWithoutTalkAsync(incident.Id, cancellationToken);
        var own = (await store.TalkChannelsAsync(incident.Id, cancellationToken)).ToHashSet();
        return
        [
            .. file!.Entries.Where(e => e.Source is { } source && own.Contains(source.Channel) && !seen.Contains(source.Message) && e.Redacted is null)
                .Select(e => e.Source!.Value).Distinct().OrderByDescending(source => source.Message).Take(MostMarked),
        ];
    }
}
