using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.OnCall;

public enum SwapState
{
    Open,
    Accepted,
    Declined,

    /// <summary>Whoever asked took it back.</summary>
    Withdrawn,

    /// <summary>Nobody answered before the first of the two shifts began.</summary>
    Expired,
}

/// <summary>Two people take each other's shift, if the other agrees.</summary>
/// <param name="Number">From 1 up on a server.</param>
/// <param name="One">The shift of whoever asks.</param>
/// <param name="Other">The shift of whoever is asked.</param>
/// <param name="Channel">Where it was asked for.</param>
public sealed record ShiftSwap(int Number, Shift One, Shift Other, PersonId By, PersonId To, ChannelId? Channel, DateTimeOffset At)
{
    public SwapState State { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Where it was put to the other, in the channel and directly, to be brought up to date.</summary>
    public ImmutableArray<MessageRef> Messages { get; init; } = [];

    /// <summary>The first of the two shifts begins then; from then on it cannot be agreed to.</summary>
    public DateTimeOffset Until => One.From < Other.From ? One.From : Other.From;
}

/// <param name="Mine">Beginning of the shift to give away (UTC); null: the next one.</param>
/// <param name="Theirs">Beginning of the shift to take (UTC); null: the other's next one.</param>
public sealed record SwapCommand(string Schedule, PersonId With, DateTimeOffset? Mine = null, DateTimeOffset? Theirs = null);

/// <summary>Asking for a swap of two shifts to come, and answering it.</summary>
public static class SwapShifts
{
    private const int MostOpen = 50;
    private const int MostEnded = 50;

    /// <summary>How far ahead shifts can be chosen.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(180);

    /// <summary>A person's shifts that have not begun, in order.</summary>
    public static IEnumerable<Shift> Upcoming(Schedule schedule, Handle person, DateTimeOffset now) =>
        Rota.WholeShifts(schedule, now, now + Ahead).Where(shift => shift.Person == person && shift.From > now);

    public static OnCallOutcome Propose(OnCallRecord record, SwapCommand command, Asker asker)
    {
        var book = record.Book;
        if (book.Schedule(command.Schedule) is not { } schedule) return ChangeSchedule.NoSchedule(book, command.Schedule);
        if (command.With == asker.Person) return new Refusal("That is you. Choose whom you want to swap with.");
        var (own, others) = (OnCallNow.HandleOf(book, asker.Person), OnCallNow.HandleOf(book, command.With));
        if (Choose(schedule, own, command.Mine, asker.Now) is not { } mine) return Missing("You have", schedule, command.Mine);
        if (Choose(schedule, others, command.Theirs, asker.Now) is not { } theirs) return Missing($"{Say.Person(command.With)} has", schedule, command.Theirs);
        if (mine.From < theirs.To && theirs.From < mine.To) return new Refusal("These two shifts overlap: a swap would leave one of you on call for both. Choose others.");
        if (record.State.Swaps.Count(one => one.State == SwapState.Open) >= MostOpen) return new Refusal($"There are {MostOpen} swaps waiting for an answer already.");
        if (record.State.Swaps.FirstOrDefault(one => one.State == SwapState.Open && (one.One == mine || one.Other == mine || one.One == theirs || one.Other == theirs)) is { } open)
            return new Refusal($"One of these shifts is part of swap {open.Number}, which waits for an answer. It has to be answered or withdrawn first.");

        var swap = new ShiftSwap(record.State.LastSwap + 1, mine, theirs, asker.Person, command.With, asker.Channel, asker.Now);
        var state = record.State with { Swaps = record.State.Swaps.Add(swap), LastSwap = swap.Number };
        return new OnCallDecision(state, $"{Say.Person(command.With)} is asked, here and directly. It is off if there is no answer by {Say.DateTime(swap.Until)}.") { Owes = [new ShowSwap(swap.Number), new FollowShifts()] };
    }

    /// <summary>Only the other can agree.</summary>
    public static OnCallOutcome Accept(OnCallRecord record, int number, Asker asker)
    {
        if (Find(record, number, asker.Now) is not { } swap) return Ended(record, number);
        if (asker.Person != swap.To) return new Refusal($"That is for {Say.Person(swap.To)} to accept.");
        if (!Stands(record.Book, swap.One) || !Stands(record.Book, swap.Other))
            return new Refusal("The schedule has changed since, and one of these shifts is no longer as it was. Decline, and ask for a new swap.");
        var (first, second) = Override.Swap(swap.One, swap.Other);
        var reason = $"swap {swap.Number}";
        var (state, _) = ChangeSchedule.Add(record.State, swap.One.Schedule, first with { Reason = reason }, swap.To, asker.Now);
        (state, _) = ChangeSchedule.Add(state, swap.Other.Schedule, second with { Reason = reason }, swap.To, asker.Now);
        return End(state, swap, SwapState.Accepted, asker.Now, "You take each other's shifts.");
    }

