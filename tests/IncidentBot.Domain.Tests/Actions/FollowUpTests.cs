using System.Collections.Immutable;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Actions.FollowingUp;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Actions;

/// <summary>Who is reminded of an action item when, by a server whose clock stands in Lagos (UTC+1, no daylight saving).</summary>
public sealed class FollowUpTests
{
    private static readonly ServerSettings Lagos = Given.Settings with { TimeZone = "Africa/Lagos" };

    [Fact]
    public void An_owner_is_reminded_before_the_date_on_it_and_after_it_and_the_commander_when_it_is_long_overdue()
    {
        var state = WithItem(due: "2023-05-20");
        var sent = Play(state, Lagos, days: 90);
        sent.Select(one => (one.At, one.Due.IsEscalation)).ShouldBe(
        [
            (Morning(18), false), (Morning(20), false), (Morning(23), false), (Morning(30), false),
            (Morning(20).AddDays(14), true),
            (Morning(37), false), (Morning(44), false), (Morning(51), false), (Morning(58), false), (Morning(65), false),
        ], ignoreOrder: true);
        sent.Where(one => !one.Due.IsEscalation).ShouldAllBe(one => one.Due.To == Given.Tunde);
    }

    [Fact]
    public void After_a_long_absence_one_reminder_comes_and_not_at_night()
    {
        var state = WithItem(due: "2023-05-20");
        var night = new DateTimeOffset(2023, 6, 2, 1, 30, 0, TimeSpan.Zero);
        var asleep = NextFollowUp.Of(state, Lagos, night);
        (asleep.Due, asleep.Next).ShouldBe((null, new DateTimeOffset(2023, 6, 2, 8, 0, 0, TimeSpan.Zero)));
        NextFollowUp.Of(state, Lagos, new(2023, 6, 2, 20, 0, 0, TimeSpan.Zero)).Next.ShouldBe(new DateTimeOffset(2023, 6, 3, 8, 0, 0, TimeSpan.Zero));

        var awake = asleep.Next!.Value;
        NextFollowUp.Of(state, Lagos, awake).Due!.Action.Number.ShouldBe(1);
        var decision = RecordFollowUp.Decide(state, Lagos, [], new SentFollowUp(1, Given.Tunde, IsEscalation: false, Somewhere), awake);
        NextFollowUp.Of(state.With(decision), Lagos, awake).Due.ShouldBeNull();
        decision.Entries.ShouldHaveSingleItem().Text.ShouldBe("Reminded <@12> of action item 1");
        decision.Owes.ShouldHaveSingleItem().ShouldBe(new FollowUpActions { Due = Morning(20).AddDays(14) });
    }

    [Fact]
    public void Nobody_is_reminded_of_what_is_done_dropped_put_off_or_of_a_drill()
    {
        var state = WithItem(due: "2023-05-20");
        var due = Morning(20);
        NextFollowUp.Of(state.Then(s => FinishAction.Decide(s, 1, Given.By(Given.Tunde))), Lagos, due).ShouldSatisfyAllConditions(plan => plan.Due.ShouldBeNull(), plan => plan.Next.ShouldBeNull());
        NextFollowUp.Of(state.Then(s => DropAction.Decide(s, 1, "bought one", Given.By(Given.Tunde))), Lagos, due).Due.ShouldBeNull();
        NextFollowUp.Of(state with { Incident = state.Incident with { IsDrill = true } }, Lagos, due).Due.ShouldBeNull();
        NextFollowUp.Of(state, Lagos with { FollowUp = FollowUpRules.Default with { Days = new(2, 3, 7, Off: true) } }, due).Due.ShouldBeNull();

        var later = state.Then(s => PutOffAction.Decide(s, 1, 7, new Asker(Given.Tunde, Morning(18).AddHours(1), Lagos)));
        NextFollowUp.Of(later, Lagos, due).ShouldSatisfyAllConditions(plan => plan.Due.ShouldBeNull(), plan => plan.Next.ShouldBe(Morning(25)));
        NextFollowUp.Of(later, Lagos, Morning(25)).Due!.To.ShouldBe(Given.Tunde);
        PutOffAction.Decide(state, 1, 61, Given.By(Given.Tunde)).Refused().ShouldContain("1 to 60 days");
    }

