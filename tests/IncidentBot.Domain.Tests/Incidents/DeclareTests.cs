using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Incidents;

public sealed class DeclareTests
{
    [Fact]
    public void An_incident_is_open_with_its_number_and_owes_a_channel_a_card_an_announcement_and_a_look_at_its_reminders()
    {
        var decision = Decide(new DeclareCommand("Shop does not respond") { Severity = Severity.Sev1, Service = "shop, Shop , payments" }).Decided();

        decision.Incident.Name.ShouldBe("INC-3");
        decision.Incident.Status.ShouldBe(IncidentStatus.Investigating);
        decision.Incident.Services.ShouldBe(["shop", "payments"]);
        decision.Incident.Milestones.Declared.ShouldBe(Given.Now);
        decision.Incident.Milestones.Detected.ShouldBeNull();
        decision.Owes.Select(owed => owed.GetType()).ShouldBe([typeof(OpenChannel), typeof(ShowCard), typeof(Announce), typeof(Remind)]);
        decision.Entries.ShouldHaveSingleItem().Text.ShouldBe("Declared, SEV1 (critical): Shop does not respond");
    }

    [Fact]
    public void Without_a_severity_it_is_minor() => Decide(new DeclareCommand("Slow search")).Decided().Incident.Severity.ShouldBe(Severity.Sev3);

    [Fact]
    public void Declared_from_a_message_it_begins_with_that_message()
    {
        var message = Given.Message("checkout is **down**", minutes: -4);

        var decision = Decide(new DeclareCommand("Checkout is down") { Origin = message }).Decided();

        decision.Incident.Milestones.Detected.ShouldBe(message.SaidAt);
        decision.Incident.Detection!.Text.ShouldBe("checkout is **down**");
        var first = decision.Entries[0];
        (first.Number, first.Kind, first.By, first.HappenedAt, first.Source).ShouldBe((1, EntryKind.Detection, Given.Tunde, message.SaidAt, message.Ref));
        decision.Owes.ShouldContain(new MarkMessage(message.Ref, On: true));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  \n ")]
    [InlineData("\u200b\u202e\u3164")]
    public void A_title_that_shows_nothing_is_refused(string? title) => Decide(new DeclareCommand(title)).Refused().ShouldContain("needs a title");

    [Fact]
    public void A_title_of_2000_characters_is_refused_with_the_limit_and_its_length()
    {
        var sentence = Decide(new DeclareCommand(new string('x', 2000))).Refused();
        sentence.ShouldContain("2,000");
        sentence.ShouldContain("100 is the limit");
    }

    [Fact]
    public void What_was_typed_has_no_effect_in_the_answer()
    {
        var answer = Decide(new DeclareCommand("@everyone **down** <@11>\nnow")).Decided().Answer;
        answer.ShouldContain("\\*\\*down\\*\\*");
        answer.ShouldNotContain("@everyone");
        answer.ShouldNotContain("<@11>");
        answer.ShouldNotContain("\n");
    }

    [Fact]
    public void Private_incidents_are_for_those_who_manage_the_server()
    {
        Declare.Decide(new DeclareCommand("Leak") { Private = true }, new IncidentId(1), 3, Given.By(Given.Ada)).Refused().ShouldContain("private");
        var decision = Decide(new DeclareCommand("Leak") { Private = true }).Decided();
        decision.Owes<Announce>().ShouldBeFalse();
        decision.Owes<OpenChannel>().ShouldBeTrue();
    }

    [Fact]
    public void A_drill_is_told_to_nobody_outside() => Decide(new DeclareCommand("Exercise") { Drill = true }).Decided().Owes<Announce>().ShouldBeFalse();

    [Fact]
    public void A_title_is_proposed_from_the_first_line_of_a_message() =>
        Declare.TitleFrom("  Checkout is down\nsince the deploy").ShouldBe("Checkout is down");

    private static Outcome Decide(DeclareCommand command) => Declare.Decide(command, new IncidentId(1), 3, Given.By(Given.Ada) with { ManagesServer = true });
}
