using IncidentBot.Sandbox.Faults;

namespace IncidentBot.Tests.EndToEnd.Incidents;

public sealed class SettingsTests : EndToEndTest
{
    [Fact]
    public async Task By_default_everyone_declares_runs_pages_and_resolves_and_only_managers_configure()
    {
        (await Chat.Types("zainab", "/incident declare title:\"Shop is down\"")).IsRefused.ShouldBeFalse();
        (await Chat.Types("zainab", "/incident update message:Looking", "inc-1")).IsRefused.ShouldBeFalse();
        (await Chat.Types("zainab", "/escalate to:@tunde", "inc-1")).IsRefused.ShouldBeFalse();
        (await Chat.Types("zainab", "/incident resolve fix:x", "inc-1")).IsRefused.ShouldBeFalse();
        (await Chat.Types("zainab", "/bot settings")).ShouldRefuse("You may not change the settings here", "those who manage the server");
        (await Chat.Types("zainab", "/bot setup timezone:Africa/Lagos")).ShouldRefuse("You may not change the settings here");
    }

    [Theory]
    [InlineData("declare", "/incident declare title:x")]
    [InlineData("declare", "/incident declare")]
    [InlineData("use", "/incident update message:x")]
    [InlineData("use", "/incident list")]
    [InlineData("use", "/timeline add text:x")]
    [InlineData("resolve", "/incident resolve fix:x")]
    [InlineData("resolve", "/incident resolve")]
    [InlineData("resolve", "/incident cancel reason:x")]
    [InlineData("page", "/escalate to:@ada")]
    public async Task What_is_allowed_to_a_role_is_refused_to_others_with_whom_to_ask(string verb, string line)
    {
        await Chat.Declares();
        await Chat.Types("ada", $"/bot settings allow:{verb} to:@operations");
        (await Chat.Types("tunde", line, "inc-1")).ShouldRefuse("You may not", "@operations and those who manage the server");
        (await Chat.Types("chioma", line, "inc-1")).IsRefused.ShouldBeFalse();

        await Chat.Types("ada", $"/bot settings allow:{verb}");
        (await Chat.Types("tunde", line, "inc-1")).Text.ShouldNotContain("You may not");
    }

    [Fact]
    public async Task The_cards_buttons_keep_to_it_too()
    {
        await Chat.Declares();
        foreach (var verb in new[] { "use", "resolve", "page" }) await Chat.Types("ada", $"/bot settings allow:{verb} to:@operations");
        foreach (var button in new[] { "Acknowledge", "Update", "Escalate", "Severity", "Take command", "Resolve" }) (await Chat.Presses("tunde", button, "inc-1")).ShouldRefuse("You may not");
        (await Chat.Menu("tunde", "Add to timeline", await Chat.Says("tunde", "hello", "inc-1"))).ShouldRefuse("You may not");
    }

    [Fact]
    public async Task Whoever_is_asked_for_help_may_answer_whatever_is_set()
    {
        await Chat.Declares();
        await Chat.Types("ada", "/bot settings allow:use to:@operations");
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        var answer = await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[^1], "Acknowledge");
        answer.IsRefused.ShouldBeFalse(answer.Text);

        await Chat.Presses("ada", "Take command", "inc-1");
        await Chat.Types("ada", "/incident handover person:@tunde", "inc-1");
        (await Chat.Presses("tunde", "Accept", "inc-1")).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public async Task Configuring_and_private_incidents_can_be_given_to_a_role()
    {
        await Chat.Types("ada", "/bot settings allow:configure to:@operations");
        (await Chat.Types("chioma", "/bot settings timezone:Africa/Lagos")).Text.ShouldContain("Africa/Lagos");
        await Chat.Types("ada", "/bot settings allow:\"see private incidents\" to:@operations");
        (await Chat.Types("chioma", "/incident declare title:\"Key leaked\" private:true")).IsRefused.ShouldBeFalse();
        Chat.CanSee("ada", "inc-1").ShouldBeTrue();
        Chat.CanSee("tunde", "inc-1").ShouldBeFalse();
        (await Chat.Types("ada", "/bot settings")).Text.ShouldContain("Only these, and those who manage the server, may see private incidents: @operations");
    }

