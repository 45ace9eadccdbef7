using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Incidents;

public sealed class LifecycleTests
{
    [Fact]
    public void Resolving_records_what_is_said_and_owes_the_postmortem()
    {
        var state = Given.Incident().Then(s => StartEscalation.Decide(s, new EscalateCommand(Given.ToTunde), Given.By(Given.Ada), Given.NothingApplied));

        var decision = Resolve.Decide(state, new ResolveCommand("rolled back", "pool exhausted", "30% of users could not pay", "- alert on pool size\n- load test; review limits"), Given.By(Given.Ada, 60)).Decided();

        decision.Incident.Status.ShouldBe(IncidentStatus.Resolved);
        decision.Incident.Milestones.Resolved.ShouldBe(Given.Now.AddHours(1));
        decision.Incident.Milestones.Mitigated.ShouldBeNull();
        (decision.Incident.Fix!.Text, decision.Incident.Cause!.Text).ShouldBe(("rolled back", "pool exhausted"));
        decision.Incident.Impacts.ShouldHaveSingleItem().Percent.ShouldBe(30);
        decision.Actions.Select(action => (action.Text, action.Kind)).ShouldBe([("alert on pool size", ActionKind.Preventive), ("load test", ActionKind.Preventive), ("review limits", ActionKind.Preventive)]);
        decision.Escalations.ShouldHaveSingleItem().State.ShouldBe(EscalationState.Stopped);
        decision.Owes.Select(owed => owed.GetType()).ShouldBe([typeof(ShowPageAnswer), typeof(ShowCard), typeof(Announce), typeof(PostPostmortem), typeof(Remind), typeof(FollowUpActions)]);
        decision.Answer.ShouldContain("after 1 hour");
    }

    [Fact]
    public void The_second_of_two_who_resolve_learns_who_was_first_and_where_his_words_go()
    {
        var state = Given.Incident().Then(s => Resolve.Decide(s, new ResolveCommand(Fix: "rolled back"), Given.By(Given.Ada, 60)));

        var sentence = Resolve.Decide(state, new ResolveCommand(Cause: "pool exhausted"), Given.By(Given.Tunde, 60)).Refused();

        sentence.ShouldContain("resolved by <@11>");
        sentence.ShouldContain("/incident cause");
    }

    [Fact]
    public void A_form_sent_as_it_was_filled_in_adds_nothing_twice()
    {
        var state = Given.Incident()
            .Then(s => SetCause.Decide(s, "pool exhausted", Given.By(Given.Ada)))
            .Then(s => AddAction.Decide(s, new ActionCommand("alert on pool size", Kind: ActionKind.Preventive), Given.By(Given.Ada)));

        var decision = Resolve.Decide(state, Resolve.Prefill(state), Given.By(Given.Ada, 60)).Decided();

        decision.Actions.ShouldBeEmpty();
        decision.Entries.ShouldHaveSingleItem().Kind.ShouldBe(EntryKind.Resolved);
    }

    [Fact]
    public void A_correction_after_the_end_owes_the_postmortem_again()
    {
        var state = Given.Incident().Then(s => Resolve.Decide(s, new ResolveCommand(), Given.By(Given.Ada, 60)));
        SetCause.Decide(state, "pool exhausted", Given.By(Given.Ada, 70)).Decided().Owes<PostPostmortem>().ShouldBeTrue();
        AddEntry.Decide(state, "customers told", "14:45", null, Given.By(Given.Ada, 70)).Decided().Owes<PostPostmortem>().ShouldBeTrue();
    }

    [Fact]
    public void Reopened_it_is_investigated_again_and_has_no_end()
    {
        var state = Given.Incident().Then(s => Resolve.Decide(s, new ResolveCommand(), Given.By(Given.Ada, 60)));
        var decision = Reopen.Decide(state, "errors are back", Given.By(Given.Tunde, 90)).Decided();
        (decision.Incident.Status, decision.Incident.Milestones.Resolved).ShouldBe((IncidentStatus.Investigating, null));
        Reopen.Decide(state, " ", Given.By(Given.Tunde, 90)).Refused().ShouldContain("reason is empty");
    }

    [Fact]
    public void A_false_alarm_owes_no_postmortem()
    {
        var decision = Cancel.Decide(Given.Incident(), "a test probe", Given.By(Given.Ada, 5)).Decided();
        decision.Incident.Status.ShouldBe(IncidentStatus.FalseAlarm);
        decision.Owes<PostPostmortem>().ShouldBeFalse();
    }

