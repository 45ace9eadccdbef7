using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Storage;

public abstract class ReadingTests(DatabaseEngine engine) : RecordTest(engine)
{
    [Fact]
    public async Task An_incident_is_found_by_id_number_and_channel()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        (await record.Store.FindIncidentAsync(incident.Id))!.Name.ShouldBe("INC-1");
        (await record.Store.FindIncidentAsync(Server, 1))!.Id.ShouldBe(incident.Id);
        (await record.Store.FindIncidentAsync(incident.Channel!.Value))!.Id.ShouldBe(incident.Id);
        (await record.Store.FindIncidentAsync(Server, 2)).ShouldBeNull();
        (await record.Store.FindIncidentAsync(new ServerId(1), 1)).ShouldBeNull();
        (await record.Store.LoadFileAsync(new IncidentId(5))).ShouldBeNull();
    }

    [Fact]
    public async Task A_record_with_quoted_talk_holds_the_messages_that_entries_were_made_from_and_no_others()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        var elsewhere = await record.DeclareAsync("Another");
        await record.Store.SaveBatchAsync(new TalkBatch
        {
            New = [Message(incident, 1, "chatter"), Message(incident, 2, "the cause"), Message(incident, 3, "more chatter"), Message(elsewhere, 4, "of another incident")],
            Edits = [new TalkEdit(new MessageId(2), "the root cause", Noon.AddMinutes(1))],
        });
        await record.Store.CommitAsync(scope => scope.SaveAsync(new Decision(incident, "")
        {
            Entries =
            [
                Entry(incident, 1, "the cause", new MessageRef(incident.Channel!.Value, new MessageId(2))),
                Entry(incident, 2, "the cause, once more", new MessageRef(incident.Channel!.Value, new MessageId(2))),
                Entry(incident, 3, "by hand"),
                Entry(incident, 4, "of another incident", new MessageRef(elsewhere.Channel!.Value, new MessageId(4))),
            ],
        }));

        var whole = (await record.Store.LoadFileAsync(incident.Id))!;
        var file = (await record.Store.LoadFileWithQuotedTalkAsync(incident.Id))!;
        var quoted = file.Talk.ShouldHaveSingleItem();
        (quoted.Text, quoted.Revisions.Single().Text).ShouldBe(("the root cause", "the cause"));
        file.Entries.ShouldBe(whole.Entries);
        (await record.Store.LoadFileWithoutTalkAsync(incident.Id))!.Talk.ShouldBeEmpty();
        (await record.Store.LoadFileWithQuotedTalkAsync(new IncidentId(99))).ShouldBeNull();
    }

    [Fact]
    public async Task A_list_is_narrowed_by_all_that_was_asked()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync("Login fails in Zürich");
        var second = await record.DeclareAsync("Search is slow");
        await record.DeclareAsync("Login page blank");
        await record.DeclareAsync("Login elsewhere", new ServerId(5));
        await record.Store.CommitAsync(scope => scope.SaveAsync(new Decision(second with { Status = IncidentStatus.Resolved, Severity = Severity.Sev1 }, "")));

        (await Numbers(new IncidentFilter())).ShouldBe([3, 2, 1]);
        (await Numbers(new IncidentFilter { Open = true })).ShouldBe([3, 1]);
        (await Numbers(new IncidentFilter { Status = IncidentStatus.Resolved })).ShouldBe([2]);
        (await Numbers(new IncidentFilter { Severity = Severity.Sev2 })).ShouldBe([3, 1]);
        (await Numbers(new IncidentFilter { Text = "ZÜRICH login" })).ShouldBe([1]);
        (await Numbers(new IncidentFilter { Text = "100%" })).ShouldBeEmpty();
        (await Numbers(new IncidentFilter { Limit = 1 })).ShouldBe([3]);
        (await record.Store.OpenIncidentsAsync()).Length.ShouldBe(3);

        async Task<IEnumerable<int>> Numbers(IncidentFilter filter) => (await record.Store.ListIncidentsAsync(Server, filter)).Select(i => i.Number);
    }

    [Fact]
    public async Task Words_are_found_in_causes_entries_and_talk_of_this_server()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        incident = await record.Store.CommitAsync(scope => scope.SaveAsync(new Decision(incident with { Cause = new Statement("The connection pool was too small", Mira, Noon) }, "")
        {
            Entries = [Entry(incident, 1, "Raised the POOL size"), Entry(incident, 2, "pool, but removed") with { Removed = new(Mira, Noon) }],
        }));
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, "is it the pool size?"), Message(incident, 2, "pool_size = 5")] });
        var elsewhere = await record.DeclareAsync("pool size", new ServerId(5));

        (await record.Store.SearchAsync(Server, "pool")).Select(hit => hit.In).ShouldBe([FoundIn.Incident, FoundIn.Entry, FoundIn.Talk, FoundIn.Talk]);
        (await record.Store.SearchAsync(Server, "size pool")).Select(hit => hit.Text).ShouldBe(["Raised the POOL size", "pool_size = 5", "is it the pool size?"]);
        (await record.Store.SearchAsync(Server, "pool_size")).Select(hit => hit.Text).ShouldBe(["Raised the POOL size", "pool_size = 5"], "in the index, signs part words from each other");
        (await record.Store.SearchAsync(Server, "siz")).Length.ShouldBe(3, "the beginning of a word finds it");
        (await record.Store.SearchAsync(Server, "pool_size =")).ShouldHaveSingleItem().Message.ShouldBe(new MessageRef(incident.Channel!.Value, new MessageId(2)));
        (await record.Store.SearchAsync(Server, "pool", limit: 2)).Length.ShouldBe(2);
        (await record.Store.SearchAsync(Server, "  ")).ShouldBeEmpty();
        (await record.Store.SearchAsync(elsewhere.Server, "size")).ShouldHaveSingleItem().Incident.Id.ShouldBe(elsewhere.Id);
    }

    [Fact]
    public async Task A_record_knows_the_names_of_everyone_who_occurs_as_last_seen()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        var mentioned = new PersonId(55);
        await record.Store.SaveBatchAsync(new TalkBatch
        {
            New = [Message(incident, 1, "ask <@55>, not <@&66>")],
            People = [new KnownPerson(Mira, "Mira"), new KnownPerson(mentioned, "Jo"), new KnownPerson(new PersonId(66), "Not here"), new KnownPerson(Mira, "Mira (ops)")],
        });
        var names = (await record.Store.LoadFileAsync(incident.Id))!.PeopleNames;
        names.OrderBy(pair => pair.Key.Value).ShouldBe([KeyValuePair.Create(mentioned, "Jo"), KeyValuePair.Create(Mira, "Mira (ops)")]);
        (await record.Store.NamesAsync([new PersonId(66), new PersonId(67)])).Values.ShouldHaveSingleItem().ShouldBe("Not here");
    }

    [Fact]
    public async Task Action_items_of_all_incidents_are_listed_by_due_date()
    {
        await using var record = await OpenAsync();
        var first = await record.DeclareAsync();
        var second = await record.DeclareAsync();
        await record.Store.CommitAsync(async scope =>
        {
            await scope.SaveAsync(new Decision(first, "") { Actions = [Item(first, 1, null), Item(first, 2, new DateOnly(2026, 12, 1)) with { State = ActionState.Done }] });
            await scope.SaveAsync(new Decision(second, "") { Actions = [Item(second, 1, new DateOnly(2026, 12, 2)) with { Owner = Mira }] });
        });
        (await Names(await record.Store.ListActionsAsync(Server))).ShouldBe(["INC-2/1", "INC-1/1"]);
        (await Names(await record.Store.ListActionsAsync(Server, all: true))).ShouldBe(["INC-1/2", "INC-2/1", "INC-1/1"]);
        (await Names(await record.Store.ListActionsAsync(Server, owner: Mira))).ShouldBe(["INC-2/1"]);

        static Task<IEnumerable<string>> Names(IEnumerable<(Incident Incident, ActionItem Action)> found) => Task.FromResult(found.Select(f => $"{f.Incident.Name}/{f.Action.Number}"));
        static ActionItem Item(Incident incident, int number, DateOnly? due)
            => new() { Incident = incident.Id, Number = number, Text = "do it", AddedBy = Mira, AddedAt = Noon, Due = due };
    }

    [Fact]
    public async Task A_server_nobody_has_set_up_has_the_defaults()
    {
        await using var record = await OpenAsync();
        (await record.Store.SettingsAsync(Server)).TimeZone.ShouldBe("Etc/UTC");
        await record.Store.CommitAsync(async scope =>
        {
            await scope.SaveAsync((await scope.SettingsAsync(Server)) with { TimeZone = "Europe/Berlin" });
            await scope.SaveRoleNameAsync(Server, new ChatRoleId(3), "developers");
        });
        (await record.Store.SettingsAsync(Server)).TimeZone.ShouldBe("Europe/Berlin");
        (await record.Store.SettingsAsync(new ServerId(4))).TimeZone.ShouldBe("Etc/UTC");
        (await record.Store.RoleNamesAsync(Server))[new ChatRoleId(3)].ShouldBe("developers");
    }
}
