namespace IncidentBot.Tests.EndToEnd.OnCall;

public sealed class OverrideTests : ScheduleTest
{
    [Fact]
    public async Task Somebody_comes_in_for_another_for_some_time_and_the_channel_sees_it()
    {
        var answer = await Chat.Types("ada", "/oncall override replace schedule:ops person:@chioma instead:@ada from:\"2026-03-05 09:00\" to:8h reason:\"Ada is at the dentist\"");
        answer.IsPrivate.ShouldBeFalse();
        answer.Text.ShouldContain("1. **ops**: @Chioma Eze is on call instead of @Ada Obi");
        answer.Text.ShouldContain("Ada is at the dentist");
        (await OnCall()).ShouldBe(["ada"]);
        await AdvanceTo(new(2026, 3, 5, 9, 0, 0, TimeSpan.Zero));
        (await OnCall()).ShouldBe([$"{Chat.User("chioma").Id}"]);
        (await Chat.Types("zainab", "/oncall now")).Text.ShouldContain("@Chioma Eze is on call");
        await Chat.Advance(TimeSpan.FromHours(8));
        (await OnCall()).ShouldBe(["ada"]);
    }

    [Fact]
    public async Task Somebody_is_added_or_removed_and_taken_back()
    {
        await Chat.Types("ada", "/oncall override add schedule:ops person:@tunde to:2h");
        (await OnCall()).ShouldBe(["ada", "tunde"]);
        await Chat.Types("tunde", "/oncall override remove schedule:ops person:@ada to:\"18:00\"");
        (await OnCall()).ShouldBe(["tunde"]);
        var list = await Chat.Types("zainab", "/oncall override list");
        list.Text.ShouldContain("1. **ops**: @Tunde Bello is on call too");
        list.Text.ShouldContain("2. **ops**: @Ada Obi is not on call");
        (await Chat.Offered("ada", "oncall override undo", "override", "")).Count.ShouldBe(2);

        (await Chat.Types("ada", "/oncall override undo override:2")).IsRefused.ShouldBeFalse();
        (await OnCall()).ShouldBe(["ada", "tunde"]);
        await Chat.Advance(TimeSpan.FromMinutes(10));
        (await Chat.Types("ada", "/oncall override undo override:1")).Text.ShouldBe("Override 1 ends now; what was served under it stays.");
        (await OnCall()).ShouldBe(["ada"]);
        (await Chat.Types("ada", "/oncall override undo override:1")).ShouldRefuse("over already");
        (await Chat.Types("ada", "/oncall override undo override:9")).ShouldRefuse("There is no override 9");
    }

    [Fact]
    public async Task What_would_change_nothing_or_is_not_understood_is_refused()
    {
        (await Chat.Types("ada", "/oncall override add schedule:ops person:@ada to:2h")).ShouldRefuse("That changes nothing", "is on call in ops then anyway");
        (await Chat.Types("ada", "/oncall override replace schedule:ops person:@chioma instead:@tunde to:2h")).ShouldRefuse("That changes nothing", "@Tunde Bello is not on call in ops then");
        (await Chat.Types("ada", "/oncall override add schedule:nope person:@chioma to:2h")).ShouldRefuse("There is no schedule \"nope\"");
        (await Chat.Types("ada", "/oncall override add schedule:ops person:@chioma to:soon")).ShouldRefuse("not a time I understand");
        (await Chat.Types("ada", "/oncall override add schedule:ops person:@chioma to:\"500 days\"")).ShouldRefuse("longer than a year");
        (await Chat.Uses("ada", "oncall override add", "general", ("schedule", "ops"), ("person", $"{Chat.World.Bot.Id}"), ("to", "2h"))).ShouldRefuse("A bot cannot be on call");
        (await Record()).State.Overrides.ShouldBeEmpty();
    }

    [Fact]
    public async Task Those_who_are_not_in_the_schedule_and_may_not_configure_change_nothing()
    {
        (await Chat.Types("zainab", "/oncall override add schedule:ops person:@zainab to:2h")).ShouldRefuse("You may not change who is on call in ops");
        await Chat.Types("ada", "/oncall override add schedule:ops person:@chioma to:2h");
        (await Chat.Types("zainab", "/oncall override undo override:1")).ShouldRefuse("You may not change who is on call in ops");
    }
}