    [Fact]
    public void Buttons_on_a_closed_incident_say_that_it_is_closed()
    {
        var state = Given.Incident().Then(s => Cancel.Decide(s, "a test probe", Given.By(Given.Ada, 5)));
        Outcome[] presses =
        [
            AcknowledgeIncident.Decide(state, Given.By(Given.Tunde, 6)), TakeCommand.Decide(state, Given.By(Given.Tunde, 6)), Resolve.Decide(state, new ResolveCommand(), Given.By(Given.Tunde, 6)),
            StartEscalation.Decide(state, new EscalateCommand(Given.ToTunde), Given.By(Given.Tunde, 6), Given.NothingApplied), PostUpdate.Decide(state, new UpdateCommand("still here"), Given.By(Given.Tunde, 6)),
        ];
        foreach (var press in presses) press.Refused().ShouldContain("closed as a false alarm by <@11>");
    }

    [Fact]
    public void An_update_is_its_own_answer_and_promises_the_next()
    {
        var decision = PostUpdate.Decide(Given.Incident(), new UpdateCommand("We see a bad deploy", IncidentStatus.Identified, Next: "30m"), Given.By(Given.Ada, 10)).Decided();
        decision.Answer.ShouldContain("We see a bad deploy");
        decision.Incident.Status.ShouldBe(IncidentStatus.Identified);
        decision.Incident.NextUpdateDue.ShouldBe(Given.Now.AddMinutes(40));
        decision.Owes<Tell>().ShouldBeFalse();
        decision.Owes<Announce>().ShouldBeTrue();
        decision.Entries.Select(entry => entry.Kind).ShouldBe([EntryKind.Update, EntryKind.Status]);
    }

    [Fact]
    public void Milestones_in_the_wrong_order_are_refused_and_both_times_are_named()
    {
        var state = Given.Incident().Then(s => SetMilestone.Decide(s, Milestone.Detected, "14:20", Given.By(Given.Ada, 10)));

        var sentence = SetMilestone.Decide(state, Milestone.Started, "14:25", Given.By(Given.Ada, 10)).Refused();

        sentence.ShouldContain("\"Started\" (14:25 WAT)");
        sentence.ShouldContain("\"detected\" (14:20 WAT)");
        SetMilestone.Decide(state, Milestone.Detected, "14:35", Given.By(Given.Ada, 10)).Refused().ShouldContain("declared");
        SetMilestone.Decide(state, Milestone.Mitigated, "in 5m", Given.By(Given.Ada, 10)).Refused().ShouldContain("in the future");
        SetMilestone.Decide(state, Milestone.Declared, "14:20", Given.By(Given.Ada, 10)).Refused().ShouldContain("cannot be changed");
        SetMilestone.Decide(state, Milestone.Resolved, "14:35", Given.By(Given.Ada, 10)).Refused().ShouldContain("is not resolved");
    }

    [Fact]
    public void A_time_typed_to_the_minute_fits_a_milestone_of_the_same_minute()
    {
        var state = Given.Incident().Then(s => AcknowledgeIncident.Decide(s, Given.By(Given.Tunde, 5.5)));
        var decision = SetMilestone.Decide(state, Milestone.Mitigated, "14:35", Given.By(Given.Ada, 20)).Decided();
        decision.Incident.Milestones.Mitigated.ShouldBe(Given.Now.AddMinutes(5.5));
    }

    [Fact]
    public void A_corrected_milestone_leaves_one_line_in_the_timeline()
    {
        var state = Given.Incident()
            .Then(s => SetMilestone.Decide(s, Milestone.Started, "14:10", Given.By(Given.Ada, 10)))
            .Then(s => SetMilestone.Decide(s, Milestone.Started, "14:05", Given.By(Given.Ada, 11)));
        state.Entries.Where(entry => entry is { Kind: EntryKind.Milestone, Shown: true }).ShouldHaveSingleItem().Text.ShouldBe("Started (corrected from 14:10 WAT)");
        state.Then(s => SetMilestone.Decide(s, Milestone.Started, "unknown", Given.By(Given.Ada, 12))).Incident.Milestones.Started.ShouldBeNull();
    }

    [Fact]
    public void Acknowledging_makes_a_commander_and_answers_the_pages_that_asked()
    {
        var state = Given.Incident().Then(s => StartEscalation.Decide(s, new EscalateCommand(Given.ToTunde), Given.By(Given.Ada), Given.NothingApplied));

        var decision = AcknowledgeIncident.Decide(state, Given.By(Given.Tunde, 3)).Decided();

        decision.Incident.Milestones.Acknowledged.ShouldBe(Given.Now.AddMinutes(3));
        decision.Incident.Holder(IncidentRole.Commander).ShouldBe(Given.Tunde);
        decision.Escalations.ShouldHaveSingleItem().State.ShouldBe(EscalationState.Acknowledged);
        AcknowledgeIncident.Decide(state.With(decision), Given.By(Given.Ada, 4)).Refused().ShouldContain("<@12> is incident commander");
    }

