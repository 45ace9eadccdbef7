using IncidentBot.Domain.Actions;

namespace IncidentBot.Tests.EndToEnd.Timeline;

/// <summary>`/action add`, `list`, `done`, `edit`.</summary>
public sealed class ActionItemTests : EndToEndTest
{
    [Fact]
    public async Task An_item_with_owner_date_and_kind_is_said_back_and_listed()
    {
        await DeclareAsync();
        var answer = await Chat.Types("ada", """/action add text:"Alert on free space" owner:@tunde due:"in 2 weeks" kind:preventive""", "inc-1");
        answer.IsRefused.ShouldBeFalse(answer.Text);
        answer.Text.ShouldContain("Action item 1 added (preventive, @Tunde Bello, due Wednesday 18 Mar 2026): Alert on free space");
        Chat.Pinged.ShouldBeEmpty();

        var list = await Chat.Types("chioma", "/action list", "inc-1");
        list.IsPrivate.ShouldBeTrue();
        list.Text.ShouldContain("☐ **INC-1** #1 Alert on free space (Tunde Bello, due 18 Mar 2026)");
        Chat.CardText().ShouldContain("1 open");
    }

    [Fact]
    public async Task It_is_done_once()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/action add text:Alert", "inc-1");
        (await Chat.Types("tunde", "/action done action:1", "inc-1")).Text.ShouldContain("is **done**");
        (await Chat.Types("tunde", "/action done action:1", "inc-1")).ShouldRefuse("done already");
        (await Chat.Types("ada", "/action list", "inc-1")).Text.ShouldContain("Nothing is to be done");
        (await Chat.Types("ada", "/action list all:true", "inc-1")).Text.ShouldContain("☑ **INC-1** #1");
        Chat.CardText().ShouldNotContain("open\n");
    }

    [Fact]
    public async Task Everything_about_it_can_be_changed()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/action add text:Alert owner:@ada due:friday", "inc-1");
        var answer = await Chat.Types("ada", """/action edit action:1 text:"Alert on disk" owner:@chioma due:2026-04-01 kind:corrective""", "inc-1");
        answer.Text.ShouldContain("(corrective, @Chioma Eze, due Wednesday 1 Apr 2026): Alert on disk");
        (await Chat.Types("ada", "/action edit action:1 due:none", "inc-1")).IsRefused.ShouldBeFalse();
        (await Chat.File(1)).Actions.Single().Due.ShouldBeNull();
        (await Chat.Types("ada", "/action edit action:1 kind:corrective", "inc-1")).ShouldRefuse("Nothing to change");
        (await Chat.Types("ada", "/action edit action:1 due:someday", "inc-1")).ShouldRefuse();
        (await Chat.Types("ada", "/action edit action:7 text:x", "inc-1")).ShouldRefuse("no action item 7");
    }

    [Fact]
    public async Task One_that_will_not_be_done_is_dropped_with_its_reason_and_stays_in_the_record()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/action add text:Alert", "inc-1");
        (await Chat.Types("ada", """/action edit action:1 drop:"We have one" """, "inc-1")).Text.ShouldContain("will not be done");
        (await Chat.Types("ada", """/action edit action:1 drop:"We have one" """, "inc-1")).ShouldRefuse("dropped already");
        (await Chat.Types("ada", "/action list all:true", "inc-1")).Text.ShouldContain("✖ **INC-1** #1 Alert");
        (await Chat.File(1)).Actions.Single().State.ShouldBe(ActionState.Dropped);
    }

    [Fact]
    public async Task Outside_an_incident_the_list_is_the_servers_without_private_ones()
    {
        await DeclareAsync();
        await Chat.Types("ada", """/incident declare title:"Keys leaked" private:true""");
        await Chat.Types("ada", "/action add text:Alert owner:@tunde", "inc-1");
        await Chat.Types("ada", "/action add text:Revoke incident:2");
        var all = (await Chat.Types("ada", "/action list")).Text;
        all.ShouldContain("**INC-1** #1 Alert");
        all.ShouldContain("**INC-2** #1 Revoke");
        (await Chat.Types("zainab", "/action list")).Text.ShouldNotContain("Revoke");
        (await Chat.Types("zainab", "/action list owner:@tunde")).Text.ShouldContain("Alert");
        (await Chat.Types("zainab", "/action list owner:@ada")).Text.ShouldContain("Nothing is to be done");
        (await Chat.Types("zainab", "/action list incident:2")).ShouldRefuse();
    }

    [Fact]
    public async Task The_number_completes_itself_from_the_words()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/action add text:Alert", "inc-1");
        await Chat.Types("ada", "/action add text:Runbook", "inc-1");
        (await Chat.Offered("ada", "action done", "action", "run", "inc-1")).ShouldBe(["#2 Runbook"]);
        (await Chat.Offered("ada", "action done", "action", "", "inc-1")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_item_added_after_the_end_reaches_the_posted_postmortem()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        await Chat.Types("tunde", """/action add text:"Write the runbook" owner:@tunde kind:preventive""", "inc-1");
        string.Join('\n', Chat.ReadsPostmortems()).ShouldContain("Write the runbook");
        await Chat.Types("tunde", "/action done action:1", "inc-1");
        Chat.ReadsPostmortems().Count(m => m.Contains("# Postmortem: INC-1", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_long_list_stays_within_one_message()
    {
        await DeclareAsync();
        for (var i = 0; i < 25; i++) await Chat.Uses("ada", "action add", "inc-1", ("text", $"{i} " + new string('x', 400)));
        var list = await Chat.Types("ada", "/action list", "inc-1");
        list.View.Message!.Content.Length.ShouldBeLessThanOrEqualTo(2000);
        list.Text.ShouldContain("more");
    }

    private Task<Answer> DeclareAsync() => Chat.Types("ada", """/incident declare title:"Shop is down" severity:sev1""");
}
