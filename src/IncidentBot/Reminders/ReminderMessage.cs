using System.Collections.Immutable;
using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reminders;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Words;
using IncidentBot.Facts;
using IncidentBot.Postmortem;
using IncidentBot.Resolve;
using IncidentBot.Roles;
using IncidentBot.Update;

namespace IncidentBot.Reminders;

/// <summary>What a reminder looks like: while it waits for an answer, and what is left of it afterwards.</summary>
public static class ReminderMessage
{
    /// <summary>It pings exactly those who are asked.</summary>
    /// <param name="to">Null: nobody by name.</param>
    /// <param name="number">How often it comes about the same matter; from 1.</param>
    /// <param name="also">Who is asked besides.</param>
    public static OutgoingMessage Asked(Incident incident, ReminderKind kind, DateTimeOffset since, PersonId? to, int number, ImmutableArray<PersonId> also = default) => new()
    {
        Content = $"⏰ {(to is { } person ? string.Join(' ', Others(also).Prepend(person).Select(one => $"<@{one}>")) + " " : "")}{Words(incident, kind, since)}\n-# {Count(kind, number)}",
        AllowedMentions = to is { } only ? AllowedMentions.Only(users: [.. Others(also).Prepend(only).Select(one => new Snowflake(one.Value))]) : AllowedMentions.None,
        Components = [new ActionRow(Buttons(incident, kind))],
    };

    /// <summary>One small line without buttons: what was asked, and what came of it.</summary>
    public static MessageEdit Ended(IncidentFile file, ReminderLog log) => new()
    {
        Content = $"-# ⏰ {Head(file.Incident, log)} · {Outcome(file, log)}",
        Components = [],
        AllowedMentions = AllowedMentions.None,
    };

    private static IEnumerable<PersonId> Others(ImmutableArray<PersonId> also) => also.IsDefault ? [] : also;

    private static string Words(Incident incident, ReminderKind kind, DateTimeOffset since)
    {
        var name = $"**{incident.Name}**{(incident.IsDrill ? " (drill)" : "")}";
        var at = since.ToUnixTimeSeconds();
        return kind switch
        {
            ReminderKind.NoCommander => $"{name}, {incident.Severity.InWords()}, has had no incident commander since <t:{at}:t>. Who takes it?",
            ReminderKind.UpdateDue => $"The next update on {name} was promised for <t:{at}:t>. One line is enough; it can promise the next.",
            ReminderKind.NoUpdate => $"Nothing was said about where {name} stands since <t:{at}:t>. One line is enough, even \"no news yet\".",
            ReminderKind.StillOpen => $"{name} is still open, {incident.Severity.InWords()} since <t:{at}:f>. If it is over, resolve it; if not, carry on.",
            ReminderKind.PostmortemDue => $"The postmortem of {name} is due {DueWords(incident)}, and is {Stage(incident)}.{Next(incident)}",
            ReminderKind.PostmortemOverdue => $"The postmortem of {name} was due {DueWords(incident)}, and is {Stage(incident)}.{Next(incident)} If it takes longer, set another date with `/postmortem due`.",
            ReminderKind.ReviewWaiting => $"The postmortem of {name} waits for your review since <t:{at}:f>.{(incident.PostmortemMessages is [var read, ..] ? $" Read it: https://discord.com/channels/{incident.Server}/{read.Channel}/{read.Message}" : "")}",
            _ => $"{name} is resolved, but nobody has recorded its root cause. What is known by now helps whoever reads the postmortem.",
        };
    }

    private static string DueWords(Incident incident) => incident.Postmortem.Due is { } due ? $"**{DueDate.InWords(due.Date)}**" : "soon";

    private static string Stage(Incident incident) => incident.Postmortem.Stage switch
    {
        PostmortemStage.Draft => "a draft that nobody was asked to review yet",
        PostmortemStage.InReview when !ReviewStanding.Waiting(incident.Postmortem).Any() => "in review, with all answers given",
        PostmortemStage.InReview => "in review",
        _ => "published",
    };

    private static string Next(Incident incident) => incident.Postmortem.Stage == PostmortemStage.Draft ? " When it says what it should, ask for a review." : "";

    private static string Count(ReminderKind kind, int number) => kind.ComesBefore() ? "Reminder before the day" : number <= NextReminder.Most
        ? string.Create(CultureInfo.InvariantCulture, $"Reminder {number} of {NextReminder.Most}")
        : string.Create(CultureInfo.InvariantCulture, $"Reminder {number}, since it was put off");

