using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Alerts;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Words;
using IncidentBot.Escalate;
using IncidentBot.Postmortem;
using IncidentBot.Resolve;
using IncidentBot.Roles;
using IncidentBot.Update;

namespace IncidentBot.Card;

/// <summary>The card of an incident: where it stands at a glance, and the buttons for what comes next. One message, edited in place.</summary>
public static class IncidentCard
{
    /// <summary>As it is posted in the incident's channel.</summary>
    public static OutgoingMessage AsMessage(IncidentFile file) => new()
    {
        Embeds = [Embed(file)],
        Components = Buttons(file.Incident),
        AllowedMentions = AllowedMentions.None,
    };

    public static MessageEdit AsEdit(IncidentFile file) => new()
    {
        Embeds = [Embed(file)],
        Components = Buttons(file.Incident),
        AllowedMentions = AllowedMentions.None,
    };

    /// <summary>Whether a message of the bot's own is the incident's card or announcement, whatever its title was when it was posted.</summary>
    public static bool IsOf(Message message, Incident incident) => message.Embeds is [{ Title: { } title }] && title.StartsWith(incident.Name + " ", StringComparison.Ordinal);

    /// <summary>As it is shown to one person on request: without buttons.</summary>
    public static OutgoingMessage AsAnswer(IncidentFile file) => new() { Embeds = [Embed(file)], AllowedMentions = AllowedMentions.None };

    /// <summary>What everybody on the server sees of an incident that is not private.</summary>
    public static Embed Announcement(IncidentFile file)
    {
        var incident = file.Incident;
        var lines = new List<string> { StatusLine(incident) };
        if (incident.Impacts.LastOrDefault() is { } impact) lines.Add($"Impact: {Harmless.Line(impact.Text, 300)}");
        else if (incident.Summary is { } summary) lines.Add(Harmless.Line(summary, 300));
        if (LatestUpdate(file) is { } update) lines.Add($"Latest: {Harmless.Line(update.Text, 600)} (<t:{update.HappenedAt.ToUnixTimeSeconds()}:R>)");
        if (incident.NextUpdateDue is { } next && incident.IsOpen) lines.Add($"Next update <t:{next.ToUnixTimeSeconds()}:R>");
        if (incident.Channel is { } channel) lines.Add(incident.IsOpen ? $"Follow it in <#{channel}>" : $"It was in <#{channel}>");
        if (incident.PostmortemMessages is [var first, ..]) lines.Add($"[Postmortem]({file.LinkTo(first)})");
        return new Embed { Title = TitleOf(incident), Description = string.Join('\n', lines), Color = ColorOf(incident) };
    }

    // An embed holds 6,000 characters in all; what is longer is cut here and stands whole in the timeline.
    private static Embed Embed(IncidentFile file)
    {
        var incident = file.Incident;
        var fields = new List<EmbedField>
        {
            new("Commander", incident.Holder(IncidentRole.Commander) is { } commander ? $"<@{commander}>" : incident.IsOpen ? "nobody yet: press **Take command**" : "nobody", true),
        };
        foreach (var role in incident.Roles.Where(r => r.To is null && r.Role != IncidentRole.Commander).GroupBy(r => r.Role))
            fields.Add(new(Capital(role.Key.Title), string.Join(", ", role.Select(r => $"<@{r.Person}>")), true));
        if (incident.Services.Length > 0) fields.Add(new("Services", Harmless.Line(string.Join(", ", incident.Services), 200), true));
        if (incident.Impacts.LastOrDefault() is { } impact) fields.Add(new("Impact", ImpactText(impact)));
        if (incident.Cause is { } cause) fields.Add(new("Root cause", Harmless.Line(cause.Text, 600)));
        if (incident.Fix is { } fix) fields.Add(new("Fix", Harmless.Line(fix.Text, 600)));
        if (LatestUpdate(file) is { } update) fields.Add(new("Latest update", $"{Harmless.Line(update.Text, 600)} (<t:{update.HappenedAt.ToUnixTimeSeconds()}:R>)"));
        var paging = file.Escalations.Where(e => e.State == EscalationState.Paging).ToList();
        if (paging.Count > 0) fields.Add(new("Asked for help", Harmless.Cut(string.Join("\n", paging.Select(e => $"{EscalationWords.OnCard(e)}, no answer yet")), 400)));
        if (incident.Alerts.Length > 0) fields.Add(new("Alerts", AlertWords.Count(incident), true));
        var open = file.Actions.Count(a => a.State == ActionState.Open);
        if (open > 0) fields.Add(new("Action items", string.Create(CultureInfo.InvariantCulture, $"{open} open"), true));
        if (incident.NextUpdateDue is { } next && incident.IsOpen) fields.Add(new("Next update", $"<t:{next.ToUnixTimeSeconds()}:R>", true));
        if (incident.Links.Length > 0) fields.Add(new("Links", Harmless.Cut(string.Join(", ", incident.Links.Select(l => $"{LinkWord(l.Kind)} INC-{l.Number}")), 300), true));
        if (incident.PostmortemMessages is [var first, ..]) fields.Add(new("Postmortem", ReviewStanding.IsUnderWay(incident) ? $"[Read it]({file.LinkTo(first)}): {ReviewText.Short(incident)}" : $"[Read it]({file.LinkTo(first)})"));
        return new Embed
        {
            Title = TitleOf(incident),
            Description = $"{StatusLine(incident)}{(incident.Summary is { } summary ? "\n" + Harmless.Line(summary, 600) : "")}",
            Color = ColorOf(incident),
            Fields = fields,
            Footer = new(FooterOf(incident)),
        };
    }

