using IncidentBot.Domain.Actions;

namespace IncidentBot.Domain.Tests.Actions;

public sealed class ActionTests
{
    [Fact]
    public void An_action_item_has_owner_due_date_and_kind()
    {
        var decision = AddAction.Decide(Given.Incident(), new ActionCommand("Alert on pool size", Given.Tunde, "friday", ActionKind.Preventive), Given.By(Given.Ada)).Decided();
        decision.Actions.ShouldHaveSingleItem().Due.ShouldBe(new DateOnly(2023, 5, 12));
        decision.Answer.ShouldBe("Action item 1 added (preventive, <@12>, due Friday 12 May 2023): Alert on pool size");
    }

    [Fact]
    public void Done_twice_says_since_when()
    {
        var state = Given.Incident().Then(s => AddAction.Decide(s, new ActionCommand("Alert"), Given.By(Given.Ada))).Then(s => FinishAction.Decide(s, 1, Given.By(Given.Tunde, 5)));
        FinishAction.Decide(state, 1, Given.By(Given.Ada, 6)).Refused().ShouldContain("by <@12>");
        FinishAction.Decide(state, 2, Given.By(Given.Ada, 6)).Refused().ShouldContain("no action item 2");
    }

    [Fact]
    public void A_due_date_is_taken_away_with_none()
    {
        var state = Given.Incident().Then(s => AddAction.Decide(s, new ActionCommand("Alert", Due: "tomorrow"), Given.By(Given.Ada)));
        state.Then(s => EditAction.Decide(s, 1, new ActionCommand(null, Due: "none"), Given.By(Given.Ada))).Actions[0].Due.ShouldBeNull();
        EditAction.Decide(state, 1, new ActionCommand(null), Given.By(Given.Ada)).Refused().ShouldContain("Nothing to change");
    }

    [Theory]
    [InlineData("one\ntwo", "one|two")]
    [InlineData("- one\n* two\n1. three\n[]", "one|two|three|[]")]
    [InlineData("one; two; ONE;", "one|two")]
    [InlineData("- [ ] one\n- [x] two", "one|two")]
    [InlineData("3 replicas instead of 2", "3 replicas instead of 2")]
    [InlineData("", "")]
    public void A_list_is_read_from_lines_or_semicolons(string typed, string expected) => string.Join('|', ActionList.Parse(typed)).ShouldBe(expected);
}