    // Those of the card are named otherwise here: whoever says "press Update" means the card, and the word Snooze alone is that of a page.
    private static Component[] Buttons(Incident incident, ReminderKind kind)
    {
        (string Label, string Verb)[] helps = kind switch
        {
            ReminderKind.NoCommander => [("I take command", RolesModule.TakeCommandButton)],
            ReminderKind.StillOpen => [("It is over", ResolveModule.ResolveButton), ("Write update", UpdateModule.UpdateButton)],
            ReminderKind.NoCause => [("Record cause", FactsModule.CauseButton)],
            ReminderKind.PostmortemDue or ReminderKind.PostmortemOverdue => incident.Postmortem.Stage == PostmortemStage.Draft ? [("Ask for review", ReviewModule.AskButton)] : [("Publish", ReviewModule.PublishButton)],
            ReminderKind.ReviewWaiting => [("Approve", ReviewModule.ApproveButton), ("Request changes", ReviewModule.ChangesButton)],
            _ => [("Write update", UpdateModule.UpdateButton)],
        };
        return
        [
            .. helps.Select((help, place) => Button(help.Label, help.Verb, incident, kind == ReminderKind.ReviewWaiting ? incident.Postmortem.Revision.ToString(CultureInfo.InvariantCulture) : "", place == 0 ? ButtonStyle.Primary : ButtonStyle.Secondary)),
            Button($"Snooze {SnoozeLabel(kind)}", RemindersModule.SnoozeButton, incident, kind.Key(), ButtonStyle.Secondary),
            Button("Dismiss", RemindersModule.DismissButton, incident, kind.Key(), ButtonStyle.Secondary),
        ];
    }

    private static string SnoozeLabel(ReminderKind kind) => kind.Snooze() switch
    {
        { TotalDays: >= 1 } days => string.Create(CultureInfo.InvariantCulture, $"{days.TotalDays:0} d"),
        { TotalHours: >= 1 } hours => string.Create(CultureInfo.InvariantCulture, $"{hours.TotalHours:0} h"),
        var minutes => string.Create(CultureInfo.InvariantCulture, $"{minutes.TotalMinutes:0} min"),
    };

    private static Button Button(string label, string verb, Incident incident, string argument, ButtonStyle style) => new()
    {
        Style = style,
        Label = label,
        CustomId = new CustomId(verb, incident.Id, argument).ToString(),
    };

    private static string Head(Incident incident, ReminderLog log)
    {
        var since = log.Since.ToUnixTimeSeconds();
        return log.Kind switch
        {
            ReminderKind.NoCommander => $"{incident.Name}: no incident commander since <t:{since}:t>",
            ReminderKind.UpdateDue => $"{incident.Name}: update promised for <t:{since}:t>",
            ReminderKind.NoUpdate => $"{incident.Name}: no update since <t:{since}:t>",
            ReminderKind.StillOpen => $"{incident.Name}: still open, since <t:{since}:f>",
            ReminderKind.PostmortemDue => $"{incident.Name}: the postmortem is due <t:{since}:D>",
            ReminderKind.PostmortemOverdue => $"{incident.Name}: the postmortem was due <t:{since}:D>",
            ReminderKind.ReviewWaiting => $"{incident.Name}: the postmortem waits for review since <t:{since}:f>",
            _ => $"{incident.Name}: no root cause recorded",
        };
    }

    // Only what is sure is said: where several things changed, the one that answers the question.
    private static string Outcome(IncidentFile file, ReminderLog log)
    {
        var incident = file.Incident;
        var state = IncidentState.Of(file);
        if (log.DismissedBy is { } dismissed) return $"🔕 dismissed by {Name(file, dismissed)}";
        if (ReminderMatter.Since(state, log.Kind) == log.Since)
        {
            return log is { SnoozedUntil: { } until, SnoozedBy: { } by } && until > log.SentAt
                ? $"💤 put off until <t:{until.ToUnixTimeSeconds()}:t> by {Name(file, by)}"
                : "no longer wanted on this server";
        }

        if (log.Kind is ReminderKind.PostmortemDue or ReminderKind.PostmortemOverdue or ReminderKind.ReviewWaiting)
        {
            return incident.IsOpen ? "✅ reopened"
                : incident.Postmortem is { Stage: PostmortemStage.Published, StageSet.By: { } publisher } ? $"✅ published by {Name(file, publisher)}"
                : log.Kind == ReminderKind.ReviewWaiting ? "✅ answered"
                : incident.Postmortem.Due is { } due ? $"✅ due {DueDate.InWords(due.Date)} now" : "✅ without a due date now";
        }

        if (log.Kind == ReminderKind.NoCause) return incident.Cause is { } cause ? $"✅ recorded by {Name(file, cause.By)}" : incident.IsOpen ? "✅ reopened" : "✅ explained in the postmortem";
        if (!incident.IsOpen) return incident.Status == IncidentStatus.Resolved ? "✅ resolved" : $"✅ closed as a {incident.Status.Word()}";
        if (log.Kind == ReminderKind.NoCommander && incident.Holder(IncidentRole.Commander) is { } commander) return $"✅ {Name(file, commander)} is incident commander";
        if (log.Kind is ReminderKind.NoUpdate or ReminderKind.UpdateDue && ReminderMatter.LastUpdate(state) is { } update && update.RecordedAt >= log.SentAt) return $"✅ updated{(update.By is { } author ? $" by {Name(file, author)}" : "")}";
        if (incident.SeverityHistory is [.., var severity] && severity.At >= log.SentAt) return $"✅ now {incident.Severity.InWords()}";
        return incident.StatusHistory is [.., var status] && status.At >= log.SentAt ? $"✅ now {incident.Status.Word()}" : "✅ settled";
    }

    private static string Name(IncidentFile file, PersonId person) => Harmless.Line(file.NameOf(person), 60);
}
