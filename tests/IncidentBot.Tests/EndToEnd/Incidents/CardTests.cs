using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Incidents;

public sealed class CardTests : EndToEndTest
{
    [Fact]
    public async Task There_is_one_card_edited_in_place_whatever_happens()
    {
        await Chat.Declares();
        var card = Chat.Card();
        await Chat.Types("ada", "/incident update message:\"Looking\"", "inc-1");
        await Chat.Presses("tunde", "Acknowledge", "inc-1");
        await Chat.Types("ada", "/incident severity level:sev1", "inc-1");
        await Chat.Restart();
        await Chat.Types("ada", "/incident cause text:\"Disk full\"", "inc-1");
        await Chat.Types("ada", "/incident resolve fix:\"Cleaned\"", "inc-1");

        Chat.Card().Id.ShouldBe(card.Id);
        Cards().Count.ShouldBe(1);
        Chat.CardText().ShouldContain("**resolved**");
    }

    [Fact]
    public async Task A_card_deleted_by_hand_comes_back_once()
    {
        await Chat.Declares();
        await Chat.Deletes("ada", Chat.Card());
        await Chat.Types("ada", "/incident severity level:sev1", "inc-1");
        Cards().ShouldHaveSingleItem().Pinned.ShouldBeTrue();
        Chat.CardText().ShouldContain("SEV1");
    }

    [Fact]
    public async Task A_card_deleted_by_hand_comes_back_by_itself()
    {
        await Chat.Declares();
        var before = Chat.Card().Id;
        await Chat.Deletes("ada", Chat.Card());
        await Chat.Advance(TimeSpan.FromSeconds(10));
        Cards().ShouldHaveSingleItem().Id.ShouldNotBe(before);
        Chat.CardText().ShouldContain("[Take command] [Resolve]");
    }

    [Fact]
    public async Task It_does_not_come_back_into_a_closed_incident_nor_for_another_message_nor_without_its_channel()
    {
        await Chat.Declares();
        var said = await Chat.Says("ada", "looking", "inc-1");
        var card = Chat.Card().Id;
        await Chat.Deletes("ada", said);
        await Chat.Advance(TimeSpan.FromSeconds(10));
        Cards().ShouldHaveSingleItem().Id.ShouldBe(card);

        await Chat.Types("ada", "/incident cancel reason:x", "inc-1");
        await Chat.Deletes("ada", Chat.Card());
        await Chat.Advance(TimeSpan.FromMinutes(1));
        Cards().ShouldBeEmpty();

        await Chat.Declares("Other");
        await Chat.Deletes("ada", Chat.Card("inc-2"));
        await Chat.DeletesChannel("inc-2");
        await Chat.Advance(TimeSpan.FromMinutes(1));
        Chat.CardText("inc-2").ShouldContain("INC-2 Other");
        (await Chat.Owed()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/incident resolve fix:x")]
    [InlineData("/incident cancel reason:x")]
    [InlineData("/incident link number:1 kind:duplicate")]
    public async Task A_closed_incident_has_no_buttons_until_it_is_reopened(string closing)
    {
        await Chat.Declares("Other");
        await Chat.Declares();
        await Chat.Types("ada", closing, "inc-2");
        Chat.Card("inc-2").Components.ShouldBeEmpty();
        await Chat.Types("ada", "/incident reopen reason:\"It is back\"", "inc-2");
        Chat.CardText("inc-2").ShouldContain("[Take command] [Resolve]");
    }

    [Theory]
    [InlineData("Acknowledge")]
    [InlineData("Update")]
    [InlineData("Escalate")]
    [InlineData("Take command")]
    [InlineData("Resolve")]
    public async Task A_button_pressed_on_a_closed_incident_says_who_closed_it_and_how_to_go_on(string button)
    {
        await Chat.Declares();
        var old = Frozen(Chat.Card());
        await Chat.Types("tunde", "/incident cancel reason:\"a test alert\"", "inc-1");
        (await PressesFrozen("ada", old, button)).ShouldRefuse("INC-1 was closed as a false alarm by @Tunde Bello", "/incident reopen");
    }

    [Fact]
    public async Task A_form_left_open_while_the_incident_was_closed_changes_nothing()
    {
        await Chat.Declares();
        var update = await Chat.Presses("ada", "Update", "inc-1");
        var severity = await Chat.Presses("chioma", "Severity", "inc-1");
        await Chat.Types("tunde", "/incident resolve fix:x", "inc-1");
        (await Chat.Fills("ada", update, ("Update", "Too late"))).ShouldRefuse("INC-1 was resolved by @Tunde Bello");

        // How bad it was may be corrected afterwards.
        (await Chat.Fills("chioma", severity, ("Severity", "SEV1 critical"))).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public async Task A_button_of_another_version_is_refused_with_what_to_do()
    {
        await Chat.Declares();
        foreach (var id in new[] { "ib9:resolve:1:", "ib1:launch:1:", "resolve", "ib1:resolve:x:" })
            (await PressesId("ada", Chat.Card(), id)).ShouldRefuse("I do not know this button", "Use the buttons on the incident's card, or a command");
    }

    [Fact]
    public async Task A_button_that_names_an_incident_that_is_not_there_is_refused()
    {
        await Chat.Declares();
        (await PressesId("ada", Chat.Card(), "ib1:take-command:999:")).IsRefused.ShouldBeTrue();
    }

    private List<Message> Cards() => [.. Chat.Messages("inc-1").Where(message => message.Author == Chat.World.Bot && message.Embeds.Count > 0)];

    /// <summary>The card as an idle client still shows it.</summary>
    private static (Message Message, JsonArray Buttons) Frozen(Message card) => (card, (JsonArray)card.Components.DeepClone());

    private async Task<Answer> PressesFrozen(string who, (Message Message, JsonArray Buttons) card, string button)
    {
        var now = card.Message.Components;
        card.Message.Components = card.Buttons;
        try
        {
            return await Chat.PressesOn(who, card.Message, button);
        }
        finally
        {
            card.Message.Components = now;
        }
    }

    private async Task<Answer> PressesId(string who, Message message, string customId)
    {
        var buttons = (JsonArray)message.Components.DeepClone();
        buttons[0]!["components"]![0]!["custom_id"] = customId;
        return await PressesFrozen(who, (message, buttons), customId);
    }
}
