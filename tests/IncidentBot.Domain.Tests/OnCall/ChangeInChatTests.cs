using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain.Tests.OnCall;

/// <summary>Overrides and swaps made in chat, on any rotation of three people.</summary>
public sealed class ChangeInChatTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly ServerId Server = new(1);
    private static readonly PersonId[] Accounts = [new(100000000000000011), new(100000000000000012), new(100000000000000013)];
    private static readonly Handle[] People = [new("ada"), new("tunde"), new("grace")];

    [Fact]
    public void An_override_that_is_taken_back_before_it_begins_leaves_everything_as_it_was() => Prop.ForAll(Arb.From(Changes), change =>
    {
        var (record, command) = change;
        if (ChangeSchedule.Decide(record, command, Asker(0)).Decision is not { } made) return;
        var after = record with { State = made.State };
        Shifts(after).ShouldNotBe(Shifts(record));
        var back = ChangeSchedule.TakeBack(after, made.State.LastOverride, Asker(0)).Decision.ShouldNotBeNull();
        Shifts(record with { State = back.State }).ShouldBe(Shifts(record));
        back.State.Overrides.ShouldBe(record.State.Overrides);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void An_override_that_is_taken_back_while_it_holds_leaves_what_was_served_and_nothing_to_come()
    {
        var record = Record("Europe/Berlin", 1);
        var made = ChangeSchedule.Decide(record, new OverrideCommand(OverrideKind.Replace, "ops", Accounts[2], null, "6 days"), Asker(0)).Decision.ShouldNotBeNull();
        var later = Asker(0) with { Now = Now.AddDays(2) };
        var back = ChangeSchedule.TakeBack(record with { State = made.State }, 1, later).Decision.ShouldNotBeNull();
        var after = record with { State = back.State };
        after.Book.OnCall("ops", Now.AddDays(1)).ShouldBe([People[2]]);
        for (var at = later.Now; at < Now.AddDays(10); at = at.AddHours(1)) after.Book.OnCall("ops", at).ShouldBe(record.Book.OnCall("ops", at));
    }

    [Fact]
    public void Shifts_that_are_swapped_and_swapped_back_are_as_they_were() => Prop.ForAll(Arb.From(Records), record =>
    {
        var once = Swap(record, by: 0, to: 1);
        if (once is null) return;
        Shifts(once).ShouldNotBe(Shifts(record));

        // The other way round: each gives back the shift that is now his.
        var swap = once.State.Swaps[^1];
        var again = SwapShifts.Propose(once, new SwapCommand("ops", Accounts[1], swap.Other.From, swap.One.From), Asker(0));
        if (again.Decision is not { } proposed) return; // Swapped shifts that touch others of the same person have become one with them.
        var back = SwapShifts.Accept(once with { State = proposed.State }, proposed.State.LastSwap, Asker(1)).Decision.ShouldNotBeNull();
        Shifts(record with { State = back.State }).ShouldBe(Shifts(record));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void A_swap_changes_neither_when_somebody_is_on_call_nor_anybody_elses_shifts() => Prop.ForAll(Arb.From(Records), record =>
    {
        if (Swap(record, by: 0, to: 1) is not { } after) return;
        for (var at = Now; at < Now.AddDays(60); at = at.AddHours(5))
        {
            after.Book.OnCall("ops", at).Length.ShouldBe(record.Book.OnCall("ops", at).Length);
            after.Book.OnCall("ops", at).Contains(People[2]).ShouldBe(record.Book.OnCall("ops", at).Contains(People[2]));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void What_follows_is_owed_for_a_change_once_and_the_next_look_is_at_the_next_change()
    {
        var settings = new ServerSettings { Server = Server, OnCallChannel = new(5), OnCallRoles = [new OnCallRole("OPS", new(77))] };
        var record = Record("Europe/Berlin", 1);
        var first = FollowOnCall.Decide(record, settings, Now);
        first.Owes.ShouldBe(
        [
            new AnnounceShift("ops"), new GreetOnCall("ops", record.Book.OnCall("ops", Now)[0]), new KeepOnCallRoles(),
            new FollowShifts { Due = Rota.NextChange(record.Book.Schedules[0], Now) },
        ]);
        var second = FollowOnCall.Decide(record with { State = first.State }, settings, Now.AddMinutes(1));
        second.Owes.ShouldHaveSingleItem().ShouldBeOfType<FollowShifts>();
        second.State.GivenRoles.ShouldHaveSingleItem().Role.ShouldBe(new ChatRoleId(77));
    }

    [Fact]
    public void Files_applied_meanwhile_make_an_earlier_question_stale()
    {
        var record = Record("Europe/Berlin", 1);
        var asked = ApplyBook.Propose(record, "applied a.yaml", [], record.Book, Accounts[0], Now);
        var other = ApplyBook.Propose(record with { State = asked.State }, "applied b.yaml", [], record.Book, Accounts[1], Now);
        ApplyBook.Decide(record with { State = other.State }, 1, Accounts[0], Now).Refusal.ShouldNotBeNull().Sentence.ShouldStartWith("This is out of date");
        var applied = ApplyBook.Decide(record with { State = other.State }, 2, Accounts[0], Now).Decision.ShouldNotBeNull();
        ApplyBook.Decide(new OnCallRecord(applied.Version, applied.State), 2, Accounts[0], Now).Refusal.ShouldNotBeNull().Sentence.ShouldBe("This was answered already.");
        applied.Version!.Number.ShouldBe(2);
    }

    private static Gen<OnCallRecord> Records =>
        from zone in Gen.Elements("Europe/Berlin", "America/Santiago", "Australia/Lord_Howe")
        from days in Gen.Choose(1, 9)
        select Record(zone, days);

    private static Gen<(OnCallRecord, OverrideCommand)> Changes =>
        from record in Records
        from kind in Gen.Elements(OverrideKind.Add, OverrideKind.Remove, OverrideKind.Replace)
        from person in Gen.Elements(Accounts)
        from instead in Gen.Elements(Accounts.Cast<PersonId?>().Append(null).ToArray())
        from start in Gen.Choose(1, 400)
        from length in Gen.Choose(1, 300)
        select (record, new OverrideCommand(kind, "Ops", person, $"in {start} hours", $"{length}h", kind == OverrideKind.Replace ? instead : null));

    private static OnCallRecord Record(string zone, int days)
    {
        var book = PolicyBook.Empty with
        {
            People = [.. People.Select((handle, n) => new Person(handle, null, Accounts[n]))],
            Schedules =
            [
                new Schedule
                {
                    Name = "ops",
                    Zone = zone,
                    Layers = [new Layer { Name = "days", Turns = [.. People.Select(one => System.Collections.Immutable.ImmutableArray.Create(one))], Rotation = new Rotation(RotationUnit.Day, days, new TimeOnly(2, 30)), Start = new DateTime(2026, 1, 1) }],
                },
            ],
        };
        return new OnCallRecord(new BookVersion { Server = Server, Number = 1, At = Now, Change = "", Book = book }, new OnCallState { Server = Server });
    }

    private static OnCallRecord? Swap(OnCallRecord record, int by, int to)
    {
        if (SwapShifts.Propose(record, new SwapCommand("ops", Accounts[to]), Asker(by)).Decision is not { } proposed) return null;
        var accepted = SwapShifts.Accept(record with { State = proposed.State }, proposed.State.LastSwap, Asker(to)).Decision.ShouldNotBeNull();
        return record with { State = accepted.State };
    }

    private static List<Shift> Shifts(OnCallRecord record) => [.. Rota.Shifts(record.Book.Schedule("ops")!, Now, Now.AddDays(60))];

    private static Asker Asker(int person) => new(Accounts[person], Now, new ServerSettings { Server = Server });
}
