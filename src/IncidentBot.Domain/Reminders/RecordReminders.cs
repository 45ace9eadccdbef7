using System.Collections.Immutable;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reminders;

/// <summary>A reminder that went out, or could not.</summary>
/// <param name="Since">Since when it was so, when it was decided.</param>
/// <param name="To">Who was asked by name.</param>
/// <param name="Message">The message; null when it could not be posted.</param>
/// <param name="Failure">Why it could not be posted, in words.</param>
public sealed record SentReminder(ReminderKind Kind, DateTimeOffset Since, PersonId? To, MessageRef? Message, string? Failure = null)
{
    /// <summary>Who was asked by name besides.</summary>
    public ImmutableArray<PersonId> Also { get; init; } = [];
}

/// <summary>What was shown of reminders is recorded, and it is owed to look again when the next may be due.</summary>
public static class RecordReminders
{
    /// <param name="ended">Messages that say now what came of them, and have no buttons any more.</param>
    /// <param name="sent">The reminder that was sent; null: none was due.</param>
    /// <returns>Null when there is nothing to record and nothing to look for.</returns>
    public static Decision? Decide(IncidentState state, ServerSettings settings, IReadOnlyCollection<MessageRef> ended, SentReminder? sent, DateTimeOffset now)
    {
        if (ended.Count == 0 && sent is null)
            return NextReminder.Of(state, settings, now).ActAt(now) is { } due ? new Decision(state.Incident, "") { Owes = [new Remind { Due = due }] } : null;
        var draft = new Draft(state, by: null, now, settings);
        var logs = state.Incident.Reminders.Select(log => log.Message is { } message && ended.Contains(message) ? log with { Message = null } : log).ToImmutableArray();
        if (sent is not null)
        {
            var before = logs.FirstOrDefault(log => log.Kind == sent.Kind) ?? new ReminderLog(sent.Kind);
            var same = before.Since == sent.Since;
            var log = before with
            {
                Since = sent.Since,
                Sent = same ? before.Sent + 1 : 1,
                Snoozes = same ? before.Snoozes : 0,
                SentAt = now.ToUniversalTime(),
                Message = sent.Message,
                To = sent.To,
                Also = sent.Also,
            };
            logs = [.. logs.Where(one => one.Kind != sent.Kind), log];
            draft.Write(EntryKind.Reminder, Entry(sent));
        }

        draft.Incident = draft.Incident with { Reminders = logs };
        return draft.Done("");
    }

    private static string Entry(SentReminder sent)
    {
        var who = sent.To is { } to ? " " + Lists.InWords([.. sent.Also.Prepend(to).Select(Say.Person)]) : "";
        return sent.Message is null ? $"Could not remind{who}: {sent.Kind.Subject()} ({sent.Failure})" : $"Reminded{(who.Length > 0 ? who : " everybody here")}: {sent.Kind.Subject()}";
    }
}