    [Fact]
    public void A_new_date_or_a_new_beginning_counts_afresh()
    {
        var state = WithItem(due: "2023-05-20").Then(s => EditAction.Decide(s, 1, new ActionCommand(null, Due: "2023-06-20"), new Asker(Given.Ada, Morning(21), Lagos)));
        NextFollowUp.Of(state, Lagos, Morning(30)).ShouldSatisfyAllConditions(plan => plan.Due.ShouldBeNull(), plan => plan.Next.ShouldBe(Morning(49)));

        // Opened again long after its date, it is not long overdue on the same day.
        var at = Morning(120);
        var again = state.Then(s => FinishAction.Decide(s, 1, new Asker(Given.Ada, Morning(22), Lagos))).Then(s => ReopenAction.Decide(s, 1, "it came back", new Asker(Given.Ada, at, Lagos)));
        again.Entries[^1].Text.ShouldBe("Action item 1 reopened: it came back");
        NextFollowUp.Of(again, Lagos, at.AddDays(13)).Due.ShouldBeNull();
        NextFollowUp.Of(again, Lagos, at.AddDays(14)).Due!.IsEscalation.ShouldBeTrue();
    }

    [Fact]
    public void What_nobody_owns_is_the_commanders_and_the_owner_is_not_told_of_himself()
    {
        var nobodys = Given.Incident().Then(s => TakeCommand.Decide(s, Given.By(Given.Ada))).Then(s => AddAction.Decide(s, new ActionCommand("Alert", Due: "2023-05-20"), Given.By(Given.Ada)));
        NextFollowUp.Of(nobodys, Lagos, Morning(20)).Due!.To.ShouldBe(Given.Ada);
        var own = Given.Incident().Then(s => TakeCommand.Decide(s, Given.By(Given.Tunde))).Then(s => AddAction.Decide(s, new ActionCommand("Alert", Given.Tunde, "2023-05-20"), Given.By(Given.Ada)));
        own = own.With(RecordFollowUp.Decide(own, Lagos, [], new SentFollowUp(1, Given.Tunde, IsEscalation: false, Somewhere), Morning(40)));
        var due = NextFollowUp.Of(own, Lagos, Morning(40)).Due!;
        (due.IsEscalation, due.To).ShouldBe((true, own.Incident.DeclaredBy == Given.Tunde ? null : own.Incident.DeclaredBy));
    }

