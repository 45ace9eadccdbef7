using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;

namespace IncidentBot.Escalate;

/// <summary>What a page looks like: in the incident's channel, and in a direct message.</summary>
public static class PageMessage
{
    /// <summary>As many people as a page names one by one.</summary>
    private const int MostNamed = 20;

    /// <summary>In the channel. It pings exactly those who are asked.</summary>
    /// <param name="people">Who is still asked; empty when that is not known.</param>
    public static OutgoingMessage InChannel(IncidentFile file, Escalation escalation, int attempt, IReadOnlyList<PersonId> people)
    {
        // Once somebody of a role cannot help, the others are named one by one: the role's own mention would ping that person again.
        var named = escalation.Target.Kind == TargetKind.ChatRole && escalation.Declined.Length > 0 && people.Count is > 0 and <= MostNamed ? people : [];
        return new()
        {
            Content = $"📟 {Mention(escalation)} {string.Concat(named.Select(p => $"<@{p}> "))}{Words(file, escalation)}\n-# {Attempt(attempt)}",
            AllowedMentions = escalation.Target.Kind == TargetKind.Person ? AllowedMentions.Only(users: [new(escalation.Target.Id)])
                : named.Count > 0 ? AllowedMentions.Only(users: [.. named.Select(p => new Snowflake(p.Value))])
                : AllowedMentions.Only(roles: [new(escalation.Target.Id)]),
            Components = Buttons(file, escalation),
        };
    }

    /// <summary>To one person.</summary>
    public static OutgoingMessage Direct(IncidentFile file, Escalation escalation, int attempt)
    {
        var place = file.Incident.Channel is { } channel ? $"\nThe channel: https://discord.com/channels/{file.Incident.Server}/{channel}" : "";
        return new()
        {
            Content = $"📟 {Words(file, escalation)}{place}\n-# {Attempt(attempt)}",
            AllowedMentions = AllowedMentions.None,
            Components = Buttons(file, escalation),
        };
    }

    /// <summary>Whether a message of the bot's own is such a page of the incident, whatever its words were when it was sent.</summary>
    public static bool IsPage(Message message, Incident incident, int attempt) =>
        message.Content.StartsWith("📟 ", StringComparison.Ordinal)
        && message.Content.Contains($"**{incident.Name}** ", StringComparison.Ordinal)
        && message.Content.EndsWith($"\n-# {Attempt(attempt)}", StringComparison.Ordinal);

    /// <summary>What is left of a page once it was answered or ended: no buttons.</summary>
    public static MessageEdit Ended(IncidentFile file, Escalation escalation, bool isDirect) => new()
    {
        Content = $"{(isDirect ? "" : Mention(escalation) + " ")}{Words(file, escalation)}\n{How(file, escalation)}",
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

    private static string Mention(Escalation escalation) => escalation.Target.Kind == TargetKind.Person ? $"<@{escalation.Target.Id}>" : $"<@&{escalation.Target.Id}>";

    private static string Words(IncidentFile file, Escalation escalation)
    {
        var incident = file.Incident;
        var reason = escalation.Reason is { } why ? $": {Harmless.Line(why, 500)}" : ".";
        var level = escalation.Level > 1 ? $" (level {escalation.Level})" : "";
        var drill = incident.IsDrill ? " This is a drill." : "";
        return $"**{incident.Name}** {incident.Severity.InWords()}, {Harmless.Line(incident.Title)}: {Harmless.Line(file.NameOf(escalation.RequestedBy), 60)} asks for your help{level}{reason}{drill}";
    }

    private static string Attempt(int attempt) => attempt >= NextPage.Attempts
        ? $"Page {attempt} of {NextPage.Attempts}, the last one. Press Acknowledge if you take it on."
        : $"Page {attempt} of {NextPage.Attempts}; the next follows in {Durations.InWords(NextPage.Interval)} unless somebody presses Acknowledge.";

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
        CustomId = new CustomId(verb, file.Incident.Id, escalation.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToString(),
    };
}
