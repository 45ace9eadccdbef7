using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Trouble;

/// <summary>The clock of the bot's machine is wrong, or is set. What people do goes by Discord's clock, and so does the bot.</summary>
public sealed class ClockTests : EndToEndTest
{
    /// <summary>So little that the machine is believed.</summary>
    private static readonly TimeSpan ABit = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task What_people_mark_is_recorded_when_it_was_said_and_not_before_by_a_clock_that_is_behind()
    {
        Chat.Driven.ClockAhead = -ABit;
        await Chat.Declares();
        var said = await Chat.Says("ada", "The disk is full", "inc-1");
        await Chat.Reacts("tunde", said, "📌");
        var entry = (await Chat.File(1)).Entries.Single(e => e.Source?.Message.Value == said.Id);
        (entry.HappenedAt, entry.RecordedAt, entry.Marks.Single().At).ShouldBe((said.Timestamp, said.Timestamp, said.Timestamp));

        await Chat.Unreacts("tunde", said, "📌");
        (await Chat.File(1)).Entries.Single(e => e.Number == entry.Number).Removed!.At.ShouldBe(said.Timestamp);
        await ShouldBeLegalAsync();
    }

    [Fact]
    public async Task A_message_is_never_deleted_before_it_was_said()
    {
        Chat.Driven.ClockAhead = -ABit;
        await Chat.Declares();
        var heard = await Chat.Says("ada", "Wrong channel", "inc-1");
        await Chat.Deletes("ada", heard);
        var message = (await Chat.File(1)).Talk.Single();
        message.DeletedAt!.Value.ShouldBeGreaterThanOrEqualTo(message.SaidAt);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task Pages_come_in_their_time_on_a_machine_whose_clock_is_off_by_hours(int hours)
    {
        Chat.Driven.ClockAhead = TimeSpan.FromHours(hours);
        await Chat.Restart();
        await Chat.Declares();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        await PagesAsync();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task Pages_come_in_their_time_when_the_clock_is_set_between_them(int hours)
    {
        await Chat.Declares();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        Chat.Driven.ClockAhead = TimeSpan.FromHours(hours);
        await PagesAsync();
    }

    [Fact]
    public async Task A_gap_is_where_it_was_whatever_the_clock_says()
    {
        await Chat.Declares();
        await Chat.Advance(TimeSpan.FromMinutes(1));
        await Chat.Says("ada", "Before", "inc-1");
        var left = Chat.Now;
        await Chat.Driven.StopBotAsync();
        await Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), "Meanwhile");
        await Chat.Advance(TimeSpan.FromMinutes(7));
        Chat.Driven.ClockAhead = TimeSpan.FromHours(-3);
        await Chat.Driven.StartBotAsync();
        var file = await Chat.File(1);
        file.Talk.Select(t => t.Text).ShouldBe(["Before", "Meanwhile"]);

        // Answers say their time in whole seconds.
        var gap = file.Entries.Single(e => e.Gap is not null).Gap!;
        gap.From.ShouldBe(left, TimeSpan.FromSeconds(1));
        gap.Until.ShouldBe(Chat.Now, TimeSpan.FromSeconds(1));
        await ShouldBeLegalAsync();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task A_file_that_could_not_be_copied_is_copied_in_time_when_the_clock_is_set(int hours)
    {
        await Chat.Declares();
        Chat.Driven.ClockAhead = TimeSpan.FromHours(hours);
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Code = 500, Method = "GET", Route = "/attachments/*/*/*" });
        await Chat.Person("ada").AttachAsync(Chat.Channel("inc-1"), "see here", "graph.txt", "AB"u8.ToArray());
        await Chat.Settle();
        Chat.World.Faults.Active.ShouldBeEmpty();

        Chat.Driven.ClockAhead = TimeSpan.Zero;
        await Chat.Advance(TimeSpan.FromSeconds(30));
        (await Chat.File(1)).Talk.Single().Files.Single().Copy.ShouldNotBeNull().Size.ShouldBe(2);
    }

    // At once, after 5 minutes, after 10; at 15 nobody is paged any more.
    private async Task PagesAsync()
    {
        Chat.ReadsDirectly("tunde").Count.ShouldBe(1);
        await Chat.Advance(TimeSpan.FromMinutes(4.9));
        Chat.ReadsDirectly("tunde").Count.ShouldBe(1);
        await Chat.Advance(TimeSpan.FromMinutes(0.2));
        Chat.ReadsDirectly("tunde").Count.ShouldBe(2);
        await Chat.Advance(TimeSpan.FromMinutes(5));
        Chat.ReadsDirectly("tunde").Count.ShouldBe(3);
        Chat.Reads("inc-1").ShouldNotContain(text => text.Contains("was not sent", StringComparison.Ordinal));
        await ShouldBeLegalAsync();
    }

    private async Task ShouldBeLegalAsync() => Invariants.Violations(IncidentState.Of(await Chat.File(1))).ShouldBeEmpty();
}
