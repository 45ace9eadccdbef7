using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Storage;

public abstract class TalkTests(DatabaseEngine engine) : RecordTest(engine)
{
    private static readonly MessageId One = new(1);

    [Fact]
    public async Task A_batch_that_arrives_twice_changes_nothing()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        var batch = new TalkBatch
        {
            New = [Message(incident, 1, "a") with { Files = [new AttachedFile(4, "x.png", 10, "image/png", "https://cdn/x")] }, Message(incident, 2, "b"), Message(incident, 1, "a")],
            Edits = [new TalkEdit(One, "a!", Noon.AddMinutes(1))],
            Deletions = [new TalkDeletion(new MessageId(2), Noon.AddMinutes(2))],
        };
        var first = await record.Store.SaveBatchAsync(batch);
        (first.Added, first.Changed.Length, first.Incidents.Single()).ShouldBe((2, 2, incident.Id));
        var before = Fingerprint.Of(await record.Store.LoadFileAsync(incident.Id));

        var again = await record.Store.SaveBatchAsync(batch);
        (again.Added, again.Changed.Length, again.Incidents.Length).ShouldBe((0, 0, 0));
        Fingerprint.Of(await record.Store.LoadFileAsync(incident.Id)).ShouldBe(before);
    }

    [Fact]
    public async Task Every_revision_of_a_message_is_kept()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, "first")] });
        await record.Store.SaveBatchAsync(new TalkBatch { Edits = [new TalkEdit(One, "second", Noon.AddMinutes(1)), new TalkEdit(One, "third", Noon.AddMinutes(2))] });
        var message = await Only(record, incident.Id);
        (message.Text, message.EditedAt).ShouldBe(("third", Noon.AddMinutes(2)));
        message.Revisions.ShouldBe([new MessageRevision("first", Noon.AddMinutes(1)), new MessageRevision("second", Noon.AddMinutes(2))]);
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(3, 2, 1)]
    [InlineData(2, 3, 1)]
    [InlineData(3, 1, 2)]
    public async Task Edits_that_arrive_out_of_order_end_in_the_same_record(params int[] order)
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, "text 0")] });
        foreach (var n in order.Concat(order)) await record.Store.SaveBatchAsync(new TalkBatch { Edits = [new TalkEdit(One, $"text {n}", Noon.AddMinutes(n))] });
        var message = await Only(record, incident.Id);
        (message.Text, message.EditedAt).ShouldBe(("text 3", Noon.AddMinutes(3)));
        message.Revisions.ShouldBe(Enumerable.Range(0, 3).Select(n => new MessageRevision($"text {n}", Noon.AddMinutes(n + 1))));
    }

    [Fact]
    public async Task An_update_with_the_instant_and_text_of_the_last_edit_is_no_edit()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        var edit = new TalkEdit(One, "https://status.example", Noon.AddMinutes(1));
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, "https://status.exmaple")], Edits = [edit] });
        (await record.Store.SaveBatchAsync(new TalkBatch { Edits = [edit] })).Changed.ShouldBeEmpty();
        (await Only(record, incident.Id)).Revisions.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_edit_that_changed_the_text_back_is_known_as_one_also_when_it_comes_first()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, "a")] });
        await record.Store.SaveBatchAsync(new TalkBatch { Edits = [new TalkEdit(One, "a", Noon.AddMinutes(2))] });
        await record.Store.SaveBatchAsync(new TalkBatch { Edits = [new TalkEdit(One, "b", Noon.AddMinutes(1))] });
        var message = await Only(record, incident.Id);
        (message.Text, message.EditedAt).ShouldBe(("a", Noon.AddMinutes(2)));
        message.Revisions.ShouldBe([new MessageRevision("a", Noon.AddMinutes(1)), new MessageRevision("b", Noon.AddMinutes(2))]);
    }

    [Fact]
    public async Task An_edit_of_an_unknown_message_is_stored_when_its_content_is_known()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        var saved = await record.Store.SaveBatchAsync(new TalkBatch
        {
            Edits = [new TalkEdit(One, "now", Noon.AddMinutes(1), Message(incident, 1, "whatever")), new TalkEdit(new MessageId(2), "dropped", Noon)],
        });
        saved.Added.ShouldBe(1);
        var message = await Only(record, incident.Id);
        (message.Text, message.EditedAt, message.UnknownUntil).ShouldBe(("now", Noon.AddMinutes(1), Noon.AddMinutes(1)));
    }

    [Fact]
    public async Task A_deleted_message_stays_and_the_first_deletion_counts()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, "a secret")], Deletions = [new TalkDeletion(One, Noon), new TalkDeletion(new MessageId(99), Noon)] });
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, "a secret")], Deletions = [new TalkDeletion(One, Noon.AddMinutes(5))] });
        var message = await Only(record, incident.Id);
        (message.Text, message.DeletedAt).ShouldBe(("a secret", Noon));
    }

    [Fact]
    public async Task Entries_made_from_a_changed_message_are_named_and_can_follow_in_the_same_commit()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, "old"), Message(incident, 2, "other")] });
        incident = await record.Store.CommitAsync(scope => scope.SaveAsync(new Decision(incident, "")
        {
            Entries = [Entry(incident, 1, "old", new MessageRef(incident.Channel!.Value, One)), Entry(incident, 2, "by hand")],
        }));
        await record.Store.CommitAsync(async scope =>
        {
            var saved = await scope.SaveAsync(new TalkBatch { Edits = [new TalkEdit(One, "new", Noon), new TalkEdit(new MessageId(2), "other!", Noon)] });
            saved.Entries.ShouldBe([new TouchedEntry(incident.Id, 1, One)]);
            var entry = (await scope.FindEntryAsync(incident.Id, 1))!;
            var message = (await scope.FindMessageAsync(One))!;
            await scope.SaveAsync(new Decision(incident, "") { Entries = [entry with { Text = message.Text }] });
        });
        (await record.Store.LoadFileAsync(incident.Id))!.Entries.Select(e => e.Text).ShouldBe(["new", "by hand"]);
    }

    [Fact]
    public async Task The_gateway_position_is_saved_with_the_events_it_covers_or_not_at_all()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, "a")], Positions = [new GatewayPosition(0, "s", "u", 1), new GatewayPosition(1, "t", "v", 5)] });

        // The second message belongs to an incident that is not there: the whole batch fails.
        var broken = new TalkBatch { New = [Message(incident, 2, "b"), Message(incident, 3, "c") with { Incident = new IncidentId(999) }], Positions = [new GatewayPosition(0, "s", "u", 3)] };
        await Should.ThrowAsync<StorageException>(() => record.Store.SaveBatchAsync(broken));
        (await record.Store.GatewayPositionsAsync()).Select(p => p.Sequence).ShouldBe([1, 5]);
        (await record.Store.LastMessageAsync(incident.Id, incident.Channel!.Value)).ShouldBe(One);

        await record.Store.CommitAsync(scope => scope.ForgetGatewayPositionAsync(0));
        (await record.Store.GatewayPositionsAsync()).Single().Shard.ShouldBe(1);
    }

    [Fact]
    public async Task Talk_comes_back_in_the_order_of_posting_whatever_the_order_of_arrival()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        foreach (var id in new ulong[] { 30, 10, 20 }) await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, id, $"{id}")] });
        (await record.Store.LoadFileAsync(incident.Id))!.Talk.Select(m => m.Text).ShouldBe(["10", "20", "30"]);
        (await record.Store.LastMessageAsync(incident.Id, incident.Channel!.Value)).ShouldBe(new MessageId(30));
        (await record.Store.LastMessageAsync(incident.Id, new ChannelId(1))).ShouldBeNull();
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("Zürich 🚒 ½ é — 東京", "Zürich 🚒 ½ é — 東京")]
    [InlineData("cut\0off", "cut\uFFFDoff")]
    [InlineData("half a pair \\uD83D", "half a pair \uFFFD")]
    public async Task A_text_comes_back_as_it_was_said_but_for_what_no_text_can_hold(string said, string kept)
    {
        // Half a pair of surrogates would not come through the name of a test.
        said = said.Replace("\\uD83D", "\uD83D", StringComparison.Ordinal);
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, said)], Edits = [new TalkEdit(One, said + "!", Noon)] });
        var message = await Only(record, incident.Id);
        message.Text.ShouldBe(kept + "!");
        message.Revisions.ShouldBe([new MessageRevision(kept, Noon)]);
    }

    [Fact]
    public async Task A_short_text_after_the_longest_is_not_mixed_with_it()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        var longest = string.Concat(Enumerable.Repeat("東", 4000));
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, "a"), Message(incident, 2, longest), Message(incident, 3, "b")] });
        (await record.Store.LoadFileAsync(incident.Id))!.Talk.Select(m => m.Text).ShouldBe(["a", longest, "b"]);
    }

    [Fact]
    public async Task A_batch_that_failed_leaves_nothing_behind_that_the_next_one_meets()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        var broken = new TalkBatch { New = [Message(incident, 1, "a"), Message(incident, 2, "b") with { Incident = new IncidentId(999), ReplyTo = One }] };
        await Should.ThrowAsync<StorageException>(() => record.Store.SaveBatchAsync(broken));
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, "a"), Message(incident, 2, "b") with { ReplyTo = One }, Message(incident, 3, "c")] });
        (await record.Store.LoadFileAsync(incident.Id))!.Talk.Select(m => (m.Text, m.ReplyTo)).ShouldBe([("a", null), ("b", One), ("c", null)]);
    }

    private static async Task<TalkMessage> Only(TempRecord record, IncidentId id) => (await record.Store.LoadFileAsync(id))!.Talk.ShouldHaveSingleItem();
}
