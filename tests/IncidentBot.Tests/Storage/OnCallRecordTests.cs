using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Policies;
using IncidentBot.Storage.Documents;
using IncidentBot.Tests.House;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Storage;

/// <summary>Policies, schedules and what was changed in chat, on disk.</summary>
public abstract class OnCallRecordTests(DatabaseEngine engine) : RecordTest(engine)
{
    [Theory]
    [InlineData("simple.yaml")]
    [InlineData("complete.yaml")]
    public async Task What_an_example_says_comes_back_from_the_disk_as_it_was_applied(string example)
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf("deploy", "examples", example), TestContext.Current.CancellationToken);
        var book = PolicyFiles.Read([new BookText(example, text)], Noon).Book;
        var version = new BookVersion { Server = Server, Number = 1, At = Noon, By = Mira, Change = "applied " + example, Sources = [new BookSource(example, text)], Book = book };
        await using var record = await OpenAsync();
        await record.Store.CommitAsync(scope => scope.SaveAsync(version));

        await record.ReopenAsync();

        var read = (await record.Store.OnCallAsync(Server)).Applied.ShouldNotBeNull();
        Document.Write(read).ShouldBe(Document.Write(version));
        read.Book.Policies.Length.ShouldBe(book.Policies.Length);
        var policy = book.Policies[0];
        var run = new PolicyRun(read.Book.Snapshot(read.Book.Policies[0])) { Events = [new RunEvent.Began(Noon)] };
        Document.Write(NextStep.Of(run, new IncidentFacts(Severity.Sev1, []), Noon, read.Book.OnCall))
            .ShouldBe(Document.Write(NextStep.Of(new PolicyRun(book.Snapshot(policy)) { Events = run.Events }, new IncidentFacts(Severity.Sev1, []), Noon, book.OnCall)));
    }

    [Fact]
    public async Task The_newest_version_counts_and_the_older_ones_are_kept()
    {
        await using var record = await OpenAsync();
        foreach (var number in Enumerable.Range(1, 11))
            await record.Store.CommitAsync(scope => scope.SaveAsync(new BookVersion { Server = Server, Number = number, At = Noon, Change = $"applied {number}.yaml", Book = PolicyBook.Empty }));

        (await record.Store.OnCallAsync(Server)).Applied!.Number.ShouldBe(11);
        (await record.Store.BookVersionsAsync(Server)).Select(version => version.Number).ShouldBe(Enumerable.Range(1, 11).Reverse());
        (await record.Store.ServersWithOnCallAsync()).ShouldBe([Server]);
        (await record.Store.OnCallAsync(new(77))).Applied.ShouldBeNull();
    }

    [Fact]
    public async Task An_override_made_in_chat_counts_after_those_of_the_file()
    {
        await using var record = await OpenAsync();
        Handle ada = new("ada"), tunde = new("tunde");
        var schedule = new Schedule { Name = "ops", Zone = "Etc/UTC", Layers = [new Layer { Name = "all", Turns = [[ada]] }] };
        var change = new ChatOverride(1, "OPS", new Override(OverrideKind.Replace, Noon, Noon.AddHours(8), tunde, ada), Mira, Noon);
        await record.Store.CommitAsync(async scope =>
        {
            await scope.SaveAsync(new BookVersion { Server = Server, Number = 1, At = Noon, Change = "applied ops.yaml", Book = PolicyBook.Empty with { Schedules = [schedule] } });
            await scope.SaveAsync(new OnCallState { Server = Server, LastOverride = 1, Overrides = [change] });
        });

        var book = (await record.Store.OnCallAsync(Server)).Book;

        book.OnCall("ops", Noon.AddHours(1)).ShouldBe([tunde]);
        book.OnCall("ops", Noon.AddHours(9)).ShouldBe([ada]);
    }

    [Fact]
    public void Turns_go_on_from_the_last_one_whatever_the_case_of_the_name()
    {
        var state = new OnCallState { Server = Server };

        state.NextTurn("payments", 2).ShouldBe(0);
        state.Took("Payments", 2, 1).Took("payments", 2, 2).NextTurn("PAYMENTS", 2).ShouldBe(3);
        state.Took("payments", 2, 1).NextTurn("payments", 1).ShouldBe(0);
    }
}
