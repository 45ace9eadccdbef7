using System.Text;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Retention;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Options;
using IncidentBot.Servers;
using IncidentBot.Storage;

namespace IncidentBot.Setup;

/// <summary>`/bot setup` and `/bot settings`.</summary>
public sealed class SetupModule(IncidentStore store, CommonChannels channels, BotOptions options, TimeProvider clock) : ICommandModule
{
    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "bot setup",
            "Make what is needed: the channels for announcements and postmortems, and your time zone",
            [TimeZone()],
            SetUpAsync,
            Verb.Configure);
        catalog.Slash(
            "bot settings",
            "Show what is set for this server, or change it",
            [
                TimeZone(),
                Channel("announcements", "Where incidents are announced"),
                Channel("postmortems", "Where postmortems are posted"),
                Option.Text("roles", "Further roles in an incident, with commas between; `none` takes them away", max: 300),
                Option.Choice(
                    "allow",
                    "What the role under `to` may do",
                    required: false,
                    ("declare", "declare"),
                    ("use", "use"),
                    ("resolve", "resolve"),
                    ("page", "page"),
                    ("configure", "configure"),
                    ("see private incidents", "seeprivate")),
                Option.Choice("closed_channels", "What becomes of the channels of closed incidents", required: false, ("keep", "keep"), ("archive, where nobody writes any more", "archive"), ("delete, once the record is written out", "delete")),
                Option.Text("after", "How long after closing, for example `30 days`; a day at least", max: 50),
                new CommandOptionDefinition { Type = CommandOptionType.Role, Name = "to", Description = "Which role is allowed it; without it the default holds again", Required = false },
            ],
            ChangeAsync,
            Verb.Configure);
        catalog.Complete("timezone", CompleteZone);
    }

    private static CommandOptionDefinition TimeZone() => Option.Text("timezone", "IANA zone of documents and of times people type, for example Africa/Lagos", max: 100, autocomplete: true);

    private static CommandOptionDefinition Channel(string name, string description) => new()
    {
        Type = CommandOptionType.Channel,
        Name = name,
        Description = description,
        Required = false,
        ChannelTypes = [ChannelType.GuildText, ChannelType.GuildAnnouncement],
    };

    private static Task<IReadOnlyList<CommandChoice>> CompleteZone(CommandCall call, string typed) => Task.FromResult<IReadOnlyList<CommandChoice>>(
    [
        .. ZoneNames.All.Where(z => z.Contains(typed.Replace(' ', '_'), StringComparison.OrdinalIgnoreCase)).Take(25).Select(z => new CommandChoice(z, z)),
    ]);

    private async Task SetUpAsync(CommandCall call)
    {
        if (UnknownZone(call) is { } refusal)
        {
            await call.RefuseAsync(refusal);
            return;
        }

        var announcements = await channels.FindOrMakeAsync(call.Server, call.Settings.AnnouncementChannel, options.Channels.Announcements, "Incidents of this server", CancellationToken.None);
        var postmortems = await channels.FindOrMakeAsync(call.Server, call.Settings.PostmortemChannel, options.Channels.Postmortems, "What is learned from incidents", CancellationToken.None);
        var settings = await SaveAsync(call, s => s with { AnnouncementChannel = announcements, PostmortemChannel = postmortems, TimeZone = ZoneNames.Find(call.Text("timezone")) ?? s.TimeZone });
        await call.AnswerPrivatelyAsync($"All is ready.\n{Describe(settings)}\nTry it: `/incident declare title:\"A first try\" drill:true`.");
    }

    private async Task ChangeAsync(CommandCall call)
    {
        if (UnknownZone(call) is { } refusal)
        {
            await call.RefuseAsync(refusal);
            return;
        }

        if (call.Id("to") is not null && call.Text("allow") is null)
        {
            await call.RefuseAsync("Say with `allow:` what that role may do. Nothing was changed.");
            return;
        }

        if (TooSoon(call) is { } tooSoon)
        {
            await call.RefuseAsync(tooSoon);
            return;
        }

        var settings = await SaveAsync(call, s => Change(call, s));
        await call.AnswerPrivatelyAsync(Describe(settings));
    }

    private Task<ServerSettings> SaveAsync(CommandCall call, Func<ServerSettings, ServerSettings> change) => store.CommitAsync(async scope =>
    {
        var before = await scope.SettingsAsync(call.Server);
        if (!await scope.TryHandleInteractionAsync(call.Interaction.Id.Value)) return before;
        var after = change(before);
        await scope.SaveAsync(after);
        if (after.Retention != before.Retention) await OweClosedChannelsAsync(scope, call.Server, after.Retention);
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

    private static ServerSettings Change(CommandCall call, ServerSettings settings)
    {
        if (ZoneNames.Find(call.Text("timezone")) is { } zone) settings = settings with { TimeZone = zone };
        if (call.Id("announcements") is { } announcements) settings = settings with { AnnouncementChannel = new ChannelId(announcements.Value) };
        if (call.Id("postmortems") is { } postmortems) settings = settings with { PostmortemChannel = new ChannelId(postmortems.Value) };
        if (call.Text("roles") is { } roles)
        {
            settings = settings with
            {
                ExtraRoles = roles.Trim().Equals("none", StringComparison.OrdinalIgnoreCase)
                    ? []
                    : [.. roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(r => Harmless.Cut(Harmless.Plain(r), 50)).Distinct(StringComparer.OrdinalIgnoreCase).Take(10)],
            };
        }

        if (Enum.TryParse<ClosedChannel>(call.Text("closed_channels"), ignoreCase: true, out var closed)) settings = settings with { Retention = settings.Retention with { Closed = closed } };
        if (call.Text("after") is { } time && TypedDuration.Read(time).Length is { } length) settings = settings with { Retention = settings.Retention with { After = length } };
        if (Enum.TryParse<Verb>(call.Text("allow"), ignoreCase: true, out var verb))
        {
            var allowed = settings.Allowed.GetValueOrDefault(verb, []);
            settings = settings with
            {
                Allowed = call.Id("to") is { } role
                    ? settings.Allowed.SetItem(verb, allowed.Contains(new(role.Value)) ? allowed : allowed.Add(new(role.Value)))
                    : settings.Allowed.Remove(verb),
            };
        }

        return settings;
    }

    private static string? UnknownZone(CommandCall call) => call.Text("timezone") is { } typed && ZoneNames.Find(typed) is null
        ? $"I do not know the time zone \"{Harmless.Line(typed, 60)}\". Use an IANA name such as Africa/Lagos or America/New_York; typing a part of it shows some."
        : null;

    private static string? TooSoon(CommandCall call)
    {
        if (call.Text("after") is not { } typed) return null;
        var read = TypedDuration.Read(typed);
        return read.Refusal?.Sentence ?? (read.Length < RetentionRule.Shortest ? "That is too soon: people need a day to see what becomes of a channel. Use `1 day` or more. Nothing was changed." : null);
    }

    private static string Describe(RetentionRule rule) => rule.Closed == ClosedChannel.Keep
        ? "kept"
        : $"{RetireChannel.Done(rule.Closed)} {Durations.InWords(rule.After)} after closing, told a day before, with a button to keep it; the record stays";

    private string Describe(ServerSettings settings)
    {
        var text = new StringBuilder();
        text.Append("Time zone: ").Append(settings.TimeZone).Append('\n');
        text.Append("Announcements: ").Append(settings.AnnouncementChannel is { } a ? $"<#{a}>" : $"#{options.Channels.Announcements}, made when first needed").Append('\n');
        text.Append("Postmortems: ").Append(settings.PostmortemChannel is { } p ? $"<#{p}>" : $"#{options.Channels.Postmortems}, made when first needed").Append('\n');
        text.Append("Roles: incident commander, communications lead, scribe").Append(settings.ExtraRoles.Length > 0 ? ", " + Harmless.Line(string.Join(", ", settings.ExtraRoles), 500) : "").Append('\n');
        text.Append("Channels of closed incidents: ").Append(Describe(settings.Retention)).Append('\n');
        foreach (var (verb, roles) in settings.Allowed.OrderBy(v => v.Key))
            text.Append("Only these, and those who manage the server, may ").Append(verb == Verb.SeePrivate ? "see private incidents" : verb.ToString().ToLowerInvariant()).Append(": ").Append(string.Join(", ", roles.Select(r => $"<@&{r}>"))).Append('\n');
        text.Append("Reactions: ").Append(string.Join(" ", settings.Reactions.Keys.Order(StringComparer.Ordinal)));
        return text.ToString();
    }
}
