using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;
using IncidentBot.Storage;

namespace IncidentBot.Tests.EndToEnd.Trouble;

/// <summary>What the bot promised, when it could not do it at once: late, again, once.</summary>
public sealed class AgendaTests : EndToEndTest
{
    [Fact]
    public async Task A_page_that_is_hours_late_is_not_sent_and_who_asked_is_told()
    {
        await Chat.Declares();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        await Chat.Driven.StopBotAsync();
        await Chat.Advance(TimeSpan.FromHours(3));
        await Chat.Driven.StartBotAsync();

        Chat.ReadsDirectly("tunde").ShouldHaveSingleItem();
        Chat.Reads("inc-1").ShouldContain(m => m.Contains("A page was not sent", StringComparison.Ordinal));
        var file = await Chat.File(1);
        file.Escalations.Single().State.ShouldBe(EscalationState.Unanswered);
        file.Entries.Count(e => e.Kind == EntryKind.EscalationEnded).ShouldBe(1);
        (await Chat.Driven.Store.ListAgendaAsync(file.Incident.Id)).Count(item => item is { Owed: SendPage, State: AgendaState.Expired }).ShouldBe(1);

        (await Chat.Types("ada", "/escalate to:@tunde", "inc-1")).IsRefused.ShouldBeFalse();
        Chat.ReadsDirectly("tunde").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_page_that_is_minutes_late_is_sent()
    {
        await Chat.Declares();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        await Chat.Driven.StopBotAsync();
        await Chat.Advance(TimeSpan.FromMinutes(30));
        await Chat.Driven.StartBotAsync();
        Chat.ReadsDirectly("tunde").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_card_is_never_too_old_to_be_brought_up_to_date()
    {
        await Chat.Declares();
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Method = "PATCH", Route = "/channels/*/messages/*", Times = int.MaxValue });
        await Chat.Types("ada", "/incident severity level:sev1", "inc-1");
        await Chat.Driven.StopBotAsync();
        await Chat.Advance(TimeSpan.FromDays(3));
        Chat.World.Faults.Clear();
        await Chat.Driven.StartBotAsync();
        Chat.CardText().ShouldContain("SEV1");
    }

    [Fact]
    public async Task Without_the_right_to_make_channels_it_stays_owed_for_as_long_as_the_incident_is_open()
    {
        Withhold(Permission.ManageChannels);
        await Chat.Declares();
        await Chat.Advance(TimeSpan.FromHours(5));
        var owed = (await Chat.Driven.Store.ListAgendaAsync((await Chat.File(1)).Incident.Id)).Single(item => item.Owed is OpenChannel);
        owed.State.ShouldBe(AgendaState.Waiting);
        owed.Attempts.ShouldBeLessThan(30);
        (owed.Due - Chat.Now).ShouldBeLessThan(TimeSpan.FromMinutes(18));

        // The permission comes back, and with the news of it the channel, before any time has passed.
        Chat.World.Faults.Clear();
        await Chat.Settle();
        Chat.Card().ShouldNotBeNull();

        // The announcement could not be made either; now that it is, nothing is set aside any more.
        Chat.Reads("incidents").ShouldHaveSingleItem();
        (await Chat.Driven.Store.SetAsideAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_may_have_been_posted_is_found_again_although_its_words_have_changed(bool restarted)
    {
        // Both went out, and the bot never learnt it.
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Method = "POST", Route = "/channels/*/messages", Times = 3, AfterEffect = true });
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Method = "GET", Route = "/channels/*/messages", Times = 40 });
        var view = await Chat.Person("ada").CommandAsync(Chat.Channel("general"), "/incident declare title:Down severity:sev2");
        await view.WaitAsync();
        await Chat.Settle();
        if (restarted)
        {
            await Chat.Driven.KillBotAsync();
            await Chat.Advance(TimeSpan.FromMinutes(20));
            await Chat.Driven.StartBotAsync();
        }

        (await Chat.Types("ada", "/incident rename title:\"Shop is down\" incident:1")).IsRefused.ShouldBeFalse();
        await Chat.Advance(TimeSpan.FromMinutes(30));
        Chat.World.Faults.Clear();
        await Chat.Advance(TimeSpan.FromMinutes(30));

        Chat.Reads("incidents").ShouldHaveSingleItem().ShouldContain("Shop is down");
        Chat.Messages("inc-1").Count(m => m.Author == Chat.World.Bot && !Chat.IsReminder(m) && Chat.World.Text(m).Contains("INC-1", StringComparison.Ordinal)).ShouldBe(1);
        Chat.CardText().ShouldContain("Shop is down");
    }

    [Fact]
    public async Task What_was_set_aside_is_shown_to_who_manages_the_server_and_tried_again()
    {
        await Chat.Declares();
        Withhold(Permission.SendMessages);
        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        await Chat.Advance(TimeSpan.FromHours(3));
        (await Chat.Driven.Store.SetAsideAsync()).ShouldNotBeEmpty();
        (await Chat.Types("zainab", "/bot retry")).IsRefused.ShouldBeTrue();

        Chat.World.Faults.Clear();
        var answer = await Chat.Types("ada", "/bot retry");
        answer.IsPrivate.ShouldBeTrue();
        answer.Text.ShouldContain("INC-1: The postmortem could not be posted");
        Chat.ReadsPostmortems()[0].ShouldContain("# Postmortem: INC-1");
        (await Chat.Types("ada", "/bot retry")).Text.ShouldContain("Nothing is set aside");
    }

    private void Withhold(ulong permission) => Chat.World.Faults.Add(new Fault { Kind = FaultKind.MissingPermission, Permission = permission, Times = int.MaxValue });
}