    /// <summary>The other declines, or whoever asked takes it back.</summary>
    public static OnCallOutcome Decline(OnCallRecord record, int number, Asker asker)
    {
        if (Find(record, number, asker.Now) is not { } swap) return Ended(record, number);
        if (asker.Person == swap.To) return End(record.State, swap, SwapState.Declined, asker.Now, "Declined: the shifts stay as they are.");
        return asker.Person == swap.By
            ? End(record.State, swap, SwapState.Withdrawn, asker.Now, "Withdrawn: the shifts stay as they are.")
            : new Refusal($"That is for {Say.Person(swap.To)} to answer.");
    }

    /// <summary>Swaps whose first shift has begun without an answer.</summary>
    public static OnCallDecision Expire(OnCallState state, DateTimeOffset now)
    {
        var decision = new OnCallDecision(state, "");
        foreach (var swap in state.Swaps.Where(one => one.State == SwapState.Open && one.Until <= now))
        {
            var ended = End(decision.State, swap, SwapState.Expired, now, "");
            decision = ended with { Owes = [.. decision.Owes, new ShowSwap(swap.Number)] };
        }

        return decision;
    }

    /// <summary>What is asked, or how it ended, for the channel and for both people; in Discord's Markdown.</summary>
    public static string InWords(PolicyBook book, ShiftSwap swap)
    {
        var (by, to) = (Say.Person(swap.By), Say.Person(swap.To));
        var shifts = $"**{Harmless.Line(swap.One.Schedule, 60)}**: {to} would take {Span(swap.One)}, {by} would take {Span(swap.Other)}.";
        return swap.State switch
        {
            SwapState.Open => $"{to}, {by} asks you to swap shifts in {shifts} Open until {Say.DateTime(swap.Until)}.",
            SwapState.Accepted => $"🔁 {by} and {to} swapped shifts in **{Harmless.Line(swap.One.Schedule, 60)}**: {to} takes {Span(swap.One)}, {by} takes {Span(swap.Other)}.",
            SwapState.Declined => $"{to} declined to swap shifts with {by} in **{Harmless.Line(swap.One.Schedule, 60)}**: all stays as it was.",
            SwapState.Withdrawn => $"{by} no longer asks {to} to swap shifts in **{Harmless.Line(swap.One.Schedule, 60)}**: all stays as it was.",
            _ => $"{to} did not answer in time to swap shifts with {by} in **{Harmless.Line(swap.One.Schedule, 60)}**: all stays as it was.",
        };
    }

    private static string Span(Shift shift) => $"{Say.DateTime(shift.From)} to {Say.DateTime(shift.To)}";

    private static Shift? Choose(Schedule schedule, Handle person, DateTimeOffset? from, DateTimeOffset now) =>
        Upcoming(schedule, person, now).FirstOrDefault(shift => from is null || shift.From == from);

    private static Refusal Missing(string who, Schedule schedule, DateTimeOffset? from) => new(from is { } at
        ? $"{who} no shift in {Harmless.Line(schedule.Name, 60)} that begins {Say.DateTime(at)} and is still to come."
        : $"{who} no shift in {Harmless.Line(schedule.Name, 60)} that begins within {Ahead.Days} days. `/oncall schedule` shows who is on call when.");

    private static ShiftSwap? Find(OnCallRecord record, int number, DateTimeOffset now) =>
        record.State.Swaps.FirstOrDefault(one => one.Number == number && one.State == SwapState.Open && one.Until > now);

    private static Refusal Ended(OnCallRecord record, int number) => new(record.State.Swaps.FirstOrDefault(one => one.Number == number) is { State: not (SwapState.Open or SwapState.Expired) }
        ? "This swap was answered already."
        : "It is too late for this swap: the first shift has begun, and all stays as it was.");

    private static bool Stands(PolicyBook book, Shift shift) => book.Schedule(shift.Schedule) is { } schedule && Rota.WholeShifts(schedule, shift.From, shift.To).Contains(shift);

    private static OnCallDecision End(OnCallState state, ShiftSwap swap, SwapState how, DateTimeOffset now, string answer)
    {
        var swaps = state.Swaps.Replace(swap, swap with { State = how, EndedAt = now });
        var forgotten = Math.Max(0, swaps.Count(one => one.State != SwapState.Open) - MostEnded);
        foreach (var old in swaps.Where(one => one.State != SwapState.Open).Take(forgotten).ToList()) swaps = swaps.Remove(old);
        return new OnCallDecision(state with { Swaps = swaps }, answer) { Owes = [new ShowSwap(swap.Number), new FollowShifts()] };
    }
}
