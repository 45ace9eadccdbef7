using System.Collections.Immutable;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Tests.Escalation;

/// <summary>Escalations as runs of policies, those by a team's own policy and those from before there were any.</summary>
public sealed class EscalationRunTests
{
    private static readonly Policy TwoLevels = new()
    {
        Name = "shop",
        IsDefault = true,
        AckTimeout = TimeSpan.FromMinutes(30),
        Levels = [new Level { Targets = [new(PolicyTargetKind.Person, "ada")] }, new Level { Targets = [new(PolicyTargetKind.Person, "tunde"), new(PolicyTargetKind.Webhook, "https://hooks.example.org/x?key=hidden")] }],
    };

    private static readonly OnCallRecord Applied = new(
        new BookVersion
        {
            Server = Given.Server,
            Number = 1,
            At = Given.Now,
            Change = "applied",
            Book = new PolicyBook { People = [new(new("ada"), "Ada", Given.Ada), new(new("tunde"), "Tunde", Given.Tunde)], Policies = [TwoLevels] },
        },
        new OnCallState { Server = Given.Server });

    [Theory]
    [InlineData(EscalationState.Paging)]
    [InlineData(EscalationState.Acknowledged)]
    [InlineData(EscalationState.Unanswered)]
    [InlineData(EscalationState.Stopped)]
    public void A_record_from_before_there_were_runs_is_told_as_one_and_stands_as_it_stood(EscalationState state)
    {
        var old = Old() with
        {
            State = state,
            AcknowledgedBy = state == EscalationState.Acknowledged ? Given.Tunde : null,
            AcknowledgedAt = state == EscalationState.Acknowledged ? Given.Now.AddMinutes(6) : null,
            EndedAt = state is EscalationState.Unanswered or EscalationState.Stopped ? Given.Now.AddMinutes(6) : null,
            StoppedBy = state == EscalationState.Stopped ? Given.Ada : null,
            Declined = [Given.Grace],
        };
        EscalationRun.Agrees(old).ShouldBeTrue();
        NextStep.Of(EscalationRun.Of(old), IncidentFacts.Any, Given.Now.AddMinutes(7), Given.NobodyOnCall).WakeAt.ShouldBe(state == EscalationState.Paging ? Given.Now.AddMinutes(10) : null);
    }

    [Fact]
    public void An_old_call_that_was_put_off_waits_and_its_fifth_page_is_its_last()
    {
        var snoozed = Old() with { SnoozedUntil = Given.Now.AddMinutes(40) };
        NextStep.Of(EscalationRun.Of(snoozed), IncidentFacts.Any, Given.Now.AddMinutes(12), Given.NobodyOnCall).ShouldBe(Plan.Wake(Given.Now.AddMinutes(40)));
        var all = Old() with { Pages = [.. Enumerable.Range(1, 5).Select(n => PageOf(n, (n - 1) * 5))] };
        NextStep.Of(EscalationRun.Of(all), IncidentFacts.Any, Given.Now.AddMinutes(25), Given.NobodyOnCall).Due.ShouldHaveSingleItem().ShouldBe(new RunStep.End(RunOutcome.NoAnswer));
    }

    [Fact]
    public void People_of_a_policy_go_by_their_accounts_and_of_a_webhook_only_the_host_is_kept()
    {
        var targets = InChat.Snapshot(Applied, TwoLevels).Levels.SelectMany(level => level.Level.Targets).ToList();
        targets.Take(2).Select(target => target.Name).ShouldBe(["11", "12"]);
        targets[2].Name.ShouldStartWith("hooks.example.org#");
        WebhookAddress.Shown(targets[2].Name).ShouldBe("hooks.example.org");
        WebhookAddress.Shown("phone").ShouldBe("phone");
    }

    [Fact]
    public void An_update_by_whoever_acknowledged_keeps_it_fresh_and_one_by_somebody_else_does_not()
    {
        var state = Begun().Then(s => AnswerPage.Decide(s, 1, Given.By(Given.Ada, 2)));
        state.Then(s => PostUpdate.Decide(s, new UpdateCommand("Looking"), Given.By(Given.Grace, 20))).Escalations[0].Run!.Events[^1].ShouldBeOfType<RunEvent.Acknowledged>();
        var fresh = state.Then(s => PostUpdate.Decide(s, new UpdateCommand("Looking"), Given.By(Given.Ada, 20)));
        NextPage.Of(fresh.Incident, fresh.Escalations[0], Given.Now.AddMinutes(33), Given.NobodyOnCall).WakeAt.ShouldBe(Given.Now.AddMinutes(50));
        NextPage.Of(state.Incident, state.Escalations[0], Given.Now.AddMinutes(33), Given.NobodyOnCall).Due.ShouldHaveSingleItem().ShouldBeOfType<RunStep.Lapse>();
    }

    [Fact]
    public void A_worse_severity_is_looked_at_at_once_and_a_closed_incident_never_again()
    {
        var state = Begun();
        SetSeverity.Decide(state, Severity.Sev1, null, Given.By(Given.Ada, 1)).Decided().Owes.ShouldContain(new SendPage(1, 2));
        var closed = state.Then(s => Cancel.Decide(s, "false alarm", Given.By(Given.Ada, 1) with { ManagesServer = true }));
        closed.Escalations[0].State.ShouldBe(EscalationState.Stopped);
        NextPage.Of(closed.Incident, closed.Escalations[0], Given.Now.AddHours(1), Given.NobodyOnCall).ShouldBe(Plan.Nothing);
    }

    [Fact]
    public void Without_a_policy_for_the_incident_declaring_pages_nobody()
    {
        StartEscalation.OnDeclare(Given.Incident(), Given.By(Given.Ada), Given.NothingApplied).ShouldBeNull();
        StartEscalation.OnDeclare(Given.Incident(), Given.By(Given.Ada), Applied).ShouldNotBeNull().Escalations.ShouldHaveSingleItem().ChosenBecause.ShouldBe("it is the default");
    }

    private static IncidentState Begun()
    {
        var state = Given.Incident();
        state = state.With(StartEscalation.OnDeclare(state, Given.By(Given.Ada), Applied)!);
        return state.With(state.Page(1, Given.Now, [Given.Ada])!);
    }

    private static Domain.Escalation.Escalation Old() => new()
    {
        Incident = new(107),
        Number = 1,
        Target = Given.ToTunde,
        RequestedBy = Given.Ada,
        StartedAt = Given.Now,
        Pages = [PageOf(1, 0), PageOf(2, 5)],
    };

    private static Page PageOf(int attempt, int minutes) => new(attempt, Given.Now.AddMinutes(minutes), null, [new DirectPage(Given.Tunde, default)], []);
}
