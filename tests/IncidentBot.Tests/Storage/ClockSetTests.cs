using IncidentBot.Domain.Timeline;
using IncidentBot.Storage;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Storage;

/// <summary>What was written while the machine's clock ran ahead does not wait until that time comes.</summary>
public abstract class ClockSetTests(DatabaseEngine engine) : RecordTest(engine)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Ahead = Noon.AddHours(2);

    [Fact]
    public async Task A_gap_that_ends_later_than_now_moves_back_with_its_length_and_is_due()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await record.Store.CommitAsync(scope => scope.OweReconciliationAsync(incident.Id, Ahead.AddMinutes(-7), Ahead));
        var pulled = await PulledBackAsync(record);
        (pulled.Since, pulled.Until, pulled.Due).ShouldBe((Noon.AddMinutes(-7), Noon, Noon));
    }

    [Fact]
    public async Task A_gap_that_began_by_the_right_clock_begins_where_it_did()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await record.Store.CommitAsync(scope => scope.OweReconciliationAsync(incident.Id, Noon.AddMinutes(-3), Ahead));
        var pulled = await PulledBackAsync(record);
        (pulled.Since, pulled.Until, pulled.Due).ShouldBe((Noon.AddMinutes(-3), Noon, Noon));
    }

    [Fact]
    public async Task A_comparison_that_was_put_off_by_the_clock_that_ran_ahead_is_due_and_one_put_off_by_the_right_clock_waits()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await record.Store.CommitAsync(scope => scope.OweReconciliationAsync(incident.Id, Noon.AddMinutes(-3), Noon));
        var tried = (await record.Store.ReconciliationsAsync()).Single();
        await record.Store.CommitAsync(scope => scope.PutOffReconciliationAsync(tried, Noon + Longest, "later"));
        (await PulledBackAsync(record)).Due.ShouldBe(Noon + Longest);

        await record.Store.CommitAsync(scope => scope.PutOffReconciliationAsync(tried, Ahead + Longest, "later"));
        var pulled = await PulledBackAsync(record);
        (pulled.Since, pulled.Until, pulled.Due, pulled.Attempts).ShouldBe((Noon.AddMinutes(-3), Noon, Noon, 1));
    }

    [Fact]
    public async Task Copies_owed_or_put_off_by_the_clock_that_ran_ahead_are_due_and_one_put_off_by_the_right_clock_waits()
    {
        await using var record = await OpenAsync();
        var incident = await record.DeclareAsync();
        await record.Store.SaveBatchAsync(new TalkBatch { New = [WithFile(1, Noon.AddMinutes(-1)), WithFile(2, Noon.AddMinutes(-1)), WithFile(3, Ahead)] });
        var due = await record.Store.CopiesDueAsync(Noon, 10);
        due.Count.ShouldBe(2);
        await record.Store.CommitAsync(scope => scope.PutOffCopyAsync(due[0], Noon + Longest));
        await record.Store.CommitAsync(scope => scope.PutOffCopyAsync(due[1], Ahead + Longest));

        await record.Store.PullBackCopiesAsync(Noon, Longest);
        (await record.Store.CopiesDueAsync(Noon, 10)).Select(copy => copy.Message.Message.Value).ShouldBe([2ul, 3ul]);
        (await record.Store.NextCopyDueAsync(after: Noon)).ShouldBe(Noon + Longest);

        TalkMessage WithFile(ulong id, DateTimeOffset said) =>
            Message(incident, id, "see here") with { SaidAt = said, Files = [new AttachedFile(id, "graph.txt", 2, "text/plain", "https://cdn.discordapp.com/attachments/1/1/graph.txt")] };
    }

    private static async Task<Reconciliation> PulledBackAsync(TempRecord record)
    {
        await record.Store.CommitAsync(scope => scope.PullBackReconciliationsAsync(Noon, Longest));
        return (await record.Store.ReconciliationsAsync()).Single();
    }
}
