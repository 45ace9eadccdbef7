using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions.FollowingUp;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Options;

namespace IncidentBot.Setup;

/// <summary>What can be set about following action items up. They have a command of their own, since Discord gives a command 25 options at most.</summary>
internal static class FollowUpSettings
{
    public const string Command = "action settings";

    public static IEnumerable<ServerSetting> All => [Reminders(), Hour(), Escalation(), Digest(), DigestChannel(), Tracker(), Tracking(), Private()];

    private static ServerSetting Reminders() => Of(
        Option.Text("action_reminders", "When an owner is reminded: before: 2d, after: 3d, every: 7d; or off", max: 100),
        (rules, given) => TypedFollowUp.ReadDays(given.Text("action_reminders"), rules.Days) is { Days: { } days } ? (rules with { Days = days }, null) : (null, TypedFollowUp.ReadDays(given.Text("action_reminders"), rules.Days).Refusal),
        (rules, _) => $"Owners of action items are reminded: {TypedFollowUp.Write(rules.Days)}") with
    {
        TakesBlock = true,
    };

    private static ServerSetting Hour() => Of(
        Option.Text("action_hour", "The hour of the day from which people are reminded, for example 9 or 09:00", max: 20),
        (rules, given) => TypedFollowUp.ReadHour(given.Text("action_hour")) is { Hour: { } hour } ? (rules with { Hour = hour }, null) : (null, TypedFollowUp.ReadHour(given.Text("action_hour")).Refusal),
        (rules, _) => rules.Days.Off ? "" : $"They are reminded from {rules.Hour:00}:00 on, never at night");

    private static ServerSetting Escalation() => Of(
        Option.Text("action_escalation", "How long after its date the incident commander hears of an item: 14 days, or off", max: 50),
        (rules, given) => TypedFollowUp.ReadEscalation(given.Text("action_escalation")) is { Days: { } days } ? (rules with { Escalation = days }, null) : (null, TypedFollowUp.ReadEscalation(given.Text("action_escalation")).Refusal),
        (rules, _) => rules.Escalation.After is { } after ? $"The incident commander hears of an item {after} days after its date" : "Incident commanders do not hear of overdue items");

    private static ServerSetting Digest() => Of(
        Option.Text("action_digest", "When the week's digest of action items is posted: monday 09:00, or off", max: 50),
        (rules, given) => TypedFollowUp.ReadDigest(given.Text("action_digest"), rules.Digest) is { Time: { } time } ? (rules with { Digest = time }, null) : (null, TypedFollowUp.ReadDigest(given.Text("action_digest"), rules.Digest).Refusal),
        (rules, _) => $"Digest of action items: {TypedFollowUp.Write(rules.Digest)}");

    private static ServerSetting DigestChannel() => Of(
        new CommandOptionDefinition
        {
            Type = CommandOptionType.Channel,
            Name = "action_digest_channel",
            Description = "Where the digest is posted; where incidents are announced, unless it is set",
            Required = false,
            ChannelTypes = [ChannelType.GuildText, ChannelType.GuildAnnouncement],
        },
        (rules, given) => given.Id("action_digest_channel") is { } channel ? (rules with { DigestChannel = new ChannelId(channel) }, null) : (null, new Refusal("There is no such channel.")),
        (rules, _) => rules.Digest.Day is null ? "" : $"It is posted {(rules.DigestChannel is { } channel ? $"in <#{channel}>" : "where incidents are announced")}");

    private static ServerSetting Tracker() => Of(
        Option.Text("action_tracker", "Which tracker of the configuration items go to; none: no tracker", max: 40, autocomplete: true),
        (rules, given) => Harmless.Plain(given.Text("action_tracker")) is { Length: > 0 } name
            ? (rules with { Tracker = name.Equals("none", StringComparison.OrdinalIgnoreCase) ? null : name }, null)
            : (null, new Refusal("Give the name of a tracker, or `none`.")),
        (rules, options) => rules.Tracker is not { } name ? "Action items go to no tracker"
            : options.Trackers.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } tracker
                ? $"Action items go to {tracker.Name} ({Harmless.Line(tracker.FullName, 100)}), {(rules.TracksAll ? "all of them by themselves" : "those that somebody sends with `/action track`")}"
                : $"⚠️ Action items are to go to {Harmless.Line(name, 60)}, which does not stand under Trackers in the bot's configuration");

    private static ServerSetting Tracking() => Of(
        Option.Choice("action_tracking", "Which items go to the tracker", required: false, ("all, by themselves", "all"), ("those that somebody sends", "sent")),
        (rules, given) => given.Text("action_tracking")?.ToLowerInvariant() switch
        {
            "all" => (rules with { TracksAll = true }, null),
            "sent" => (rules with { TracksAll = false }, null),
            _ => (null, new Refusal("Either `all` items go to the tracker, or those that are `sent`.")),
        },
        (_, _) => "");

    private static ServerSetting Private() => Of(
        Option.Choice("action_private", "Whether items of private incidents may go to the tracker", required: false, ("never", "never"), ("as others do", "allowed")),
        (rules, given) => given.Text("action_private")?.ToLowerInvariant() switch
        {
            "allowed" => (rules with { TracksPrivate = true }, null),
            "never" => (rules with { TracksPrivate = false }, null),
            _ => (null, new Refusal("Items of private incidents may `never` go to the tracker, or they are `allowed` to.")),
        },
        (rules, _) => rules.TracksPrivate ? "Items of private incidents may go to the tracker, where others may read them" : "");

    private static ServerSetting Of(CommandOptionDefinition option, Func<FollowUpRules, IGivenSetting, (FollowUpRules? Rules, Refusal? Refusal)> set, Func<FollowUpRules, BotOptions, string> describe) => new(
        [option],
        (settings, given) => set(settings.FollowUp, given) is { Rules: { } rules } ? settings with { FollowUp = rules } : SettingChange.Refused(set(settings.FollowUp, given).Refusal!.Sentence),
        (settings, options) => describe(settings.FollowUp, options))
    {
        Command = Command,
    };
}
