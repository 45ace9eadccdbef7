using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Storage;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Storage;

public abstract class CommitTests(DatabaseEngine engine) : RecordTest(engine)
{
    [Fact]
    public async Task Numbers_count_from_one_on_each_server_and_ids_over_all()
    {
        await using var record = await OpenAsync();
        var other = new ServerId(2);
        var declared = new[] { await record.DeclareAsync(), await record.DeclareAsync(server: other), await record.DeclareAsync() };
        declared.Select(i => i.Number).ShouldBe([1, 1, 2]);
        declared.Select(i => i.Id.Value).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Incidents_declared_at_once_get_numbers_without_gaps()
    {
        await using var record = await OpenAsync();
        var declared = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => record.DeclareAsync())));
        declared.Select(i => i.Number).Order().ShouldBe(Enumerable.Range(1, 20));
    }

    [Fact]
    public async Task A_commit_that_throws_leaves_nothing()
    {
        await using var record = await OpenAsync();
        var signals = 0;
        record.Store.AgendaChanged += () => signals++;
        await Should.ThrowAsync<InvalidDataException>(() => record.Store.CommitAsync(async scope =>
        {
            var next = await scope.NextIncidentAsync(Server);
            var incident = await scope.SaveAsync(new Decision(New(next, Server, "Lost"), "") { Owes = [new ShowCard()] });
            await scope.SaveAsync(new TalkBatch { New = [Message(incident, 1, "hello")], Positions = [new GatewayPosition(0, "s", "u", 9)] });
            await scope.TryHandleInteractionAsync(5);
            throw new InvalidDataException();
        }));

        (await record.Store.ListIncidentsAsync(Server, new IncidentFilter())).ShouldBeEmpty();
        (await record.Store.PendingCountAsync()).ShouldBe(0);
        (await record.Store.GatewayPositionsAsync()).ShouldBeEmpty();
        record.Store.OpenIncidentChannels.ShouldBeEmpty();
        signals.ShouldBe(0);
        (await record.DeclareAsync()).Number.ShouldBe(1);
        (await record.Store.CommitAsync(scope => scope.TryHandleInteractionAsync(5))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_decision_on_an_old_version_is_refused_after_a_few_tries()
    {
        await using var record = await OpenAsync();
        var old = await record.DeclareAsync();
        await record.Store.CommitAsync(scope => scope.SaveAsync(new Decision(old with { Title = "First" }, "")));
        var tries = 0;
        var refused = await Should.ThrowAsync<StorageException>(() => record.Store.CommitAsync(scope =>
        {
            tries++;
            return scope.SaveAsync(new Decision(old with { Title = "Second" }, ""));
        }));
        refused.Fault.ShouldBe(StorageFault.Conflict);
        tries.ShouldBeGreaterThan(1);
        (await record.Store.FindIncidentAsync(old.Id))!.Title.ShouldBe("First");
    }

    [Fact]
    public async Task A_conflict_runs_the_work_again_on_the_newest_state()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        var stale = incident;
        await record.Store.CommitAsync(scope => scope.SaveAsync(new Decision(incident with { Summary = "from someone else" }, "")));
        var saved = await record.Store.CommitAsync(async scope =>
        {
            var read = stale ?? (await scope.FindIncidentAsync(incident.Id))!;
            stale = null;
            return await scope.SaveAsync(new Decision(read with { Title = "Renamed" }, ""));
        });
        (saved.Title, saved.Summary, saved.Version).ShouldBe(("Renamed", "from someone else", 3));
    }

    [Fact]
    public async Task Two_decisions_in_one_commit_follow_each_other()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        var last = await record.Store.CommitAsync(async scope =>
        {
            var first = await scope.SaveAsync(new Decision(incident with { Title = "One" }, "") { Entries = [Entry(incident, 1, "one")] });
            (await scope.FindEntryAsync(incident.Id, 1))!.Text.ShouldBe("one");
            return await scope.SaveAsync(new Decision(first with { Title = "Two" }, "") { Entries = [Entry(incident, 1, "two")] });
        });
        last.Version.ShouldBe(3);
        (await record.Store.LoadFileAsync(incident.Id))!.Entries.Single().Text.ShouldBe("two");
    }

    [Fact]
    public async Task An_interaction_is_handled_once_and_whether_it_changed_something_is_known_for_a_day()
    {
        await using var record = await OpenAsync();
        const ulong Interaction = ulong.MaxValue - 3;
        (await Handle()).ShouldBeTrue();
        await record.ReopenAsync();
        (await Handle()).ShouldBeFalse();
        (await record.Store.WasCarriedOutAsync(Interaction)).ShouldBeTrue();
        await record.Store.CommitAsync(async scope =>
        {
            await scope.TryHandleInteractionAsync(7);
            await scope.NoteNotCarriedOutAsync(7);
        });
        (await record.Store.WasCarriedOutAsync(7)).ShouldBeFalse();
        record.Clock.Advance(TimeSpan.FromDays(1.5));
        await record.Store.CommitAsync(scope => scope.TryHandleInteractionAsync(1));
        (await record.Store.WasCarriedOutAsync(Interaction)).ShouldBeFalse();

        Task<bool> Handle() => record.Store.CommitAsync(scope => scope.TryHandleInteractionAsync(Interaction));
    }

    [Fact]
    public async Task A_commit_within_a_commit_is_refused_instead_of_waiting_for_itself()
    {
        await using var record = await OpenAsync();
        await Should.ThrowAsync<InvalidOperationException>(() => record.Store.CommitAsync(_ => record.DeclareAsync()));
        (await record.DeclareAsync()).Number.ShouldBe(1);
    }

    [Fact]
    public async Task A_scope_is_of_no_use_after_its_commit()
    {
        await using var record = await OpenAsync();
        var kept = await record.Store.CommitAsync(Task.FromResult);
        Should.Throw<ObjectDisposedException>(() => { _ = kept.NextIncidentAsync(Server); });
    }

    [Fact]
    public async Task The_set_of_open_channels_keeps_in_step()
    {
        await using var record = await OpenAsync();
        var first = await record.DeclareAsync();
        var second = await record.DeclareAsync();
        record.Store.OpenIncidentChannels[first.Channel!.Value].ShouldBe(first.Id);

        await record.Store.CommitAsync(scope => scope.SaveAsync(new Decision(first with { Status = IncidentStatus.Resolved }, "")));
        await record.Store.CommitAsync(scope => scope.SaveAsync(new Decision(second with { Channel = new ChannelId(77) }, "")));
        record.Store.OpenIncidentChannels.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create(new ChannelId(77), second.Id));

        await record.ReopenAsync();
        record.Store.OpenIncidentChannels.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create(new ChannelId(77), second.Id));
    }

    [Fact]
    public async Task A_restart_sees_everything()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync("Kept", owes: [new ShowCard(), new Tell("hello")]);
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 5, "said")], People = [new KnownPerson(Mira, "Mira")], Positions = [new GatewayPosition(1, "s", "wss://x", 42)] });
        var before = Fingerprint.Of(await record.Store.LoadFileAsync(incident.Id));
        await record.ReopenAsync();
        Fingerprint.Of(await record.Store.LoadFileAsync(incident.Id)).ShouldBe(before);
        (await record.Store.GatewayPositionsAsync()).ShouldHaveSingleItem().ShouldBe(new GatewayPosition(1, "s", "wss://x", 42));
        (await record.Store.ListAgendaAsync(incident.Id)).Select(item => item.Owed).ShouldBe([new ShowCard(), new Tell("hello")]);
        (await record.DeclareAsync()).Number.ShouldBe(2);
    }
}
