using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;
using Page = IncidentBot.Domain.Escalation.Page;

namespace IncidentBot.Escalate;

/// <summary>What a page looks like: in the incident's channel, in a direct message, and in another channel that a policy tells.</summary>
public static class PageMessage
{
    /// <summary>As many people of a role as a page names one by one.</summary>
    private const int MostNamed = 20;

    private const string Sign = "📟 ";

    /// <summary>In the incident's channel. It pings exactly those who are asked.</summary>
    /// <param name="people">Who is asked by account; those of a role who are known only where the role itself cannot be mentioned, because somebody in it is asked no more.</param>
    /// <param name="roles">Roles that are mentioned as such.</param>
    public static OutgoingMessage InChannel(PageDraft page, IReadOnlyCollection<PersonId> people, IReadOnlyCollection<ulong> roles)
    {
        // Once somebody of a role who is called cannot help, the role is still named, and the others are pinged one by one.
        var named = page.Escalation.Target.Kind == TargetKind.ChatRole && !roles.Contains(page.Escalation.Target.Id) ? $"<@&{page.Escalation.Target.Id}> " : "";
        var mentions = named + string.Concat(roles.Select(role => $"<@&{role}> ")) + string.Concat(people.Select(person => $"<@{person}> "));
        return new()
        {
            Content = $"{Sign}{mentions}{Words(page.File, page.Escalation)}\n-# {Attempt(page)}",
            AllowedMentions = AllowedMentions.Only(users: [.. people.Select(person => new Snowflake(person.Value))], roles: [.. roles.Select(role => new Snowflake(role))]),
            Components = Buttons(page.File, page.Escalation),
        };
    }

    /// <summary>The people of a role to ping instead of the role, because some of it cannot help; empty: the role itself.</summary>
    public static IReadOnlyList<PersonId> InsteadOfRole(Escalation escalation, IReadOnlyList<PersonId>? members) =>
        escalation.Declined.Length > 0 && members is { Count: > 0 and <= MostNamed } ? members : [];

    /// <summary>To one person.</summary>
    public static OutgoingMessage Direct(PageDraft page, PersonId person)
    {
        var place = page.File.Incident.Channel is { } channel ? $"\nThe channel: {Link(page.File.Incident, channel)}" : "";
        return new()
        {
            Content = $"{Sign}{Words(page.File, page.Escalation)}{Why(page, person)}{place}\n-# {Attempt(page)}",
            AllowedMentions = AllowedMentions.None,
            Components = Buttons(page.File, page.Escalation),
        };
    }

    /// <summary>In a channel of its own that a policy tells, or in the incident's in quiet hours. It pings nobody, and of a private incident it tells nothing elsewhere.</summary>
    public static OutgoingMessage Told(PageDraft page, ChannelId where)
    {
        var incident = page.File.Incident;
        if (incident.IsPrivate && incident.Channel != where)
            return new() { Content = $"{Sign}A private incident needs attention. Those who may see it find it with `/incident list`.\n-# {Attempt(page)}", AllowedMentions = AllowedMentions.None };
        var link = incident.Channel is { } channel && channel != where ? $" {Link(incident, channel)}" : "";
        var why = page.IsQuiet ? "it is quiet hours, so nobody is paged." : "people are being paged.";
        return new()
        {
            Content = $"{Sign}{Head(page.File)}: {why}{Reason(page.Escalation, page.File)}{link}{Drill(incident)}\n-# {Attempt(page)}",
            AllowedMentions = AllowedMentions.None,
            Components = Buttons(page.File, page.Escalation),
        };
    }

    /// <summary>Whether a message of the bot's own is such a page of the incident, whatever its words were when it was sent.</summary>
    public static bool IsPage(Message message, Incident incident, int attempt)
    {
        if (!message.Content.StartsWith(Sign, StringComparison.Ordinal)) return false;
        if (!message.Content.Contains($"**{incident.Name}** ", StringComparison.Ordinal) && !(incident.IsPrivate && message.Content.StartsWith(Sign + "A private incident", StringComparison.Ordinal))) return false;
        var end = message.Content.LastIndexOf("\n-# ", StringComparison.Ordinal);
        return end >= 0 && message.Content[end..].StartsWith(string.Create(CultureInfo.InvariantCulture, $"\n-# Page {attempt} "), StringComparison.Ordinal);
    }

    /// <summary>What is left of a page once it was answered or ended: no buttons.</summary>
    public static MessageEdit Ended(IncidentFile file, Escalation escalation, Page page, PageKind kind) => new()
    {
        Content = $"{(kind == PageKind.Mention ? Mention(escalation, page) : "")}{(kind == PageKind.Told ? Head(file) + Drill(file.Incident) : Words(file, escalation))}\n{How(file, escalation)}",
        Components = [],
        AllowedMentions = AllowedMentions.None,
    };

    private static string How(IncidentFile file, Escalation escalation) => escalation switch
    {
        { State: EscalationState.Acknowledged, AcknowledgedBy: { } by, AcknowledgedAt: { } at } =>
            $"✅ Acknowledged by {Harmless.Line(file.NameOf(by), 60)} after {Durations.InWords(at - escalation.StartedAt)}",
        { State: EscalationState.Unanswered } => "⏹ Nobody answered",
        { StoppedBy: { } by } => $"⏹ Stopped by {Harmless.Line(file.NameOf(by), 60)}",
        _ => "⏹ No longer needed",
    };

