using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Options;

namespace IncidentBot.Tests.EndToEnd.Actions;

/// <summary>Action items that stand as issues in GitHub, which a local stand-in plays.</summary>
public sealed class TrackerTests : EndToEndTest
{
    private StandInTracker tracker = null!;

    protected override async Task<Chat> StartAsync()
    {
        tracker = await StandInTracker.StartAsync(TrackerKind.GitHub);
        var chat = await Chat.StartAsync(trackers: [tracker.Section]);
        tracker.Now = () => chat.Now;
        return chat;
    }

    [Fact]
    public async Task An_item_is_made_an_issue_once_and_the_two_follow_each_other()
    {
        tracker.AddPullRequest();
        await Chat.Declares("Shop is down @octocat", "severity:sev1");
        await Chat.Types("ada", """/action add text:"Alert @octocat on #7" owner:@tunde due:"in 2 weeks" kind:preventive priority:high""", "inc-1");
        (await Chat.Types("ada", "/action track action:1", "inc-1")).ShouldRefuse("No tracker is set for this server");
        (await Chat.Types("zainab", "/action settings action_tracker:ops")).ShouldRefuse();
        (await Chat.Types("ada", "/action settings action_tracker:ops")).Text.ShouldContain("Action items go to ops (acme/operations), those that somebody sends with `/action track`");
        (await Chat.Offered("ada", "action settings", "action_tracker", "o")).ShouldBe(["ops", "none"]);

        // Its answer is lost: it is looked for before it is made again.
        tracker.Fails("POST", 500, afterEffect: true);
        (await Chat.Types("tunde", "/action track action:1", "inc-1")).Text.ShouldContain("Action item 1 goes to ops");
        await Chat.Advance(TimeSpan.FromSeconds(10));
        var issue = tracker.Issues.ShouldHaveSingleItem();
        ((long)issue["number"]!, (string)issue["title"]!).ShouldBe((2, "Alert @\u200Boctocat on #\u200B7"));
        issue["labels"]!.AsArray().Select(label => (string)label!["name"]!).ShouldBe(["incident", "preventive", "priority: high"]);
        tracker.Calls.Count(call => call == "POST /issues").ShouldBe(1);
        ((string)issue["body"]!).ShouldNotContain("@octocat");
        (await Chat.Types("ada", "/action list", "inc-1")).Text.ShouldContain("high priority) · [ops #2](<https://tracker.example/acme/operations/issues/2>)");
        (await Chat.Types("ada", "/action track action:1", "inc-1")).ShouldRefuse("stands in the tracker already: https://tracker.example/acme/operations/issues/2");

        // What changes here is told there; what people wrote around it stays.
        tracker.Change(2, one => one["body"] = one["body"] + "\n- [ ] first step\n");
        await Chat.Types("ada", """/action edit action:1 text:"Alert on free space" priority:urgent""", "inc-1");
        ((string)issue["title"]!, ((string)tracker.Issue(2)["body"]!).EndsWith("\n- [ ] first step\n", StringComparison.Ordinal)).ShouldBe(("Alert on free space", true));
        ((string)tracker.Issue(2)["body"]!).ShouldContain("- Priority: urgent");

        // Closed there: done here, with the next poll. Opened there: open here.
        tracker.Closes(2);
        await Chat.Advance(TimeSpan.FromMinutes(11));
        var done = (await Chat.File(1)).Actions.Single();
        (done.State, done.ClosedBy).ShouldBe((ActionState.Done, null));
        (await Chat.File(1)).Entries.ShouldContain(entry => entry.Text == "Action item 1 done: closed in ops #2");
        tracker.Opens(2);
        await Chat.Advance(TimeSpan.FromMinutes(11));
        (await Chat.File(1)).Actions.Single().State.ShouldBe(ActionState.Open);

        // Done here: closed there. Dropped: closed as not planned. Opened here: open there.
        await Chat.Types("tunde", "/action done action:1", "inc-1");
        ((string)tracker.Issue(2)["state"]!, (string)tracker.Issue(2)["state_reason"]!).ShouldBe(("closed", "completed"));
        await Chat.Types("tunde", "/action reopen action:1 reason:\"It came back\"", "inc-1");
        ((string)tracker.Issue(2)["state"]!, (string)tracker.Issue(2)["state_reason"]!).ShouldBe(("open", "reopened"));
        await Chat.Types("tunde", "/action drop action:1 reason:\"We bought one\"", "inc-1");
        ((string)tracker.Issue(2)["state"]!, (string)tracker.Issue(2)["state_reason"]!).ShouldBe(("closed", "not_planned"));

        // Nothing changed: nothing is asked but the poll, and nothing is written.
        await Chat.Advance(TimeSpan.FromMinutes(11));
        tracker.Calls.Clear();
        await Chat.Advance(TimeSpan.FromHours(1));
        tracker.Calls.ShouldAllBe(call => call == "GET /issues");
        tracker.Calls.Count.ShouldBeInRange(5, 7);
        (await Chat.Owed()).ShouldBeEmpty();

        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        string.Join('\n', Chat.ReadsPostmortems()).ShouldContain("https://tracker.example/acme/operations/issues/2");
    }