    private static IReadOnlyList<Component> Buttons(Incident incident) => !incident.IsOpen
        ? []
        :
        [
            new ActionRow(
                Button("Acknowledge", RolesModule.AcknowledgeButton, incident, ButtonStyle.Primary),
                Button("Update", UpdateModule.UpdateButton, incident),
                Button("Escalate", EscalateModule.EscalateButton, incident),
                Button("Severity", UpdateModule.SeverityButton, incident)),
            new ActionRow(
                Button("Take command", RolesModule.TakeCommandButton, incident),
                Button("Resolve", ResolveModule.ResolveButton, incident, ButtonStyle.Success)),
        ];

    private static Button Button(string label, string verb, Incident incident, ButtonStyle style = ButtonStyle.Secondary) => new()
    {
        Style = style,
        Label = label,
        CustomId = new CustomId(verb, incident.Id).ToString(),
    };

    private static string TitleOf(Incident incident) =>
        Harmless.Cut($"{incident.Name} {Harmless.Line(incident.Title)}{(incident.IsDrill ? " (drill)" : "")}", 256);

    private static string StatusLine(Incident incident)
    {
        var times = incident.Milestones;
        var since = incident.IsOpen
            ? $"declared <t:{times.Declared.ToUnixTimeSeconds()}:R> by <@{incident.DeclaredBy}>"
            : times.Resolved is { } resolved
                ? $"<t:{resolved.ToUnixTimeSeconds()}:f>, after {Durations.InWords(resolved - times.Beginning)}"
                : $"declared <t:{times.Declared.ToUnixTimeSeconds()}:f> by <@{incident.DeclaredBy}>";
        var other = incident.Status == IncidentStatus.Duplicate && incident.Links.LastOrDefault(l => l.Kind == LinkKind.DuplicateOf) is { } link ? $" of INC-{link.Number}" : "";
        return $"**{incident.Severity.InWords()}** · **{incident.Status.Word()}{other}** · {since}{(incident.IsPrivate ? " · private" : "")}";
    }

    private static string FooterOf(Incident incident) => incident switch
    {
        { IsOpen: true } => "What people write here becomes the record. 📌 puts a message into the timeline.",
        { Postmortem.Stage: PostmortemStage.Published } => "The postmortem is published. /postmortem correct adds a correction to it.",
        { Status: IncidentStatus.Resolved } => "Corrections to the record are taken into the postmortem.",
        _ => "Closed. /incident reopen takes it up again.",
    };

    private static string ImpactText(ImpactStatement impact)
    {
        var numbers = new List<string>();
        if (impact.Percent is { } percent) numbers.Add(string.Create(CultureInfo.InvariantCulture, $"{percent:0.##}% of users"));
        if (impact.People is { } people) numbers.Add(string.Create(CultureInfo.InvariantCulture, $"{people:N0} {(people == 1 ? "person" : "people")}"));
        return Harmless.Line(impact.Text, 500) + (numbers.Count > 0 ? $" ({string.Join(", ", numbers)})" : "");
    }

    private static Domain.Timeline.TimelineEntry? LatestUpdate(IncidentFile file) =>
        file.Entries.LastOrDefault(e => e.Kind == Domain.Timeline.EntryKind.Update && e.Shown);

    private static string LinkWord(LinkKind kind) => kind switch
    {
        LinkKind.DuplicateOf => "duplicate of",
        LinkKind.HasDuplicate => "has duplicate",
        _ => "related to",
    };

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static int ColorOf(Incident incident) => !incident.IsOpen ? 0x57A64A : incident.Severity switch
    {
        Severity.Sev1 => 0xC0392B,
        Severity.Sev2 => 0xE67E22,
        Severity.Sev3 => 0xF1C40F,
        _ => 0x3498DB,
    };
}