    [Fact]
    public async Task A_role_without_what_it_may_do_is_refused() =>
        (await Chat.Types("ada", "/bot settings to:@operations")).ShouldRefuse("Say with `allow:`", "Nothing was changed");

    [Fact]
    public async Task Setup_makes_both_channels_once_and_says_how_to_try_it()
    {
        var answer = await Chat.Types("ada", "/bot setup timezone:Africa/Lagos");
        answer.IsPrivate.ShouldBeTrue();
        foreach (var shown in new[] { "All is ready.", "Time zone: Africa/Lagos", "Announcements: #incidents", "Postmortems: #postmortems", "drill:true" }) answer.Text.ShouldContain(shown);
        await Chat.Types("ada", "/bot setup");
        Chat.World.Guild.Channels.Values.Count(channel => channel.Name is "incidents" or "postmortems").ShouldBe(2);
        (await Chat.Types("ada", "/bot settings")).Text.ShouldContain("Time zone: Africa/Lagos");
    }

    [Fact]
    public async Task Where_Discord_fails_while_something_is_set_up_the_person_is_told_and_tries_again()
    {
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Method = "POST", Route = "/guilds/*/channels" });
        var answer = await Chat.Types("ada", "/bot setup timezone:Africa/Lagos");
        answer.IsPrivate.ShouldBeTrue();
        answer.Text.ShouldStartWith("Discord did not let me finish this: Discord failed (HTTP 502).");
        (await Chat.Types("ada", "/bot setup timezone:Africa/Lagos")).Text.ShouldContain("All is ready.");
    }

    [Fact]
    public async Task Announcements_and_postmortems_go_where_it_was_set()
    {
        await Chat.Types("ada", "/bot settings announcements:general postmortems:operations");
        await Chat.Declares();
        await Chat.Types("ada", "/incident resolve fix:x", "inc-1");
        Chat.Reads("general").ShouldHaveSingleItem().ShouldContain("INC-1 Shop is down");
        Chat.Reads("operations")[0].ShouldStartWith("# Postmortem: INC-1");
        Chat.FindChannel("incidents").ShouldBeNull();
    }

    [Fact]
    public async Task An_unknown_time_zone_is_refused_with_an_example_and_known_ones_are_offered()
    {
        (await Chat.Types("ada", "/bot settings timezone:Mars/Olympus")).ShouldRefuse("\"Mars/Olympus\"", "Africa/Lagos");
        (await Chat.Offered("ada", "bot settings", "timezone", "lagos")).ShouldBe(["Africa/Lagos"]);
        (await Chat.Offered("ada", "bot settings", "timezone", "new york")).ShouldContain("America/New_York");
        (await Chat.Offered("ada", "bot settings", "timezone", "")).Count.ShouldBe(25);
    }

    [Fact]
    public async Task Times_are_read_and_written_in_the_zone_that_is_set()
    {
        await Chat.Types("ada", "/bot settings timezone:America/New_York");
        await Chat.Declares();
        (await Chat.Types("ada", "/incident time milestone:started at:21:30", "inc-1")).Text.ShouldBe("Started: **3 Mar 2026 21:30 EST (30 minutes ago)**.");
        await Chat.Types("ada", "/incident resolve fix:x", "inc-1");
        var summary = string.Join('\n', Chat.ReadsPostmortems());
        summary.ShouldContain("Tuesday, 3 March 2026, 21:30 EST");
        summary.ShouldContain("Times are EST (America/New\\_York)");
    }

    [Fact]
    public async Task Every_command_answers_even_where_there_is_nothing_to_do()
    {
        foreach (var line in new[] { "/incident list", "/incident show", "/incident search words:x", "/timeline show", "/escalation status", "/escalation stop", "/action list", "/postmortem show", "/bot settings" })
        {
            var answer = await Chat.Types("ada", line);
            answer.IsPrivate.ShouldBeTrue(line);
            answer.Text.Length.ShouldBeInRange(10, 2000, line);
        }
    }
}