    [Fact]
    public async Task What_is_redacted_leaves_the_issue_too()
    {
        const string Secret = "hunter2-swordfish-9913";
        await ToOpsAsync("action_tracking:all");
        var said = await Chat.Says("ada", $"Rotate {Secret} everywhere", "inc-1");
        await Chat.Reacts("tunde", said, "✅");
        ((string)tracker.Issues.Single()["title"]!).ShouldContain(Secret);
        await Chat.Types("ada", "/action edit action:1 owner:@tunde due:2026-03-06", "inc-1");
        await Chat.Types("ada", "/incident rename title:\"Shop was down\"", "inc-1");
        ((string)tracker.Issues.Single()["body"]!).ShouldContain("Shop was down");
        await Chat.Advance(TimeSpan.FromDays(6));
        Chat.ReadsDirectly("tunde").ShouldContain(text => text.Contains(Secret, StringComparison.Ordinal));
        Chat.Reads("incidents").ShouldContain(text => text.StartsWith("📋", StringComparison.Ordinal) && text.Contains(Secret, StringComparison.Ordinal));
        await Chat.Uses("ada", "timeline redact", "inc-1", ("what", $"https://discord.com/channels/{Chat.World.Guild.Id}/{said.Channel.Id}/{said.Id}"), ("words", Secret));
        await Chat.Advance(TimeSpan.FromMinutes(1));
        tracker.Issues.Single().ToJsonString().ShouldNotContain(Secret);
        Chat.ReadsDirectly("tunde").ShouldNotContain(text => text.Contains(Secret, StringComparison.Ordinal));
        foreach (var place in (string[])["incidents", "inc-1"]) Chat.Reads(place).ShouldNotContain(text => text.Contains(Secret, StringComparison.Ordinal));
        ((string)tracker.Issues.Single()["title"]!).ShouldBe("Rotate [redacted] everywhere");
        (await Chat.File(1)).Actions.Single().Issue!.Url.ShouldBe("https://tracker.example/acme/operations/issues/1");

        // The reaction taken away: what nobody took up is dropped, and closed there.
        var other = await Chat.Says("ada", "and a runbook", "inc-1");
        await Chat.Reacts("tunde", other, "✅");
        await Chat.Unreacts("tunde", other, "✅");
        ((string)tracker.Issue(2)["state"]!, (string)tracker.Issue(2)["title"]!).ShouldBe(("closed", "and a runbook"));
    }

