using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage;
using IncidentBot.Storage.Documents;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Storage;

public abstract class RoundTripTests(DatabaseEngine engine) : RecordTest(engine)
{
    [Fact]
    public void Every_domain_value_comes_back_from_its_document_exactly()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var any = new AnyValue(seed);
            Same<Incident>(any);
            Same<TimelineEntry>(any);
            Same<Escalation>(any);
            Same<ActionItem>(any);
            Same<ServerSettings>(any);
            Same<Owed>(any);
            Same<PolicyRun>(any);
            Same<PolicyBook>(any);
        }).QuickCheckThrowOnFailure();

        static void Same<T>(AnyValue any)
        {
            var value = any.Of<T>();
            Fingerprint.Of(Document.Read<T>(Document.Write(value))).ShouldBe(Fingerprint.Of(value));
        }
    }

    [Fact]
    public async Task A_whole_record_comes_back_from_the_database_exactly()
    {
        await using var record = await OpenAsync();
        for (var seed = 0; seed < 40; seed++)
        {
            var any = new AnyValue(seed);
            var next = await record.Store.CommitAsync(scope => scope.NextIncidentAsync(Server));
            var incident = any.Of<Incident>() with { Id = next.Id, Number = next.Number, Server = Server, Version = 0 };
            var entries = Enumerable.Range(1, 3).Select(n => any.Of<TimelineEntry>() with { Incident = next.Id, Number = n }).ToImmutableArray();
            var actions = Enumerable.Range(1, 2).Select(n => any.Of<ActionItem>() with { Incident = next.Id, Number = n }).ToImmutableArray();
            var escalations = Enumerable.Range(1, 2).Select(n => any.Of<Escalation>() with { Incident = next.Id, Number = n }).ToImmutableArray();
            var talk = Enumerable.Range(1, 4).Select(n => Tidy(any.Of<TalkMessage>()) with { Incident = next.Id, Id = new MessageId((ulong)((seed * 10) + n)) }).ToImmutableArray();
            var settings = any.Of<ServerSettings>() with { Server = Server };
            await record.Store.CommitAsync(async scope =>
            {
                await scope.SaveAsync(settings);
                await scope.SaveAsync(new Decision(incident, "") { Entries = entries, Actions = actions, Escalations = escalations });
                foreach (var message in talk) await scope.SaveAsync(message);
            });

            var file = (await record.Store.LoadFileAsync(next.Id))! with { Similar = [] };
            var expected = new IncidentFile(incident with { Version = 1 }, entries, talk, escalations, actions, [], settings);
            Fingerprint.Of(file).ShouldBe(Fingerprint.Of(expected));
        }

        static TalkMessage Tidy(TalkMessage message) => message with { Revisions = [.. message.Revisions.OrderBy(r => r.Until).DistinctBy(r => r.Until)] };
    }

    [Fact]
    public void A_document_from_before_a_property_existed_comes_back_with_its_default()
    {
        var settings = Document.Read<ServerSettings>("""{"Server":7}""");
        Fingerprint.Of(settings).ShouldBe(Fingerprint.Of(new ServerSettings { Server = new ServerId(7) }));
        var escalation = Document.Read<Escalation>("""
            {"Incident":1,"Number":1,"Target":{"Kind":"Person","Id":5,"Name":"Jo"},"RequestedBy":2,"StartedAt":"2026-01-01T00:00:00+00:00","SomethingFromLater":[1]}
            """);
        (escalation.Level, escalation.State, escalation.Pages.IsDefault, escalation.Declined.IsDefault).ShouldBe((1, EscalationState.Paging, false, false));
    }

    [Fact]
    public void An_array_that_was_never_set_comes_back_empty()
    {
        var statement = new ImpactStatement("", null, null, default, Mira, Noon);
        Document.Read<ImpactStatement>(Document.Write(statement)).Services.ShouldBeEmpty();
        Document.Read<ImpactStatement>("""{"Text":"","Services":null,"By":1,"At":"2026-01-01T00:00:00Z"}""").Services.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_NUL_character_in_talk_cuts_nothing_off()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, "before\0after")] });
        (await record.Store.LoadFileAsync(incident.Id))!.Talk[0].Text.ShouldBe("before\uFFFDafter");
    }
}
