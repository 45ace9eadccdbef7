using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Trouble;

/// <summary>The clock of the bot's machine is wrong, or is set. What people said goes by Discord's clock.</summary>
public sealed class ClockTests : EndToEndTest
{
    private static readonly TimeSpan Hours = TimeSpan.FromHours(3);

    [Fact]
    public async Task What_people_mark_is_recorded_when_it_was_said_and_not_before_by_a_clock_that_is_behind()
    {
        await Chat.Declares();
        Chat.Driven.ClockAhead = -Hours;
        var said = await Chat.Says("ada", "The disk is full", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(2));
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
        await Chat.Declares();
        Chat.Driven.ClockAhead = -Hours;
        var heard = await Chat.Says("ada", "Wrong channel", "inc-1");
        var unheard = await Chat.Says("ada", "Wrong channel again", "inc-1");
        await Chat.Deletes("ada", heard);
        await Chat.Driven.StopBotAsync();
        await Chat.Person("ada").DeleteAsync(unheard);
        await Chat.Advance(TimeSpan.FromMinutes(7));
        await Chat.Driven.StartBotAsync();
        foreach (var message in (await Chat.File(1)).Talk)
        {
            message.DeletedAt!.Value.ShouldBeGreaterThanOrEqualTo(message.SaidAt);
            (message.DeletedAfter ?? message.SaidAt).ShouldBeInRange(message.SaidAt, message.DeletedAt.Value);
        }
    }

    [Fact]
    public async Task A_comparison_put_off_while_the_clock_ran_ahead_is_not_put_off_for_hours()
    {
        await Chat.Declares();
        await Chat.Driven.StopBotAsync();
        await Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), "Meanwhile");
        await Chat.Advance(TimeSpan.FromMinutes(7));
        Chat.Driven.ClockAhead = Hours;
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Code = 400, Method = "GET", Route = "/channels/*/messages" });
        await Chat.Driven.StartBotAsync();
        (await Chat.File(1)).Talk.ShouldBeEmpty();

        Chat.Driven.ClockAhead = TimeSpan.Zero;
        await Chat.Advance(TimeSpan.FromSeconds(10));
        (await Chat.File(1)).Talk.Select(t => t.Text).ShouldBe(["Meanwhile"]);
        var gap = (await Chat.File(1)).Entries.Single(e => e.Gap is not null);
        gap.Gap!.Until.ShouldBeLessThanOrEqualTo(Chat.Now);
        await ShouldBeLegalAsync();
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task A_file_is_copied_in_time_whatever_the_clock_says(int hoursAhead)
    {
        await Chat.Declares();
        Chat.Driven.ClockAhead = TimeSpan.FromHours(hoursAhead);
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Code = 500, Method = "GET", Route = "/attachments/*/*/*" });
        await Chat.Person("ada").AttachAsync(Chat.Channel("inc-1"), "see here", "graph.txt", "AB"u8.ToArray());
        await Chat.Settle();
        var file = (await Chat.File(1)).Talk.Single().Files.Single();
        (file.Copy, file.NotKept).ShouldBe((null, null));

        Chat.Driven.ClockAhead = TimeSpan.Zero;
        await Chat.Advance(TimeSpan.FromSeconds(30));
        (await Chat.File(1)).Talk.Single().Files.Single().Copy.ShouldNotBeNull().Size.ShouldBe(2);
    }

    private async Task ShouldBeLegalAsync()
    {
        var file = await Chat.File(1);
        Invariants.Violations(IncidentState.Of(file)).ShouldBeEmpty();
    }
}
