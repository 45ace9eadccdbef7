using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;

namespace IncidentBot.Domain.OnCall;

/// <summary>Files that were read without a mistake and wait for somebody to say that they shall count.</summary>
/// <param name="Number">From 1 up on a server. Only the last one can be applied.</param>
/// <param name="Base">The version it was compared with; 0: none.</param>
/// <param name="Change">What it does, within a sentence: "applied ops.yaml".</param>
public sealed record BookProposal(int Number, int Base, PersonId By, DateTimeOffset At, string Change, ImmutableArray<BookSource> Sources, PolicyBook Book);

/// <summary>From files that are right to a version that counts.</summary>
public static class ApplyBook
{

    /// <summary>Puts the question; whatever was asked before is no longer to be answered.</summary>
    public static OnCallDecision Propose(OnCallRecord record, string change, ImmutableArray<BookSource> sources, PolicyBook book, PersonId by, DateTimeOffset now)
    {
        var proposal = new BookProposal(record.State.LastProposal + 1, record.Applied?.Number ?? 0, by, now, change, sources, book);
        return new OnCallDecision(record.State with { LastProposal = proposal.Number, Proposal = proposal }, "");
    }

    /// <summary>They count from now on.</summary>
    public static OnCallOutcome Decide(OnCallRecord record, int proposal, PersonId by, DateTimeOffset now)
    {
        if (Stale(record, proposal) is { } refusal) return refusal;
        var asked = record.State.Proposal!;
        return Next(record, asked.Change, asked.Sources, asked.Book, by, now);
    }

    /// <summary>Nothing of them is applied.</summary>
    public static OnCallOutcome Drop(OnCallRecord record, int proposal) =>
        Stale(record, proposal) is { } refusal ? refusal : new OnCallDecision(record.State with { Proposal = null }, "Nothing was changed.");

    /// <summary>The next version, without a question: files of the configuration are changed by those who run the bot.</summary>
    /// <param name="by">Null: the configuration.</param>
    public static OnCallDecision Next(OnCallRecord record, string change, ImmutableArray<BookSource> sources, PolicyBook book, PersonId? by, DateTimeOffset now)
    {
        var version = new BookVersion
        {
            Server = record.State.Server,
            Number = (record.Applied?.Number ?? 0) + 1,
            At = now,
            By = by,
            Change = change,
            Sources = sources,
            Book = book,
        };
        return new OnCallDecision(record.State with { Proposal = null }, $"Version {version.Number} counts from now on: {change}.") { Version = version, Owes = [new FollowShifts(), new OpenConversations()] };
    }

    private static Refusal? Stale(OnCallRecord record, int proposal)
    {
        if (record.State.Proposal is not { } asked || asked.Number != proposal)
        {
            return new Refusal(record.State.LastProposal > proposal
                ? "This is out of date: policies were changed or proposed again since. Nothing was applied by this button; apply your files anew."
                : "This was answered already.");
        }

        return asked.Base == (record.Applied?.Number ?? 0) ? null : new Refusal($"This is out of date: version {record.Applied?.Number} was applied since. Nothing was applied by this button; apply your files anew.");
    }
}
