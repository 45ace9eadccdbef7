using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Incidents;

public sealed class PostmortemTests : EndToEndTest
{
    private static readonly string[] Sections =
        ["Timeline", "Root cause", "Investigation", "Escalation", "Resolution and recovery", "Corrective and preventive measures", "Lessons learned", "Record"];

    [Fact]
    public async Task It_is_posted_whole_with_its_files_and_linked_from_the_channel()
    {
        await Resolved(talk: 40);

        var parts = Chat.Postmortems();
        parts.Count.ShouldBeGreaterThan(2);
        parts.ShouldAllBe(part => part.Content.Length > 0 && part.Content.Length <= 2000);
        Chat.Messages("postmortems").ShouldHaveSingleItem().ShouldBe(parts[0]);
        parts.Skip(1).ShouldAllBe(part => part.Channel.Name == "INC-1: Shop is down" && part.Channel.ParentId == Chat.Channel("postmortems").Id);
        parts[0].Content.ShouldStartWith("# Postmortem: INC-1 Shop is down\n");
        parts[0].Content.ShouldContain("**Root cause:** Disk full");
        Headings().ShouldBe(Sections);
        parts[0].Attachments.Select(file => (file.FileName, Kind: file.ContentType.Split(';')[0])).ShouldBe([("postmortem-inc-1.md", "text/markdown"), ("postmortem-inc-1.html", "text/html")]);
        parts.Skip(1).ShouldAllBe(part => part.Attachments.Count == 0);
        Encoding.UTF8.GetString(parts[0].Attachments[0].Bytes).ShouldStartWith("# Postmortem: INC-1 Shop is down");
        Encoding.UTF8.GetString(parts[0].Attachments[1].Bytes).ShouldStartWith("<!doctype html>", Case.Insensitive);

        // Each link leads to the message in which its sections begin.
        foreach (var (part, at) in parts.Select((part, at) => (part, at)).Skip(1))
        {
            var begun = part.Content.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]).ToList();
            if (begun.Count > 0) parts[0].Content.ShouldContain($"[{string.Join(", ", begun)}](<https://discord.com/channels/{Chat.World.Guild.Id}/{part.Channel.Id}/{part.Id}>)", customMessage: $"part {at}");
        }

        Chat.Reads("inc-1")[^1].ShouldStartWith($"The postmortem is posted: https://discord.com/channels/{Chat.World.Guild.Id}/{parts[0].Channel.Id}/{parts[0].Id}");
        Chat.CardText().ShouldContain($"[Read it](https://discord.com/channels/{Chat.World.Guild.Id}/{parts[0].Channel.Id}/{parts[0].Id})");
        Chat.Reads("incidents")[0].ShouldContain("[Postmortem](");
        Chat.Pinged.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_correction_is_taken_into_the_same_messages()
    {
        await Resolved();
        var before = Chat.Postmortems().Select(message => message.Id).ToList();
        var talk = Chat.Reads("inc-1").Count;

        await Chat.Types("tunde", "/incident cause text:\"The log rotation was off\"", "inc-1");
        Chat.Postmortems().Select(message => message.Id).ShouldBe(before);
        Whole().ShouldContain("The log rotation was off");
        Encoding.UTF8.GetString(Chat.Postmortems()[0].Attachments[0].Bytes).ShouldContain("The log rotation was off");
        Chat.Postmortems()[0].Attachments.Count.ShouldBe(2);
        Chat.Reads("inc-1").Count.ShouldBe(talk + 1); // the answer alone
    }

    [Fact]
    public async Task It_grows_and_shrinks_at_its_end_and_stays_in_order()
    {
        await Resolved();
        var small = Chat.Postmortems().Select(message => message.Id).ToList();
        var long1 = string.Join(' ', Enumerable.Repeat("lesson", 400));
        await Chat.Fills("ada", await Chat.Types("ada", "/postmortem edit section:lessons", "inc-1"), ("Text", long1));
        var grown = Chat.Postmortems().Select(message => message.Id).ToList();
        grown.Count.ShouldBeGreaterThan(small.Count);
        grown.Take(small.Count).ShouldBe(small);
        Headings().ShouldBe(Sections);

        await Chat.Fills("ada", await Chat.Types("ada", "/postmortem edit section:lessons", "inc-1"), ("Text", "Watch the disks."));
        Chat.Postmortems().Count.ShouldBeLessThan(grown.Count);
        Chat.Postmortems().Select(message => message.Id).ShouldBe(grown.Take(Chat.Postmortems().Count));
        Headings().ShouldBe(Sections);
        Whole().ShouldContain("Watch the disks.");
    }

    [Fact]
    public async Task Somebody_elses_message_in_between_is_no_reason_to_post_out_of_order()
    {
        await Resolved();
        await Chat.Says("zainab", "thank you all", "postmortems");
        await Chat.Says("zainab", "I read it twice", "INC-1: Shop is down");
        await Chat.Fills("ada", await Chat.Types("ada", "/postmortem edit section:lessons", "inc-1"), ("Text", string.Join(' ', Enumerable.Repeat("lesson", 400))));
        Headings().ShouldBe(Sections);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public async Task After_a_part_was_deleted_by_hand_the_whole_stands_again_in_order(int part)
    {
        await Resolved(talk: 40);
        var count = Chat.Postmortems().Count;
        await Chat.OwnerAsks(HttpMethod.Delete, $"/channels/{Chat.Postmortems()[part].Channel.Id}/messages/{Chat.Postmortems()[part].Id}");
        await Chat.Settle();
        await Chat.Types("ada", "/incident cause text:\"The log rotation was off\"", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(1));
        Chat.Postmortems().Count.ShouldBe(count);
        Headings().ShouldBe(Sections);
        Whole().ShouldContain("The log rotation was off");
        Chat.CardText().ShouldContain($"/{Chat.Postmortems()[0].Id})");
        Chat.World.Guild.Channels.Values.Count(channel => channel.IsThread).ShouldBe(1);
    }

    [Fact]
    public async Task A_thread_that_was_deleted_by_hand_is_made_again_under_the_same_opening()
    {
        await Resolved();
        var opening = Parts()[0].Id;
        await Chat.DeletesChannel("INC-1: Shop is down");
        await Chat.Types("ada", "/postmortem regenerate", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(1));
        Parts()[0].Id.ShouldBe(opening);
        Headings().ShouldBe(Sections);
    }

    [Fact]
    public async Task Where_no_thread_may_be_made_the_parts_follow_in_the_channel_each_with_its_name()
    {
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.MissingPermission, Permission = Permission.CreatePublicThreads });
        await Resolved(talk: 40);
        Chat.Messages("postmortems").Count.ShouldBe(Chat.Postmortems().Count);
        Headings().ShouldBe(Sections);
        foreach (var (part, n) in Parts().Skip(1).Select((part, n) => (part, n + 1))) part.Content.ShouldEndWith($"\n-# INC-1, part {n}");

        // Once posted there they stay, whatever is allowed later.
        Chat.World.Faults.Clear();
        var posted = Parts().Select(part => part.Id).ToList();
        await Chat.Says("zainab", "thank you all", "postmortems");
        await Chat.Types("ada", "/postmortem regenerate", "inc-1");
        Parts().Select(part => part.Id).ShouldBe(posted);
    }

    [Fact]
    public async Task A_part_that_says_the_same_is_left_alone()
    {
        await Resolved(talk: 40);
        var before = Parts().Select(part => part.EditedAt).ToList();
        await Chat.Advance(TimeSpan.FromMinutes(5));
        await Chat.Types("tunde", "/incident rename title:\"Shop was down\"", "inc-1");
        Parts()[0].EditedAt.ShouldNotBe(before[0]);
        Parts()[0].Content.ShouldStartWith("# Postmortem: INC-1 Shop was down");
        Parts()[2].EditedAt.ShouldBe(before[2]);
        Parts()[1].Channel.Name.ShouldBe("INC-1: Shop was down");
    }

    [Fact]
    public async Task What_a_person_wrote_survives_and_an_empty_text_gives_the_section_back()
    {
        await Resolved();
        var opened = await Chat.Types("tunde", "/postmortem edit section:lessons", "inc-1");
        opened.Prefilled("Text").ShouldNotBeNull();
        await Chat.Fills("tunde", opened, ("Text", "We had no alert.\n- Add one."));
        Whole().ShouldContain("We had no alert.");
        await Chat.Types("ada", "/postmortem regenerate", "inc-1");
        await Chat.Types("ada", "/incident fix text:\"Something else\"", "inc-1");
        Whole().ShouldContain("We had no alert.");
        (await Chat.Types("ada", "/postmortem edit section:lessons", "inc-1")).Prefilled("Text").ShouldBe("We had no alert.\n- Add one.");

        await Chat.Fills("ada", await Chat.Types("ada", "/postmortem edit section:lessons", "inc-1"), ("Text", ""));
        Whole().ShouldNotContain("We had no alert.");
    }

    [Theory]
    [InlineData("lessons", "What went well, what went badly")]
    [InlineData("root-cause", "The root cause is not recorded.")]
    [InlineData("measures", "No corrective measure is recorded.")]
    [InlineData("escalation", "Nobody was called in through the bot.")]
    public async Task The_form_of_a_section_that_says_nothing_yet_is_empty_and_says_what_belongs_there(string section, string missing)
    {
        await Chat.Declares();
        var form = await Chat.Types("ada", $"/postmortem edit section:{section}", "inc-1");
        form.Prefilled("Text").ShouldBeNull();
        var input = form.Form!["components"]![0]!["component"]!;
        ((string)input["placeholder"]!).ShouldStartWith(missing);
        ((string)input["placeholder"]!).Length.ShouldBeLessThanOrEqualTo(100);
    }

    [Fact]
    public async Task The_form_holds_what_a_person_wrote_exactly_as_typed()
    {
        await Resolved();
        const string Typed = "  * indented `code_with_underscores` <b>\n\n\n# Big\n@everyone \\*\n";
        await Chat.Fills("ada", await Chat.Types("ada", "/postmortem edit section:lessons", "inc-1"), ("Text", Typed));
        (await Chat.Types("tunde", "/postmortem edit section:lessons", "inc-1")).Prefilled("Text").ShouldBe(Typed);
    }

    [Fact]
    public async Task While_the_incident_is_open_again_what_is_posted_says_that_it_is_not_final()
    {
        await Resolved();
        var posted = Parts().Select(part => part.Id).ToList();
        Parts()[0].Content.ShouldNotContain("Reopened");

        await Chat.Advance(TimeSpan.FromMinutes(30));
        await Chat.Types("tunde", "/incident reopen reason:\"It is back\"", "inc-1");
        Parts()[0].Content.ShouldContain("**Reopened**");
        Parts()[0].Content.ShouldContain("— this document is not final.");
        Parts().Select(part => part.Id).Take(posted.Count).ShouldBe(posted);
        Encoding.UTF8.GetString(Parts()[0].Attachments[0].Bytes).ShouldContain("this document is not final");

        await Chat.Types("ada", "/incident resolve fix:\"Rolled back\"", "inc-1");
        Whole().ShouldNotContain("not final");
        Parts()[0].Id.ShouldBe(posted[0]);

        await Chat.Types("tunde", "/incident reopen reason:\"Once more\"", "inc-1");
        Whole().ShouldContain("not final");
        await Chat.Types("tunde", "/incident cancel reason:\"the probe was broken\"", "inc-1");
        Whole().ShouldNotContain("not final");
        Parts()[0].Content.ShouldContain("**False alarm.**");
    }

    [Fact]
    public async Task It_can_be_read_and_taken_home_at_any_time()
    {
        await Chat.Declares();
        var shown = await Chat.Types("zainab", "/postmortem show", "inc-1");
        shown.IsPrivate.ShouldBeTrue();
        shown.View.FollowUps.ShouldAllBe(part => part.EphemeralFor != null);
        shown.Text.ShouldStartWith("# Postmortem: INC-1 Shop is down");

        var export = (await Chat.Types("zainab", "/postmortem export", "inc-1")).View.Message!;
        export.EphemeralFor.ShouldNotBeNull();
        export.Attachments.Select(file => file.FileName).ShouldBe(["postmortem-inc-1.md", "postmortem-inc-1.html", "postmortem-inc-1.json"]);
        JsonNode.Parse(export.Attachments[2].Bytes).ShouldNotBeNull();
        (await Chat.Types("zainab", "/postmortem regenerate", "inc-1")).ShouldRefuse("INC-1 is investigating", "/postmortem show");
    }

    [Fact]
    public async Task A_further_part_that_may_have_been_posted_is_found_again_although_its_words_have_changed()
    {
        // One more part went out, and the bot never learnt it.
        await Resolved(talk: 20);
        var before = Parts().Count;
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Method = "POST", Route = $"/channels/{Parts()[0].Id}/messages", AfterEffect = true, Times = 5 });
        await Chat.Fills("ada", await Chat.Types("ada", "/postmortem edit section:lessons", "inc-1"), ("Text", string.Join(' ', Enumerable.Repeat("lesson", 400))));
        Parts().Count.ShouldBe(before + 1);

        // It cannot be looked for until Discord has forgotten what was posted, and until then the record has changed.
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Method = "GET", Route = "/channels/*/messages", Times = 1000 });
        await Chat.Types("ada", "/timeline add text:\"Restarted node 20 by hand\" at:\"20m ago\"", "inc-1");
        await Chat.Types("ada", "/incident cause text:\"Disk full of logs\"", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(20));
        Chat.World.Faults.Clear();
        await Chat.Advance(TimeSpan.FromMinutes(20));

        Headings().ShouldBe(Sections);
        Whole().ShouldContain("Disk full of logs");
        Whole().ShouldContain("Restarted node 20 by hand");
        (await Chat.File(1)).Incident.PostmortemMessages.Select(message => message.Message.Value).ShouldBe(Parts().Select(part => part.Id));
    }

    private async Task Resolved(int talk = 0)
    {
        await Chat.Declares();
        for (var n = 1; n <= talk; n++)
        {
            await Chat.Advance(TimeSpan.FromMinutes(1));
            await Chat.Reacts("tunde", await Chat.Says("tunde", $"Key event {n}: the connection pool of node {n} had to be emptied by hand, because it did not let go", "inc-1"), "📌");
        }

        await Chat.Advance(TimeSpan.FromMinutes(5));
        await Chat.Types("ada", "/incident resolve fix:\"Deleted the logs\" cause:\"Disk full\" prevent:\"Alert on disk use\"", "inc-1");
    }

    private List<Message> Parts() => [.. Chat.Postmortems().Where(message => message.Author == Chat.World.Bot)];

    private string Whole() => string.Join('\n', Parts().Select(part => part.Content));

    private IEnumerable<string> Headings() => Whole().Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]);
}