    [Fact]
    public void The_digest_comes_at_its_hour_by_the_local_clock_through_both_changes_of_it()
    {
        var berlin = Given.Settings with { TimeZone = "Europe/Berlin", FollowUp = FollowUpRules.Default with { Digest = new(DayOfWeek.Sunday, new TimeOnly(2, 30)) } };
        NextDigest.After(berlin, new(2026, 3, 28, 0, 0, 0, TimeSpan.Zero)).ShouldBe(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero));
        NextDigest.After(berlin, new(2026, 10, 24, 0, 0, 0, TimeSpan.Zero)).ShouldBe(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero));
        NextDigest.After(berlin, new(2026, 10, 25, 0, 30, 0, TimeSpan.Zero)).ShouldBe(new DateTimeOffset(2026, 11, 1, 1, 30, 0, TimeSpan.Zero));

        var monday = Given.Settings with { TimeZone = "Europe/Berlin" };
        var winter = NextDigest.After(monday, new(2026, 3, 22, 0, 0, 0, TimeSpan.Zero))!.Value;
        var summer = NextDigest.After(monday, winter)!.Value;
        (winter, summer - winter).ShouldBe((new DateTimeOffset(2026, 3, 23, 8, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(7) - TimeSpan.FromHours(1)));
        (NextDigest.Now(monday, summer), NextDigest.Now(monday, summer.AddHours(11)), NextDigest.Now(monday, summer.AddHours(13))).ShouldBe((summer, summer, null));
        NextDigest.After(monday with { FollowUp = FollowUpRules.Default with { Digest = new(null, default) } }, summer).ShouldBeNull();
    }

    [Fact]
    public void The_digest_names_owners_with_what_is_late_first_and_leaves_out_what_is_not_for_everyone()
    {
        var shop = Given.Incident().Incident;
        var hidden = shop with { IsPrivate = true };
        (Incident, ActionItem) Item(int number, string text, PersonId? owner, int? due = null, Incident? of = null, ActionPriority? priority = null, ActionState state = ActionState.Open) => (of ?? shop, new ActionItem
        {
            Incident = shop.Id,
            Number = number,
            Text = text,
            Owner = owner,
            AddedBy = Given.Ada,
            AddedAt = Given.Now,
            Priority = priority,
            State = state,
            Due = due is { } day ? new DateOnly(2023, 5, day) : null,
        });
        var today = new DateOnly(2023, 5, 22);
        var text = ActionDigest.Write(
            [Item(1, "Alert", Given.Tunde, 25), Item(2, "Runbook @everyone", Given.Tunde, 20, priority: ActionPriority.High), Item(3, "Load test", null), Item(4, "Keys", Given.Ada, of: hidden), Item(5, "Done", Given.Ada, state: ActionState.Done), Item(6, "Limits", Given.Ada)],
            today).ShouldHaveSingleItem();
        text.ShouldBe($"""
            📋 **4 action items to be done**, 1 of them overdue · Monday 22 May 2023
            <@12> · 2 open, 1 overdue
            ⚠️ **{shop.Name}** #2 Runbook @{'\u200B'}everyone (due 20 May 2023, **2 days overdue**, high priority)
            ☐ **{shop.Name}** #1 Alert (due 25 May 2023)
            <@11> · 1 open
            ☐ **{shop.Name}** #6 Limits
            **Nobody's yet** · 1 open
            ☐ **{shop.Name}** #3 Load test
            -# `/action done` when one is done · `/action edit` gives it an owner or a date · `/action drop` with the reason when it will not be
            """.ReplaceLineEndings("\n"));
        ActionDigest.Write([Item(4, "Keys", Given.Ada, of: hidden)], today).ShouldBeEmpty();

        var many = ActionDigest.Write(Enumerable.Range(1, 150).Select(number => Item(number, new string('x', 300), number % 3 == 0 ? null : new PersonId((ulong)(20 + (number % 4))))), today);
        many.Length.ShouldBe(8);
        many.ShouldAllBe(message => message.Length <= 2000 && message.StartsWith(ActionDigest.Opening));
        many[^1].ShouldContain(" more: `/action list` shows them.");
        many.Sum(message => message.Split("**INC-").Length - 1).ShouldBe(150 - int.Parse(many[^1].Split("… and ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("before: 1d, after: off", "1 day before the date, on it")]
    [InlineData("every 2 weeks", "2 days before the date, on it, 3 days after it and then every 14 days")]
    [InlineData("before: off, every: off", "on the date, 3 days after it")]
    [InlineData("off", "off")]
    public void Times_of_reminders_are_read_as_typed(string typed, string words) => TypedFollowUp.Write(TypedFollowUp.ReadDays(typed, FollowUpRules.Default.Days).Days!).ShouldBe(words);

    [Theory]
    [InlineData("before: soon")]
    [InlineData("whenever: 2d")]
    [InlineData("after: 400 days")]
    [InlineData("every")]
    [InlineData("")]
    public void What_is_no_time_for_reminders_is_refused_with_an_example(string typed) => TypedFollowUp.ReadDays(typed, FollowUpRules.Default.Days).Refusal!.Sentence.ShouldContain("`before: 2d, after: 3d, every: 7d`");

    [Theory]
    [InlineData("friday 4 pm", "Friday 16:00")]
    [InlineData("tue", "Tuesday 09:00")]
    [InlineData("Mondays, 08:30", "Monday 08:30")]
    [InlineData("off", "off")]
    [InlineData("t 9", null)]
    [InlineData("monday noonish", null)]
    public void The_digests_hour_is_read_as_typed(string typed, string? words) =>
        (TypedFollowUp.ReadDigest(typed, FollowUpRules.Default.Digest).Time is { } time ? TypedFollowUp.Write(time) : null).ShouldBe(words);

    private static readonly MessageRef Somewhere = new(new ChannelId(5), new MessageId(6));

    /// <summary>Nine o'clock in Lagos on that day of May 2023; 32 is the first of June.</summary>
    private static DateTimeOffset Morning(int day) => new DateTimeOffset(2023, 5, 1, 8, 0, 0, TimeSpan.Zero).AddDays(day - 1);

    private static IncidentState WithItem(string due) => Given.Incident()
        .Then(s => TakeCommand.Decide(s, Given.By(Given.Ada)))
        .Then(s => AddAction.Decide(s, new ActionCommand("Alert on pool size", Given.Tunde, due), Given.By(Given.Ada)));

    /// <summary>What is sent when the plan is followed for so long.</summary>
    private static ImmutableArray<(DateTimeOffset At, DueFollowUp Due)> Play(IncidentState state, ServerSettings settings, int days)
    {
        var sent = ImmutableArray.CreateBuilder<(DateTimeOffset, DueFollowUp)>();
        var now = Given.Now;
        while (now < Given.Now.AddDays(days))
        {
            var plan = NextFollowUp.Of(state, settings, now);
            if (plan.Due is { } due)
            {
                sent.Add((now, due));
                state = state.With(RecordFollowUp.Decide(state, settings, [], new SentFollowUp(due.Action.Number, due.To, due.IsEscalation, Somewhere), now));
                continue;
            }

            if (plan.Next is not { } next) break;
            now = next;
        }

        return sent.ToImmutable();
    }
}
