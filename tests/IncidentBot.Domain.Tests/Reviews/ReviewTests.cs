using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Writing;

namespace IncidentBot.Domain.Tests.Reviews;

/// <summary>How a review goes: an approval is one of the text as it was, nobody signs off their own work, and what is published is what was signed.</summary>
public sealed class ReviewTests
{
    private static readonly PostmortemDocument Text = new("Postmortem: INC-7", "Etc/UTC", [], [new PostmortemSection(SectionIds.Summary, "Issue summary", [new Paragraph("As it was")])]);

    [Fact]
    public void A_change_withdraws_the_approval_and_the_button_under_the_old_text_answers_nothing()
    {
        var state = InReview().Then(s => AnswerReview.Approve(s, 1, null, Given.By(Given.Tunde, 1)));
        ReviewStanding.IsSignedOff(state.Incident.Postmortem, Given.Settings).ShouldBeTrue();
        state = state.Then(s => SetCause.Decide(s, "A full disk", Given.By(Given.Ada, 2)));
        (ReviewStanding.Approvals(state.Incident.Postmortem), state.Incident.Postmortem.Revision).ShouldBe((0, 2));
        state.Incident.Postmortem.Changed.ShouldBe(new TextChange(Given.Now.AddMinutes(2), Given.Ada));
        AnswerReview.Approve(state, 1, null, Given.By(Given.Tunde, 3)).Refused().ShouldStartWith($"The text was changed by <@{Given.Ada}>");
        state = state.Then(s => AnswerReview.Approve(s, 2, "now", Given.By(Given.Tunde, 4)));
        ReviewStanding.Approvals(state.Incident.Postmortem).ShouldBe(1);
        AnswerReview.Approve(state, 2, null, Given.By(Given.Tunde, 5)).Refused().ShouldContain("already");
    }

    [Fact]
    public void How_far_tasks_are_is_not_what_people_approve()
    {
        var state = Resolved().Then(s => Domain.Actions.AddAction.Decide(s, new Domain.Actions.ActionCommand("Alert on disk use", null, null, null), Given.By(Given.Ada)));
        state = state.Then(s => AskForReview.Decide(s, [Given.Tunde], Given.By(Given.Ada))).Then(s => AnswerReview.Approve(s, null, null, Given.By(Given.Tunde)));
        state = state.Then(s => Domain.Actions.FinishAction.Decide(s, 1, Given.By(Given.Ada)));
        ReviewStanding.Approvals(state.Incident.Postmortem).ShouldBe(1);
        state = state.Then(s => Domain.Actions.EditAction.Decide(s, 1, new Domain.Actions.ActionCommand("Alert on log use", null, null, null), Given.By(Given.Ada)));
        ReviewStanding.Approvals(state.Incident.Postmortem).ShouldBe(0);
    }

    [Fact]
    public void Whoever_asked_for_changes_is_waited_for_whatever_others_approve()
    {
        var state = InReview(Given.Tunde, Given.Grace).Then(s => AnswerReview.RequestChanges(s, null, "Say who was hurt", Given.By(Given.Grace)));
        state = state.Then(s => AnswerReview.Approve(s, null, null, Given.By(Given.Tunde)));
        PublishPostmortem.Decide(state, Text, null, Given.By(Given.Ada)).Refused().ShouldContain($"<@{Given.Grace}> asked for changes and has not approved since.");
        state = state.Then(s => AnswerReview.Approve(s, null, null, Given.By(Given.Grace)));
        PublishPostmortem.Decide(state, Text, null, Given.By(Given.Ada)).Decided().Answer.ShouldContain("**published**");
    }

    [Fact]
    public void What_is_published_takes_no_text_any_more_and_every_way_to_write_says_so()
    {
        var state = Published();
        var section = new SectionEdit(SectionIds.Lessons, "Later", new SectionVersion(0, SectionVersion.MarkOf("")), "");
        WriteSection.Decide(state, section, Given.By(Given.Ada)).Refused().ShouldContain("`/postmortem correct`");
        WriteSection.Begin(state, SectionIds.Lessons, "", Given.By(Given.Ada)).Refused().ShouldContain("`/postmortem correct`");
        WriteSection.Take(state, 1, default, "", Given.By(Given.Ada)).Refused().ShouldContain("`/postmortem correct`");
        FollowRecord.Accept(state, SectionIds.Lessons, "", "", Given.By(Given.Ada)).Refused().ShouldContain("`/postmortem correct`");
        Domain.Postmortems.Templates.UseTemplate.Decide(state, "google-sre", [], Given.By(Given.Ada)).Refused().ShouldContain("`/postmortem correct`");
        OwnPostmortem.SetDue(state, "tomorrow", Given.By(Given.Ada)).Refused().ShouldContain("`/postmortem correct`");
        AskForReview.Decide(state, [Given.Grace], Given.By(Given.Ada)).Refused().ShouldContain("`/postmortem correct`");
        PublishPostmortem.Decide(state, Text, null, Given.By(Given.Tunde)).Refused().ShouldContain($"was published by <@{Given.Ada}>");
        Invariants.Violations(state).ShouldBeEmpty();
    }