    [Fact]
    public void A_handover_is_accepted_only_by_the_one_it_was_offered_to_and_only_once()
    {
        var state = Given.Incident()
            .Then(s => TakeCommand.Decide(s, Given.By(Given.Ada, 1)))
            .Then(s => Handover.Offer(s, Given.Tunde, isBot: false, Given.By(Given.Ada, 30)));
        Handover.Accept(state, Given.By(Given.Grace, 31)).Refused().ShouldContain("<@12>");
        Handover.Offer(state, Given.Tunde, isBot: false, Given.By(Given.Ada, 31)).Refused().ShouldContain("already");

        var accepted = state.Then(s => Handover.Accept(s, Given.By(Given.Tunde, 32)));

        accepted.Incident.Roles.Select(interval => (interval.Person, interval.To is null)).ShouldBe([(Given.Ada, false), (Given.Tunde, true)]);
        Handover.Accept(accepted, Given.By(Given.Tunde, 33)).Refused().ShouldContain("no longer open");
    }

    [Fact]
    public void A_bot_gets_no_role_and_an_unknown_role_is_answered_with_those_there_are()
    {
        AssignRole.Decide(Given.Incident(), "scribe", Given.Tunde, isBot: true, Given.By(Given.Ada)).Refused().ShouldContain("bot");
        AssignRole.Decide(Given.Incident(), "king", Given.Tunde, isBot: false, Given.By(Given.Ada)).Refused().ShouldContain("communications lead");
        AssignRole.Decide(Given.Incident(), "Incident Commander", Given.Tunde, isBot: false, Given.By(Given.Ada)).Decided().Incident.Holder(IncidentRole.Commander).ShouldBe(Given.Tunde);
    }

    [Fact]
    public void A_duplicate_closes_into_the_other_and_the_link_stands_on_both()
    {
        var (here, there) = (Given.Incident(), Given.Incident("The real one", number: 8));

        var both = LinkIncidents.Decide(here, 8, there, LinkKind.DuplicateOf, Given.By(Given.Ada, 5)).Decision.ShouldNotBeNull();

        both.Here.Incident.Status.ShouldBe(IncidentStatus.Duplicate);
        both.Here.Incident.Links.ShouldHaveSingleItem().ShouldSatisfyAllConditions(link => link.Kind.ShouldBe(LinkKind.DuplicateOf), link => link.Number.ShouldBe(8));
        both.There.Incident.Links.ShouldHaveSingleItem().Kind.ShouldBe(LinkKind.HasDuplicate);
        var (closed, open) = (here.With(both.Here), there.With(both.There));
        LinkIncidents.Decide(closed, 8, open, LinkKind.DuplicateOf, Given.By(Given.Ada, 6)).Refusal!.Sentence.ShouldContain("already");
        LinkIncidents.Decide(open, 7, closed, LinkKind.DuplicateOf, Given.By(Given.Ada, 6)).Refusal!.Sentence.ShouldContain("duplicate of INC-8");
        LinkIncidents.Decide(open, 8, open, LinkKind.Related, Given.By(Given.Ada, 6)).Refusal!.Sentence.ShouldContain("itself");
        LinkIncidents.Decide(open, 99, null, LinkKind.Related, Given.By(Given.Ada, 6)).Refusal!.Sentence.ShouldContain("no INC-99");
    }

    [Fact]
    public void Impact_is_read_from_what_is_typed_and_checked()
    {
        var impact = SetImpact.Decide(Given.Incident(), new ImpactCommand("nobody can pay", "80%", "about 1,200 users", "payments"), Given.By(Given.Ada)).Decided().Incident;
        impact.Impacts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(one => one.Percent.ShouldBe(80), one => one.People.ShouldBe(1200), one => one.Services.ShouldBe(["payments"]));
        impact.Services.ShouldBe(["payments"]);
        SetImpact.Decide(Given.Incident(), new ImpactCommand("x", "120%"), Given.By(Given.Ada)).Refused().ShouldContain("0 and 100");
        SetImpact.Decide(Given.Incident(), new ImpactCommand(null), Given.By(Given.Ada)).Refused().ShouldContain("who is affected");
    }
}
