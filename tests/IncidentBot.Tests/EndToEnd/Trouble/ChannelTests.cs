using System.Text.Json.Nodes;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Trouble;

/// <summary>Channels, cards and permissions that are taken away, and servers that are full.</summary>
public sealed class ChannelTests : EndToEndTest
{
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    [InlineData(true, 20)]
    public async Task An_open_incident_whose_channel_was_deleted_gets_a_new_one_and_keeps_its_record(bool whileAway, int minutes)
    {
        await DeclareAsync();
        await Chat.Says("ada", "Looking at the disk", "inc-1");
        var old = Chat.Channel("inc-1").Id;
        if (whileAway) await Chat.Driven.StopBotAsync();
        await Chat.DeletesChannel("inc-1");
        if (whileAway)
        {
            await Chat.Advance(TimeSpan.FromMinutes(minutes));
            await Chat.Driven.StartBotAsync();
        }

        Chat.Channel("inc-1").Id.ShouldNotBe(old);
        Chat.Card().ShouldNotBeNull();
        Chat.Reads("inc-1").ShouldContain(m => m.Contains("The channel of this incident was deleted", StringComparison.Ordinal));
        Chat.Reads("incidents").ShouldHaveSingleItem().ShouldContain("#inc-1-shop-is-down");
        var file = await Chat.File(1);
        file.Talk.Select(t => t.Text).ShouldBe(["Looking at the disk"]);
        file.Entries.Count(e => e.Text.Contains("channel was deleted", StringComparison.Ordinal)).ShouldBe(1);

        await Chat.Says("ada", "Going on here", "inc-1");
        (await Chat.Types("ada", "/incident resolve fix:done", "inc-1")).IsRefused.ShouldBeFalse();
        (await Chat.File(1)).Talk.Length.ShouldBe(2);
        Chat.ReadsPostmortems()[0].ShouldContain("# Postmortem: INC-1");
    }

