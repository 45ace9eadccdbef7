using IncidentBot.Domain.OnCall;

namespace IncidentBot.Tests.EndToEnd.OnCall;

public sealed class SwapTests : ScheduleTest
{
    [Fact]
    public async Task The_other_is_asked_in_the_channel_and_directly_and_accepts_by_button()
    {
        (await Propose()).Text.ShouldContain("is asked, here and directly");
        Chat.Reads("general")[^1].ShouldContain("@Tunde Bello, @Ada Obi asks you to swap shifts in **ops**");
        Chat.Pinged.ShouldBe(["tunde"]);
        Chat.ReadsDirectly("tunde").ShouldHaveSingleItem().ShouldContain("@Ada Obi asks you to swap shifts");
        (await OnCallAt(Monday)).ShouldBe("tunde");

        (await Chat.Presses("zainab", "Accept", "general")).ShouldRefuse("That is for @Tunde Bello to accept");
        (await Chat.Presses("ada", "Accept", "general")).ShouldRefuse("That is for @Tunde Bello to accept");
        (await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[^1], "Accept")).IsRefused.ShouldBeFalse();

        (await OnCallAt(Monday)).ShouldBe("ada");
        (await OnCallAt(Monday.AddDays(7))).ShouldBe("tunde");
        (await OnCallAt(Monday.AddDays(14))).ShouldBe("tunde");
        Chat.Reads("general")[^1].ShouldContain("🔁 @Ada Obi and @Tunde Bello swapped shifts in **ops**");
        Chat.ReadsDirectly("ada")[^1].ShouldContain("🔁 @Ada Obi and @Tunde Bello swapped shifts");
        Chat.Person("tunde").NewestWithButton("Accept").ShouldBeNull();
        (await Record()).State.Swaps.ShouldHaveSingleItem().State.ShouldBe(SwapState.Accepted);
        (await Record()).State.Overrides.Select(one => one.Change.Reason).ShouldBe(["swap 1", "swap 1"]);
    }

    [Fact]
    public async Task Declined_or_withdrawn_all_stays_as_it_was()
    {
        await Propose();
        var question = Chat.Messages("general")[^1];
        await Chat.PressesOn("tunde", question, "Decline");
        Chat.Reads("general")[^1].ShouldContain("@Tunde Bello declined to swap shifts with @Ada Obi");

        await Propose();
        (await Chat.Presses("ada", "Decline", "general")).Text.ShouldContain("Withdrawn");
        (await Record()).State.Swaps.Select(swap => swap.State).ShouldBe([SwapState.Declined, SwapState.Withdrawn]);
        (await OnCallAt(Monday)).ShouldBe("tunde");
    }

    [Fact]
    public async Task It_is_off_when_the_first_shift_begins_also_while_the_bot_was_away()
    {
        await Propose();
        await Chat.Driven.StopBotAsync();
        await AdvanceTo(Monday.AddHours(1));
        await Chat.Driven.StartBotAsync(TestContext.Current.CancellationToken);
        (await Record()).State.Swaps.ShouldHaveSingleItem().State.ShouldBe(SwapState.Expired);
        Chat.Reads("general")[^1].ShouldContain("@Tunde Bello did not answer in time");
        Chat.ReadsDirectly("ada")[^1].ShouldContain("did not answer in time");
        (await OnCall()).ShouldBe(["tunde"]);
    }

    [Fact]
    public async Task A_shift_that_is_no_longer_as_it_was_is_not_swapped()
    {
        await Propose();
        await Chat.Types("ada", "/oncall override replace schedule:ops person:@chioma from:\"2026-03-10 09:00\" to:8h");
        (await Chat.Presses("tunde", "Accept", "general")).ShouldRefuse("The schedule has changed since");
    }

    [Fact]
    public async Task Shifts_are_offered_and_only_ones_own_to_come_can_be_given_away()
    {
        (await Chat.Person("ada").AutocompleteAsync(Chat.Channel("general"), "oncall swap", "my_shift", "", new Dictionary<string, string> { ["schedule"] = "ops", ["with"] = "@tunde" }, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        await Chat.Settle();
        var third = Monday.AddDays(21).ToUnixTimeSeconds();
        (await Chat.Types("ada", $"/oncall swap schedule:ops with:@tunde my_shift:{third} their_shift:{Monday.ToUnixTimeSeconds()}")).IsRefused.ShouldBeFalse();
        (await Record()).State.Swaps.ShouldHaveSingleItem().One.From.ShouldBe(Monday.AddDays(21));

        (await Chat.Types("ada", $"/oncall swap schedule:ops with:@tunde my_shift:{Monday.ToUnixTimeSeconds()}")).ShouldRefuse("You have no shift in ops that begins");
        (await Chat.Types("ada", "/oncall swap schedule:ops with:@tunde my_shift:monday")).ShouldRefuse("Choose the shifts from the list");
        (await Chat.Types("ada", "/oncall swap schedule:ops with:@ada")).ShouldRefuse("That is you");
        (await Chat.Types("zainab", "/oncall swap schedule:ops with:@ada")).ShouldRefuse("You have no shift in ops");
        (await Chat.Types("tunde", "/oncall swap schedule:ops with:@ada")).ShouldRefuse("is part of swap 1, which waits for an answer");
    }

    [Fact]
    public async Task With_direct_messages_closed_the_channel_is_enough()
    {
        Chat.User("tunde").DmsClosed = true;
        await Propose();
        await Chat.Presses("tunde", "Accept", "general");
        (await OnCallAt(Monday)).ShouldBe("ada");
    }

    private Task<Answer> Propose() => Chat.Types("ada", "/oncall swap schedule:ops with:@tunde");

    private async Task<string> OnCallAt(DateTimeOffset at) => (await Record()).Book.OnCall("ops", at).ShouldHaveSingleItem().Value;
}
