namespace IncidentBot.Tests.EndToEnd.Incidents;

/// <summary>Ada's private incident is INC-1; INC-2 does not exist. Whoever does not belong to INC-1 must not be able to tell the two apart.</summary>
public sealed class PrivateTests : EndToEndTest
{
    [Fact]
    public async Task Only_those_who_manage_the_server_may_declare_one()
    {
        (await Chat.Types("tunde", "/incident declare title:\"Key leaked\" private:true")).ShouldRefuse("those who manage the server", "Without `private`, you can declare it yourself");
        Chat.FindChannel("inc-1").ShouldBeNull();
    }

    [Fact]
    public async Task Its_channel_is_hidden_its_name_says_nothing_and_nobody_is_told()
    {
        (await Leak()).Text.ShouldContain("open as a private incident");
        Chat.Channel("inc-1").Name.ShouldBe("inc-1");
        Chat.CanSee("ada", "inc-1").ShouldBeTrue();
        foreach (var outsider in new[] { "tunde", "chioma", "zainab" }) Chat.CanSee(outsider, "inc-1").ShouldBeFalse(outsider);
        Chat.FindChannel("incidents").ShouldBeNull();
        Chat.CardText().ShouldContain("private");
    }

    [Theory]
    [InlineData("/incident show number:{0}")]
    [InlineData("/incident update message:x incident:{0}")]
    [InlineData("/incident status status:identified incident:{0}")]
    [InlineData("/incident severity level:sev1 incident:{0}")]
    [InlineData("/incident rename title:x incident:{0}")]
    [InlineData("/incident impact text:x incident:{0}")]
    [InlineData("/incident cause text:x incident:{0}")]
    [InlineData("/incident time milestone:started at:02:00 incident:{0}")]
    [InlineData("/incident role role:scribe person:@tunde incident:{0}")]
    [InlineData("/incident handover person:@ada incident:{0}")]
    [InlineData("/incident resolve incident:{0}")]
    [InlineData("/incident resolve fix:x incident:{0}")]
    [InlineData("/incident reopen reason:x incident:{0}")]
    [InlineData("/incident cancel reason:x incident:{0}")]
    [InlineData("/timeline show incident:{0}")]
    [InlineData("/timeline add text:x incident:{0}")]
    [InlineData("/timeline export incident:{0}")]
    [InlineData("/escalate to:@tunde incident:{0}")]
    [InlineData("/escalation status incident:{0}")]
    [InlineData("/escalation ack incident:{0}")]
    [InlineData("/escalation preview to:@tunde incident:{0}")]
    [InlineData("/action add text:x incident:{0}")]
    [InlineData("/action list incident:{0}")]
    [InlineData("/action done action:1 incident:{0}")]
    [InlineData("/postmortem show incident:{0}")]
    [InlineData("/postmortem export incident:{0}")]
    [InlineData("/postmortem edit section:summary incident:{0}")]
    public async Task Others_get_the_same_answer_as_for_a_number_that_does_not_exist(string line)
    {
        await Leak();
        var secret = await Chat.Types("tunde", string.Format(line, 1));
        var unknown = await Chat.Types("tunde", string.Format(line, 2));
        secret.ShouldRefuse("There is no INC-1 on this server");
        secret.Text.ShouldBe(unknown.Text.Replace("INC-2", "INC-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_to_it_is_refused_like_a_link_to_nothing()
    {
        await Leak();
        await Chat.Declares("Shop is down");
        (await Chat.Types("tunde", "/incident link number:1 kind:related", "inc-2")).ShouldRefuse("There is no INC-1");
        (await Chat.Types("tunde", "/incident link number:1 kind:duplicate", "inc-2")).ShouldRefuse("There is no INC-1");
    }

    [Fact]
    public async Task Lists_searches_and_completions_leave_it_out_for_others()
    {
        await Leak();
        await Chat.Types("ada", "/action add text:\"Rotate the key\" owner:@ada", "inc-1");
        (await Chat.Types("tunde", "/incident list status:all")).Text.ShouldNotContain("INC-1");
        (await Chat.Types("tunde", "/incident search words:leaked")).Text.ShouldContain("Nothing was found");
        (await Chat.Types("tunde", "/action list")).Text.ShouldContain("Nothing is to be done");
        (await Chat.Offered("tunde", "incident show", "number", "")).ShouldBeEmpty();
        (await Chat.Offered("tunde", "incident update", "incident", "leaked")).ShouldBeEmpty();

        (await Chat.Types("ada", "/incident list")).Text.ShouldContain("**INC-1** SEV3 investigating · private · Key leaked");
        (await Chat.Types("ada", "/incident search words:leaked")).Text.ShouldContain("INC-1");
        (await Chat.Offered("ada", "incident show", "number", "leaked")).ShouldHaveSingleItem().ShouldContain("Key leaked");
    }

    [Fact]
    public async Task A_person_asked_for_help_gets_in_before_the_page_and_may_answer_it()
    {
        await Leak();
        await Chat.Types("ada", "/escalate to:@tunde reason:\"you hold the keys\"", "inc-1");
        Chat.CanSee("tunde", "inc-1").ShouldBeTrue();
        Chat.CanSee("chioma", "inc-1").ShouldBeFalse();
        Chat.Pinged.ShouldBe(["tunde"]);
        (await Chat.Presses("tunde", "Acknowledge", "inc-1")).IsRefused.ShouldBeFalse();
        (await Chat.Types("tunde", "/incident list")).Text.ShouldContain("INC-1");
    }

    [Fact]
    public async Task A_role_asked_for_help_gets_in_and_its_people_may_answer_from_their_direct_messages()
    {
        await Leak();
        await Chat.Types("ada", "/escalate to:@developers", "inc-1");
        Chat.CanSee("tunde", "inc-1").ShouldBeTrue();
        Chat.CanSee("zainab", "inc-1").ShouldBeFalse();

        var answer = await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[^1], "Acknowledge");
        answer.IsRefused.ShouldBeFalse(answer.Text);
        answer.Text.ShouldContain("Go on in #inc-1");
        Chat.Reads("inc-1").ShouldContain(text => text.Contains("@Tunde Bello acknowledged the page", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_gets_a_role_or_is_offered_the_command_gets_in()
    {
        await Leak();
        await Chat.Types("ada", "/incident role role:scribe person:@zainab", "inc-1");
        Chat.CanSee("zainab", "inc-1").ShouldBeTrue();
        await Chat.Presses("ada", "Take command", "inc-1");
        await Chat.Types("ada", "/incident handover person:@chioma", "inc-1");
        Chat.CanSee("chioma", "inc-1").ShouldBeTrue();
        (await Chat.Presses("chioma", "Accept", "inc-1")).Text.ShouldContain("@Chioma Eze is now **incident commander**");
    }

    [Fact]
    public async Task Its_postmortem_stays_in_its_channel()
    {
        await Leak();
        await Chat.Types("ada", "/incident resolve fix:\"Rotated the key\"", "inc-1");
        Chat.FindChannel("postmortems").ShouldBeNull();
        Chat.FindChannel("incidents").ShouldBeNull();
        Chat.Reads("inc-1").ShouldContain(text => text.StartsWith("# Postmortem: INC-1 Key leaked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_everybody_reads_does_not_name_it_when_it_is_linked()
    {
        await Leak();
        await Chat.Declares("Shop is down");
        var answer = await Chat.Types("ada", "/incident link number:1 kind:related", "inc-2");
        answer.IsPrivate.ShouldBeTrue();
        answer.Text.ShouldContain("Only the card of INC-1 shows it");
        Chat.CardText("inc-1").ShouldContain("related to INC-2");
        Chat.CardText("inc-2").ShouldNotContain("INC-1");

        await Chat.Types("ada", "/incident resolve fix:x", "inc-2");
        Chat.ReadsPostmortems().ShouldNotContain(text => text.Contains("INC-1", StringComparison.Ordinal));
        Chat.Reads("inc-2").ShouldNotContain(text => text.Contains("INC-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_open_incident_cannot_be_closed_into_it_but_it_can_be_closed_into_an_open_one_unseen()
    {
        await Leak();
        await Chat.Declares("Shop is down");
        (await Chat.Types("ada", "/incident link number:1 kind:duplicate", "inc-2")).ShouldRefuse("INC-1 is private", "/incident cancel");

        (await Chat.Types("ada", "/incident link number:2 kind:duplicate", "inc-1")).Text.ShouldContain("closed as a duplicate of **INC-2**");
        Chat.CardText("inc-1").ShouldContain("duplicate of INC-2");
        Chat.CardText("inc-2").ShouldNotContain("INC-1");
        Chat.Reads("inc-2").ShouldNotContain(text => text.Contains("INC-1", StringComparison.Ordinal));
    }

    private Task<Answer> Leak() => Chat.Declares("Key leaked", "private:true");
}
