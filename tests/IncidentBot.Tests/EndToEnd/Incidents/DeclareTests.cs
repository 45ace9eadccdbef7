using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Tests.EndToEnd.Incidents;

public sealed class DeclareTests : EndToEndTest
{
    [Fact]
    public async Task Whoever_declares_is_told_alone_where_to_go_on()
    {
        var answer = await Chat.Types("zainab", "/incident declare title:\"Shop does not respond\" severity:sev2");
        answer.IsPrivate.ShouldBeTrue();
        answer.Text.ShouldBe("**INC-1** is open: Shop does not respond · SEV2 (major). Go on in #inc-1-shop-does-not-respond.");
    }

    [Fact]
    public async Task It_has_a_channel_with_a_pinned_card_and_an_announcement()
    {
        await Chat.Types("zainab", "/incident declare title:\"Shop does not respond\" severity:sev2 service:\"shop, checkout\" summary:\"502 since 03:50\"");

        var card = Chat.CardText();
        foreach (var shown in new[] { "INC-1 Shop does not respond", "**SEV2 (major)** · **investigating**", "by @Zainab Musa", "502 since 03:50", "nobody yet: press **Take command**", "shop, checkout" }) card.ShouldContain(shown);
        card.ShouldContain("[Acknowledge] [Update] [Escalate] [Severity]\n[Take command] [Resolve]");

        var announced = Chat.Reads("incidents").ShouldHaveSingleItem();
        foreach (var shown in new[] { "INC-1 Shop does not respond", "SEV2 (major)", "502 since 03:50", "Follow it in #inc-1-shop-does-not-respond" }) announced.ShouldContain(shown);
        Chat.Pinged.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_title_a_form_opens_that_keeps_what_was_typed()
    {
        var opened = await Chat.Types("tunde", "/incident declare service:shop summary:\"slow since noon\" drill:true");
        opened.Prefilled("Service").ShouldBe("shop");
        opened.Prefilled("Summary").ShouldBe("slow since noon");

        var answer = await Chat.Fills("tunde", opened, ("Title", "Shop is slow"), ("Severity", "SEV1 critical"));
        answer.Text.ShouldStartWith("**INC-1** is open as a drill: Shop is slow · SEV1 (critical).");
        var incident = (await Chat.File(1)).Incident;
        incident.ShouldSatisfyAllConditions(i => i.IsDrill.ShouldBeTrue(), i => i.Services.ShouldBe(["shop"]), i => i.Summary.ShouldBe("slow since noon"));
    }

    [Fact]
    public async Task A_title_is_enough_it_is_minor_until_somebody_says_otherwise()
    {
        await Chat.Declares();
        (await Chat.File(1)).Incident.ShouldSatisfyAllConditions(
            i => i.Severity.ShouldBe(Severity.Sev3), i => i.Status.ShouldBe(IncidentStatus.Investigating), i => i.IsPrivate.ShouldBeFalse(), i => i.IsDrill.ShouldBeFalse());
    }

    [Fact]
    public async Task From_a_message_that_message_is_quoted_linked_and_the_first_entry()
    {
        var said = await Chat.Says("zainab", "payments fail with error 500\nfor everyone I asked");
        await Chat.Advance(TimeSpan.FromMinutes(4));

        var opened = await Chat.Menu("tunde", "Declare incident", said);
        opened.Prefilled("Title").ShouldBe("payments fail with error 500");
        (await Chat.Fills("tunde", opened)).Text.ShouldContain("payments fail with error 500");

        var file = await Chat.File(1);
        var first = file.Entries.MinBy(entry => entry.HappenedAt)!;
        first.ShouldSatisfyAllConditions(
            e => e.Kind.ShouldBe(EntryKind.Detection),
            e => e.Text.ShouldBe("payments fail with error 500\nfor everyone I asked"),
            e => e.By!.Value.Value.ShouldBe(Chat.User("zainab").Id),
            e => e.Source!.Value.Message.Value.ShouldBe(said.Id));
        file.Incident.Milestones.Detected!.Value.ShouldBe(said.Timestamp, TimeSpan.FromSeconds(1));
        file.NameOf(new(Chat.User("zainab").Id)).ShouldBe("Zainab Musa");

        var quoted = Chat.Reads("inc-1").Single(text => text.StartsWith("Declared from", StringComparison.Ordinal));
        quoted.ShouldContain("> payments fail with error 500\n> for everyone I asked");
        quoted.ShouldContain($"/{said.Channel.Id}/{said.Id}");
        said.Reactions.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_drill_is_marked_everywhere_and_nobody_outside_is_told()
    {
        await Chat.Declares("Game day", "drill:true");
        Chat.CardText("drill-inc-1").ShouldContain("INC-1 Game day (drill)");
        Chat.FindChannel("incidents").ShouldBeNull();

        await Chat.Types("ada", "/incident resolve fix:\"Practised\"", "drill-inc-1");
        Chat.FindChannel("postmortems").ShouldBeNull();
        Chat.Reads("drill-inc-1").ShouldContain(text => text.StartsWith("# Postmortem: INC-1 Game day", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_at_once_have_a_number_and_a_channel_each()
    {
        var answers = await Chat.TypeTogether("general", ("ada", "/incident declare title:\"Shop is down\""), ("tunde", "/incident declare title:\"Shop is down\""));
        answers.Select(answer => answer.Text[..9]).Order(StringComparer.Ordinal).ShouldBe(["**INC-1**", "**INC-2**"]);
        Chat.Card("inc-1").ShouldNotBe(Chat.Card("inc-2"));
        Chat.Reads("incidents").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_card_works_after_a_restart()
    {
        await Chat.Declares();
        await Chat.Restart();
        (await Chat.Presses("tunde", "Take command", "inc-1")).Text.ShouldContain("@Tunde Bello is now **incident commander**");
        Chat.CardText().ShouldContain("@Tunde Bello");
    }

    [Theory, InlineData("\u200B\u2060\u200D"), InlineData("\u3164 \u2800")]
    public async Task A_title_that_shows_nothing_is_refused(string title)
    {
        (await Chat.Uses("ada", "incident declare", "general", ("title", title))).ShouldRefuse("needs a title", "such as");
        Chat.FindChannel("inc-1").ShouldBeNull();
    }

    [Fact]
    public async Task A_title_of_2000_characters_is_refused_with_the_limit_and_takes_no_number()
    {
        (await Chat.Uses("ada", "incident declare", "general", ("title", new string('x', 2000)))).ShouldRefuse("2,000 characters", "100 is the limit");
        (await Chat.Declares()).Text.ShouldStartWith("**INC-1**");
    }
}
