using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.OnCall;

public sealed class ShiftTests : ScheduleTest
{
    [Fact]
    public async Task Without_a_channel_for_it_nothing_is_announced_but_whoever_cannot_be_paged_is_found_out_and_said()
    {
        Chat.ReadsDirectly("ada").ShouldHaveSingleItem().ShouldStartWith("You are on call in **ops** from now on.");
        await AdvanceTo(Monday);
        Chat.ReadsDirectly("tunde").ShouldHaveSingleItem().ShouldStartWith("You are on call in **ops** from now on.");
        Chat.FindChannel("incidents").ShouldBeNull();

        Chat.User("ada").DmsClosed = true;
        await AdvanceTo(Monday.AddDays(7));
        Chat.Reads("incidents").ShouldHaveSingleItem().ShouldBe(
            "⚠️ **ops**: I cannot write to @Ada Obi directly (direct messages are closed), so a page is only a mention in a channel. To mend it: server menu → Privacy Settings → allow direct messages, and unblock me.");
        Chat.Pinged.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_gets_no_direct_messages_stands_with_the_doctor_until_one_comes_through()
    {
        Chat.User("tunde").DmsClosed = true;
        await AdvanceTo(Monday);
        (await Chat.Types("ada", "/bot doctor")).Text.ShouldContain($"⚠️ @Tunde Bello gets no direct messages from me since {Stamp(Chat.Now)} (direct messages are closed): a page is only a mention in a channel.");
        await AdvanceTo(Monday.AddDays(14));
        (await Record()).State.Unreached.ShouldHaveSingleItem().Since.ShouldBe(Monday, TimeSpan.FromMinutes(1));

        Chat.User("tunde").DmsClosed = false;
        await AdvanceTo(Monday.AddDays(28));
        (await Record()).State.Unreached.ShouldBeEmpty();
        (await Chat.Types("ada", "/bot doctor")).Text.ShouldNotContain("gets no direct messages");
    }

    [Fact]
    public async Task A_shift_that_begins_is_announced_and_its_person_told()
    {
        await Chat.Types("ada", "/bot settings oncall_channel:#operations");
        Chat.Reads("operations").ShouldBeEmpty();
        await AdvanceTo(Monday);
        Chat.Messages("operations").ShouldHaveSingleItem().Content.ShouldBe($"**ops**: <@{Chat.User("tunde").Id}> is on call until {Stamp(Monday.AddDays(7))}, then <@{Chat.User("ada").Id}>.");
        Chat.Pinged.ShouldBe(["tunde"]);
        Chat.ReadsDirectly("tunde").ShouldHaveSingleItem().ShouldStartWith("You are on call in **ops** from now on. It changes");
        var before = Chat.ReadsDirectly("ada").Count;
        await AdvanceTo(Monday.AddDays(7));
        Chat.Messages("operations").Count.ShouldBe(2);
        Chat.ReadsDirectly("ada").Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task After_weeks_away_the_present_is_told_and_nothing_of_what_was_missed()
    {
        await Chat.Types("ada", "/bot settings oncall_channel:#operations");
        var before = Chat.ReadsDirectly("ada").Count;
        await Chat.Driven.StopBotAsync();
        await AdvanceTo(Monday.AddDays(15));
        await Chat.Driven.StartBotAsync(TestContext.Current.CancellationToken);
        var told = Chat.Messages("operations").ShouldHaveSingleItem();
        told.Content.ShouldContain($"<@{Chat.User("tunde").Id}> is on call until {Stamp(Monday.AddDays(21))}");
        Chat.ReadsDirectly("tunde").Count.ShouldBe(1);
        Chat.ReadsDirectly("ada").Count.ShouldBe(before);
        await Chat.Restart();
        Chat.Messages("operations").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Closed_direct_messages_are_said_with_how_to_mend_it()
    {
        await Chat.Types("ada", "/bot settings oncall_channel:#operations");
        Chat.User("tunde").DmsClosed = true;
        await AdvanceTo(Monday);
        Chat.Reads("operations")[^1].ShouldContain("**ops**: I cannot write to @Tunde Bello directly (direct messages are closed)");
        Chat.Reads("operations")[^1].ShouldContain("Privacy Settings");
        Chat.Pinged.ShouldBe(["tunde"]);
    }

    [Fact]
    public async Task An_override_of_this_moment_is_announced_at_once()
    {
        await Chat.Types("ada", "/bot settings oncall_channel:#operations");
        await Chat.Types("ada", "/oncall override replace schedule:ops person:@chioma to:2h");
        Chat.Reads("operations").ShouldHaveSingleItem().ShouldContain("@Chioma Eze is on call until");
        await Chat.Advance(TimeSpan.FromHours(2));
        Chat.Reads("operations")[^1].ShouldContain("@Ada Obi is on call until");
    }

    [Fact]
    public async Task A_handoff_stays_at_its_local_hour_across_a_change_of_clocks_with_a_restart_between()
    {
        await Chat.Types("ada", "/bot settings oncall_channel:#operations");
        await Chat.Gives("ada", "oncall apply", ("ops.yaml", Ops.Replace("Africa/Lagos", "Europe/Berlin", StringComparison.Ordinal)));
        await Chat.Presses("ada", "Apply");

        // In Berlin clocks go forward on Sunday 29 March 2026: Monday 09:00 is 08:00 UTC before, and 07:00 UTC after.
        await AdvanceTo(new(2026, 3, 23, 8, 0, 0, TimeSpan.Zero));
        (await OnCall()).ShouldBe(["tunde"]);
        var before = Chat.Messages("operations").Count;
        await Chat.Restart();
        await AdvanceTo(new(2026, 3, 30, 6, 59, 59, TimeSpan.Zero));
        Chat.Messages("operations").Count.ShouldBe(before);
        await AdvanceTo(new(2026, 3, 30, 7, 0, 0, TimeSpan.Zero));
        Chat.Messages("operations").Count.ShouldBe(before + 1);
        Chat.Reads("operations")[^1].ShouldContain("@Ada Obi is on call until");
    }

    [Fact]
    public async Task The_on_call_role_goes_from_one_to_the_next_and_what_was_given_by_hand_stays()
    {
        Chat.World.Guild.Members[Chat.User("zainab").Id].RoleIds.Add(Role.Id);
        await Chat.Types("ada", "/bot settings oncall_schedule:ops oncall_role:@on-call");
        RolesOf("ada").ShouldContain("on-call");
        await AdvanceTo(Monday);
        RolesOf("ada").ShouldNotContain("on-call");
        RolesOf("tunde").ShouldContain("on-call");

        await Chat.Types("ada", "/bot settings oncall_schedule:ops");
        RolesOf("tunde").ShouldNotContain("on-call");
        RolesOf("zainab").ShouldContain("on-call");
    }

    [Fact]
    public async Task A_role_above_the_bots_is_said_once_stands_with_the_doctor_and_is_given_once_it_is_mended()
    {
        await Chat.Types("ada", "/bot settings oncall_channel:#operations");
        Role.Position = 50;
        await Chat.Types("ada", "/bot settings oncall_schedule:ops oncall_role:@on-call");
        await Chat.Advance(TimeSpan.FromHours(3));
        Chat.Reads("operations").ShouldHaveSingleItem().ShouldBe("⚠️ @on-call stands above my own role, so I cannot give it to those who are on call. Drag my role above it (Server Settings → Roles).");
        (await Chat.Types("ada", "/bot doctor")).Text.ShouldContain("@on-call stands above my own role");
        RolesOf("ada").ShouldNotContain("on-call");

        Role.Position = 1;
        await Chat.Advance(TimeSpan.FromMinutes(30));
        RolesOf("ada").ShouldContain("on-call");
        (await Record()).State.RoleTrouble.ShouldBeNull();
        (await Chat.Types("ada", "/bot doctor")).Text.ShouldNotContain("stands above my own role");
    }

    [Fact]
    public async Task The_role_that_everyone_has_is_refused() =>
        (await Chat.Uses("ada", "bot settings", "general", ("oncall_schedule", "ops"), ("oncall_role", "@everyone"))).ShouldRefuse("Everyone has that role");

    private Role Role => Chat.World.Guild.Roles.Values.Single(role => role.Name == "on-call");
}
