using System.Globalization;
using System.Net;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions.FollowingUp;
using IncidentBot.Domain.OnCall;
using IncidentBot.Servers;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Posts what is still to be done, by owner, in the hour that is set; one that came at another hour only waits for the next.</summary>
public sealed class PostActionDigestDuty(IncidentStore store, Voice voice, CommonChannels channels, TimeProvider clock) : IServerDuty
{
    private static readonly TimeSpan UntilMended = TimeSpan.FromMinutes(15);

    public Type Kind => typeof(PostActionDigest);

    public async Task<DutyResult> DoAsync(AgendaItem item, ServerId server, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var settings = await store.SettingsAsync(server, cancellationToken);
        var open = await store.ListActionsAsync(server, cancellationToken: cancellationToken);
        var due = item.Owed.Due is { } owed && owed < item.Due ? owed : item.Due;
        if (NextDigest.Now(settings, now) is { } moment && moment >= due)
        {
            var messages = ActionDigest.Write(open, DateOnly.FromDateTime(ZoneClock.In(moment, settings.TimeZone).DateTime));
            try
            {
                if (messages.Length > 0)
                {
                    var channel = settings.FollowUp.DigestChannel ?? await channels.AnnouncementsAsync(settings, cancellationToken);
                    for (var part = 0; part < messages.Length; part++) await PostAsync(item, channel, messages[part], part, cancellationToken);
                }
            }
            catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
            {
                return DutyResult.UntilMended(UntilMended, $"the digest of action items cannot be posted: {e.Reason.TrimEnd('.')}; choose another channel with `/action settings action_digest_channel:`");
            }
        }

        // While nothing is to be done, nothing is waited for: the next action item begins it again.
        return open.Length == 0 || NextDigest.After(settings, now) is not { } next
            ? DutyResult.Done
            : DutyResult.DoneWith(scope => scope.OweAsync(server, new PostActionDigest { Due = next }));
    }

    // What stands in it may have changed between two attempts: it is the digest of that day all the same.
    private Task PostAsync(AgendaItem item, ChannelId channel, string text, int part, CancellationToken cancellationToken)
    {
        var heading = text.Split('\n')[0];
        var day = heading[heading.LastIndexOf(" · ", StringComparison.Ordinal)..];
        return voice.PostAsync(
            item,
            channel,
            new OutgoingMessage { Content = text, AllowedMentions = AllowedMentions.None },
            string.Create(CultureInfo.InvariantCulture, $"digest-{item.Id}-{part}"),
            cancellationToken,
            said => part == 0 ? IsFirst(said.Content.Split('\n')[0], day) : said.Content == text);
    }

    private static bool IsFirst(string heading, string day) =>
        heading.StartsWith(ActionDigest.Opening, StringComparison.Ordinal) && !heading.StartsWith(ActionDigest.Continued, StringComparison.Ordinal) && heading.EndsWith(day, StringComparison.Ordinal);
}