    [Fact]
    public void Without_the_sign_off_only_those_who_may_change_the_settings_publish_and_only_with_a_reason()
    {
        var manager = Given.By(Given.Grace) with { ManagesServer = true };
        PublishPostmortem.Decide(Resolved(), Text, "We must", Given.By(Given.Tunde)).Refused().ShouldContain("Only those who may change the settings");
        PublishPostmortem.Decide(Resolved(), Text, " ", manager).Refused().ShouldContain("reason");
        var state = Resolved().Then(s => PublishPostmortem.Decide(s, Text, "We must", manager));
        state.Incident.Postmortem.Forced.ShouldBe(new ForcedPublication("We must", 0, 1));
        state.Entries.Single(entry => entry.Kind == EntryKind.Published).Text.ShouldBe("Published the postmortem without the sign-off it needs (0 of 1): We must");
    }

    [Fact]
    public void A_reopened_incident_has_a_draft_and_when_it_is_resolved_again_another_due_date()
    {
        var state = Published().Then(s => Reopen.Decide(s, "It is back", Given.By(Given.Ada, 60)));
        (state.Incident.Postmortem.Stage, state.Incident.Postmortem.Publication, state.Incident.Postmortem.Due).ShouldBe((PostmortemStage.Draft, null, null));
        ReviewStanding.Approvals(state.Incident.Postmortem).ShouldBe(0);
        state.Entries[^1].Text.ShouldBe("The postmortem, which was published, is a draft again, because INC-7 was reopened");
        Invariants.Violations(state).ShouldBeEmpty();
        state = state.Then(s => Resolve.Decide(s, new ResolveCommand("Again"), Given.By(Given.Ada, 60 * 24)));
        state.Incident.Postmortem.Due!.Date.ShouldBe(new DateOnly(2023, 5, 18));
    }

    [Theory]
    [InlineData("2023-05-10T13:30Z", Severity.Sev1, "2023-05-13")] // Wednesday; three days, Saturday or not.
    [InlineData("2023-05-10T13:30Z", Severity.Sev2, "2023-05-17")] // Five working days.
    [InlineData("2023-05-13T13:30Z", Severity.Sev2, "2023-05-19")] // Counted from a Saturday.
    [InlineData("2023-05-10T23:30Z", Severity.Sev1, "2023-05-14")] // It is the next day already in Lagos.
    [InlineData("2023-05-10T13:30Z", Severity.Sev4, null)]
    public void It_is_due_by_severity_in_the_days_of_the_server(string resolved, Severity severity, string? due)
    {
        var incident = Given.Incident(severity: severity).Incident;
        DueDate.Of(incident, Given.Settings, DateTimeOffset.Parse(resolved))?.Date.ToString("yyyy-MM-dd").ShouldBe(due);
        DueDate.Of(incident with { IsDrill = true }, Given.Settings, DateTimeOffset.Parse(resolved)).ShouldBeNull();
    }

    [Theory]
    [InlineData("1 week", "sev1: 7 days, sev2: 7 days, sev3: 7 days, sev4: 7 days")]
    [InlineData("off", "sev1: off, sev2: off, sev3: off, sev4: off")]
    [InlineData("sev1: 2 business days; SEV-3 9wd", "sev1: 2 working days, sev2: 5 working days, sev3: 9 working days, sev4: off")]
    [InlineData("sev4: 1", "sev1: 3 days, sev2: 5 working days, sev3: 10 working days, sev4: 1 day")]
    [InlineData("default", "sev1: 3 days, sev2: 5 working days, sev3: 10 working days, sev4: off")]
    public void Due_days_are_read_as_they_are_typed_and_written_so_that_they_can_be_typed(string typed, string written)
    {
        var days = TypedDueDays.Read(typed, ReviewRules.Default.Due).Days.ShouldNotBeNull();
        TypedDueDays.Write(days).ShouldBe(written);
        TypedDueDays.Read(written, ReviewRules.Default.Due).Days.ShouldBe(days);
    }

    [Theory]
    [InlineData(""), InlineData("sev1"), InlineData("sev7: 3d"), InlineData("sev1: 0 days"), InlineData("sev1: 3, sev1: 4"), InlineData("9999 weeks"), InlineData("soon"), InlineData("3, 4")]
    public void What_is_no_number_of_days_is_refused_with_an_example(string typed) =>
        TypedDueDays.Read(typed, ReviewRules.Default.Due).Refusal.ShouldNotBeNull().Sentence.ShouldContain("`sev1: 3 days, sev2: 5 working days, sev4: off`");

    private static IncidentState Resolved() => Given.Incident().Then(s => Resolve.Decide(s, new ResolveCommand("Deleted the logs", "The disk was full"), Given.By(Given.Ada)));

    private static IncidentState InReview(params PersonId[] people) => Resolved().Then(s => AskForReview.Decide(s, people.Length == 0 ? [Given.Tunde] : people, Given.By(Given.Ada)));

    private static IncidentState Published() => InReview()
        .Then(s => AnswerReview.Approve(s, null, null, Given.By(Given.Tunde)))
        .Then(s => PublishPostmortem.Decide(s, Text, null, Given.By(Given.Ada)));
}