    [Fact]
    public async Task Private_incidents_and_drills_are_not_told_of()
    {
        await ToOpsAsync("action_tracking:all");
        await Chat.Types("ada", """/incident declare title:"Keys leaked" private:true""");
        await Chat.Types("ada", """/incident declare title:"Trial" drill:true""");
        await Chat.Types("ada", "/action add text:Revoke incident:2");
        await Chat.Types("ada", "/action add text:Exercise incident:3");
        (await Chat.Types("ada", "/action track action:1 incident:2")).ShouldRefuse("INC-2 is private");
        (await Chat.Types("ada", "/action track action:1 incident:3")).ShouldRefuse("INC-3 is a drill");
        tracker.Issues.ShouldBeEmpty();
        await Chat.Types("ada", "/action settings action_private:allowed");
        await Chat.Types("ada", "/action track action:1 incident:2");
        tracker.Issues.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_has_to_be_mended_is_said_once_and_a_limit_is_waited_out()
    {
        await ToOpsAsync();
        tracker.AcceptedToken = "another";
        await Chat.Types("ada", "/action add text:Alert", "inc-1");
        await Chat.Types("ada", "/action track action:1", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(30));
        Chat.Reads("inc-1").Count(text => text == "⚠️ Action item 1 is not in step with the tracker: ops does not take the token (401): make a new one and set Trackers:ops:Token. I try again until that is mended.").ShouldBe(1);
        var doctor = await Chat.Types("ada", "/bot doctor");
        doctor.Text.ShouldContain("❌ Tracker ops does not take the token (401)");
        doctor.Text.ShouldNotContain(StandInTracker.Token);
        tracker.AcceptedToken = StandInTracker.Token;
        await Chat.Advance(TimeSpan.FromMinutes(20));
        tracker.Issues.Count.ShouldBe(1);
        (await Chat.Types("ada", "/bot doctor")).Text.ShouldContain("✅ Tracker ops answers (acme/operations)");

        // GitHub's secondary limit is a 403 that says how long to wait.
        tracker.Fails("GET", 403, headers: ("Retry-After", "300"));
        var calls = tracker.Calls.Count;
        await Chat.Types("ada", "/action done action:1", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(4));
        tracker.Calls.Count(call => call == "PATCH /issues/1").ShouldBe(0);
        await Chat.Advance(TimeSpan.FromMinutes(2));
        ((string)tracker.Issue(1)["state"]!).ShouldBe("closed");
        tracker.Calls.Count.ShouldBeLessThan(calls + 6);

        // A token that sees nothing any more is not an issue that was deleted.
        await Chat.Types("ada", "/action reopen action:1", "inc-1");
        tracker.IsVisible = false;
        await Chat.Types("ada", "/action done action:1", "inc-1");
        (await Chat.File(1)).Actions.Single().Issue!.Lost.ShouldBeNull();
        tracker.IsVisible = true;
        await Chat.Advance(TimeSpan.FromMinutes(20));
        ((string)tracker.Issue(1)["state"]!).ShouldBe("closed");

        // One that was deleted is let go, and the item may be sent anew.
        tracker.Deletes(1);
        await Chat.Types("ada", "/action reopen action:1", "inc-1");
        (await Chat.File(1)).Actions.Single().Issue!.Lost.ShouldBe("the issue was deleted there");
        (await Chat.Types("ada", "/action show action:1", "inc-1")).Text.ShouldContain("Tracker: no longer in ops: the issue was deleted there");
        await Chat.Presses("ada", "Send to ops");
        tracker.Issues.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_webhook_only_says_where_to_look()
    {
        await ToOpsAsync();
        await Chat.Types("ada", "/action add text:Alert", "inc-1");
        await Chat.Types("ada", "/action track action:1", "inc-1");
        (await tracker.DeliversAsync(Chat, 1, "closed", secret: null)).Status.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        (await tracker.DeliversAsync(Chat, 1, "closed", secret: "a secret of sixteen characters or less")).Status.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        (await tracker.DeliversAsync(Chat, 1, "ping", @event: "ping")).Status.ShouldBe(System.Net.HttpStatusCode.OK);

        // An old one, sent once more by somebody: the issue is open, and so is the item.
        (await tracker.DeliversAsync(Chat, 1, "closed")).Status.ShouldBe(System.Net.HttpStatusCode.Accepted);
        (await Chat.File(1)).Actions.Single().State.ShouldBe(ActionState.Open);
        tracker.Closes(1, "not_planned");
        (await tracker.DeliversAsync(Chat, 1, "closed")).Words.ShouldBe("It is looked at.\n");
        (await Chat.File(1)).Actions.Single().ShouldSatisfyAllConditions(action => action.State.ShouldBe(ActionState.Dropped), action => action.DropReason.ShouldBe("closed as not planned in ops #1"));
        (await tracker.DeliversAsync(Chat, 7, "closed")).Words.ShouldBe("No action item stands for it.\n");
    }

    [Fact]
    public async Task What_was_closed_there_while_the_bot_was_away_is_learned_at_its_start()
    {
        await ToOpsAsync();
        await Chat.Types("ada", "/action add text:Alert", "inc-1");
        await Chat.Types("ada", "/action track action:1", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(1));
        await Chat.Driven.StopBotAsync();
        tracker.Closes(1);
        await Chat.Driven.StartBotAsync();
        (await Chat.File(1)).Actions.Single().State.ShouldBe(ActionState.Done);
    }

    private async Task ToOpsAsync(string more = "")
    {
        await Chat.Declares();
        (await Chat.Types("ada", $"/action settings action_tracker:ops {more}")).IsRefused.ShouldBeFalse();
    }
}

/// <summary>The same with Gitea, which differs in labels, answers and signatures.</summary>
public sealed class GiteaTests : EndToEndTest
{
    private StandInTracker tracker = null!;

    protected override async Task<Chat> StartAsync()
    {
        tracker = await StandInTracker.StartAsync(TrackerKind.Gitea);
        var chat = await Chat.StartAsync(trackers: [tracker.Section]);
        tracker.Now = () => chat.Now;
        return chat;
    }

    [Fact]
    public async Task An_item_is_made_an_issue_with_labels_and_the_two_follow_each_other()
    {
        await Chat.Declares();
        await Chat.Types("ada", "/action settings action_tracker:ops action_tracking:all");
        tracker.Fails("POST", 502);
        await Chat.Types("ada", "/action add text:Alert priority:low", "inc-1");
        await Chat.Types("ada", "/action add text:Runbook priority:low", "inc-1");
        await Chat.Advance(TimeSpan.FromSeconds(20));
        tracker.Issues.Select(issue => (string)issue["title"]!).ShouldBe(["Alert", "Runbook"], ignoreOrder: true);
        tracker.Issues[0]["labels"]!.AsArray().Select(label => (string)label!["name"]!).ShouldBe(["incident", "task", "priority: low"]);
        tracker.Calls.Count(call => call == "POST /labels").ShouldBeInRange(3, 4);

        var number = (long)tracker.Issues.Single(issue => (string)issue["title"]! == "Runbook")["number"]!;
        tracker.Closes(number);
        (await tracker.DeliversAsync(Chat, number, "closed")).Status.ShouldBe(System.Net.HttpStatusCode.Accepted);
        (await Chat.File(1)).Actions[1].State.ShouldBe(ActionState.Done);
        await Chat.Types("ada", "/action reopen action:2", "inc-1");
        ((string)tracker.Issue(number)["state"]!).ShouldBe("open");
        tracker.Closes(number);
        await Chat.Advance(TimeSpan.FromMinutes(11));
        (await Chat.File(1)).Actions[1].State.ShouldBe(ActionState.Done);
    }
}
