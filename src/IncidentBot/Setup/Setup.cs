using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions.FollowingUp;
using IncidentBot.Domain.Retention;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Options;
using IncidentBot.Servers;
using IncidentBot.Storage;
using IncidentBot.Trackers;

namespace IncidentBot.Setup;

/// <summary>`/bot setup` and `/bot settings`.</summary>
public sealed class SetupModule(IncidentStore store, CommonChannels channels, TrackerBook trackers, BotOptions options, TimeProvider clock) : ICommandModule
{
    /// <summary>Among so many of a server's newest incidents, closed ones get their reminders by changed times, too.</summary>
    private const int LatestReminded = 50;

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "bot setup",
            "Make what is needed: the channels for announcements and postmortems, and your time zone",
            [ServerSetting.TimeZoneOption(), ServerSetting.PostmortemsAsOption()],
            SetUpAsync,
            Verb.Configure);
        catalog.Slash(
            "bot settings",
            "Show what is set for this server, or change it",
            [.. ServerSetting.All.Where(setting => setting.Command == ServerSetting.BotSettings).SelectMany(setting => setting.Options)],
            ChangeAsync,
            Verb.Configure);
        catalog.Slash(
            ServerSetting.PostmortemSettings,
            "What this server expects of its postmortems: show it, or change it",
            [.. ServerSetting.All.Where(setting => setting.Command == ServerSetting.PostmortemSettings).SelectMany(setting => setting.Options)],
            ChangeAsync,
            Verb.Configure);
        catalog.Slash(
            FollowUpSettings.Command,
            "Show how action items are followed up, or change it: reminders, digest, tracker",
            [.. FollowUpSettings.All.SelectMany(setting => setting.Options)],
            ChangeAsync,
            Verb.Configure);
        catalog.Complete("action_tracker", async (call, typed) =>
            [.. (await trackers.ForAsync(call.Server)).Select(one => one.Name).Append("none").Where(name => name.Contains(typed, StringComparison.OrdinalIgnoreCase)).Select(name => new CommandChoice(name, name))]);
        catalog.Complete("timezone", CompleteZone);
    }

    private static Task<IReadOnlyList<CommandChoice>> CompleteZone(CommandCall call, string typed) => Task.FromResult<IReadOnlyList<CommandChoice>>(
    [
        .. Zones.All.Where(z => z.Contains(typed.Replace(' ', '_'), StringComparison.OrdinalIgnoreCase)).Take(25).Select(z => new CommandChoice(z, z)),
    ]);

    private async Task SetUpAsync(CommandCall call)
    {
        var wanted = Change(call, call.Settings);
        if (wanted.Settings is not { } asked)
        {
            await call.RefuseAsync(wanted.Mistake ?? "");
            return;
        }

        var announcements = await channels.AnnouncementsAsync(asked, CancellationToken.None);
        var (postmortems, trouble) = await PostmortemsAsync(asked);
        var settings = await SaveAsync(call, s => (Change(call, s).Settings ?? s) with
        {
            AnnouncementChannel = announcements,
            PostmortemChannel = new(postmortems.Id.Value),
            PostmortemsAs = postmortems.Type == ChannelType.GuildForum ? PostmortemPlace.Forum : PostmortemPlace.Text,
        });
        await call.AnswerPrivatelyAsync($"All is ready{(trouble is null ? "." : $", but for this: {trouble}")}\n{Describe(settings, "bot settings")}\nTry it: `/incident declare title:\"A first try\" drill:true`.");
    }

    // Not every server may have forums; a text channel can always be had.
    private async Task<(Channel Channel, string? Trouble)> PostmortemsAsync(ServerSettings asked)
    {
        try
        {
            return (await channels.PostmortemsAsync(asked, CancellationToken.None), null);
        }
        catch (DiscordApiException e) when (asked.PostmortemsAs == PostmortemPlace.Forum && e.Status is System.Net.HttpStatusCode.BadRequest)
        {
            var text = await channels.PostmortemsAsync(asked with { PostmortemsAs = PostmortemPlace.Text, PostmortemChannel = null }, CancellationToken.None);
            return (text, $"Discord makes no forum here ({e.Reason.TrimEnd('.')}), so postmortems go to a text channel.");
        }
    }

    private async Task ChangeAsync(CommandCall call)
    {
        if (call.Id("to") is not null && call.Text("allow") is null)
        {
            await call.RefuseAsync("Say with `allow:` what that role may do. Nothing was changed.");
            return;
        }

        if (Change(call, call.Settings).Mistake is { } mistake)
        {
            await call.RefuseAsync(mistake);
            return;
        }

        var settings = await SaveAsync(call, s => Change(call, s).Settings ?? s);
        await call.AnswerPrivatelyAsync(Describe(settings, string.Join(' ', call.CommandPath)));
    }

    private Task<ServerSettings> SaveAsync(CommandCall call, Func<ServerSettings, ServerSettings> change) => store.CommitAsync(async scope =>
    {
        var before = await scope.SettingsAsync(call.Server);
        if (!await call.MayActAsync(scope)) return before;
        var after = change(before);
        await scope.SaveAsync(after);
        if (after.Retention != before.Retention) await OweClosedChannelsAsync(scope, call.Server, after.Retention);
        if (after.Reminders != before.Reminders) await OweRemindersAsync(scope, call.Server);
        if (after.FollowUp != before.FollowUp || after.TimeZone != before.TimeZone) await OweFollowUpAsync(scope, after);
        if (after.OnCallChannel != before.OnCallChannel || !after.OnCallRoles.SequenceEqual(before.OnCallRoles)) await scope.OweAsync(call.Server, new FollowShifts());
        return after;
    });

    // A shorter time holds for what is closed already, too; of a longer one each item learns when it falls due.
    private async Task OweClosedChannelsAsync(CommitScope scope, ServerId server, RetentionRule rule)
    {
        foreach (var incident in await scope.ListClosedWithChannelAsync(server))
        {
            if (RetireChannel.Owe(incident, rule, clock.GetUtcNow()) is { } owed) await scope.OweAsync(incident.Id, owed);
        }
    }

    // What is owed waits for the times as they were, and some incidents wait for nothing: each is looked at once.
    private static async Task OweRemindersAsync(CommitScope scope, ServerId server)
    {
        foreach (var incident in await scope.OpenAndLatestAsync(server, LatestReminded)) await scope.OweAsync(incident.Id, new Remind());
    }

    private async Task OweFollowUpAsync(CommitScope scope, ServerSettings settings)
    {
        var incidents = await scope.WithOpenActionsAsync(settings.Server);
        foreach (var incident in incidents) await scope.OweAsync(incident, new FollowUpActions());
        if (incidents.Length > 0 && NextDigest.After(settings, clock.GetUtcNow()) is { } next) await scope.OweAsync(settings.Server, new PostActionDigest { Due = next });
    }

    private static SettingChange Change(CommandCall call, ServerSettings settings)
    {
        var given = new Given(call);
        foreach (var setting in ServerSetting.All.Where(setting => given.Has(setting.Name)))
        {
            var change = setting.Set(settings, given);
            if (change.Settings is not { } changed) return change;
            settings = changed;
        }

        return settings;
    }

    private string Describe(ServerSettings settings, string command) => string.Join(
        '\n',
        ServerSetting.All.Where(setting => setting.Command == command).Select(setting => setting.Describe(settings, options))
            .Append(command == FollowUpSettings.Command ? "" : $"Reactions: {string.Join(" ", settings.Reactions.Keys.Order(StringComparer.Ordinal))}")
            .Where(line => line.Length > 0));

    private sealed class Given(CommandCall call) : IGivenSetting
    {
        public bool Has(string option) => Text(option) is not null || Id(option) is not null;

        public string? Text(string option) => call.Text(option);

        public ulong? Id(string option) => call.Id(option)?.Value;
    }
}
