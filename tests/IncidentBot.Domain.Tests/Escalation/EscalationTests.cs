using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Escalation;

public sealed class EscalationTests
{
    private static readonly Asker Dm = Given.By(Given.Tunde, 7) with { Channel = new ChannelId(99) };

    [Fact]
    public void Pages_go_out_every_five_minutes_five_times_and_then_it_is_said_aloud()
    {
        var state = Started();
        var sent = new List<double>();
        Decision? last = null;
        for (var minute = 0; last is null; minute++)
        {
            var now = Given.Now.AddMinutes(minute);
            if (state.Page(1, now) is { } recorded)
            {
                sent.Add(minute);
                recorded.Owes.ShouldContain(new SendPage(1, sent.Count + 1) { Due = now.AddMinutes(5) });
                state = state.With(recorded);
            }
            else if (PassOn.Decide(state, 1, now, Given.NobodyOnCall) is { Escalations.Length: > 0 } over)
            {
                last = over;
                sent.Add(minute);
            }
        }

        sent.ShouldBe([0, 5, 10, 15, 20, 25]);
        last.Escalations.ShouldHaveSingleItem().State.ShouldBe(EscalationState.Unanswered);
        last.Owes.OfType<Tell>().ShouldHaveSingleItem().Text.ShouldContain("<@12> got 5 pages in 25 minutes");
    }

    [Fact]
    public void A_page_that_was_due_long_ago_is_not_sent_any_more_and_that_is_said()
    {
        var state = Paged();
        Due(state, Given.Now.AddHours(20)).Due.ShouldHaveSingleItem().ShouldBeOfType<RunStep.Ask>();
        var decision = PassOn.Decide(state, 1, Given.Now.AddDays(90), Given.NobodyOnCall).ShouldNotBeNull();
        decision.Escalations.ShouldHaveSingleItem().State.ShouldBe(EscalationState.Unanswered);
        decision.Owes.OfType<Tell>().ShouldHaveSingleItem().Text.ShouldContain("too old to be sent");
    }

    [Fact]
    public void A_page_is_recorded_once() => RecordPage.Decide(Paged(), 1, 1, new Page(1, Given.Now, null, [], []), Given.Now, 1, [], Given.NobodyOnCall).ShouldBeNull();

    [Fact]
    public void Only_the_first_acknowledgement_counts_and_the_second_learns_whose_it_was()
    {
        var decision = AnswerPage.Decide(Paged(), 1, Given.By(Given.Tunde, 7)).Decided();

        decision.Incident.Milestones.Acknowledged.ShouldBe(Given.Now.AddMinutes(7));
        decision.Answer.ShouldContain("after 7 minutes");
        decision.Owes<ShowPageAnswer>().ShouldBeTrue();
        decision.Owes<Tell>().ShouldBeFalse();
        var state = Paged().With(decision);
        AnswerPage.Decide(state, 1, Given.By(Given.Grace, 8)).Refused().ShouldContain("<@12> was first");
        Due(state, Given.Now.AddHours(1)).ShouldBe(Plan.Nothing);
    }

    [Fact]
    public void Acknowledged_in_a_direct_message_it_is_said_in_the_channel_too() =>
        AnswerPage.Decide(Paged(), 1, Dm).Decided().Owes.OfType<Tell>().ShouldHaveSingleItem().Text.ShouldContain("<@12> acknowledged");

    [Fact]
    public void A_late_answer_still_counts_while_the_incident_is_open()
    {
        var state = Paged();
        state = state with { Escalations = [EscalationRun.After(state.Escalations[0], new RunEvent.Ended(Given.Now.AddMinutes(25), RunOutcome.NoAnswer))] };
        AnswerPage.Decide(state, 1, Given.By(Given.Tunde, 30)).Decided().Escalations[0].ShouldSatisfyAllConditions(e => e.State.ShouldBe(EscalationState.Acknowledged), e => e.EndedAt.ShouldBeNull());
    }

    [Fact]
    public void A_page_pressed_after_the_end_says_so()
    {
        var state = Paged().Then(s => Resolve.Decide(s, new ResolveCommand(), Given.By(Given.Ada, 5)));
        AnswerPage.Decide(state, 1, Given.By(Given.Tunde, 7)).Refused().ShouldContain("was resolved by <@11>");
    }

    [Fact]
    public void Nobody_and_bots_are_not_paged()
    {
        Decide(new EscalateCommand(null)).Refused().ShouldContain("whom to page");
        Decide(new EscalateCommand(Given.ToTunde, ToIsBot: true)).Refused().ShouldContain("bot");
        Decide(new EscalateCommand(Given.ToTunde, Level: 12)).Refused().ShouldContain("1 to 9");
        StartEscalation.Decide(Started(), new EscalateCommand(Given.ToTunde), Given.By(Given.Ada), Given.NothingApplied).Refused().ShouldContain("already");
    }

