using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Actions.FollowingUp;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;

namespace IncidentBot.Actions;

/// <summary>What is said about one action item: to who asks for it, and to who is reminded of it.</summary>
public static class ActionMessage
{
    /// <summary>How each reminder begins.</summary>
    public const string Bell = "🔔 ";

    private const int LongestText = 1_000;

    /// <summary>The item with everything that can be done about it.</summary>
    public static OutgoingMessage Shown(IncidentFile file, ActionItem action, DateTimeOffset now)
    {
        var (incident, today) = (file.Incident, Today(file, now));
        var lines = new List<string>
        {
            $"**Action item {action.Number} of {incident.Name}** {Harmless.Line(incident.Title, 100)}",
            Harmless.Quote(action.Text, LongestText),
            $"Owner: {(action.Owner is { } owner ? $"<@{owner}>" : "nobody yet")} · Due: {(action.Due is { } due ? TypedDate.InWords(due) + (action.IsOverdue(today) ? $", **{Days(today.DayNumber - due.DayNumber)} overdue**" : "") : "no date yet")}",
            $"Kind: {action.Kind.Word()} · Priority: {action.Priority?.Word() ?? "not set"} · {StateOf(action)}",
        };
        if (action.Issue is { } issue) lines.Add(IssueOf(action, issue));
        if (action.FollowUp.Sent > 0 && action.FollowUp.Through is { } last) lines.Add($"Reminded {(action.FollowUp.Sent == 1 ? "once" : $"{action.FollowUp.Sent} times")}, last <t:{last.ToUnixTimeSeconds()}:R>");
        if (action is { State: ActionState.Open, FollowUp: { LaterOn: { } later, LaterBy: { } by } }) lines.Add($"Reminders put off until {TypedDate.InWords(later)} by <@{by}>");
        lines.Add($"-# Added <t:{action.AddedAt.ToUnixTimeSeconds()}:f>{(action.AddedBy == default ? "" : $" by <@{action.AddedBy}>")}{(action.Source is { } source ? $" from [a message](<{file.LinkTo(source)}>)" : "")}");
        return new OutgoingMessage
        {
            Content = string.Join('\n', lines),
            AllowedMentions = AllowedMentions.None,
            Flags = MessageFlags.SuppressEmbeds,
            Components = [new ActionRow(Buttons(incident, action, file.Settings.FollowUp))],
        };
    }

    /// <summary>A reminder.</summary>
    /// <param name="instead">Why it stands in a channel and not in a direct message; null: it is one.</param>
    public static OutgoingMessage Asked(IncidentFile file, DueFollowUp due, DateTimeOffset now, string? instead = null)
    {
        var (incident, action) = (file.Incident, due.Action);
        var mention = instead is not null && due.To is { } to ? $"<@{to}> " : "";
        var facts = new List<string> { action.Kind.Word() };
        if (action.Priority is { } priority) facts.Add($"{priority.Word()} priority");
        if (incident.Channel is { } channel) facts.Add($"<#{channel}>");
        if (action.Issue is { IsThere: true, Url: { } url } issue) facts.Add(string.Create(CultureInfo.InvariantCulture, $"[{Harmless.Line(issue.Tracker, 40)} #{issue.Number}](<{url}>)"));
        if (instead is not null && due.To is not null) facts.Add($"said here because {instead}");
        return new OutgoingMessage
        {
            Content = $"{Bell}{mention}{Key(incident, action)} {When(file, due, now)}\n{Harmless.Quote(action.Text, LongestText)}\n-# {Harmless.Line(incident.Title, 100)} · {string.Join(" · ", facts)}",
            AllowedMentions = mention.Length > 0 ? AllowedMentions.Only(users: [new(due.To!.Value.Value)]) : AllowedMentions.None,
            Components = [new ActionRow(
                ActionButtons.Of(ActionButtons.Done, incident, action, "Done", ButtonStyle.Success),
                ActionButtons.Later(incident, action, 1),
                ActionButtons.Later(incident, action, 3),
                ActionButtons.Later(incident, action, 7),
                ActionButtons.Of(ActionButtons.Drop, incident, action, "Drop…", ButtonStyle.Secondary))],
        };
    }

    /// <summary>Whether a message of the bot's own is a reminder of that item.</summary>
    public static bool IsAbout(Message message, Incident incident, ActionItem action) =>
        message.Content.StartsWith(Bell, StringComparison.Ordinal) && message.Content.Contains(Key(incident, action) + " ", StringComparison.Ordinal);

