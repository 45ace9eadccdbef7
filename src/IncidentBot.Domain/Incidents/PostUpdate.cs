using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <param name="Next">As typed: "30m", when the next update is due.</param>
public sealed record UpdateCommand(string? Message, IncidentStatus? Status = null, Severity? Severity = null, string? Next = null);

/// <summary>Says where things stand. The answer is the update itself, for everyone to read; it names its author, because the answer to a form does not show whose it is.</summary>
public static class PostUpdate
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Latest = TimeSpan.FromDays(7);

    public static Outcome Decide(IncidentState state, UpdateCommand command, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        if (Closed.Refuse(incident) is { } closed) return closed;
        var message = Harmless.PlainBlock(command.Message);
        if (Limits.Refuse("update", message, Limits.Update) is { } bad) return bad;
        if (command.Status is { } wanted && !wanted.IsOpen()) return SetStatus.NotByStatus(wanted);
        var next = ReadNext(command.Next, asker.Now, out var unread);
        if (unread is not null) return unread;

        var draft = new Draft(state, asker);
        var head = $"**Update** by {Say.Person(asker.Person)}";
        draft.Write(EntryKind.Update, message);
        if (command.Status is { } status && status != incident.Status)
        {
            SetStatus.Move(draft, status, asker.Person, reason: null);
            head += $" · now {status.Word()}";
        }

        if (command.Severity is { } severity && severity != incident.Severity)
        {
            SetSeverity.Move(draft, severity, asker, reason: null);
            head += $" · {incident.Severity.Code()} → {severity.InWords()}";
        }

        draft.Incident = draft.Incident with { NextUpdateDue = next };
        draft.OweCard();
        draft.OweAnnounce();
        if (next is { } due) head += $" · next update {Say.Clock(due)}";
        return draft.Done($"{head}\n{Harmless.Block(message, 1800)}");
    }

    private static DateTimeOffset? ReadNext(string? typed, DateTimeOffset now, out Refusal? refusal)
    {
        refusal = null;
        if (Harmless.Plain(typed).Length == 0) return null;
        var read = TypedDuration.Read(typed);
        refusal = read.Refusal;
        if (read.Length is not { } length) return null;
        if (length < Soonest || length > Latest) refusal = new Refusal("The next update can be promised for 1 minute to 7 days from now. Nothing was posted: give another `next`.");
        return (now + length).ToUniversalTime();
    }
}
