using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain;
using IncidentBot.Sandbox.Time;
using IncidentBot.Storage;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Storage;

public abstract class AgendaTests(DatabaseEngine engine) : RecordTest(engine)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Items_of_one_incident_run_in_order_and_one_at_a_time()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync(owes: [new OpenChannel(), new ShowCard(), new Announce()]);
        List<Owed> done = [];
        while (await TakeAsync(record) is { Length: 1 } taken)
        {
            (await TakeAsync(record)).ShouldBeEmpty();
            done.Add(taken[0].Owed);
            (await record.Store.CompleteAsync(taken[0])).ShouldBeTrue();
        }

        done.ShouldBe([new OpenChannel(), new ShowCard(), new Announce()]);
        (await record.Store.PendingCountAsync()).ShouldBe(0);
        (await record.Store.NextDueAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_owed_while_the_clock_ran_ahead_is_due_when_it_is_set_right()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        var ahead = TimeSpan.FromHours(3);
        record.Clock.Advance(ahead);
        await record.Store.CommitAsync(scope => scope.SaveAsync(new Decision(incident, "") { Owes = [new Tell("now"), new SendPage(1, 1) { Due = Noon + ahead + TimeSpan.FromMinutes(5) }] }));
        await record.CloseAsync();

        var right = new DrivenClock(Noon);
        await using var store = await IncidentStore.OpenAsync(record.Options with { Clock = right });
        var taken = (await store.TakeDueAsync(right.GetUtcNow(), 10, Lease)).ShouldHaveSingleItem();
        taken.Owed.ShouldBe(new Tell("now"));
        (await store.CompleteAsync(taken)).ShouldBeTrue();
        (await store.TakeDueAsync(right.GetUtcNow(), 10, Lease)).ShouldBeEmpty();
        right.Advance(TimeSpan.FromMinutes(5));
        (await store.TakeDueAsync(right.GetUtcNow(), 10, Lease)).ShouldHaveSingleItem().Owed.ShouldBeOfType<SendPage>();
    }

    [Fact]
    public async Task What_was_put_off_while_the_clock_ran_ahead_is_tried_again_when_it_is_set_right_and_so_is_what_waits_behind_it()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync(owes: [new Tell("first"), new Tell("second")]);
        await record.CloseAsync();

        // By less than an hour: no longer than things are put off anyway.
        var ahead = new DrivenClock(Noon.AddMinutes(40));
        await using (var store = await IncidentStore.OpenAsync(record.Options with { Clock = ahead }))
        {
            var tried = (await store.TakeDueAsync(ahead.GetUtcNow(), 10, Lease)).ShouldHaveSingleItem();
            await store.RetryAsync(tried, ahead.GetUtcNow() + TimeSpan.FromSeconds(5), "later");
        }

        var right = new DrivenClock(Noon.AddMinutes(1));
        await using (var store = await IncidentStore.OpenAsync(record.Options with { Clock = right }))
        {
            foreach (var text in (string[])["first", "second"])
            {
                var taken = (await store.TakeDueAsync(right.GetUtcNow(), 10, Lease)).ShouldHaveSingleItem();
                taken.Owed.ShouldBe(new Tell(text));
                await store.CompleteAsync(taken);
            }
        }
    }

    [Fact]
    public async Task What_may_have_been_done_is_looked_for_from_before_it_was_made_although_the_clock_ran_ahead_then()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync(owes: [new Tell("before")]);
        await record.Store.CompleteAsync((await TakeAsync(record)).Single());
        record.Clock.Advance(TimeSpan.FromHours(3));
        await record.Store.CommitAsync(scope => scope.OweAsync(incident.Id, new Tell("in doubt")));
        (await TakeAsync(record)).ShouldHaveSingleItem();
        await record.CloseAsync();

        var right = new DrivenClock(Noon.AddMinutes(90));
        await using var store = await IncidentStore.OpenAsync(record.Options with { Clock = right });
        var again = (await store.TakeDueAsync(right.GetUtcNow(), 10, Lease)).ShouldHaveSingleItem();
        (again.Attempts, again.Created).ShouldBe((2, Noon));
    }

    [Fact]
    public async Task Incidents_run_side_by_side_up_to_the_limit()
    {
        await using var record = await OpenAsync();
        for (var i = 0; i < 4; i++) await record.DeclareAsync(owes: [new OpenChannel(), new ShowCard()]);
        (await record.Store.TakeDueAsync(Noon, 3, Lease)).Select(item => item.Incident!.Value.Value).ShouldBe([1, 2, 3]);
        (await TakeAsync(record)).Select(item => item.Incident!.Value.Value).ShouldBe([4]);
    }

    [Fact]
    public async Task What_a_server_itself_is_owed_runs_in_order_beside_its_incidents()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync(owes: [new ShowCard()]);
        var other = new ServerId(77);
        await record.Store.CommitAsync(async scope =>
        {
            await scope.OweAsync(Server, new FollowShifts());
            await scope.OweAsync(Server, new FollowShifts());
            await scope.OweAsync(other, new FollowShifts { Due = Noon.AddHours(1) });
        });
        var taken = await TakeAsync(record);
        taken.Select(item => (item.Incident, item.Server, item.Owed)).ShouldBe([(new IncidentId(1), null, new ShowCard()), (null, Server, new FollowShifts())]);
        await record.Store.CommitAsync(scope => scope.OweAsync(Server, new FollowShifts()));
        (await TakeAsync(record)).ShouldBeEmpty();
        await record.Store.RetryAsync(taken[1], Noon.AddMinutes(1), "away");
        (await record.Store.ListAgendaAsync(Server)).Select(item => item.State).ShouldBe([AgendaState.Waiting, AgendaState.Done]);
        (await record.Store.ListTroubleAsync(other, Noon, Noon.AddHours(2))).ShouldHaveSingleItem().Incident.ShouldBeNull();
        (await record.Store.NextDueAsync()).ShouldBe(Noon.AddMinutes(1));
    }

    [Fact]
    public async Task What_is_due_later_waits_and_holds_nothing_up()
    {
        await using var record = await OpenAsync();
        var later = new SendPage(1, 2) { Due = Noon.AddMinutes(5) };
        await record.DeclareAsync(owes: [later, new Tell("now")]);
        var now = (await TakeAsync(record)).ShouldHaveSingleItem();
        now.Owed.ShouldBe(new Tell("now"));
        await record.Store.CompleteAsync(now);

        (await record.Store.NextDueAsync()).ShouldBe(Noon.AddMinutes(5));
        (await record.Store.TakeDueAsync(Noon.AddMinutes(5).AddTicks(-1), 10, Lease)).ShouldBeEmpty();
        (await record.Store.TakeDueAsync(Noon.AddMinutes(5), 10, Lease)).ShouldHaveSingleItem().Owed.ShouldBe(later);
    }

    [Fact]
    public async Task The_same_thing_owed_twice_is_owed_once_while_it_waits()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync(owes: [new ShowCard(), new Tell("a"), new ShowCard(), new Tell("a")]);
        (await record.Store.ListAgendaAsync(incident.Id)).Select(item => item.Owed).ShouldBe([new ShowCard(), new Tell("a"), new Tell("a")]);
        var other = await record.DeclareAsync(owes: [new ShowCard()]);
        (await record.Store.ListAgendaAsync(other.Id)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_being_done_does_not_count_as_waiting_for_it_may_have_read_the_old_state()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync(owes: [new ShowCard()]);
        var running = (await TakeAsync(record)).Single();
        await record.Store.CommitAsync(scope => scope.OweAsync(incident.Id, new ShowCard()));
        await record.Store.CompleteAsync(running);
        (await TakeAsync(record)).ShouldHaveSingleItem().Id.ShouldBeGreaterThan(running.Id);
    }

    [Fact]
    public async Task The_earlier_of_two_due_times_holds()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync(owes: [new PostPostmortem { Due = Noon.AddHours(1) }]);
        await record.Store.CommitAsync(scope => scope.OweAsync(incident.Id, new PostPostmortem { Due = Noon.AddMinutes(1) }));
        await record.Store.CommitAsync(scope => scope.OweAsync(incident.Id, new PostPostmortem { Due = Noon.AddHours(2) }));
        (await record.Store.ListAgendaAsync(incident.Id)).ShouldHaveSingleItem().Due.ShouldBe(Noon.AddMinutes(1));
    }

    [Fact]
    public async Task A_retry_counts_its_attempts_and_lets_others_pass()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync(owes: [new ShowCard(), new Announce()]);
        var first = (await TakeAsync(record)).Single();
        (await record.Store.RetryAsync(first, Noon.AddSeconds(30), "502")).ShouldBeTrue();
        var passing = (await TakeAsync(record)).Single();
        passing.Owed.ShouldBe(new Announce());
        await record.Store.CompleteAsync(passing);

        var again = (await record.Store.TakeDueAsync(Noon.AddSeconds(30), 10, Lease)).ShouldHaveSingleItem();
        (again.Id, again.Attempts, again.LastError).ShouldBe((first.Id, 2, "502"));
    }

    [Fact]
    public async Task What_is_said_keeps_its_order_also_when_a_sentence_is_put_off()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync(owes: [new Tell("one"), new ShowCard(), new Tell("two")]);
        var one = (await TakeAsync(record)).Single();
        await record.Store.RetryAsync(one, Noon.AddMinutes(1), "502");
        await record.Store.CommitAsync(scope => scope.OweAsync(incident.Id, new Tell("three")));

        var passing = (await TakeAsync(record)).ShouldHaveSingleItem();
        passing.Owed.ShouldBe(new ShowCard());
        await record.Store.CompleteAsync(passing);
        (await TakeAsync(record)).ShouldBeEmpty();
        (await record.Store.NextDueAsync()).ShouldBe(Noon.AddMinutes(1));

        List<Owed> said = [];
        while (await record.Store.TakeDueAsync(Noon.AddMinutes(1), 10, Lease) is [var next])
        {
            said.Add(next.Owed);
            await record.Store.CompleteAsync(next);
        }

        said.ShouldBe([new Tell("one"), new Tell("two"), new Tell("three")]);
    }

    [Fact]
    public async Task A_page_waits_five_seconds_for_something_slow_and_no_longer()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync(owes: [new PostPostmortem(), new ShowCard(), new SendPage(1, 1)]);
        (await TakeAsync(record)).Single().Owed.ShouldBe(new PostPostmortem());
        (await record.Store.NextDueAsync()).ShouldBe(Noon.AddSeconds(5));
        (await record.Store.TakeDueAsync(Noon.AddSeconds(4), 10, Lease)).ShouldBeEmpty();
        (await record.Store.TakeDueAsync(Noon.AddSeconds(5), 10, Lease)).ShouldHaveSingleItem().Owed.ShouldBe(new SendPage(1, 1));
        (await record.Store.TakeDueAsync(Noon.AddSeconds(6), 10, Lease)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Urgent_things_have_places_of_their_own_and_come_first()
    {
        await using var record = await OpenAsync();
        for (var i = 0; i < 3; i++) await record.DeclareAsync(owes: [new Announce()]);
        for (var i = 0; i < 3; i++) await record.DeclareAsync(owes: [new SendPage(1, 1)]);
        (await record.Store.TakeDueAsync(Noon, 0, Lease, urgent: 2)).ShouldAllBe(item => item.Owed is SendPage);
        (await record.Store.TakeDueAsync(Noon, 2, Lease)).Select(item => item.Owed.GetType()).ShouldBe([typeof(Announce), typeof(SendPage)], ignoreOrder: true);
    }

    [Fact]
    public async Task What_was_set_aside_is_listed_for_its_server_and_can_be_tried_again_with_its_attempts_going_on()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync(owes: [new Announce()]);
        await record.DeclareAsync(server: new ServerId(5), owes: [new ShowCard()]);
        foreach (var item in await TakeAsync(record)) await record.Store.FailAsync(item, "refused");

        var aside = (await record.Store.SetAsideAsync(Server)).ShouldHaveSingleItem();
        (aside.Owed, aside.LastError, aside.Finished).ShouldBe((new Announce(), "refused", Noon));
        (await record.Store.SetAsideAsync()).Length.ShouldBe(2);

        (await record.Store.TryAgainAsync(aside.Id)).ShouldBeTrue();
        (await record.Store.TryAgainAsync(aside.Id)).ShouldBeFalse();
        (await record.Store.SetAsideAsync(Server)).ShouldBeEmpty();
        (await TakeAsync(record)).ShouldHaveSingleItem().Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_owed_anew_already_is_not_tried_twice()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync(owes: [new ShowCard()]);
        await record.Store.FailAsync((await TakeAsync(record)).Single(), "refused");
        await record.Store.CommitAsync(scope => scope.OweAsync(incident.Id, new ShowCard()));
        await record.Store.TryAgainAsync((await record.Store.SetAsideAsync()).Single().Id);
        (await record.Store.PendingCountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task What_ended_long_ago_is_forgotten_a_few_at_a_time_and_nothing_else()
    {
        await using var record = await OpenAsync();
        for (var i = 0; i < 5; i++) await record.DeclareAsync(owes: [new ShowCard()]);
        foreach (var item in await TakeAsync(record)) await record.Store.CompleteAsync(item);
        record.Clock.Advance(TimeSpan.FromDays(1));
        var late = await record.DeclareAsync(owes: [new ShowCard(), new Tell("waits")]);
        await record.Store.CompleteAsync((await TakeAsync(record)).Single());

        var before = Noon.AddHours(1);
        (await record.Store.PurgeAgendaAsync(AgendaState.Done, before, 3)).ShouldBe(3);
        (await record.Store.PurgeAgendaAsync(AgendaState.Done, before, 3)).ShouldBe(2);
        (await record.Store.PurgeAgendaAsync(AgendaState.Done, before, 3)).ShouldBe(0);
        (await record.Store.ListAgendaAsync(late.Id)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task What_failed_before_is_hastened_on_its_server_and_what_is_merely_due_later_is_not()
    {
        await using var record = await OpenAsync();
        var signals = 0;
        await record.DeclareAsync(owes: [new OpenChannel()]);
        await record.DeclareAsync(server: new ServerId(5), owes: [new OpenChannel()]);
        await record.DeclareAsync(owes: [new OpenChannel { Due = Noon.AddHours(2) }]);
        foreach (var item in await TakeAsync(record)) await record.Store.RetryAsync(item, Noon.AddMinutes(15), "Missing Permissions");
        record.Store.AgendaChanged += () => signals++;
        await record.Store.HastenAsync<OpenChannel>(Server);
        signals.ShouldBe(1);
        (await TakeAsync(record)).ShouldHaveSingleItem().Incident.ShouldBe(new IncidentId(1));
    }

    [Fact]
    public async Task A_retry_becomes_one_with_the_same_thing_owed_meanwhile()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync(owes: [new ShowCard()]);
        var running = (await TakeAsync(record)).Single();
        await record.Store.CommitAsync(scope => scope.OweAsync(incident.Id, new ShowCard()));
        await record.Store.RetryAsync(running, Noon.AddMinutes(1), "503");
        (await TakeAsync(record)).ShouldBeEmpty();
        (await record.Store.PendingCountAsync()).ShouldBe(1);
        (await record.Store.TakeDueAsync(Noon.AddMinutes(1), 10, Lease)).Single().Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_given_up_stays_with_its_reason_and_its_consequence()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync(owes: [new Announce()]);
        var item = (await TakeAsync(record)).Single();
        (await record.Store.FailAsync(item, "The channel was deleted.", new Decision(incident, "") { Entries = [Entry(incident, 1, "Not announced.")], Owes = [new Tell("Not announced.")] }))
            .ShouldBeTrue();
        var agenda = await record.Store.ListAgendaAsync(incident.Id);
        (agenda[0].State, agenda[0].LastError).ShouldBe((AgendaState.Failed, "The channel was deleted."));
        agenda[1].Owed.ShouldBe(new Tell("Not announced."));
        (await record.Store.LoadFileAsync(incident.Id))!.Entries.Single().Text.ShouldBe("Not announced.");
    }

    [Fact]
    public async Task A_lease_that_ran_out_goes_to_the_next_and_the_first_can_no_longer_finish()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync(owes: [new ShowCard()]);
        var slow = (await TakeAsync(record)).Single();
        (await record.Store.NextDueAsync()).ShouldBe(Noon + Lease);
        var next = (await record.Store.TakeDueAsync(Noon + Lease, 10, Lease)).Single();
        next.Id.ShouldBe(slow.Id);

        (await record.Store.CompleteAsync(slow, new Decision(incident with { Title = "Not saved" }, ""))).ShouldBeFalse();
        (await record.Store.RetryAsync(slow, Noon, "late")).ShouldBeFalse();
        (await record.Store.FindIncidentAsync(incident.Id))!.Title.ShouldBe(incident.Title);
        (await record.Store.CompleteAsync(next)).ShouldBeTrue();
        (await record.Store.CompleteAsync(next)).ShouldBeFalse();
    }

    [Fact]
    public async Task After_a_kill_what_was_being_done_is_done_again_at_once()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync(owes: [new OpenChannel(), new ShowCard()]);
        var before = (await TakeAsync(record)).Single();
        await record.ReopenAsync();
        var after = (await TakeAsync(record)).ShouldHaveSingleItem();
        (after.Id, after.Attempts).ShouldBe((before.Id, 2));
    }

    [Fact]
    public async Task After_a_kill_what_was_owed_anew_meanwhile_becomes_one_with_what_may_have_been_done()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync(owes: [new PostPostmortem()]);
        var before = (await TakeAsync(record)).Single();
        await record.Store.CommitAsync(scope => scope.OweAsync(incident.Id, new PostPostmortem { Due = Noon.AddMinutes(-1) }));
        await record.ReopenAsync();
        var after = (await TakeAsync(record)).ShouldHaveSingleItem();
        (after.Id, after.Attempts).ShouldBe((before.Id, 2));
        await record.Store.CompleteAsync(after);
        (await TakeAsync(record)).ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_kill_what_a_server_is_owed_anew_becomes_one_with_what_may_have_been_done()
    {
        await using var record = await OpenAsync();
        await record.Store.CommitAsync(scope => scope.OweAsync(Server, new FollowShifts()));
        var before = (await TakeAsync(record)).Single();
        await record.Store.CommitAsync(scope => scope.OweAsync(Server, new FollowShifts { Due = Noon.AddMinutes(-1) }));
        await record.ReopenAsync();
        var after = (await TakeAsync(record)).ShouldHaveSingleItem();
        (after.Id, after.Attempts).ShouldBe((before.Id, 2));
        await record.Store.CompleteAsync(after);
        (await TakeAsync(record)).ShouldBeEmpty();
    }

    [Fact]
    public async Task When_a_lease_runs_out_what_was_owed_anew_meanwhile_becomes_one_with_what_may_have_been_done()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync(owes: [new ShowCard()]);
        var before = (await TakeAsync(record)).Single();
        await record.Store.CommitAsync(scope => scope.OweAsync(incident.Id, new ShowCard { Due = Noon.AddMinutes(-1) }));
        record.Clock.Advance(Lease);
        var after = (await record.Store.TakeDueAsync(record.Clock.GetUtcNow(), 10, Lease)).ShouldHaveSingleItem();
        (after.Id, after.Attempts).ShouldBe((before.Id, 2));
    }

    [Fact]
    public async Task Finishing_and_its_decision_are_one_commit()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync(owes: [new OpenChannel()]);
        var item = (await TakeAsync(record)).Single();
        await record.Store.CommitAsync(scope => scope.SaveAsync(new Decision(incident with { Title = "Changed meanwhile" }, "")));
        await Should.ThrowAsync<StorageException>(() => record.Store.CompleteAsync(item, new Decision(incident with { Channel = new ChannelId(5) }, "")));
        (await record.Store.ListAgendaAsync(incident.Id)).Single().State.ShouldBe(AgendaState.Running);

        await record.Store.CommitAsync(async scope =>
        {
            (await scope.CompleteAsync(item)).ShouldBeTrue();
            await scope.SaveAsync(new Decision((await scope.FindIncidentAsync(incident.Id))! with { Channel = new ChannelId(5) }, ""));
        });
        (await record.Store.FindIncidentAsync(incident.Id))!.ShouldSatisfyAllConditions(i => i.Channel.ShouldBe(new ChannelId(5)), i => i.Title.ShouldBe("Changed meanwhile"));
    }

    [Fact]
    public async Task The_signal_is_given_after_commits_that_leave_something_to_do()
    {
        await using var record = await OpenAsync();
        var signals = 0;
        record.Store.AgendaChanged += () => signals++;
        var incident = await record.DeclareAsync();
        signals.ShouldBe(0);
        await record.Store.CommitAsync(scope => scope.OweAsync(incident.Id, new ShowCard()));
        signals.ShouldBe(1);
        await record.Store.CommitAsync(scope => scope.OweAsync(incident.Id, new ShowCard()));
        signals.ShouldBe(1);
        var item = (await TakeAsync(record)).Single();
        signals.ShouldBe(1);
        await record.Store.CompleteAsync(item);
        signals.ShouldBe(2);
    }

    [Fact]
    public void Whatever_happens_each_item_is_finished_once_in_order_and_never_two_of_an_incident_at_a_time()
    {
        var steps = Gen.Choose(0, 11).ListOf().Select(list => list.ToList());
        Prop.ForAll(steps.ToArbitrary(), RunAsync).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases(25)));
    }

    private async Task RunAsync(List<int> steps)
    {
        await using var record = await OpenAsync();
        var incidents = new[] { await record.DeclareAsync(), await record.DeclareAsync(), await record.DeclareAsync() };
        Dictionary<long, AgendaItem> held = [];
        Dictionary<long, int> finished = [];
        var told = 0;
        foreach (var step in steps.Concat(Enumerable.Repeat(11, (steps.Count * 2) + 2)))
        {
            record.Clock.Advance(TimeSpan.FromSeconds(1));
            var now = record.Clock.GetUtcNow();
            switch (step)
            {
                case < 5:
                    var due = step == 0 ? now.AddSeconds(3) : (DateTimeOffset?)null;
                    await record.Store.CommitAsync(scope => scope.OweAsync(incidents[step % 3].Id, new Tell($"{told++}") { Due = due }));
                    break;
                case < 7:
                    foreach (var item in await record.Store.TakeDueAsync(now, 2, Lease * 100)) held.Add(item.Id, item);
                    break;
                case 7 when held.Count > 0:
                    (await record.Store.RetryAsync(held.Values.First(), now.AddSeconds(1), "again")).ShouldBeTrue();
                    held.Remove(held.Keys.First());
                    break;
                case 8:
                    await record.ReopenAsync();
                    held.Clear();
                    break;
                default:
                    foreach (var item in await record.Store.TakeDueAsync(now, 2, Lease * 100)) held.Add(item.Id, item);
                    foreach (var item in held.Values.Take(2).ToList())
                    {
                        (await record.Store.CompleteAsync(item)).ShouldBeTrue();
                        finished[item.Id] = finished.GetValueOrDefault(item.Id) + 1;
                        held.Remove(item.Id);
                    }

                    break;
            }

            held.Values.GroupBy(item => item.Incident).ShouldAllBe(group => group.Count() == 1);
        }

        finished.Count.ShouldBe(told);
        finished.Values.ShouldAllBe(times => times == 1);
        (await record.Store.PendingCountAsync()).ShouldBe(0);
    }

    private static Task<ImmutableArray<AgendaItem>> TakeAsync(TempRecord record) => record.Store.TakeDueAsync(record.Clock.GetUtcNow(), 10, Lease);
}
