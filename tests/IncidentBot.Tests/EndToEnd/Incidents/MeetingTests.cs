using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Incidents;

/// <summary>A meeting about the postmortem, as an event of the server.</summary>
public sealed class MeetingTests : EndToEndTest
{
    [Fact]
    public async Task It_is_arranged_moved_into_a_voice_channel_renamed_and_called_off_when_the_postmortem_is_published()
    {
        await Resolved();
        (await Meeting("")).ShouldRefuse("Say when it begins");
        (await Meeting("at:\"yesterday 10:00\"")).ShouldRefuse("has passed");
        (await Meeting("at:\"in 2 years\"")).IsRefused.ShouldBeTrue();
        (await Meeting("at:\"in 2 days\" for:2m")).ShouldRefuse("5 minutes at least, and a day at most");
        var voice = await VoiceChannel();
        (await Meeting("at:\"in 2 days\" place:Room voice:#huddle")).ShouldRefuse("not both");
        (await Chat.Types("ada", "/postmortem meeting cancel:True", "inc-1")).ShouldRefuse("is to come");
        Chat.World.Guild.ScheduledEvents.ShouldBeEmpty();

        (await Meeting("at:\"2026-03-06 14:00\" for:45m")).Text.ShouldContain("6 Mar 2026 14:00 UTC");
        var one = Event();
        (one.Name, one.Start, one.End, one.EntityType).ShouldBe(("INC-1 review: Shop is down", new(2026, 3, 6, 14, 0, 0, TimeSpan.Zero), new(2026, 3, 6, 14, 45, 0, TimeSpan.Zero), 3));
        one.Location.ShouldBe($"https://discord.com/channels/{Chat.World.Guild.Id}/{Chat.Postmortems()[0].Channel.Id}/{Chat.Postmortems()[0].Id}");
        Chat.ReadsPostmortems()[0].ShouldContain($"**Review meeting:** 6 Mar 2026, 14:00 UTC (<t:1772805600:f>), for 45 minutes ([event](<https://discord.com/events/{Chat.World.Guild.Id}/{one.Id}>))");
        await Chat.Types("ada", "/postmortem review reviewer:@tunde", "inc-1");
        Chat.Reads("inc-1").Single(said => said.StartsWith("📝", StringComparison.Ordinal)).ShouldContain($"Meeting: <t:1772805600:f>, 45 minutes · https://discord.com/events/{Chat.World.Guild.Id}/{one.Id}");

        await Chat.Restart();
        (await Meeting("voice:#huddle at:\"2026-03-06 15:00\"")).Text.ShouldContain("is now 6 Mar 2026 15:00 UTC");
        (Event().Id, Event().EntityType, Event().ChannelId, Event().Location, Event().End!.Value.Minute).ShouldBe((one.Id, 2, voice, null, 45));
        (await Meeting("at:\"2026-03-06 15:00\"")).ShouldRefuse("Nothing to change");
        await Chat.Types("ada", $"/incident rename title:\"{new string('x', 100)}\"", "inc-1");
        Event().Name.ShouldStartWith("INC-1 review: xxx");
        Event().Name.Length.ShouldBe(100);
        (await Meeting("place:\"Room 4\"")).IsRefused.ShouldBeFalse();
        (Event().EntityType, Event().ChannelId, Event().Location).ShouldBe((3, null, "Room 4"));

        await Chat.Types("ada", "/postmortem publish force:\"No time\"", "inc-1");
        Event().Status.ShouldBe(4);
        (await Meeting("at:\"in 2 days\"")).ShouldRefuse("What is published stays as it is");
        Chat.ReadsPostmortems()[0].ShouldNotContain("Review meeting");
    }

    [Fact]
    public async Task An_event_that_may_have_been_made_is_looked_for_and_one_that_cannot_be_made_is_explained()
    {
        await Resolved();
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.BrokenConnection, Method = "POST", Route = "/guilds/*/scheduled-events", AfterEffect = true });
        await Meeting("at:\"in 2 days\"");
        await Chat.Advance(TimeSpan.FromMinutes(1));
        Chat.World.Guild.ScheduledEvents.Count.ShouldBe(1);
        (await Chat.File(1)).Incident.Postmortem.Meeting!.Event!.Value.Value.ShouldBe(Event().Id);

        // Called off and arranged anew: never two.
        await Chat.Types("ada", "/postmortem meeting cancel:True", "inc-1");
        Event().Status.ShouldBe(4);
        await Meeting("at:\"in 3 days\"");
        Chat.World.Guild.ScheduledEvents.Values.Select(one => one.Status).ShouldBe([4, 1]);

        // Deleted on the server, it is off; it does not come back behind people's backs.
        await Chat.OwnerAsks(HttpMethod.Delete, $"/guilds/{Chat.World.Guild.Id}/scheduled-events/{Chat.World.Guild.ScheduledEvents.Values.Last().Id}", null);
        await Meeting("for:1h");
        Chat.Reads("inc-1").ShouldContain("The event of the review meeting was deleted on the server, so the meeting is off. `/postmortem meeting` arranges another.");
        Chat.World.Guild.ScheduledEvents.Values.Select(one => one.Status).ShouldBe([4]);

        Chat.World.Faults.Add(new Fault { Kind = FaultKind.MissingPermission, Permission = Permission.ManageEvents | Permission.CreateEvents });
        (await Meeting("at:\"in 2 days\"")).ShouldRefuse("I may not make events on this server. Give my role the permission **Create Events**");
        Chat.World.Faults.Clear();
        await VoiceChannel();
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.MissingPermission, Permission = Permission.Connect });
        await Meeting("at:\"in 2 days\" voice:#huddle");
        Chat.Reads("inc-1")[^1].ShouldContain("I may not make events in #huddle. Give my role the permissions **Create Events**, and **View Channel** and **Connect** there");
        Chat.World.Faults.Clear();
        await Meeting("at:\"in 3 days\"");
        Event().EntityType.ShouldBe(2);
        (await Chat.File(1)).Incident.Postmortem.Meeting!.Trouble.ShouldBeNull();
    }

    [Theory, InlineData("inc-1", "private:True", "is private"), InlineData("drill-inc-1", "drill:True", "nobody outside is told of a drill")]
    public async Task What_not_everybody_may_know_of_has_no_event(string place, string options, string why)
    {
        await Chat.Declares(options: options);
        await Chat.Types("ada", "/incident resolve fix:done", place);
        (await Chat.Types("ada", "/postmortem meeting at:\"in 2 days\"", place)).ShouldRefuse(why);
        Chat.World.Guild.ScheduledEvents.ShouldBeEmpty();
    }

    private Task<Answer> Meeting(string options) => Chat.Types("ada", "/postmortem meeting " + options, "inc-1");

    private ScheduledEvent Event() => Chat.World.Guild.ScheduledEvents.Values.Last();

    private async Task<ulong> VoiceChannel()
    {
        var json = await Chat.OwnerAsks(HttpMethod.Post, $"/guilds/{Chat.World.Guild.Id}/channels", new JsonObject { ["name"] = "huddle", ["type"] = 2 });
        await Chat.Settle();
        return ulong.Parse((string)json!["id"]!, System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task Resolved()
    {
        await Chat.Declares();
        await Chat.Types("ada", "/incident resolve fix:\"Deleted the logs\"", "inc-1");
    }
}
