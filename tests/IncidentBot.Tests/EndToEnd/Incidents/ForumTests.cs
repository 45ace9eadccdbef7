using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Incidents;

/// <summary>Postmortems in a forum.</summary>
public sealed class ForumTests : EndToEndTest
{
    private static readonly string[] Standing = ["SEV1", "SEV2", "SEV3", "SEV4", "Draft", "In review", "Published", "Reopened", "False alarm", "Duplicate"];

    [Fact]
    public async Task Setup_makes_the_forum_with_its_tags_and_each_incident_has_a_post()
    {
        (await Chat.Types("ada", "/bot setup postmortems_as:forum")).Text.ShouldContain("Postmortems: #postmortems\n");
        Tags(Forum()).ShouldBe(Standing);

        await Resolved("sev1", "checkout");
        await Resolved("sev3", "search", 2);
        var posts = Posts();
        posts.Select(post => post.Name).ShouldBe(["INC-1: Shop is down", "INC-2: Shop is down"]);
        Carried(posts[0]).ShouldBe(["SEV1", "Draft", "checkout"]);
        Carried(posts[1]).ShouldBe(["SEV3", "Draft", "search"]);
        posts.ShouldAllBe(post => post.Messages.Count > 1 && post.Messages.All(message => message.Content.Length <= 2000));
        posts[0].Messages[0].Id.ShouldBe(posts[0].Id);
        posts[0].Messages[0].Content.ShouldStartWith("# Postmortem: INC-1 Shop is down\n");
        posts[0].Messages[0].Content.ShouldContain($"**Read on:** [Timeline");
        posts[0].Messages[0].Attachments.Select(file => file.FileName).ShouldBe(["postmortem-inc-1.md", "postmortem-inc-1.html"]);
        Chat.CardText().ShouldContain($"[Read it](https://discord.com/channels/{Chat.World.Guild.Id}/{posts[0].Id}/{posts[0].Id})");
        Chat.Pinged.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_forum_that_was_there_is_taken_as_well_and_its_own_tags_stay()
    {
        var forum = await Chat.MakesForum(tags: ["must read", "sev1"]);
        await Chat.Types("ada", $"/bot settings postmortems:#postmortems");
        await Resolved("sev1", "checkout");
        Tags(forum).ShouldBe(["must read", "sev1", "Draft", "checkout"]);
        Carried(Posts()[0]).ShouldBe(["sev1", "Draft", "checkout"]);
    }

    [Fact]
    public async Task Tags_follow_the_state_and_leave_what_people_put_there()
    {
        await Chat.MakesForum(tags: ["must read"]);
        await Chat.Types("ada", "/bot settings postmortems_as:forum");
        await Resolved("sev2", "checkout");
        var post = Posts()[0];
        await Chat.Changes(post, new JsonObject { ["applied_tags"] = new JsonArray([.. post.Thread!.AppliedTags.Append(Forum().AvailableTags[0].Id).Select(id => (JsonNode)id.ToString())]) });

        await Chat.Types("tunde", "/incident reopen reason:\"It is back\"", "inc-1");
        Carried(post).ShouldBe(["SEV2", "Reopened", "checkout", "must read"]);
        await Chat.Types("tunde", "/incident severity severity:sev1", "inc-1");
        await Chat.Types("ada", "/incident resolve fix:\"Rolled back\"", "inc-1");
        Carried(post).ShouldBe(["SEV1", "Draft", "checkout", "must read"]);
        Posts().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task It_stays_within_Discords_limits_for_tags()
    {
        var forum = await Chat.MakesForum(tags: [.. Enumerable.Range(1, 14).Select(n => $"topic {n}")]);
        await Chat.Types("ada", "/bot settings postmortems_as:forum");
        await Chat.Declares(options: "severity:sev1 service:alpha");
        foreach (var service in (string[])["beta", "gamma", "a service with a very long name indeed"]) await Chat.Types("ada", $"/incident impact text:\"down\" service:\"{service}\"", "inc-1");
        await Chat.Types("ada", "/incident resolve fix:\"Deleted the logs\"", "inc-1");

        // Six are free, and eight may be needed by any incident: those come first.
        Tags(forum).Skip(14).ShouldBe(["SEV1", "Draft"]);
        Carried(Posts()[0]).ShouldBe(["SEV1", "Draft"]);
        Chat.Reads("inc-1").ShouldNotContain(text => text.Contains("may not", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_permission_it_is_posted_all_the_same_and_said_once()
    {
        var forum = await Chat.MakesForum(tags: ["SEV1", "!Draft"]);
        await Chat.Types("ada", "/bot settings postmortems_as:forum");
        await Chat.Declares(options: "severity:sev1 service:checkout");
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.MissingPermission, Permission = Permission.ManageChannels | Permission.ManageThreads });
        await Chat.Types("ada", "/incident resolve fix:\"Deleted the logs\"", "inc-1");
        Carried(Posts()[0]).ShouldBe(["SEV1"]);
        await Chat.Types("ada", "/incident cause text:\"Disk full\"", "inc-1");
        Told().ShouldHaveSingleItem().ShouldContain($"I may not add the tag checkout to #postmortems. Give my role the permission **Manage Channels** there");

        Chat.World.Faults.Clear();
        await Chat.Types("ada", "/postmortem regenerate", "inc-1");
        Carried(Posts()[0]).ShouldBe(["SEV1", "Draft", "checkout"]);
        Tags(forum).ShouldBe(["SEV1", "Draft", "checkout"]);
        Told().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Where_each_post_needs_a_tag_one_is_taken_rather_than_none()
    {
        await Chat.MakesForum(requiresTag: true, tags: ["report"]);
        await Chat.Types("ada", "/bot settings postmortems_as:forum");
        await Chat.Declares();
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.MissingPermission, Permission = Permission.ManageChannels });
        await Chat.Types("ada", "/incident resolve fix:\"Deleted the logs\"", "inc-1");
        Carried(Posts()[0]).ShouldBe(["report"]);
        Told().ShouldHaveSingleItem().ShouldContain("I may not add the tags SEV3, Draft to #postmortems.");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_post_that_was_closed_is_opened_to_be_edited_and_closed_again(bool locked)
    {
        await Chat.Types("ada", "/bot setup postmortems_as:forum");
        await Resolved("sev2", "checkout");
        var post = Posts()[0];
        await Chat.Changes(post, new JsonObject { ["archived"] = true, ["locked"] = locked });
        await Chat.Types("ada", "/incident cause text:\"The log rotation was off\"", "inc-1");
        string.Join('\n', post.Messages.Select(message => message.Content)).ShouldContain("The log rotation was off");
        post.Thread!.Archived.ShouldBeTrue();
        post.Thread.Locked.ShouldBe(locked);
        (await Chat.Driven.Store.NextDueAsync() ?? DateTimeOffset.MaxValue).ShouldBeGreaterThan(Chat.Driven.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_post_that_was_deleted_is_made_again()
    {
        await Chat.Types("ada", "/bot setup postmortems_as:forum");
        await Resolved("sev2", "checkout");
        var before = Posts()[0];
        await Chat.OwnerAsks(HttpMethod.Delete, $"/channels/{before.Id}");
        await Chat.Settle();
        await Chat.Types("ada", "/postmortem regenerate", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(1));
        var post = Posts().ShouldHaveSingleItem();
        post.Id.ShouldNotBe(before.Id);
        post.Messages.Count.ShouldBe(before.Messages.Count);
        Chat.CardText().ShouldContain($"/{post.Id}/{post.Id})");
    }

    [Fact]
    public async Task A_post_whose_first_message_was_deleted_gives_way_to_a_new_one_unless_people_talk_in_it()
    {
        await Chat.Types("ada", "/bot setup postmortems_as:forum");
        await Resolved("sev2", "checkout");
        var before = Posts()[0];
        await Chat.Says("tunde", "Well written", before.Name!);
        await Chat.OwnerAsks(HttpMethod.Delete, $"/channels/{before.Id}/messages/{before.Id}");
        await Chat.Settle();
        await Chat.Types("ada", "/postmortem regenerate", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(1));
        Posts().Count.ShouldBe(2);
        Posts()[0].Messages.ShouldHaveSingleItem().Content.ShouldBe("Well written");
        Posts()[1].Messages.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_rename_renames_the_post()
    {
        await Chat.Types("ada", "/bot setup postmortems_as:forum");
        await Resolved("sev2", "checkout");
        await Chat.Types("ada", $"/incident rename title:\"{new string('x', 98)}\"", "inc-1");
        Posts()[0].Name!.Length.ShouldBe(100);
        Posts()[0].Name!.ShouldStartWith("INC-1: xxx");
    }

    [Theory]
    [InlineData(FaultKind.ServerError, true)]
    [InlineData(FaultKind.ServerError, false)]
    [InlineData(FaultKind.BrokenConnection, true)]
    public async Task When_the_answer_is_lost_nothing_is_posted_twice(FaultKind kind, bool happened)
    {
        await Chat.Types("ada", "/bot setup postmortems_as:forum");
        await Chat.Declares();
        Chat.World.Faults.Add(new Fault { Kind = kind, Method = "POST", Route = "/channels/*/threads", AfterEffect = happened });
        Chat.World.Faults.Add(new Fault { Kind = kind, Method = "POST", Route = "/channels/*/messages", AfterEffect = happened, Times = 8 });
        await Chat.Types("ada", "/incident resolve fix:\"Deleted the logs\"", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(20));
        var post = Posts().ShouldHaveSingleItem();
        var headings = string.Join('\n', post.Messages.Select(message => message.Content)).Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).ToList();
        headings.ShouldBeUnique();
        headings.Count.ShouldBe(8);
        (await Chat.File(1)).Incident.PostmortemMessages.Select(part => part.Message.Value).ShouldBe(post.Messages.Select(message => message.Id));
    }

    [Fact]
    public async Task Private_incidents_and_drills_stay_out_of_it()
    {
        await Chat.Types("ada", "/bot setup postmortems_as:forum");
        await Chat.Declares(options: "drill:true");
        await Chat.Types("ada", "/incident resolve fix:\"Nothing\"", "drill-inc-1");
        await Chat.Types("ada", "/incident declare title:\"Salaries leaked\" private:true");
        await Chat.Types("ada", "/incident resolve fix:\"Closed the bucket\"", "inc-2");
        Posts().ShouldBeEmpty();
        Chat.Reads("drill-inc-1").ShouldContain(text => text.StartsWith("# Postmortem: INC-1", StringComparison.Ordinal));
        Chat.CanSee("zainab", "INC-2: Salaries leaked").ShouldBeFalse();
        Chat.CanSee("ada", "INC-2: Salaries leaked").ShouldBeTrue();
    }

    private async Task Resolved(string severity, string service, int number = 1)
    {
        await Chat.Declares(options: $"severity:{severity} service:{service}");
        await Chat.Types("ada", "/incident resolve fix:\"Deleted the logs\" cause:\"Disk full\"", $"inc-{number}");
    }

    private Channel Forum() => Chat.World.Guild.Channels.Values.Last(channel => channel.Type == ChannelType.Forum);

    private List<Channel> Posts() => [.. Chat.World.Guild.Channels.Values.Where(channel => channel.IsThread && channel.ParentId == Forum().Id)];

    private static IEnumerable<string> Tags(Channel forum) => forum.AvailableTags.Select(tag => tag.Name);

    private IEnumerable<string> Carried(Channel post) => post.Thread!.AppliedTags.Select(id => Forum().AvailableTags.Single(tag => tag.Id == id).Name);

    private List<string> Told() => [.. Chat.Reads("inc-1").Where(text => text.StartsWith("-# ", StringComparison.Ordinal) && text.Contains("tag", StringComparison.Ordinal))];
}
