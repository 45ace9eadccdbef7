using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Storage;

/// <summary>Creates, edits and deletions of messages, in whatever order and however often they arrive, alone or in batches: the record ends as it happened.</summary>
public abstract class AnyOrderOfTalkTests(DatabaseEngine engine) : RecordTest(engine)
{
    [Fact]
    public async Task Whatever_the_order_of_arrival_the_stored_talk_is_what_happened()
    {
        await using var record = await OpenAsync();
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => PlayAsync(record, seed).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Cases(150)));
    }

    private static async Task PlayAsync(TempRecord record, int seed)
    {
        var random = new Random(seed);
        var incident = await record.DeclareAsync();
        var first = (ulong)incident.Id.Value * 100;
        var messages = Enumerable.Range(0, random.Next(1, 5)).Select(n => Life(random, incident, first + (ulong)n)).ToList();

        // Each happens at least once; the edits carry the whole message, as Discord's do.
        var events = messages.SelectMany(m => m.Events).ToList();
        events.AddRange(events.Where(_ => random.Next(3) == 0).ToList());
        var arrival = events.OrderBy(_ => random.Next()).ToArray();
        while (arrival.Length > 0)
        {
            var batch = arrival[..random.Next(1, Math.Min(5, arrival.Length + 1))];
            arrival = arrival[batch.Length..];
            await record.Store.SaveBatchAsync(new TalkBatch
            {
                New = [.. batch.OfType<TalkMessage>()],
                Edits = [.. batch.OfType<TalkEdit>()],
                Deletions = [.. batch.OfType<TalkDeletion>()],
            });
        }

        var stored = (await record.Store.LoadFileAsync(incident.Id))!.Talk;
        Fingerprint.Of(stored).ShouldBe(Fingerprint.Of(messages.Select(m => m.Truth).ToImmutableArray()));
    }

    /// <summary>What happens to one message, and what the record must hold in the end.</summary>
    private static (TalkMessage Truth, List<object> Events) Life(Random random, Domain.Incidents.Incident incident, ulong id)
    {
        var said = Message(incident, id, $"text {random.Next(3)}");
        var (truth, events) = (said, new List<object> { said });
        foreach (var minute in Enumerable.Range(1, random.Next(0, 4)))
        {
            // Few texts, so that an edit may change one back.
            var (text, at) = ($"text {random.Next(3)}", Noon.AddMinutes(minute));
            events.Add(new TalkEdit(said.Id, text, at, said));
            truth = truth with { Text = text, EditedAt = at, Revisions = truth.Revisions.Add(new MessageRevision(truth.Text, at)) };
        }

        if (random.Next(3) > 0) return (truth, events);
        events.Add(new TalkDeletion(said.Id, Noon.AddHours(1)));
        return (truth with { DeletedAt = Noon.AddHours(1) }, events);
    }
}
