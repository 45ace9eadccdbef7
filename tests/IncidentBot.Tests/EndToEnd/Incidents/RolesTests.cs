namespace IncidentBot.Tests.EndToEnd.Incidents;

public sealed class RolesTests : EndToEndTest
{
    protected override async Task<Chat> StartAsync()
    {
        var chat = await Chat.StartAsync();
        await chat.Types("ada", "/bot settings roles:\"Database lead\"");
        await chat.Declares("Shop is down", "severity:sev2");
        return chat;
    }

    [Fact]
    public async Task A_role_is_given_and_stands_on_the_card()
    {
        (await Chat.Types("tunde", "/incident role role:scribe person:@zainab", "inc-1")).Text.ShouldBe("@Zainab Musa is now **scribe** of INC-1.");
        await Chat.Types("tunde", "/incident role role:\"database lead\" person:@tunde", "inc-1");
        (await Chat.Types("tunde", "/incident role role:scribe person:@chioma", "inc-1")).Text.ShouldBe("@Chioma Eze is now **scribe** of INC-1, in place of @Zainab Musa.");
        Chat.CardText().ShouldContain("**Scribe**\n@Chioma Eze");
        Chat.CardText().ShouldContain("**Database lead**\n@Tunde Bello");
        Chat.Pinged.ShouldBeEmpty();
    }

    [Fact]
    public async Task Roles_are_offered_while_typing_and_unknown_ones_are_refused_with_those_there_are()
    {
        (await Chat.Offered("ada", "incident role", "role", "", "inc-1")).ShouldBe(["incident commander", "communications lead", "scribe", "database lead"]);
        (await Chat.Offered("ada", "incident role", "role", "comm", "inc-1")).ShouldBe(["incident commander", "communications lead"]);
        (await Chat.Types("ada", "/incident role role:pilot person:@tunde", "inc-1")).ShouldRefuse("no role \"pilot\"", "communications lead, scribe, database lead");
    }

    [Fact]
    public async Task A_bot_gets_no_role_and_no_command()
    {
        var bot = $"{Chat.World.Bot.Id}";
        (await Chat.Uses("ada", "incident role", "inc-1", ("role", "scribe"), ("person", bot))).ShouldRefuse("A bot cannot have a role", "Choose a person");
        await Chat.Presses("ada", "Take command", "inc-1");
        (await Chat.Uses("ada", "incident handover", "inc-1", ("person", bot))).ShouldRefuse("A bot cannot take command");
    }

    [Fact]
    public async Task Take_command_makes_commander_and_from_whom_is_said()
    {
        (await Chat.Presses("tunde", "Take command", "inc-1")).Text.ShouldBe("@Tunde Bello is now **incident commander** of INC-1.");
        (await Chat.Presses("tunde", "Take command", "inc-1")).ShouldRefuse("You are incident commander already");
        (await Chat.Presses("chioma", "Take command", "inc-1")).Text.ShouldBe("@Chioma Eze is now **incident commander** of INC-1, in place of @Tunde Bello.");
        Chat.CardText().ShouldContain("**Commander**\n@Chioma Eze");
        Chat.Reads("incidents").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Acknowledging_first_makes_commander_and_a_second_time_says_who_was_first()
    {
        (await Chat.Presses("tunde", "Acknowledge", "inc-1")).Text.ShouldBe("@Tunde Bello acknowledged INC-1 and is **incident commander**.");
        (await Chat.Presses("chioma", "Acknowledge", "inc-1")).ShouldRefuse("INC-1 was acknowledged at", "@Tunde Bello is incident commander");
        (await Chat.Presses("tunde", "Acknowledge", "inc-1")).ShouldRefuse("you are incident commander");
    }

    [Fact]
    public async Task A_handover_asks_the_next_one_alone_with_a_digest()
    {
        await Chat.Presses("ada", "Take command", "inc-1");
        await Chat.Types("ada", "/incident impact text:\"nobody can pay\"", "inc-1");
        await Chat.Types("ada", "/incident update message:\"Disk is full\" next:30m", "inc-1");
        await Chat.Types("ada", "/action add text:\"Call the vendor\"", "inc-1");

        var answer = await Chat.Types("ada", "/incident handover person:@chioma", "inc-1");
        answer.IsPrivate.ShouldBeTrue();
        answer.Text.ShouldBe("The command of INC-1 is offered to @Chioma Eze. You stay incident commander until it is accepted.");

        var offer = Chat.Reads("inc-1")[^1];
        offer.ShouldStartWith("@Chioma Eze, @Ada Obi asks you to take command of INC-1.");
        foreach (var shown in new[] { "SEV2 (major), investigating", "Impact: nobody can pay", "Disk is full", "To do: Call the vendor", "Next update", "[Accept] [Decline]" }) offer.ShouldContain(shown);
        Chat.Pinged.ShouldBe(["chioma"]);
        (await Chat.Types("ada", "/incident handover person:@chioma", "inc-1")).ShouldRefuse("offered to @Chioma Eze already");
    }

    [Fact]
    public async Task Accepting_changes_the_commander_and_the_offer_loses_its_buttons()
    {
        await Offered();
        (await Chat.Presses("chioma", "Accept", "inc-1")).Text.ShouldBe("@Chioma Eze is now **incident commander** of INC-1, in place of @Ada Obi.");
        Chat.CardText().ShouldContain("**Commander**\n@Chioma Eze");
        Chat.Person("chioma").NewestWithButton("Accept", Chat.Channel("inc-1")).ShouldBeNull();
    }

    [Fact]
    public async Task Declining_leaves_the_commander_and_says_so()
    {
        await Offered();
        (await Chat.Presses("chioma", "Decline", "inc-1")).Text.ShouldBe("@Chioma Eze cannot take command of INC-1 now; @Ada Obi stays incident commander.");
        Chat.CardText().ShouldContain("**Commander**\n@Ada Obi");
        Chat.Person("chioma").NewestWithButton("Decline", Chat.Channel("inc-1")).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_else_can_answer_an_offer_and_one_overtaken_is_no_longer_open()
    {
        await Offered();
        (await Chat.Presses("tunde", "Accept", "inc-1")).ShouldRefuse("offered to @Chioma Eze; only that person can answer");
        await Chat.Presses("tunde", "Take command", "inc-1");
        (await Chat.Presses("chioma", "Accept", "inc-1")).ShouldRefuse("no longer open", "@Tunde Bello is incident commander");
    }

    [Fact]
    public async Task Only_the_commander_hands_over_and_without_one_there_is_nothing_to_hand_over()
    {
        (await Chat.Types("ada", "/incident handover person:@tunde", "inc-1")).ShouldRefuse("Nobody is incident commander yet", "Take command");
        await Chat.Presses("ada", "Take command", "inc-1");
        (await Chat.Types("tunde", "/incident handover person:@chioma", "inc-1")).ShouldRefuse("Only @Ada Obi", "can hand over");
        (await Chat.Types("ada", "/incident handover person:@ada", "inc-1")).ShouldRefuse("You are incident commander already");
    }

    private async Task Offered()
    {
        await Chat.Presses("ada", "Take command", "inc-1");
        await Chat.Types("ada", "/incident handover person:@chioma", "inc-1");
    }
}
