using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>Puts the next page off.</summary>
public static class Snooze
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);
    public static readonly TimeSpan Usual = TimeSpan.FromMinutes(15);

    /// <param name="length">As typed; empty: 15 minutes.</param>
    public static Outcome Decide(IncidentState state, int? number, string? length, Asker asker)
    {
        if (AnswerPage.Find(state, number, asker, out var escalation) is { } not) return not;
        if (Closed.Refuse(state.Incident) is { } closed) return closed;
        if (EscalationWords.RefuseEnded(escalation!) is { } ended) return ended;
        var off = Usual;
        if (Harmless.Plain(length).Length > 0)
        {
            var read = TypedDuration.Read(length);
            if (read.Length is not { } typed) return read.Refusal!;
            off = typed;
        }

        if (off < Shortest || off > Longest) return new Refusal("A page can be put off by 5 to 60 minutes. To end it for good: `/escalation stop`.");
        var until = (asker.Now + off).ToUniversalTime();
        if (escalation!.SnoozedUntil >= until) return new Refusal($"The next page is put off until {Say.Clock(escalation.SnoozedUntil.Value)} already.");
        var answer = AnswerRun.Decide(EscalationRun.Of(escalation), new RunAnswer(RunAnswerKind.Snooze, Handle.Of(asker.Person), off), asker.Now);
        if (answer.Happened is not { } happened) return answer.Refusal!;
        var draft = new Draft(state, asker);
        var snoozed = EscalationRun.After(escalation, happened);
        draft.Put(snoozed);
        draft.Write(EntryKind.Note, $"Put the next page to {EscalationWords.Who(escalation.Target)} off until {TypedTime.Clock(until, asker.Now, asker.Settings.TimeZone)}");
        draft.Owe(NextPage.Look(snoozed, until));
        return draft.Done($"The next page to {EscalationWords.Shown(escalation.Target)} is put off until {Say.Clock(until)}. It goes out then unless somebody acknowledges.");
    }
}
