using System.Collections.Immutable;
using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Reminders;
using IncidentBot.Domain.Retention;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Options;
using IncidentBot.Postmortem;

namespace IncidentBot.Setup;

/// <summary>
/// One thing that can be set for a server. `/bot settings` has its options from <see cref="All"/>, and so has the `settings` block of a scenario its keys: what is
/// added here can be set in both.
/// </summary>
/// <param name="Options">Of the command. The first one names the setting; a second one belongs to the first, as "to" to "allow".</param>
/// <param name="Set">Asked only when its first option is given.</param>
/// <param name="Describe">A line or several for those who ask what is set, in Discord's Markdown.</param>
public sealed record ServerSetting(
    ImmutableArray<CommandOptionDefinition> Options,
    Func<ServerSettings, IGivenSetting, SettingChange> Set,
    Func<ServerSettings, BotOptions, string> Describe)
{
    // Escalation policies and on-call schedules are applied from files of their own, which a scenario may hold as blocks: their keys belong into this list too.

    /// <summary>Everything that can be set, in the order in which it is shown.</summary>
    public static ImmutableArray<ServerSetting> All { get; } =
    [
        TimeZone(), Announcements(), PostmortemsAs(), Postmortems(), Roles(), Allow(), Alerts(), AlertsFrom(), ClosedChannels(), ClosedChannelsAfter(),
        Reminder("remind_commander", "Remind while nobody is incident commander", ReminderKind.NoCommander),
        Reminder("remind_update", "Remind when nobody has posted an update", ReminderKind.NoUpdate),
        Reminder("remind_promise", "Remind of a promised update that is due", ReminderKind.UpdateDue),
        Reminder("remind_open", "Remind that an incident is still open", ReminderKind.StillOpen),
        Reminder("remind_cause", "Remind that a resolved incident has no root cause", ReminderKind.NoCause),
        RemindersInDrills(), OnCallChannel(), OnCallRoles(), Template(), PostmortemsDue(), Approvals(),
        Reminder("remind_postmortem", "Remind the owner before a postmortem is due", ReminderKind.PostmortemDue, "sev1: 1d, sev4: off") with { Command = PostmortemSettings },
        Reminder("remind_overdue", "Remind the owner of an overdue postmortem", ReminderKind.PostmortemOverdue, "sev1: 1d, sev4: off") with { Command = PostmortemSettings },
        Reminder("remind_review", "Remind reviewers who have not answered", ReminderKind.ReviewWaiting, "sev1: 1d, sev4: off") with { Command = PostmortemSettings },
        .. FollowUpSettings.All,
    ];

    public const string BotSettings = "bot settings";

    public const string PostmortemSettings = "postmortem settings";

    public string Name => Options[0].Name;

    /// <summary>The command that sets it: one takes 25 options at most.</summary>
    public string Command { get; init; } = BotSettings;

    /// <summary>In a file it may be a block of keys, which stands for what is typed as "key: value, key: value".</summary>
    public bool TakesBlock { get; init; }

    /// <summary>The first of its options may be given without the second.</summary>
    public bool StandsAlone { get; init; }

    public static CommandOptionDefinition TimeZoneOption() =>
        Option.Text("timezone", "IANA zone of documents and of times people type, for example Africa/Lagos", max: 100, autocomplete: true);

    private static ServerSetting TimeZone() => new(
        [TimeZoneOption()],
        (settings, given) => Zones.Find(given.Text("timezone")) is { } zone
            ? settings with { TimeZone = zone }
            : SettingChange.Refused($"I do not know the time zone \"{Harmless.Line(given.Text("timezone"), 60)}\". Use an IANA name such as Africa/Lagos or America/New_York; typing a part of it shows some."),
        (settings, _) => $"Time zone: {settings.TimeZone}");

    private static ServerSetting Announcements() => new(
        [Channel("announcements", "Where incidents are announced")],
        (settings, given) => given.Id("announcements") is { } channel ? settings with { AnnouncementChannel = new ChannelId(channel) } : SettingChange.Refused(NoChannel),
        (settings, options) => $"Announcements: {(settings.AnnouncementChannel is { } channel ? $"<#{channel}>" : $"#{options.Channels.Announcements}, made when first needed")}");

    public static CommandOptionDefinition PostmortemsAsOption() =>
        Option.Choice("postmortems_as", "Postmortems in a text channel or a forum of their own", required: false, ("text channel, with a thread for each", "text"), ("forum, with a post for each", "forum"));

    // A channel that was chosen before is of one kind or the other: with another kind it is looked for or made anew.
    private static ServerSetting PostmortemsAs() => new(
        [PostmortemsAsOption()],
        (settings, given) => Enum.TryParse<PostmortemPlace>(given.Text("postmortems_as"), ignoreCase: true, out var place) && Enum.IsDefined(place)
            ? place == settings.PostmortemsAs ? settings : settings with { PostmortemsAs = place, PostmortemChannel = null }
            : SettingChange.Refused("Postmortems stand in a `text` channel or in a `forum`."),
        (_, _) => "");

    private static ServerSetting Postmortems() => new(
        [Channel("postmortems", "Where postmortems are posted", ChannelType.GuildForum)],
        (settings, given) => given.Id("postmortems") is { } channel ? settings with { PostmortemChannel = new ChannelId(channel) } : SettingChange.Refused(NoChannel),
        (settings, options) => $"Postmortems: {(settings.PostmortemChannel is { } channel ? $"<#{channel}>" : $"{(settings.PostmortemsAs == PostmortemPlace.Forum ? "the forum " : "")}#{options.Channels.Postmortems}, made when first needed")}");

    private static ServerSetting Roles() => new(
        [Option.Text("roles", "Further roles in an incident, with commas between; `none` takes them away", max: 300)],
        (settings, given) => settings with
        {
            ExtraRoles = (given.Text("roles") ?? "").Trim() is var roles && roles.Equals("none", StringComparison.OrdinalIgnoreCase)
                ? []
                : [.. roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(r => Harmless.Cut(Harmless.Plain(r), 50)).Distinct(StringComparer.OrdinalIgnoreCase).Take(10)],
        },
        (settings, _) => $"Roles: incident commander, communications lead, scribe{(settings.ExtraRoles.Length > 0 ? ", " + Harmless.Line(string.Join(", ", settings.ExtraRoles), 500) : "")}");

    private static ServerSetting Allow() => new(
        [
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
            new CommandOptionDefinition { Type = CommandOptionType.Role, Name = "to", Description = "Which role is allowed it; without it the default holds again", Required = false },
        ],
        (settings, given) =>
        {
            if (!Enum.TryParse<Verb>(given.Text("allow"), ignoreCase: true, out var verb)) return SettingChange.Refused("There is nothing of that name to allow.");
            var allowed = settings.Allowed.GetValueOrDefault(verb, []);
            return settings with
            {
                Allowed = given.Id("to") is { } role
                    ? settings.Allowed.SetItem(verb, allowed.Contains(new(role)) ? allowed : allowed.Add(new(role)))
                    : settings.Allowed.Remove(verb),
            };
        },
        (settings, _) => string.Join('\n', settings.Allowed.OrderBy(v => v.Key).Select(v =>
            $"Only these, and those who manage the server, may {(v.Key == Verb.SeePrivate ? "see private incidents" : v.Key.ToString().ToLowerInvariant())}: {string.Join(", ", v.Value.Select(r => $"<@&{r}>"))}")));

    private static ServerSetting Alerts() => new(
        [Option.Choice("alerts", "What an alert does that belongs to no open incident", required: false, ("open an incident", "declare"), ("only join open incidents", "attach"))],
        (settings, given) => Enum.TryParse<AlertHandling>(given.Text("alerts"), ignoreCase: true, out var handling)
            ? settings with { Alerts = handling }
            : SettingChange.Refused("Alerts either `declare` incidents or only `attach` to open ones."),
        (settings, _) => settings.Alerts == AlertHandling.Attach ? "Alerts join open incidents and open none" : $"Alerts open an incident from {settings.AlertsFrom.InWords()} on; what is less bad joins open ones");

    private static ServerSetting AlertsFrom() => new(
        [Option.Severity() with { Name = "alerts_from", Description = "The least severity at which an alert opens an incident" }],
        (settings, given) => Enum.TryParse<Severity>(given.Text("alerts_from"), ignoreCase: true, out var severity) && Enum.IsDefined(severity)
            ? settings with { AlertsFrom = severity }
            : SettingChange.Refused("The severity is one of sev1, sev2, sev3 and sev4."),
        (_, _) => "");

    private static ServerSetting ClosedChannels() => new(
        [Option.Choice("closed_channels", "What becomes of the channels of closed incidents", required: false, ("keep", "keep"), ("archive, where nobody writes any more", "archive"), ("delete, once the record is written out", "delete"))],
        (settings, given) => Enum.TryParse<ClosedChannel>(given.Text("closed_channels"), ignoreCase: true, out var closed) && Enum.IsDefined(closed)
            ? settings with { Retention = settings.Retention with { Closed = closed } }
            : SettingChange.Refused("The channels of closed incidents are one of `keep`, `archive` and `delete`."),
        (settings, _) => "Channels of closed incidents: " + (settings.Retention.Closed == ClosedChannel.Keep
            ? "kept"
            : $"{RetireChannel.Done(settings.Retention.Closed)} {Durations.InWords(settings.Retention.After)} after closing, told a day before, with a button to keep it; the record stays"));

    private static ServerSetting ClosedChannelsAfter() => new(
        [Option.Text("after", "How long after closing, for example `30 days`; a day at least", max: 50)],
        (settings, given) => TypedDuration.Read(given.Text("after")) is { Length: { } length }
            ? length < RetentionRule.Shortest
                ? SettingChange.Refused("That is too soon: people need a day to see what becomes of a channel. Use `1 day` or more. Nothing was changed.")
                : settings with { Retention = settings.Retention with { After = length } }
            : SettingChange.Refused(TypedDuration.Read(given.Text("after")).Refusal!.Sentence),
        (_, _) => "");

    private static ServerSetting Reminder(string name, string what, ReminderKind kind, string example = "after: sev1: 5m, sev2: 1h, sev4: off") => new(
        [Option.Text(name, $"{what}, {example}", max: 100)],
        (settings, given) =>
        {
            var read = TypedReminderTimes.Read(given.Text(name), kind, settings.Reminders[kind]);
            return read.Times is { } times ? settings with { Reminders = settings.Reminders.With(kind, times) } : SettingChange.Refused(read.Refusal!.Sentence);
        },
        (settings, _) => $"{what}: {TypedReminderTimes.Write(settings.Reminders[kind])}")
    {
        TakesBlock = true,
    };

    private static ServerSetting RemindersInDrills() => new(
        [Option.Choice("remind_in_drills", "Whether drills have reminders", required: false, ("as in real incidents", "yes"), ("quiet", "no"))],
        (settings, given) => given.Text("remind_in_drills")?.ToLowerInvariant() switch
        {
            "yes" or "true" or "on" => settings with { Reminders = settings.Reminders with { QuietInDrills = false } },
            "no" or "false" or "off" => settings with { Reminders = settings.Reminders with { QuietInDrills = true } },
            _ => SettingChange.Refused("Drills have reminders as real incidents do (`yes`), or are quiet (`no`)."),
        },
        (settings, _) => settings.Reminders.QuietInDrills ? "Drills have no reminders" : "");

    private static ServerSetting OnCallChannel() => new(
        [Channel("oncall_channel", "Where it is said who is on call when that changes, and who cannot be reached")],
        (settings, given) => given.Id("oncall_channel") is { } channel ? settings with { OnCallChannel = new ChannelId(channel) } : SettingChange.Refused(NoChannel),
        (settings, _) => settings.OnCallChannel is { } channel ? $"Who is on call: <#{channel}>" : "Who is on call: not announced");

    private static ServerSetting OnCallRoles() => new(
        [
            Option.Text("oncall_schedule", "Whoever is on call in this schedule has the role under `oncall_role`", max: 50, autocomplete: true),
            new CommandOptionDefinition { Type = CommandOptionType.Role, Name = "oncall_role", Description = "Which role; without it none is given", Required = false },
        ],
        (settings, given) =>
        {
            var schedule = Harmless.Plain(given.Text("oncall_schedule"));
            var others = settings.OnCallRoles.RemoveAll(one => one.Schedule.Equals(schedule, StringComparison.OrdinalIgnoreCase));
            if (given.Id("oncall_role") == settings.Server.Value) return SettingChange.Refused("Everyone has that role. Choose one that only those who are on call shall have.");
            return settings with { OnCallRoles = given.Id("oncall_role") is { } role ? others.Add(new OnCallRole(schedule, new(role))) : others };
        },
        (settings, _) => string.Join('\n', settings.OnCallRoles.Select(one => $"Whoever is on call in {Harmless.Line(one.Schedule, 60)} has <@&{one.Role}>")));

    private static ServerSetting Template() => new(
        [
            Option.Choice("template", "How postmortems are arranged", required: false, [.. KnownTemplates.All.Select(template => (template.Key, template.Key))]),
            Option.Severity() with { Name = "template_for", Description = "Only for postmortems of this severity; without it for all that have none of their own" },
        ],
        (settings, given) => KnownTemplates.Find(given.Text("template")) is not { } template
            ? SettingChange.Refused(UseTemplate.Unknown(given.Text("template"), []).Sentence + " One of your own is set with `/postmortem template set`.")
            : given.Text("template_for") is not { } word
                ? TemplateChoice.Set(settings, severity: null, template.Key)
                : Enum.TryParse<Severity>(word, ignoreCase: true, out var severity) && Enum.IsDefined(severity)
                    ? TemplateChoice.Set(settings, severity, template.Key)
                    : SettingChange.Refused("The severity is one of sev1, sev2, sev3 and sev4."),
        (settings, _) => $"Postmortems follow {TemplatesModule.Followed(settings)}")
    {
        StandsAlone = true,
    };

    private static ServerSetting PostmortemsDue() => new(
        [Option.Text("postmortem_due", "When postmortems are due, after resolving: sev1: 3 days, sev2: 5 working days, sev4: off", max: 150)],
        (settings, given) =>
        {
            var read = TypedDueDays.Read(given.Text("postmortem_due"), settings.Reviews.Due);
            return read.Days is { } days ? settings with { Reviews = settings.Reviews with { Due = days } } : SettingChange.Refused(read.Refusal!.Sentence);
        },
        (settings, _) => $"Postmortems are due after: {TypedDueDays.Write(settings.Reviews.Due)}")
    {
        TakesBlock = true,
        Command = PostmortemSettings,
    };

    private static ServerSetting Approvals() => new(
        [Option.Text("postmortem_approvals", "How many reviewers must approve before a postmortem is published; 0: none", max: 10)],
        (settings, given) => int.TryParse(given.Text("postmortem_approvals"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= ReviewRules.MostApprovals
            ? settings with { Reviews = settings.Reviews with { Approvals = count } }
            : SettingChange.Refused($"A postmortem needs 0 to {ReviewRules.MostApprovals} approvals: give that number. Nothing was changed."),
        (settings, _) => settings.Reviews.Approvals == 0 ? "Postmortems need no approval to be published" : $"Postmortems need {(settings.Reviews.Approvals == 1 ? "1 approval" : $"{settings.Reviews.Approvals} approvals")} to be published")
    {
        Command = PostmortemSettings,
    };

    private const string NoChannel = "There is no such channel.";

    /// <param name="also">Kinds of channel that may be chosen besides those one simply writes in.</param>
    private static CommandOptionDefinition Channel(string name, string description, params ReadOnlySpan<ChannelType> also) => new()
    {
        Type = CommandOptionType.Channel,
        Name = name,
        Description = description,
        Required = false,
        ChannelTypes = [ChannelType.GuildText, ChannelType.GuildAnnouncement, .. also],
    };
}

/// <summary>What somebody gave for a setting, in a command or in a file.</summary>
public interface IGivenSetting
{
    /// <summary>The text given for an option; null when there is none.</summary>
    string? Text(string option);

    /// <summary>The id of the channel or role given for an option; null when there is none.</summary>
    ulong? Id(string option);
}

/// <summary>Either the settings as changed, or why not.</summary>
public readonly record struct SettingChange(ServerSettings? Settings, string? Mistake)
{
    public static implicit operator SettingChange(ServerSettings settings) => new(settings, null);

    public static SettingChange Refused(string mistake) => new(null, mistake);
}
