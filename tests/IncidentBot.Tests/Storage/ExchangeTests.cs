using System.Collections.Immutable;
using System.Text;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Exchange;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Storage;

/// <summary>The whole record goes out as JSON, into an empty database, and out again as the same bytes.</summary>
public abstract class ExchangeTests(DatabaseEngine engine) : RecordTest(engine)
{
    [Theory, MemberData(nameof(Seeds))]
    public async Task A_record_that_was_exported_and_imported_exports_to_the_same_bytes(int seed)
    {
        await using var from = await OpenAsync();
        await FillAsync(from, seed);
        var first = Written(await ReadAsync(from));

        await using var to = await OpenAsync();
        (await to.Store.TakeInAsync(RecordExportJson.Read(first))).ShouldBeNull();
        Encoding.UTF8.GetString(Written(await ReadAsync(to))).ShouldBe(Encoding.UTF8.GetString(first));

        // It is a record like any other: found, numbered on, and sound.
        var next = await to.Store.CommitAsync(scope => scope.NextIncidentAsync(Server));
        next.Number.ShouldBe(4);
        (await RecordCheck.RunAsync(to.Options, TestContext.Current.CancellationToken)).Findings.Where(finding => finding.Law is "integrity" or "references" or "columns" or "documents" or "search").ShouldBeEmpty();
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Fact]
    public async Task What_is_there_already_is_not_mixed_with_what_comes()
    {
        await using var record = await OpenAsync();
        await FillAsync(record, 1);
        var exported = await ReadAsync(record);
        var refused = await record.Store.TakeInAsync(exported);
        refused!.Sentence.ShouldStartWith($"Server {Server} has incidents, policies or templates in this record already");
        Written(await ReadAsync(record)).ShouldBe(Written(exported));
    }

    [Fact]
    public async Task Another_servers_record_comes_beside_with_ids_of_its_own()
    {
        await using var from = await OpenAsync();
        var far = await from.DeclareAsync("Elsewhere", new ServerId(77));
        await from.Store.SaveBatchAsync(new TalkBatch { New = [Message(far, 5, "from afar")] });
        await using var to = await OpenAsync();
        await to.DeclareAsync("Here");
        (await to.Store.TakeInAsync(await ReadAsync(from))).ShouldBeNull();
        var taken = (await to.Store.FindIncidentAsync(new ServerId(77), 1))!;
        taken.Id.Value.ShouldBe(2);
        (await to.Store.LoadFileAsync(taken.Id))!.Talk.ShouldHaveSingleItem().Text.ShouldBe("from afar");
        (await to.Store.FindIncidentAsync(Server, 1))!.Title.ShouldBe("Here");
        to.Store.OpenIncidentChannels.Values.Order(Comparer<IncidentId>.Create((a, b) => a.Value.CompareTo(b.Value))).Select(id => id.Value).ShouldContain(2);
    }

    [Fact]
    public async Task Words_taken_out_for_good_stay_out_after_an_import()
    {
        await using var from = await OpenAsync();
        var incident = await from.DeclareAsync();
        await from.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 5, "the password is swordfish")] });
        await from.Store.CommitAsync(scope => scope.RedactAsync(new(5), new Redaction(Mira, Noon), "[redacted]"));
        await using var to = await OpenAsync();
        await to.Store.TakeInAsync(await ReadAsync(from));
        await to.Store.SaveBatchAsync(new TalkBatch { Edits = [new TalkEdit(new(5), "the password was swordfish", Noon.AddHours(1))] });
        (await to.Store.LoadFileAsync(incident.Id))!.Talk.ShouldHaveSingleItem().Text.ShouldBe("[redacted]");
    }

    [Fact]
    public async Task Only_one_server_can_be_exported()
    {
        await using var record = await OpenAsync();
        await record.DeclareAsync("Here");
        await record.DeclareAsync("Elsewhere", new ServerId(77));
        var one = await RecordExporting.ReadAsync(record.Options, new ServerId(77), TestContext.Current.CancellationToken);
        one.Incidents.ShouldHaveSingleItem().Incident.Title.ShouldBe("Elsewhere");
        one.Servers.ShouldHaveSingleItem().Server.ShouldBe(new ServerId(77));
    }

    internal static byte[] Written(RecordExport record)
    {
        using var buffer = new MemoryStream();
        RecordExportJson.Write(buffer, record);
        return buffer.ToArray();
    }

    private static Task<RecordExport> ReadAsync(TempRecord record) => RecordExporting.ReadAsync(record.Options, server: null, TestContext.Current.CancellationToken);

    private static Task FillAsync(TempRecord record, int seed) => record.Store.CommitAsync(async scope =>
    {
        var any = new AnyValue(seed);
        await scope.SaveAsync(any.Of<ServerSettings>() with { Server = Server });
        await scope.SaveRoleNameAsync(Server, new(600), "developers");
        await scope.SaveAsync(any.Of<BookVersion>() with { Server = Server, Number = 1 });
        await scope.SaveAsync(any.Of<OnCallState>() with { Server = Server });
        await scope.SaveAsync(new KnownPerson(Mira, "Mira"));
        for (var n = 0; n < 3; n++)
        {
            var next = await scope.NextIncidentAsync(Server);
            await scope.SaveAsync(new Decision(any.Of<Incident>() with { Id = next.Id, Number = next.Number, Server = Server, Version = 0, DeclaredBy = Mira, LastEntry = 3, LastAction = 2, LastEscalation = 2 }, "")
            {
                Entries = [.. Enumerable.Range(1, 3).Select(k => any.Of<TimelineEntry>() with { Incident = next.Id, Number = k })],
                Actions = [.. Enumerable.Range(1, 2).Select(k => any.Of<ActionItem>() with { Incident = next.Id, Number = k })],
                Escalations = [.. Enumerable.Range(1, 2).Select(k => any.Of<Escalation>() with { Incident = next.Id, Number = k })],
            });
            for (var k = 0; k < 4; k++)
            {
                var message = any.Of<TalkMessage>();
                await scope.SaveAsync(message with { Incident = next.Id, Id = new MessageId((ulong)((n * 10) + k + 1)), Revisions = [.. message.Revisions.OrderBy(r => r.Until).DistinctBy(r => r.Until)] });
            }

            await scope.RedactAsync(new MessageId((ulong)((n * 10) + 1)), new Redaction(Mira, Noon), "[redacted]");
        }
    });
}