    /// <summary>One small line without buttons that says what came of it. It no longer says what was to be done: nobody looks there for it should that be redacted.</summary>
    public static MessageEdit Ended(IncidentFile file, ActionItem action, AskedMessage asked) => new()
    {
        Content = $"-# {Bell}{Key(file.Incident, action)} · {Outcome(file, action, asked)}",
        Components = [],
        AllowedMentions = AllowedMentions.None,
    };

    private static string Key(Incident incident, ActionItem action) => $"Action item {action.Number} of **{incident.Name}**";

    private static string When(IncidentFile file, DueFollowUp due, DateTimeOffset now)
    {
        var (action, date) = (due.Action, due.Action.Due!.Value);
        var days = date.DayNumber - Today(file, now).DayNumber;
        var on = TypedDate.InWords(date);
        var whose = action.Owner is { } owner ? $"<@{owner}>" : "nobody yet";
        if (due.IsEscalation) return $"is long overdue: it was due {on}, {Days(-days)} ago. Its owner is {whose}. Ask how it stands, have somebody else take it, or drop it with a reason.";
        var words = days switch
        {
            0 => "is due **today**.",
            1 => $"is due **tomorrow**, {on}.",
            > 1 => $"is due **{on}**, in {Days(days)}.",
            _ => $"was due **{on}**, {Days(-days)} ago.",
        };
        return action.Owner is null ? $"{words} Nobody has taken it on: give it an owner with `/action edit`." : words;
    }

    private static string Outcome(IncidentFile file, ActionItem action, AskedMessage asked)
    {
        if (action.State == ActionState.Done) return $"✅ done{By(action.ClosedBy)}";
        if (action.State == ActionState.Dropped) return $"✖ dropped{By(action.ClosedBy)}: {Harmless.Line(action.DropReason, 200)}";
        if (!asked.IsEscalation && action.FollowUp is { LaterOn: { } later, LaterBy: { } by } && action.FollowUp.PutOffAt >= asked.At) return $"💤 again on {TypedDate.InWords(later)}{By(by)}";
        return action.Owner is { } owner && asked.To is { } to && owner != to ? $"now {Harmless.Line(file.NameOf(owner), 60)}'s" : action.Due is { } due ? $"now due {TypedDate.InWords(due)}" : "without a date now";

        string By(PersonId? person) => person is { } who ? $" by {Harmless.Line(file.NameOf(who), 60)}" : "";
    }

    private static Component[] Buttons(Incident incident, ActionItem action, FollowUpRules rules) => action.State != ActionState.Open
        ? [ActionButtons.Of(ActionButtons.Reopen, incident, action, "Reopen", ButtonStyle.Primary)]
        :
        [
            ActionButtons.Of(ActionButtons.Done, incident, action, "Done", ButtonStyle.Success),
            ActionButtons.Of(ActionButtons.Edit, incident, action, "Change…", ButtonStyle.Primary),
            ActionButtons.Of(ActionButtons.Drop, incident, action, "Drop…", ButtonStyle.Secondary),
            .. rules.Tracker is { } tracker && action.Issue is null or { Lost: not null } ? [ActionButtons.Of(ActionButtons.Track, incident, action, Harmless.Cut($"Send to {rules.Tracker}", 80), ButtonStyle.Secondary)] : Array.Empty<Component>(),
        ];

    private static string StateOf(ActionItem action) => action switch
    {
        { State: ActionState.Open } => "State: open",
        { State: ActionState.Done } => $"State: **done** {Closed(action)}",
        _ => $"State: **dropped** {Closed(action)}: {Harmless.Line(action.DropReason ?? "no reason was asked for at the time", 300)}",
    };

    private static string Closed(ActionItem action) =>
        $"{(action.ClosedAt is { } at ? $"<t:{at.ToUnixTimeSeconds()}:f>" : "")}{(action.ClosedBy is { } by ? $" by <@{by}>" : action.Issue is not null ? " in the tracker" : "")}";

    private static string IssueOf(ActionItem action, TrackedIssue issue) => issue switch
    {
        { Lost: { } why } => $"Tracker: no longer in {Harmless.Line(issue.Tracker, 40)}: {Harmless.Line(why, 200)}",
        { IsThere: true } => $"Tracker:{ActionLine.Link(action)[2..]}",
        _ => $"Tracker: on its way to {Harmless.Line(issue.Tracker, 40)}",
    };

    private static DateOnly Today(IncidentFile file, DateTimeOffset now) => DateOnly.FromDateTime(ZoneClock.In(now, file.Settings.TimeZone).DateTime);

    private static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");
}
