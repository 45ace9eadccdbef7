using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.OnCall;

/// <param name="From">As typed; null: now.</param>
/// <param name="To">As typed: a time, or how long after the beginning.</param>
/// <param name="Instead">Of a replacement; null: instead of everyone.</param>
public sealed record OverrideCommand(OverrideKind Kind, string Schedule, PersonId Person, string? From, string? To, PersonId? Instead = null, string? Reason = null);

/// <summary>Overrides made in chat: somebody is on call too, is not, or is on call instead of others, for some time.</summary>
/// <remarks>They may be made by those who are in the schedule, and by those who may configure the bot: others would put people on call who never said that they would be.</remarks>
public static class ChangeSchedule
{
    /// <summary>Of those not over yet, on a server.</summary>
    public const int Most = 500;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static OnCallOutcome Decide(OnCallRecord record, OverrideCommand command, Asker asker)
    {
        if (record.Book.Schedule(command.Schedule) is not { } schedule) return NoSchedule(record.Book, command.Schedule);
        if (Refuse(record.Book, schedule, asker) is { } refusal) return refusal;
        if (record.State.Overrides.Count(one => one.Change.To > asker.Now) >= Most) return new Refusal($"There are {Most} overrides to come already. Take some back, or change the schedule's layers.");

        var zone = asker.Settings.TimeZone;
        var from = asker.Now;
        if (command.From is not null)
        {
            var read = TypedTime.Read(command.From, asker.Now, zone, TimeSide.Future);
            if (read.At is not { } begin) return read.Refusal!;
            from = begin;
        }

        if (command.To is null) return new Refusal("Say until when with `to:`, a time or a length such as `8h`.");
        DateTimeOffset to;
        if (TypedDuration.Read(command.To).Length is { } length)
        {
            to = from + length;
        }
        else
        {
            var read = TypedTime.Read(command.To, from, zone, TimeSide.Future);
            if (read.At is not { } end) return read.Refusal!;
            to = end;
        }

        if (to - from > Longest) return new Refusal("That is longer than a year: change the schedule's layers instead.");
        var change = new Override(command.Kind, from, to, OnCallNow.HandleOf(record.Book, command.Person), command.Instead is { } instead ? OnCallNow.HandleOf(record.Book, instead) : null)
        {
            Reason = command.Reason is null ? null : Harmless.Cut(Harmless.Plain(command.Reason), 200),
        };
        if (ChangesNothing(schedule, change)) return new Refusal($"That changes nothing: {Nothing(record.Book, schedule, change)}. Nothing was saved.");
        var (state, made) = Add(record.State, schedule.Name, change, asker.Person, asker.Now);
        return new OnCallDecision(state, $"{InWords(record.Book, made)} `/oncall override undo override:{made.Number}` takes it back.") { Owes = [new FollowShifts(), new OpenConversations()] };
    }

    /// <summary>What is to come of it does not happen; what was served stays as it was.</summary>
    public static OnCallOutcome TakeBack(OnCallRecord record, int number, Asker asker)
    {
        if (record.State.Overrides.FirstOrDefault(one => one.Number == number) is not { } found) return new Refusal($"There is no override {number}. `/oncall override list` shows those there are.");
        if (record.Book.Schedule(found.Schedule) is { } schedule && Refuse(record.Book, schedule, asker) is { } refusal) return refusal;
        if (found.Change.To <= asker.Now) return new Refusal($"Override {number} is over already; it cannot be taken back.");
        var begun = found.Change.From < asker.Now;
        ImmutableArray<ChatOverride> left = begun
            ? record.State.Overrides.Replace(found, found with { Change = found.Change with { To = asker.Now } })
            : record.State.Overrides.Remove(found);
        return new OnCallDecision(record.State with { Overrides = left }, begun ? $"Override {number} ends now; what was served under it stays." : $"Override {number} is taken back.") { Owes = [new FollowShifts()] };
    }

    /// <summary>"3. **ops**: Grace is on call instead of Ada, from … to … (Ada is ill)."</summary>
    public static string InWords(PolicyBook book, ChatOverride made)
    {
        var change = made.Change;
        var person = OnCallNow.Mention(book, change.Person);
        var what = change.Kind switch
        {
            OverrideKind.Add => $"{person} is on call too",
            OverrideKind.Remove => $"{person} is not on call",
            _ => $"{person} is on call instead of {(change.Instead is { } instead ? OnCallNow.Mention(book, instead) : "everyone")}",
        };
        return $"{made.Number}. **{Harmless.Line(made.Schedule, 60)}**: {what}, from {Say.DateTime(change.From)} to {Say.DateTime(change.To)}{(change.Reason is { } reason ? $" ({Harmless.Line(reason, 200)})" : "")}.";
    }

    /// <summary>Which there are, for whoever named one there is not.</summary>
    public static Refusal NoSchedule(PolicyBook book, string name) => new(book.Schedules.IsEmpty
        ? "There are no schedules on this server. `/oncall apply file:` takes them from a YAML file."
        : $"There is no schedule \"{Harmless.Line(name, 60)}\". There are: {Harmless.Line(Lists.InWords([.. book.Schedules.Select(one => one.Name)]), 500)}.");

    internal static (OnCallState State, ChatOverride Made) Add(OnCallState state, string schedule, Override change, PersonId by, DateTimeOffset now)
    {
        var made = new ChatOverride(state.LastOverride + 1, schedule, change, by, now);
        return (state with { Overrides = state.Overrides.Add(made), LastOverride = made.Number }, made);
    }

    private static Refusal? Refuse(PolicyBook book, Schedule schedule, Asker asker) =>
        Permissions.May(Verb.Configure, asker) || schedule.People.Contains(OnCallNow.HandleOf(book, asker.Person))
            ? null
            : new Refusal($"You may not change who is on call in {Harmless.Line(schedule.Name, 60)}: that is for those who are in it and for those who may change the settings. Ask one of them.");

    private static bool ChangesNothing(Schedule schedule, Override change) =>
        Rota.Shifts(schedule, change.From, change.To).SequenceEqual(Rota.Shifts(schedule with { Overrides = schedule.Overrides.Add(change) }, change.From, change.To));

    private static string Nothing(PolicyBook book, Schedule schedule, Override change) => change.Kind switch
    {
        OverrideKind.Add => $"{OnCallNow.Mention(book, change.Person)} is on call in {Harmless.Line(schedule.Name, 60)} then anyway",
        OverrideKind.Remove => $"{OnCallNow.Mention(book, change.Person)} is not on call in {Harmless.Line(schedule.Name, 60)} then",
        _ => change.Instead is { } instead && instead != change.Person
            ? $"{OnCallNow.Mention(book, instead)} is not on call in {Harmless.Line(schedule.Name, 60)} then"
            : $"{OnCallNow.Mention(book, change.Person)} is on call in {Harmless.Line(schedule.Name, 60)} then anyway",
    };
}