    [Fact]
    public void Whoever_cannot_help_is_asked_no_more_and_when_nobody_is_left_that_is_said()
    {
        CantHelp.Decide(Paged(), 1, Given.By(Given.Grace, 7), Given.NobodyOnCall).Refused().ShouldContain("not you");
        var alone = CantHelp.Decide(Paged(), 1, Dm, Given.NobodyOnCall).Decided();
        alone.Escalations[0].State.ShouldBe(EscalationState.Unanswered);
        alone.Owes.OfType<Tell>().ShouldHaveSingleItem().Text.ShouldContain("Ask somebody else");

        var team = Given.Incident().Then(s => StartEscalation.Decide(s, new EscalateCommand(Given.ToDevelopers), Given.By(Given.Ada), Given.NothingApplied));
        team = team.With(team.Page(1, Given.Now, [Given.Tunde, Given.Grace])!);
        team = team.Then(s => CantHelp.Decide(s, 1, Given.By(Given.Tunde, 7), Given.NobodyOnCall));
        team.Escalations[0].State.ShouldBe(EscalationState.Paging);
        team.Then(s => CantHelp.Decide(s, 1, Given.By(Given.Grace, 8), Given.NobodyOnCall)).Escalations[0].State.ShouldBe(EscalationState.Unanswered);
    }

    [Fact]
    public void A_snooze_puts_the_next_page_off_within_bounds()
    {
        var state = Paged().Then(s => Snooze.Decide(s, 1, "20m", Given.By(Given.Tunde, 1)));
        Due(state, Given.Now.AddMinutes(6)).ShouldBe(Plan.Wake(Given.Now.AddMinutes(21)));
        Due(state, Given.Now.AddMinutes(21)).Due.ShouldHaveSingleItem().ShouldBeOfType<RunStep.Ask>();
        Snooze.Decide(Paged(), 1, "2h", Given.By(Given.Tunde, 1)).Refused().ShouldContain("5 to 60 minutes");
    }

    [Fact]
    public void Who_could_not_be_reached_is_said_once_and_stays_in_the_timeline()
    {
        var decision = Started().Page(1, Given.Now, [], [new UndeliveredPage(Given.Tunde, "direct messages are closed")]).ShouldNotBeNull();
        decision.Owes.OfType<Tell>().ShouldHaveSingleItem().Text.ShouldContain("direct messages are closed");
        decision.Entries.ShouldHaveSingleItem().ShouldSatisfyAllConditions(e => e.Kind.ShouldBe(EntryKind.Page), e => e.Text.ShouldContain("no direct message to <@12>"));
    }

    [Fact]
    public void The_preview_says_in_plain_words_what_would_happen_when()
    {
        var words = EscalationWords.Preview(Given.Incident(), new EscalateCommand(Given.ToTunde), Given.By(Given.Ada), Given.NothingApplied);
        words.ShouldContain("14:35 WAT, 14:40 WAT, 14:45 WAT and 14:50 WAT");
        words.ShouldContain("at 14:55 WAT");
        words.ShouldContain("Nobody was paged");
    }

    [Fact]
    public void The_status_says_who_was_asked_and_what_comes_next() =>
        EscalationWords.Status(Paged(), Given.By(Given.Ada, 2), Given.NothingApplied).ShouldContain("1 of 5 pages sent, the next goes out at 14:35 WAT");

    [Fact]
    public void Somebody_paged_into_a_private_incident_is_let_in()
    {
        var decision = StartEscalation.Decide(Given.Incident(isPrivate: true), new EscalateCommand(Given.ToTunde), Given.By(Given.Ada), Given.NothingApplied).Decided();
        decision.Owes[0].ShouldBeOfType<LetIn>();
        Servers.VisibilityTests.MaySee(decision.Incident, Given.Tunde).ShouldBeTrue();
    }

    private static Outcome Decide(EscalateCommand command) => StartEscalation.Decide(Given.Incident(), command, Given.By(Given.Ada), Given.NothingApplied);

    private static IncidentState Started() => Given.Incident().With(Decide(new EscalateCommand(Given.ToTunde, "needs a developer")).Decided());

    private static IncidentState Paged() => Started() is var state ? state.With(state.Page(1, Given.Now)!) : state;

    private static Plan Due(IncidentState state, DateTimeOffset now) => NextPage.Of(state.Incident, state.Escalations[0], now, Given.NobodyOnCall);
}
