using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.People;
using IncidentBot.Storage;

namespace IncidentBot.Tests.EndToEnd.Keeping;

public sealed class RetentionTests : EndToEndTest
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task By_default_the_channel_of_a_closed_incident_stays()
    {
        await ResolvedAsync();
        await Chat.Advance(TimeSpan.FromDays(400));
        Chat.FindChannel("inc-1").ShouldNotBeNull();
        (await Chat.Owed()).ShouldBeEmpty();
        (await Chat.Types("ada", "/bot settings")).Text.ShouldContain("Channels of closed incidents: kept");
    }

    [Fact]
    public async Task It_is_told_a_day_before_and_then_archived_where_all_can_read_and_nobody_writes()
    {
        (await Chat.Types("ada", "/bot settings closed_channels:archive after:\"7 days\"")).Text.ShouldContain("archived 7 days after closing");
        await ResolvedAsync();
        await Chat.Advance(6 * Day - TimeSpan.FromMinutes(1));
        Chat.Reads("inc-1").ShouldNotContain(text => text.Contains("Keep", StringComparison.Ordinal));
        await Chat.Advance(TimeSpan.FromMinutes(2));
        Chat.Reads("inc-1")[^1].ShouldContain("this channel is **archived**");
        CategoryOf("inc-1").ShouldBe("Incidents");

        await Chat.Advance(Day);
        CategoryOf("inc-1").ShouldBe("Incident archive");
        Chat.CanSee("zainab", "inc-1").ShouldBeTrue();
        await ShouldBeShutToAsync("zainab");
        (await Chat.File(1)).Entries[^1].Text.ShouldStartWith("The channel was archived; the whole record was written to exports/");
        Exported("postmortem.md").ShouldContain("The pool was exhausted");
        Exported("incident.json").ShouldContain("it is the pool");
        Exported("postmortem.html").ShouldContain("<html");
        Chat.Pinged.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_deleted_only_with_all_that_was_said_afterwards_in_the_record()
    {
        await Chat.Types("ada", "/bot settings closed_channels:delete after:\"2 days\"");
        await ResolvedAsync();
        await Chat.Says("tunde", "By the way, it was the new driver", "inc-1");
        (await Chat.File(1)).Talk.ShouldNotContain(message => message.Text.Contains("driver", StringComparison.Ordinal));
        await Chat.Advance(2 * Day);
        Chat.FindChannel("inc-1").ShouldBeNull();
        var file = await Chat.File(1);
        file.Incident.Channel.ShouldBeNull();
        file.Talk.Select(message => message.Text).ShouldBe(["it is the pool", "By the way, it was the new driver"]);
        file.Entries.Where(entry => entry.Kind == EntryKind.Note).ShouldHaveSingleItem().Text.ShouldStartWith("The channel was deleted; the whole record");
        Exported("incident.json").ShouldContain("it was the new driver");
        (await Chat.Types("ada", "/postmortem show incident:1")).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public async Task Whoever_presses_Keep_keeps_it()
    {
        await Chat.Types("ada", "/bot settings closed_channels:delete after:\"2 days\"");
        await ResolvedAsync();
        await Chat.Advance(Day);
        (await Chat.Presses("zainab", "Keep", "inc-1")).Text.ShouldContain("keeps this channel: it is not deleted");
        (await Chat.Presses("ada", "Keep", "inc-1")).ShouldRefuse("keeps this channel already");
        await Chat.Advance(30 * Day);
        Chat.FindChannel("inc-1").ShouldNotBeNull();
    }

    [Fact]
    public async Task Reopening_it_calls_it_off_and_closing_it_begins_anew()
    {
        await Chat.Types("ada", "/bot settings closed_channels:delete after:\"3 days\"");
        await ResolvedAsync();
        await Chat.Advance(2.5 * Day);
        await Chat.Types("ada", "/incident reopen reason:again", "inc-1");
        await Chat.Advance(2 * Day);
        Chat.FindChannel("inc-1").ShouldNotBeNull();

        await Chat.Types("ada", "/incident resolve fix:\"A larger pool\"", "inc-1");
        await Chat.Advance(2 * Day - TimeSpan.FromMinutes(5));
        Chat.Reads("inc-1").Count(text => text.Contains("**deleted**", StringComparison.Ordinal)).ShouldBe(1);
        await Chat.Advance(TimeSpan.FromMinutes(10));
        Chat.Reads("inc-1").Count(text => text.Contains("**deleted**", StringComparison.Ordinal)).ShouldBe(2);
        await Chat.Advance(Day);
        Chat.FindChannel("inc-1").ShouldBeNull();
    }

    [Fact]
    public async Task An_archived_incident_that_is_reopened_comes_back()
    {
        await Chat.Types("ada", "/bot settings closed_channels:archive after:\"2 days\"");
        await ResolvedAsync();
        await Chat.Advance(2 * Day);
        CategoryOf("inc-1").ShouldBe("Incident archive");
        await Chat.Types("ada", "/incident reopen reason:again incident:1");
        CategoryOf("inc-1").ShouldBe("Incidents");
        await Chat.Says("tunde", "I am on it", "inc-1");
        (await Chat.File(1)).Talk.ShouldContain(message => message.Text == "I am on it");
    }

    [Fact]
    public async Task A_private_incident_stays_private_in_the_archive()
    {
        await Chat.Types("ada", "/bot settings closed_channels:archive after:\"2 days\"");
        await Chat.Declares("Key leaked", "private:true");
        await Chat.Types("ada", "/incident role role:scribe person:@tunde", "inc-1");
        await Chat.Types("ada", "/incident resolve fix:x", "inc-1");
        await Chat.Advance(2 * Day);
        CategoryOf("inc-1").ShouldBe("Incident archive");
        Chat.CanSee("zainab", "inc-1").ShouldBeFalse();
        Chat.CanSee("tunde", "inc-1").ShouldBeTrue();
        await ShouldBeShutToAsync("tunde");
    }

    [Fact]
    public async Task A_setting_holds_for_what_was_closed_before_it_and_a_longer_time_for_what_is_under_way()
    {
        await ResolvedAsync();
        await Chat.Advance(100 * Day);
        await Chat.Types("ada", "/bot settings closed_channels:delete after:\"30 days\"");
        Chat.Reads("inc-1")[^1].ShouldContain("this channel is **deleted**");
        Chat.FindChannel("inc-1").ShouldNotBeNull();
        await Chat.Types("ada", "/bot settings after:\"200 days\"");
        await Chat.Advance(2 * Day);
        Chat.FindChannel("inc-1").ShouldNotBeNull();
        await Chat.Types("ada", "/bot settings closed_channels:keep");
        await Chat.Advance(200 * Day);
        Chat.FindChannel("inc-1").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_was_announced_as_archived_is_announced_anew_before_it_is_deleted()
    {
        await Chat.Types("ada", "/bot settings closed_channels:archive after:\"5 days\"");
        await ResolvedAsync();
        await Chat.Advance(4 * Day);
        await Chat.Types("ada", "/bot settings closed_channels:delete");
        await Chat.Advance(TimeSpan.FromHours(23));
        Chat.FindChannel("inc-1").ShouldNotBeNull();
        Chat.Reads("inc-1")[^1].ShouldContain("this channel is **deleted**");
        await Chat.Advance(TimeSpan.FromHours(2));
        Chat.FindChannel("inc-1").ShouldBeNull();
    }

    [Fact]
    public async Task A_postmortem_that_is_not_posted_holds_it_up_is_said_aloud_once_and_holds_it_up_no_longer_once_it_is_posted()
    {
        await Chat.Types("ada", "/bot settings closed_channels:delete after:\"2 days\"");
        await Chat.Declares();
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Method = "POST", Route = "/guilds/*/channels", Code = 403, Times = int.MaxValue });
        await Chat.Types("ada", "/incident resolve fix:x", "inc-1");
        await Chat.Advance(2 * Day);
        Chat.FindChannel("inc-1").ShouldNotBeNull();
        await Chat.Advance(3 * Day);
        Chat.FindChannel("inc-1").ShouldNotBeNull();
        Chat.Reads("inc-1").Count(text => text.Contains("could not be archived or deleted: the postmortem is not posted", StringComparison.Ordinal)).ShouldBe(1);

        Chat.World.Faults.Clear();
        await Chat.Types("ada", "/postmortem regenerate", "inc-1");
        await Chat.Advance(TimeSpan.FromHours(2));
        Chat.FindChannel("inc-1").ShouldBeNull();
    }

    [Fact]
    public async Task It_survives_a_restart_and_happens_once()
    {
        await Chat.Types("ada", "/bot settings closed_channels:archive after:\"2 days\"");
        await ResolvedAsync();
        await Chat.Restart();
        await Chat.Advance(Day);
        await Chat.Driven.KillBotAsync();
        await Chat.Driven.StartBotAsync();
        await Chat.Advance(2 * Day);
        Chat.Reads("inc-1").Count(text => text.Contains("Press **Keep**", StringComparison.Ordinal)).ShouldBe(1);
        (await Chat.File(1)).Entries.Count(entry => entry.Text.StartsWith("The channel was archived", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData("\"1 hour\"", "too soon")]
    [InlineData("soon", "not a length of time")]
    public async Task A_time_that_makes_no_sense_is_refused(string after, string words) =>
        (await Chat.Types("ada", $"/bot settings closed_channels:delete after:{after}")).ShouldRefuse(words);

    private async Task ResolvedAsync()
    {
        await Chat.Declares();
        await Chat.Says("tunde", "it is the pool", "inc-1");
        await Chat.Types("ada", "/incident resolve cause:\"The pool was exhausted\" fix:\"A larger pool\"", "inc-1");
    }

    private string? CategoryOf(string place) => Chat.World.Guild.Channels[Chat.Channel(place).ParentId!.Value].Name;

    private Task ShouldBeShutToAsync(string who) => Should.ThrowAsync<SandboxRefusalException>(() => Chat.Person(who).SayAsync(Chat.Channel("inc-1"), "one more thing"));

    private string Exported(string name) => File.ReadAllText(Path.Combine(RecordPlaces.ExportsOf(Chat.Driven.DatabasePath), Chat.World.Guild.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), "inc-1", name));
}
