using System.Collections.Immutable;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Actions.FollowingUp;

/// <summary>How writing to somebody about an action item went.</summary>
/// <param name="To">Who was meant; null: nobody in particular.</param>
/// <param name="Message">Null: it could not be said anywhere.</param>
/// <param name="Failure">Why it did not reach the person directly; null: it did.</param>
public sealed record SentFollowUp(int Action, PersonId? To, bool IsEscalation, MessageRef? Message, string? Failure = null);

/// <summary>What was said about action items is recorded, and it is owed to look again when the next may be due.</summary>
public static class RecordFollowUp
{
    /// <param name="ended">Messages that say now what came of them, and have no buttons any more.</param>
    /// <param name="sent">Null: nothing was due.</param>
    public static Decision Decide(IncidentState state, ServerSettings settings, IReadOnlyCollection<MessageRef> ended, SentFollowUp? sent, DateTimeOffset now)
    {
        var draft = new Draft(state, by: null, now, settings);
        foreach (var action in state.Actions)
        {
            var log = action.FollowUp;
            var left = log.Asked.RemoveAll(asked => ended.Contains(asked.Message));
            if (left.Length != log.Asked.Length) log = log with { Asked = left };
            if (sent?.Action == action.Number) log = With(log, sent, now.ToUniversalTime());
            if (!ReferenceEquals(log, action.FollowUp)) draft.Put(action with { FollowUp = log });
        }

        if (sent is not null && state.Actions.FirstOrDefault(action => action.Number == sent.Action) is { } about) draft.Write(EntryKind.Reminder, Entry(about, sent));
        var decision = draft.Done("");
        return NextFollowUp.Of(state.With(decision), settings, now) switch
        {
            { Due: not null } or { Over.IsEmpty: false } => decision with { Owes = [.. decision.Owes, new FollowUpActions()] },
            { Next: { } next } => decision with { Owes = [.. decision.Owes, new FollowUpActions { Due = next }] },
            _ => decision,
        };
    }

    private static FollowUpLog With(FollowUpLog log, SentFollowUp sent, DateTimeOffset now)
    {
        var asked = sent.Message is { } message ? log.Asked.Add(new AskedMessage(message, sent.To, sent.IsEscalation, now)) : log.Asked;
        return sent.IsEscalation
            ? log with { EscalatedAt = now, Asked = asked }
            : log with { Through = now, Sent = log.Sent + 1, LaterOn = null, LaterBy = null, PutOffAt = null, Asked = asked };
    }

    private static string Entry(ActionItem action, SentFollowUp sent)
    {
        var who = sent.To is { } to ? Say.Person(to) : "everybody in the channel";
        var what = sent.IsEscalation ? $"action item {action.Number} is long overdue" : $"action item {action.Number}";
        if (sent.Message is null) return $"Could not remind {who} of {what}: {sent.Failure}";
        var how = sent.Failure is null ? "" : $", in the channel ({sent.Failure})";
        return sent.IsEscalation ? $"Told {who} that {what}{how}" : $"Reminded {who} of {what}{how}";
    }
}
