using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Storage;

public abstract class RoundTripTests(DatabaseEngine engine) : RecordTest(engine)
{
    [Fact]
    public async Task A_whole_record_comes_back_from_the_database_exactly()
    {
        await using var record = await OpenAsync();
        for (var seed = 0; seed < Cases(40); seed++)
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
    public async Task A_NUL_character_in_talk_cuts_nothing_off()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, "before\0after")] });
        (await record.Store.LoadFileAsync(incident.Id))!.Talk[0].Text.ShouldBe("before\uFFFDafter");
    }
}