    /// <summary>Whom it asked. An edit pings nobody, but whoever reads it has to see who did not answer.</summary>
    private static string Mention(Escalation escalation, Page page)
    {
        if (escalation.Target.Kind == TargetKind.Person) return $"<@{escalation.Target.Id}> ";
        if (escalation.Target.Kind == TargetKind.ChatRole) return $"<@&{escalation.Target.Id}> ";
        var asked = EscalationRun.AskedBy(escalation, page).Where(one => one.Whom.AsksPeople && !one.Quietly).ToList();
        var roles = asked.Where(one => one.Whom.Kind == PolicyTargetKind.Role).Select(one => one.Whom.Id).OfType<ulong>().Select(role => $"<@&{role}> ");
        var people = asked.Where(one => one.Whom.Kind != PolicyTargetKind.Role).SelectMany(one => one.People).Select(one => EscalationRun.PersonOf(one)).OfType<PersonId>().Distinct().Select(person => $"<@{person}> ");
        return string.Concat(roles.Concat(people));
    }

    private static string Head(IncidentFile file) => $"**{file.Incident.Name}** {file.Incident.Severity.InWords()}, {Harmless.Line(file.Incident.Title)}";

    private static string Words(IncidentFile file, Escalation escalation)
    {
        if (!EscalationRun.IsCall(escalation)) return $"{Head(file)}: your help is needed{Reason(escalation, file)}{Drill(file.Incident)}";
        var level = escalation.Level > 1 ? $" (level {escalation.Level})" : "";
        return $"{Head(file)}: {Harmless.Line(file.NameOf(escalation.RequestedBy), 60)} asks for your help{level}{Reason(escalation, file)}{Drill(file.Incident)}";
    }

    /// <summary>What a person gave as the reason; where a policy pages of itself, what is known of the incident.</summary>
    private static string Reason(Escalation escalation, IncidentFile file)
    {
        var why = EscalationRun.ReasonNow(escalation) ?? (EscalationRun.IsCall(escalation) ? null : file.Incident.Summary);
        return why is null ? "." : $": {Harmless.Line(why, 500)}";
    }

    private static string Drill(Incident incident) => incident.IsDrill ? " This is a drill." : "";

    /// <summary>Why this person, of all people, is asked; nothing where somebody called them by name.</summary>
    private static string Why(PageDraft page, PersonId person)
    {
        var sentences = new List<string>();
        if (page.For(person) is { } ask)
        {
            var why = ask switch
            {
                { Whom.Kind: PolicyTargetKind.Schedule } => $"You are on call in {Harmless.Line(ask.Whom.Name, 60)}",
                { Whom.Kind: PolicyTargetKind.Role } when !page.IsCall => $"You are one of {Harmless.Line(ask.Whom.Name, 60)}",
                { Target: RunEvent.Asked.Extra } when !page.IsCall && page.Run.Events.OfType<RunEvent.Lapsed>().LastOrDefault() is { } lapsed && EscalationRun.PersonOf(lapsed.By) == person =>
                    "You acknowledged this, and nothing was heard from you since. A message in its channel or `/incident update` keeps it yours",
                _ when !page.IsCall => "You are asked by name",
                _ => null,
            };
            if (why is not null) sentences.Add(page.IsCall ? why + "." : $"{why} (policy {Harmless.Line(page.Escalation.Target.Name, 60)}, {PolicyWords.LevelOf(page.Run, page.Place)}).");
        }

        return sentences.Count == 0 ? "" : "\n" + string.Join(' ', sentences);
    }

    private static string Link(Incident incident, ChannelId channel) => $"https://discord.com/channels/{incident.Server}/{channel}";

    private static string Attempt(PageDraft page)
    {
        var number = page.Attempt.ToString(CultureInfo.InvariantCulture);
        if (page.IsCall)
        {
            var all = EscalationRun.PagesInAll(page.Escalation);
            return page.Attempt >= all
                ? $"Page {number} of {all}, the last one. Press Acknowledge if you take it on."
                : $"Page {number} of {all}; the next follows in {Durations.InWords(NextPage.Interval)} unless somebody presses Acknowledge.";
        }

        var level = $"Page {number} · {PolicyWords.LevelOf(page.Run, page.Place)} of {page.Run.Policy.Levels.Length}. ";
        if (page.NextAt is not { } at) return $"{level}Press Acknowledge if you take it on.";
        var then = page.Run.Policy.After(page.Place) switch
        {
            null => $"paging ends <t:{at.ToUnixTimeSeconds()}:t> if nobody does",
            { } next when next.Level > page.Place.Level => $"if nobody does, level {next.Level} is asked at <t:{at.ToUnixTimeSeconds()}:t>",
            { } next => $"if nobody does, it begins again with level {next.Level} at <t:{at.ToUnixTimeSeconds()}:t>",
        };
        return $"{level}Press Acknowledge if you take it on; {then}.";
    }

    private static IReadOnlyList<Component> Buttons(IncidentFile file, Escalation escalation) =>
    [
        new ActionRow(
            Button("Acknowledge", EscalateModule.AcknowledgeButton, ButtonStyle.Success, file, escalation),
            Button("Can't help", EscalateModule.CantHelpButton, ButtonStyle.Secondary, file, escalation),
            Button("Snooze", EscalateModule.SnoozeButton, ButtonStyle.Secondary, file, escalation)),
    ];

    private static Button Button(string label, string verb, ButtonStyle style, IncidentFile file, Escalation escalation) => new()
    {
        Style = style,
        Label = label,
        CustomId = new CustomId(verb, file.Incident.Id, escalation.Number.ToString(CultureInfo.InvariantCulture)).ToString(),
    };
}

/// <summary>Which of a page's messages it is.</summary>
public enum PageKind
{
    /// <summary>The mention in the incident's channel.</summary>
    Mention,
    Direct,

    /// <summary>In another channel that the policy tells.</summary>
    Told,
}
