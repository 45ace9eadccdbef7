using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reminders;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain.Tests.Reviews;

/// <summary>When people are reminded of a postmortem.</summary>
public sealed class PostmortemRemindersTests
{
    // SEV2, resolved on Wednesday 10 May in Lagos: due on Wednesday 17 May; 10:00 there is 9:00 UTC.
    private static readonly DateTimeOffset Morning = new(2023, 5, 17, 9, 0, 0, TimeSpan.Zero);
    private static readonly ServerSettings Settings = Given.Settings with { Reminders = ReminderRules.Default with { NoCause = ReminderTimes.Never } };

    [Fact]
    public void Once_before_the_day_and_after_it_with_pauses_that_double()
    {
        var state = Resolved();
        NextReminder.Of(state, Settings, Given.Now).WakeAt.ShouldBe(Morning.AddDays(-1));
        NextReminder.Of(state, Settings, Morning.AddDays(-1)).Due.ShouldBe(ReminderKind.PostmortemDue);
        state = Sent(state, ReminderKind.PostmortemDue, Morning.AddDays(-1));
        NextReminder.Of(state, Settings, Morning.AddHours(-1)).ShouldSatisfyAllConditions(plan => plan.Due.ShouldBeNull(), plan => plan.WakeAt.ShouldBe(Morning.AddDays(1)));
        foreach (var days in (int[])[1, 3, 7])
        {
            NextReminder.Of(state, Settings, Morning.AddDays(days).AddSeconds(-1)).Due.ShouldBeNull();
            NextReminder.Of(state, Settings, Morning.AddDays(days)).Due.ShouldBe(ReminderKind.PostmortemOverdue);
            ReminderMatter.To(state, ReminderKind.PostmortemOverdue).ShouldBe(Given.Ada);
            state = Sent(state, ReminderKind.PostmortemOverdue, Morning.AddDays(days));
        }

        NextReminder.Of(state, Settings, Morning.AddDays(90)).Due.ShouldBeNull();
    }

    [Fact]
    public void What_comes_before_the_day_does_not_come_after_it_because_the_bot_was_away() =>
        NextReminder.Of(Resolved(), Settings, Morning.AddHours(1)).ShouldSatisfyAllConditions(plan => plan.Due.ShouldBeNull(), plan => plan.WakeAt.ShouldBe(Morning.AddDays(1)));

    [Fact]
    public void Those_who_have_not_answered_the_text_as_it_is_are_asked_together_and_the_others_not()
    {
        var state = Resolved().Then(s => AskForReview.Decide(s, [Given.Tunde, Given.Grace], Given.By(Given.Ada, 10)));
        NextReminder.DueAt(state, Settings, ReminderKind.ReviewWaiting).ShouldBe(Given.Now.AddMinutes(10).AddDays(1));
        (ReminderMatter.To(state, ReminderKind.ReviewWaiting), ReminderMatter.Also(state, ReminderKind.ReviewWaiting).Single()).ShouldBe((Given.Tunde, Given.Grace));
        state = state.Then(s => AnswerReview.Approve(s, null, null, Given.By(Given.Tunde, 20)));
        (ReminderMatter.To(state, ReminderKind.ReviewWaiting), ReminderMatter.Also(state, ReminderKind.ReviewWaiting).Length).ShouldBe((Given.Grace, 0));
        state = state.Then(s => AnswerReview.Approve(s, null, null, Given.By(Given.Grace, 30)));
        ReminderMatter.Since(state, ReminderKind.ReviewWaiting).ShouldBeNull();
        state = state.Then(s => SetFix.Decide(s, "Another", Given.By(Given.Ada, 40)));
        ReminderMatter.Since(state, ReminderKind.ReviewWaiting).ShouldBe(Given.Now.AddMinutes(40));
    }

    [Fact]
    public void Nobody_is_reminded_of_a_drill_or_of_what_is_published_or_of_the_day_he_has_just_set()
    {
        var state = Resolved();
        var drill = state with { Incident = state.Incident with { IsDrill = true } };
        ReminderMatter.Since(drill, ReminderKind.PostmortemDue).ShouldBeNull();
        var published = state with { Incident = state.Incident with { Postmortem = state.Incident.Postmortem with { Stage = PostmortemStage.Published } } };
        ReminderMatter.Since(published, ReminderKind.PostmortemOverdue).ShouldBeNull();
        var moved = state.Then(s => OwnPostmortem.SetDue(s, "tomorrow", Given.By(Given.Ada, 60)));
        NextReminder.DueAt(moved, Settings, ReminderKind.PostmortemDue).ShouldBeNull();
        NextReminder.DueAt(moved, Settings, ReminderKind.PostmortemOverdue).ShouldBe(new DateTimeOffset(2023, 5, 12, 9, 0, 0, TimeSpan.Zero));
    }

    private static IncidentState Resolved() => Given.Incident().Then(s => Resolve.Decide(s, new ResolveCommand("Deleted the logs"), Given.By(Given.Ada)));

    private static IncidentState Sent(IncidentState state, ReminderKind kind, DateTimeOffset at) =>
        state.With(RecordReminders.Decide(state, Settings, [], new SentReminder(kind, ReminderMatter.Since(state, kind)!.Value, Given.Ada, new MessageRef(Given.Channel, new(900))), at)!);
}