    [Fact]
    public async Task The_channel_of_a_closed_incident_may_go_and_the_postmortem_stays()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        await Chat.DeletesChannel("inc-1");
        Chat.FindChannel("inc-1").ShouldBeNull();
        Chat.ReadsPostmortems()[0].ShouldContain("# Postmortem: INC-1");
        (await Chat.Types("ada", "/incident show number:1")).IsRefused.ShouldBeFalse();
        (await Chat.Types("ada", "/action add text:Alert incident:1")).IsRefused.ShouldBeFalse();
        string.Join('\n', Chat.ReadsPostmortems()).ShouldContain("Alert");
    }

    [Fact]
    public async Task A_reopened_incident_without_a_channel_gets_one()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        await Chat.DeletesChannel("inc-1");
        (await Chat.Types("ada", "/incident reopen reason:again incident:1")).IsRefused.ShouldBeFalse();
        Chat.Card().ShouldNotBeNull();
    }

    [Fact]
    public async Task A_deleted_card_is_posted_anew_with_the_next_change()
    {
        await DeclareAsync();
        await DeleteAsync(Chat.Card());
        await Chat.Types("ada", "/incident severity level:sev2", "inc-1");
        Chat.CardText().ShouldContain("SEV2");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deleted_announcement_is_posted_anew_with_the_next_change(bool wholeChannel)
    {
        await DeclareAsync();
        if (wholeChannel) await Chat.DeletesChannel("incidents");
        else await DeleteAsync(Chat.Messages("incidents")[0]);
        await Chat.Types("ada", "/incident severity level:sev2", "inc-1");
        Chat.Reads("incidents").ShouldHaveSingleItem().ShouldContain("SEV2");
    }

    [Fact]
    public async Task A_deleted_postmortem_is_posted_anew_with_the_next_correction()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        await Chat.DeletesChannel("postmortems");
        await Chat.Types("ada", """/incident cause text:"A hung consumer" """, "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(1));
        string.Join('\n', Chat.ReadsPostmortems()).ShouldContain("A hung consumer");
        Chat.ReadsPostmortems().Count(m => m.Contains("# Postmortem: INC-1", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Without_the_right_to_make_channels_the_person_is_told_and_it_is_made_once_the_right_is_there()
    {
        Withhold(Permission.ManageChannels);
        var answer = await DeclareAsync();
        answer.Text.ShouldContain("INC-1");
        answer.Text.ShouldContain("channel could not be made");
        (await Chat.File(1)).Entries.Count(e => e.Text.Contains("channel could not be made", StringComparison.Ordinal)).ShouldBe(1);
        (await Chat.Types("ada", "/timeline add text:hello incident:1")).IsRefused.ShouldBeFalse();

        Chat.World.Faults.Clear();
        await Chat.Advance(TimeSpan.FromMinutes(2));
        Chat.Card().ShouldNotBeNull();
        Chat.Reads("incidents").Count.ShouldBe(1);
        (await Chat.Types("ada", "/incident resolve fix:done", "inc-1")).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_channel_an_incident_can_still_be_resolved()
    {
        Withhold(Permission.ManageChannels);
        await DeclareAsync();
        var answer = await Chat.Types("ada", "/incident resolve fix:done incident:1");
        answer.IsRefused.ShouldBeFalse(answer.Text);
        await Chat.Advance(TimeSpan.FromHours(3));
        (await Chat.File(1)).Incident.Status.ShouldBe(IncidentStatus.Resolved);
        (await Chat.Owed()).ShouldBeEmpty();
        (await Chat.Types("ada", "/postmortem export incident:1")).View.Message!.Attachments.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(Permission.SendMessages)]
    [InlineData(Permission.PinMessages)]
    [InlineData(Permission.AddReactions)]
    [InlineData(Permission.ReadMessageHistory)]
    [InlineData(Permission.EmbedLinks)]
    [InlineData(Permission.AttachFiles)]
    public async Task A_missing_permission_never_stops_the_incident(ulong permission)
    {
        await DeclareAsync();
        Withhold(permission);
        var said = await Chat.Says("ada", "The disk was full", "inc-1");
        await Chat.Reacts("tunde", said, "🎯");
        (await Chat.Types("ada", "/incident severity level:sev2", "inc-1")).IsRefused.ShouldBeFalse();
        (await Chat.Types("ada", "/escalate to:@tunde", "inc-1")).IsRefused.ShouldBeFalse();
        Chat.ReadsDirectly("tunde").ShouldNotBeEmpty();
        (await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[0], "Acknowledge")).IsRefused.ShouldBeFalse();
        var answer = await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        answer.IsRefused.ShouldBeFalse(answer.Text);
        await Chat.Advance(TimeSpan.FromHours(3));

        var file = await Chat.File(1);
        file.Incident.Status.ShouldBe(IncidentStatus.Resolved);
        file.Incident.Cause!.Text.ShouldBe("The disk was full");
        file.Escalations.Single().AcknowledgedBy.ShouldNotBeNull();
        (await Chat.Owed()).ShouldBeEmpty();
        if (permission == Permission.SendMessages) file.Entries.ShouldContain(e => e.Text.Contains("could not be", StringComparison.Ordinal));
        else Chat.ReadsPostmortems().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Without_the_right_to_pin_the_card_works_unpinned()
    {
        Withhold(Permission.PinMessages);
        await DeclareAsync();
        var card = Chat.Messages("inc-1").Single(m => m.Author == Chat.World.Bot && Chat.World.Text(m).Contains("**INC-1 Shop is down**", StringComparison.Ordinal));
        (await Chat.PressesOn("tunde", card, "Take command")).IsRefused.ShouldBeFalse();

        await Chat.Types("ada", "/incident severity level:sev2", "inc-1");
        Chat.Reads("inc-1").Count(text => text.Contains("Give my role the permission **Pin Messages**", StringComparison.Ordinal)).ShouldBe(1);
        card.Pinned.ShouldBeFalse();

        Chat.World.Faults.Clear();
        await Chat.Types("ada", "/incident severity level:sev3", "inc-1");
        card.Pinned.ShouldBeTrue();
        Chat.Card().Id.ShouldBe(card.Id);
    }

    [Fact]
    public async Task A_full_category_is_followed_by_the_next_one()
    {
        var category = await Chat.OwnerAsks(HttpMethod.Post, Channels, new JsonObject { ["name"] = "Incidents", ["type"] = ChannelType.Category });
        for (var i = 0; i < 50; i++) await Chat.OwnerAsks(HttpMethod.Post, Channels, new JsonObject { ["name"] = $"old-{i}", ["type"] = 0, ["parent_id"] = (string)category!["id"]! });
        await DeclareAsync();
        Chat.World.FindChannel(Chat.Channel("inc-1").ParentId!.Value)!.Name.ShouldBe("Incidents 2");
        await Chat.Types("ada", "/incident declare title:Another");
        Chat.Channel("inc-2").ParentId.ShouldBe(Chat.Channel("inc-1").ParentId);
    }

    [Fact]
    public async Task Two_incidents_for_the_last_place_of_a_category_both_find_one()
    {
        var category = await Chat.OwnerAsks(HttpMethod.Post, Channels, new JsonObject { ["name"] = "Incidents", ["type"] = ChannelType.Category });
        for (var i = 0; i < 49; i++) await Chat.OwnerAsks(HttpMethod.Post, Channels, new JsonObject { ["name"] = $"old-{i}", ["type"] = 0, ["parent_id"] = (string)category!["id"]! });
        await Chat.TypeTogether("general", ("ada", "/incident declare title:One"), ("tunde", "/incident declare title:Two"));
        Chat.Card("inc-1").ShouldNotBeNull();
        Chat.Card("inc-2").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_server_with_500_channels_is_told_to_make_room()
    {
        for (var i = Chat.World.Guild.Channels.Count; i < 500; i++) await Chat.OwnerAsks(HttpMethod.Post, Channels, new JsonObject { ["name"] = $"old-{i}", ["type"] = 0 });
        await Chat.Settle();
        var answer = await DeclareAsync();
        answer.Text.ShouldContain("500 channels");
        (await Chat.File(1)).Entries.ShouldContain(e => e.Kind == EntryKind.Note && e.Text.Contains("500 channels", StringComparison.Ordinal));

        foreach (var n in (int[])[490, 491, 492]) await Chat.DeletesChannel($"old-{n}");
        await Chat.Advance(TimeSpan.FromMinutes(2));
        Chat.Card().ShouldNotBeNull();
    }

    private string Channels => $"/guilds/{Chat.World.Guild.Id}/channels";

    private Task<Answer> DeclareAsync() => Chat.Types("ada", """/incident declare title:"Shop is down" severity:sev1""");

    private void Withhold(ulong permission) => Chat.World.Faults.Add(new Fault { Kind = FaultKind.MissingPermission, Permission = permission, Times = int.MaxValue });

    private async Task DeleteAsync(Message message)
    {
        await Chat.OwnerAsks(HttpMethod.Delete, $"/channels/{message.Channel.Id}/messages/{message.Id}");
        await Chat.Settle();
    }
}
