using IncidentBot.Domain.Timeline;
using IncidentBot.Tests.EndToEnd;

namespace IncidentBot.Tests.EndToEnd.Timeline;

/// <summary>`/timeline add`, `edit`, `remove`, `show`, `export`.</summary>
public sealed class TimelineTests : EndToEndTest
{
    [Theory]
    [InlineData("20m ago", -20)]
    [InlineData("02:30", -30)]
    [InlineData("03:30 WAT", -30)]
    [InlineData("yesterday 23:50", -190)]
    public async Task A_time_that_was_typed_is_understood_and_said_back(string at, int minutes)
    {
        await DeclareAsync();
        var answer = await Chat.Uses("ada", "timeline add", "inc-1", ("text", "Disk alert came in"), ("at", at));
        answer.IsRefused.ShouldBeFalse(answer.Text);
        answer.IsPrivate.ShouldBeFalse();
        var happened = Chat.Now.AddMinutes(minutes);
        answer.Text.ShouldContain(happened.ToString("d MMM yyyy HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture));
        (await EntryAsync("Disk alert came in")).HappenedAt.ShouldBe(happened);
    }

    [Fact]
    public async Task Without_a_zone_the_time_is_the_servers()
    {
        (await Chat.Types("ada", "/bot setup timezone:Africa/Lagos")).IsRefused.ShouldBeFalse();
        await DeclareAsync();
        var answer = await Chat.Uses("ada", "timeline add", "inc-1", ("text", "Disk alert came in"), ("at", "03:30"));
        answer.Text.ShouldContain("03:30 WAT");
        answer.IsRefused.ShouldBeFalse(answer.Text);
        answer.Text.ShouldContain("WAT");
        (await EntryAsync("Disk alert came in")).HappenedAt.ShouldBe(Chat.Now.AddMinutes(-30));
    }

    [Theory]
    [InlineData("soonish")]
    [InlineData("in 3 hours")]
    [InlineData("25:99")]
    public async Task A_time_that_makes_no_sense_is_refused_and_nothing_is_written(string at)
    {
        await DeclareAsync();
        var before = (await Chat.File(1)).Entries.Length;
        (await Chat.Uses("ada", "timeline add", "inc-1", ("text", "x"), ("at", at))).ShouldRefuse();
        (await Chat.File(1)).Entries.Length.ShouldBe(before);
    }

    [Fact]
    public async Task Entries_stand_in_the_order_in_which_things_happened()
    {
        await DeclareAsync();
        await Chat.Uses("ada", "timeline add", "inc-1", ("text", "second"), ("at", "10m ago"));
        await Chat.Uses("ada", "timeline add", "inc-1", ("text", "first"), ("at", "20m ago"));
        var shown = await Chat.Types("tunde", "/timeline show", "inc-1");
        shown.IsPrivate.ShouldBeTrue();
        shown.Text.IndexOf("first", StringComparison.Ordinal).ShouldBeLessThan(shown.Text.IndexOf("second", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_and_time_of_an_entry_can_be_changed_and_the_first_wording_is_kept()
    {
        await DeclareAsync();
        await Chat.Uses("ada", "timeline add", "inc-1", ("text", "Disk allert"));
        var number = (await EntryAsync("Disk allert")).Number;
        (await Chat.Offered("ada", "timeline edit", "entry", "allert", "inc-1")).ShouldHaveSingleItem().ShouldBe($"#{number} Disk allert");

        var answer = await Chat.Uses("tunde", "timeline edit", "inc-1", ("entry", $"{number}"), ("text", "Disk alert"), ("at", "5m ago"));
        answer.IsRefused.ShouldBeFalse(answer.Text);
        answer.Text.ShouldContain("4 Mar 2026 02:55 UTC (5 minutes ago)");
        var entry = await EntryAsync("Disk alert");
        entry.HappenedAt.ShouldBe(Chat.Now.AddMinutes(-5));
        entry.Edited!.TextBefore.ShouldBe("Disk allert");
        (await Chat.Uses("tunde", "timeline edit", "inc-1", ("entry", $"{number}"))).ShouldRefuse("Say what to change");
        (await Chat.Uses("tunde", "timeline edit", "inc-1", ("entry", "99"), ("text", "x"))).ShouldRefuse("99");
    }

    [Fact]
    public async Task An_entry_taken_out_is_shown_no_more_but_kept()
    {
        await DeclareAsync();
        await Chat.Uses("ada", "timeline add", "inc-1", ("text", "Wrong channel"));
        var number = (await EntryAsync("Wrong channel")).Number;
        (await Chat.Types("tunde", $"/timeline remove entry:{number}", "inc-1")).Text.ShouldContain("the record keeps it");
        (await Chat.Types("tunde", "/timeline show", "inc-1")).Text.ShouldNotContain("Wrong channel");
        (await Chat.File(1)).Entries.Single(e => e.Number == number).Removed!.By.Value.ShouldBe(Chat.User("tunde").Id);
        (await Chat.Types("tunde", $"/timeline remove entry:{number}", "inc-1")).ShouldRefuse();
        (await Chat.Types("tunde", "/timeline remove entry:99", "inc-1")).ShouldRefuse("99");
    }

    [Fact]
    public async Task All_shows_the_talk_as_well()
    {
        await DeclareAsync();
        await Chat.Says("ada", "Looking at the disk", "inc-1");
        (await Chat.Types("ada", "/timeline show", "inc-1")).Text.ShouldNotContain("Looking at the disk");
        (await Chat.Types("ada", "/timeline show all:true", "inc-1")).Text.ShouldContain("Ada Obi: Looking at the disk");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_long_timeline_stays_within_one_message_and_says_what_it_leaves_out(bool wild)
    {
        await DeclareAsync();
        var text = wild ? string.Concat(Enumerable.Repeat("*_~`|>#@everyone <@1> [x](http://y) ", 40)) : new string('x', 1400);
        for (var i = 1; i <= 12; i++)
        {
            await Chat.Uses("ada", "timeline add", "inc-1", ("text", $"{i}. {text}"));
            await Chat.Advance(TimeSpan.FromMinutes(1));
        }

        var shown = await Chat.Types("ada", "/timeline show", "inc-1");
        shown.View.Message!.Content.Length.ShouldBeLessThanOrEqualTo(2000);
        shown.Text.ShouldContain("earlier lines are left out");
        shown.Text.ShouldContain("12");
        Chat.Pinged.ShouldBeEmpty();
    }

    [Fact]
    public async Task Export_gives_the_whole_as_files()
    {
        await DeclareAsync();
        await Chat.Says("ada", "Looking at the disk", "inc-1");
        await Chat.Uses("ada", "timeline add", "inc-1", ("text", "Disk alert came in"));
        var answer = await Chat.Types("tunde", "/timeline export", "inc-1");
        answer.IsPrivate.ShouldBeTrue();
        var files = answer.View.Message!.Attachments.ToDictionary(a => a.FileName, a => System.Text.Encoding.UTF8.GetString(a.Bytes));
        files.Keys.ShouldBe(["inc-1-timeline.md", "inc-1.json"], ignoreOrder: true);
        foreach (var file in files.Values)
        {
            file.ShouldContain("Looking at the disk");
            file.ShouldContain("Disk alert came in");
        }

        System.Text.Json.Nodes.JsonNode.Parse(files["inc-1.json"]).ShouldNotBeNull();
    }

    [Fact]
    public async Task Outside_the_channel_the_incident_is_named()
    {
        await DeclareAsync();
        (await Chat.Types("ada", "/timeline show")).ShouldRefuse("not an incident's channel");
        (await Chat.Types("ada", "/timeline add text:hello")).ShouldRefuse("not an incident's channel");
        (await Chat.Types("ada", "/timeline show incident:99")).ShouldRefuse("99");
        var answer = await Chat.Types("ada", "/timeline add text:hello incident:1");
        answer.IsRefused.ShouldBeFalse(answer.Text);
        answer.IsPrivate.ShouldBeTrue();
        await EntryAsync("hello");
    }

    [Fact]
    public async Task A_private_incidents_timeline_is_as_unknown_as_one_that_does_not_exist()
    {
        await Chat.Types("ada", """/incident declare title:"Keys leaked" private:true""");
        var hidden = await Chat.Types("zainab", "/timeline show incident:1");
        hidden.ShouldRefuse();
        hidden.Text.Replace("INC-1", "INC-9", StringComparison.Ordinal).ShouldBe((await Chat.Types("zainab", "/timeline show incident:9")).Text);
        (await Chat.Types("zainab", "/timeline export incident:1")).ShouldRefuse();
    }

    [Fact]
    public async Task What_was_typed_pings_nobody_and_fakes_nothing()
    {
        await DeclareAsync();
        await Chat.Uses("ada", "timeline add", "inc-1", ("text", $"@everyone @here <@{Chat.User("tunde").Id}> ```\n# big\u202Egnp\u200B"));
        Chat.Pinged.ShouldBeEmpty();
        var shown = (await Chat.Types("ada", "/timeline show", "inc-1")).View.Message!.Content;
        shown.ShouldNotContain("```");
        shown.ShouldNotContain("\u202E");
    }

    private Task<Answer> DeclareAsync() => Chat.Types("ada", """/incident declare title:"Shop is down" severity:sev1""");

    private async Task<TimelineEntry> EntryAsync(string text) => (await Chat.File(1)).Entries.Single(e => e.Text == text && e.Shown);
}
