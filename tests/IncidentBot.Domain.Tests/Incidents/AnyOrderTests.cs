using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Alerts;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reminders;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Writing;

namespace IncidentBot.Domain.Tests.Incidents;

/// <summary>People do anything, in any order, twice. Each step is four small numbers, so that a failure shrinks to a short story.</summary>
public sealed class AnyOrderTests
{
    private static readonly string[] Texts = ["", "pool exhausted", "@everyone **bold** ```fence", "<@11> # heading", "a\u202eb\u200bc", new string('x', 2000), "restarted; rolled back", "שלום"];
    private static readonly string[] Times = ["14:05", "20m ago", "yesterday 23:50", "now", "in 5m", "soon", "unknown", "2023-05-10 14:00", ""];
    private static readonly PersonId[] People = [Given.Ada, Given.Tunde, Given.Grace];

    private static readonly Dictionary<string, Func<IncidentState, Step, Asker, Outcome>> Commands = new()
    {
        ["update"] = (s, x, a) => PostUpdate.Decide(s, new UpdateCommand(Text(x.A), (IncidentStatus)(x.B % 6), x.A % 2 == 0 ? (Severity)(1 + (x.B % 4)) : null, x.A % 3 == 0 ? "30m" : null), a),
        ["status"] = (s, x, a) => SetStatus.Decide(s, (IncidentStatus)(x.A % 6), a, Text(x.B)),
        ["severity"] = (s, x, a) => SetSeverity.Decide(s, (Severity)(x.A % 6), Text(x.B), a),
        ["rename"] = (s, x, a) => Rename.Decide(s, Text(x.A), a),
        ["impact"] = (s, x, a) => SetImpact.Decide(s, new ImpactCommand(Text(x.A), x.B % 3 == 0 ? (x.B * 7).ToString(CultureInfo.InvariantCulture) : null, x.B % 2 == 0 ? "1.2k" : null, x.A % 2 == 0 ? "shop, Shop, pay" : null), a),
        ["cause"] = (s, x, a) => SetCause.Decide(s, Text(x.A), a),
        ["fix"] = (s, x, a) => SetFix.Decide(s, Text(x.A), a),
        ["detected"] = (s, x, a) => SetDetection.Decide(s, Text(x.A), Time(x.B), a),
        ["time"] = (s, x, a) => SetMilestone.Decide(s, (Milestone)(x.A % 6), Time(x.B), a),
        ["role"] = (s, x, a) => AssignRole.Decide(s, x.A % 4 == 0 ? "scribe" : "commander", Person(x.B), isBot: x.B == 9, a),
        ["handover"] = (s, x, a) => Handover.Offer(s, Person(x.B), isBot: x.B == 9, a),
        ["accept"] = (s, _, a) => Handover.Accept(s, a),
        ["decline"] = (s, _, a) => Handover.Decline(s, a),
        ["take"] = (s, _, a) => TakeCommand.Decide(s, a),
        ["acknowledge"] = (s, _, a) => AcknowledgeIncident.Decide(s, a),
        ["resolve"] = (s, x, a) => Resolve.Decide(s, new ResolveCommand(Text(x.A), Text(x.B), Text(x.A + 1), Text(x.B + 1)), a),
        ["reopen"] = (s, x, a) => Reopen.Decide(s, Text(x.A), a),
        ["cancel"] = (s, x, a) => Cancel.Decide(s, Text(x.A), a),
        ["link"] = (s, x, a) => Link(s, x, a),
        ["add"] = (s, x, a) => AddEntry.Decide(s, Text(x.A), Time(x.B), (EntryKind)(x.B % 9), a),
        ["edit"] = (s, x, a) => EditEntry.Decide(s, 1 + x.A, Text(x.B), Time(x.A), a),
        ["remove"] = (s, x, a) => RemoveEntry.Decide(s, 1 + x.A, a),
        ["mark"] = (s, x, a) => Marking.Put(s, new MarkCommand(Given.Message(Text(x.A), id: 500 + (ulong)(x.A % 3), minutes: Said(x.A % 3)), (EntryKind)(x.B % 8), (MarkedThrough)(1 + (x.A % 2))), a),
        ["unmark"] = (s, x, a) => Marking.TakeBack(s, Given.Message("", id: 500 + (ulong)(x.A % 3)).Ref, (EntryKind)(x.B % 8), (MarkedThrough)(1 + (x.A % 2)), a),
        ["edited"] = (s, x, a) => Happened(FollowEdit.Decide(s, Given.Message("", id: 500 + (ulong)(x.A % 3)).Ref, Text(x.B), a.Now)),
        ["escalate"] = (s, x, a) => StartEscalation.Decide(s, new EscalateCommand(x.A % 3 == 0 ? null : x.A % 3 == 1 ? Given.ToTunde : Given.ToDevelopers, Text(x.B), x.B), a, Given.NothingApplied),
        ["page"] = (s, x, a) => Page(s, a),
        ["answer"] = (s, x, a) => AnswerPage.Decide(s, x.A == 0 ? null : x.A, a),
        ["cannot"] = (s, x, a) => CantHelp.Decide(s, x.A == 0 ? null : x.A, a, Given.NobodyOnCall),
        ["snooze"] = (s, x, a) => Snooze.Decide(s, null, x.A % 2 == 0 ? "" : x.A + "0m", a),
        ["stop"] = (s, x, a) => StopPaging.Decide(s, x.A == 0 ? null : x.A, a),
        ["action"] = (s, x, a) => AddAction.Decide(s, new ActionCommand(Text(x.A), x.B % 2 == 0 ? Given.Ada : null, x.B % 3 == 0 ? "friday" : null, (ActionKind)(x.B % 3)), a),
        ["done"] = (s, x, a) => FinishAction.Decide(s, x.A, a),
        ["action-edit"] = (s, x, a) => EditAction.Decide(s, x.A, new ActionCommand(Text(x.B), null, x.B % 2 == 0 ? "none" : "tomorrow"), a),
        ["alert"] = (s, x, a) => Alerted(s, x, a),
        ["drop"] = (s, x, a) => DropAction.Decide(s, x.A, Text(x.B), a),
        ["reminded"] = (s, x, a) => Reminded(s, (ReminderKind)(x.B % 5), a),
        ["put-off"] = (s, x, a) => SnoozeReminder.Decide(s, (ReminderKind)(x.B % 5), a),
        ["dismiss"] = (s, x, a) => DismissReminder.Decide(s, (ReminderKind)(x.B % 5), a),
        ["section"] = (s, x, a) => WriteSection.Decide(s, new SectionEdit(Section(x.A), Text(x.B), SectionHistory.Now(s.Incident, s.Entries, Section(x.A), Text(x.A)), Text(x.A)), a),
        ["section-late"] = (s, x, a) => WriteSection.Decide(s, new SectionEdit(Section(x.A), Text(x.B), new(0, SectionVersion.MarkOf(Text(x.A))), Text(x.A)), a),
        ["section-take"] = (s, x, a) => WriteSection.Take(s, x.A * 3, SectionHistory.Now(s.Incident, s.Entries, Section(x.A), ""), "", a),
        ["section-keep"] = (s, x, a) => FollowRecord.Keep(s, Section(x.A), SectionVersion.MarkOf(Text(x.B)), Text(x.B), a),
        ["section-accept"] = (s, x, a) => FollowRecord.Accept(s, Section(x.A), SectionVersion.MarkOf(Text(x.B)), Text(x.B), a),
        ["channel-lost"] = (s, x, a) => Happened(ChannelLost.Decide(s.Incident, x.A % 3 == 0 ? new ChannelId(4711) : s.Incident.Channel ?? default, a.Now)),
        ["duty-failed"] = (s, x, a) => Happened(DutyFailed.Decide(s.Incident, "The card could not be shown", Text(x.A), tell: x.B % 2 == 0, a.Now)),
        ["reassign"] = (s, x, a) => Reassign.Decide(s, x.A == 0 ? null : x.A, new EscalateCommand(x.B % 2 == 0 ? Given.ToTunde : Given.ToDevelopers), a, Given.NothingApplied),
    };

    // What adds something each time it is said: that one command does not arrive as two is seen to where it arrives.
    private static readonly HashSet<string> Additive = ["update", "add", "action", "page", "duty-failed", "channel-lost", "alert", "reminded", "reassign", "section-late", "section-keep"];

    private static readonly string[] Marks = ["mark", "mark", "unmark", "edited", "remove", "edit"];

    private static readonly string[] Names = [.. Commands.Keys];

    private static Arbitrary<Step[]> Stories => Arb.From(
        from steps in (
            from command in Gen.Elements(Names)
            from who in Gen.Choose(0, 2)
            from a in Gen.Choose(0, 15)
            from b in Gen.Choose(0, 15)
            from wait in Gen.Elements(0, 0, 1, 5, 6, 20)
            select new Step(command, who, a, b, wait)).ListOf()
        select steps.ToArray(),
        story => Enumerable.Range(0, story.Length).Select(left => story.Where((_, i) => i != left).ToArray()));

    /// <summary>A story as a bad connection delivers it: any step again later, any two in each other's place.</summary>
    private static Arbitrary<Step[]> Deliveries => Arb.From(
        from story in Stories.Generator
        from again in Gen.Choose(0, 2).ListOf(story.Length)
        from order in Gen.Choose(0, 12).ListOf(story.Length * 3)
        select story
            .SelectMany((step, i) => Enumerable.Repeat(step with { Wait = i + step.Wait }, 1 + again[i]).Select((s, n) => (Step: s, At: i + (n * 5))))
            .Select((one, n) => (one.Step, At: one.At + order[n % Math.Max(1, order.Count)]))
            .OrderBy(static one => one.At).Select(static one => one.Step).ToArray(),
        deliveries => Enumerable.Range(0, deliveries.Length).Select(left => deliveries.Where((_, i) => i != left).ToArray()));

    [Fact]
    public void No_order_of_commands_leaves_an_illegal_record() => Holds((before, after, decision, step) =>
    {
        Invariants.Violations(after).ShouldBeEmpty(step.ToString());
        after.Incident.Version.ShouldBe(before.Incident.Version);
    });

    [Fact]
    public void Steps_that_arrive_again_later_and_out_of_order_leave_a_legal_record() => Prop.ForAll(Deliveries, deliveries =>
    {
        var state = Given.Incident();
        var minutes = 0;
        foreach (var step in deliveries)
        {
            minutes = Math.Max(minutes, step.Wait);
            var asker = Given.By(People[step.Who], minutes) with { ManagesServer = true };
            if (Commands[step.Command](state, step, asker).Decision is { } decision) state = state.With(decision);
            Invariants.Violations(state).ShouldBeEmpty(string.Join("; ", deliveries.Select(static s => s.ToString())));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60).WithQuietOnSuccess(true));

    [Fact]
    public void Milestones_are_always_in_order() => Holds((_, after, _, step) => MilestoneOrder.Broken(after.Incident.Milestones).ShouldBeNull(step.ToString()));

    [Fact]
    public void A_command_that_arrives_twice_is_answered_and_changes_nothing_more() => Tell((state, step, asker) =>
    {
        var outcome = Commands[step.Command](state, step, asker);
        if (outcome.Decision is not { } decision || Additive.Contains(step.Command)) return;

        // Without a number, the newest that is paging is meant: said twice, that is another one where several are.
        if (decision.Escalations.Length > 0 && state.Escalations.Count(escalation => escalation.State == EscalationState.Paging) > 1) return;
        var again = Commands[step.Command](state.With(decision), step, asker);
        again.Decision?.Answer.ShouldBeNull(step.ToString());
        again.Refusal.ShouldNotBeNull();
    });

    [Fact]
    public void Everything_is_answered_within_one_message_and_nothing_in_it_is_live() => Tell((state, step, asker) =>
    {
        var outcome = Commands[step.Command](state, step, asker);
        foreach (var said in outcome.Decision?.Owes.OfType<Tell>().Select(tell => tell.Text).Append(outcome.Sentence) ?? [outcome.Sentence])
        {
            said.Length.ShouldBeLessThanOrEqualTo(2000, step.ToString());
            said.ShouldNotContain("@everyone");
            said.ShouldNotContain("```");
            said.ShouldNotContain("**bold**");
            said.ShouldNotContain('\u202e');
        }
    });

    [Fact]
    public void What_changes_after_the_end_brings_the_postmortem_into_step() => Holds((before, after, decision, step) =>
    {
        // What the bot notes about itself is not what the incident was about; a postmortem that cannot be posted must not owe itself again.
        if (step.Command is not ("duty-failed" or "channel-lost" or "reminded" or "put-off" or "dismiss") && before.Incident.Status == IncidentStatus.Resolved && after.Incident.Status == IncidentStatus.Resolved) decision.Owes<PostPostmortem>().ShouldBeTrue(step.ToString());
    });

    [Fact]
    public void Nothing_private_and_no_drill_is_announced() => Holds((_, after, decision, step) =>
    {
        if (after.Incident.IsPrivate || after.Incident.IsDrill) decision.Owes<Announce>().ShouldBeFalse(step.ToString());
    });

    [Fact]
    public void Nothing_is_ever_taken_from_the_record() => Holds((before, after, _, step) =>
    {
        after.Entries.Length.ShouldBeGreaterThanOrEqualTo(before.Entries.Length, step.ToString());
        after.Incident.StatusHistory.Length.ShouldBeGreaterThanOrEqualTo(before.Incident.StatusHistory.Length);
        after.Incident.Roles.Length.ShouldBeGreaterThanOrEqualTo(before.Incident.Roles.Length);
    });

    [Fact]
    public void Marks_are_a_set_in_whatever_order_people_set_them_and_take_them_back() =>
        Prop.ForAll(Stories.Generator.Select(story => story.Select(step => step with { Command = Marks[step.A % Marks.Length], A = step.B % 2, B = step.Who + (step.Wait % 2) }).ToArray()).ToArbitrary(), story =>
        {
            var state = Given.Incident();
            foreach (var step in story)
            {
                if (Commands[step.Command](state, step, Given.By(People[step.Who])).Decision is { } decision) state = state.With(decision);
                Invariants.Violations(state).ShouldBeEmpty(step.ToString());
            }
        }).Check(Config.QuickThrowOnFailure.WithEndSize(60).WithQuietOnSuccess(true));

    private static void Holds(Action<IncidentState, IncidentState, Decision, Step> holds) => Tell((state, step, asker) =>
    {
        if (Commands[step.Command](state, step, asker).Decision is { } decision) holds(state, state.With(decision), decision, step);
    });

    private static void Tell(Action<IncidentState, Step, Asker> atEachStep) =>
        Prop.ForAll(Stories, story =>
        {
            var state = Given.Incident(isPrivate: story.Length % 3 == 0);
            var minutes = 0;
            foreach (var step in story)
            {
                minutes += step.Wait;
                var asker = Given.By(People[step.Who], minutes) with { ManagesServer = true, Roles = step.Who == 2 ? [Given.Developers] : [] };
                atEachStep(state, step, asker);
                if (Commands[step.Command](state, step, asker).Decision is { } decision) state = state.With(decision);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60).WithQuietOnSuccess(true));

    private static string Section(int n) => n % 2 == 0 ? "summary" : "lessons";

    private static string Text(int n) => Texts[n % Texts.Length];

    /// <summary>Of the three messages that are marked one was said before and two after the incident began, by Discord's clock: those who mark may be behind it.</summary>
    private static double Said(int message) => message switch { 0 => -3, 1 => 1, _ => 60 };

    private static string Time(int n) => Times[n % Times.Length];

    private static PersonId Person(int n) => People[n % People.Length];

    private static Outcome Link(IncidentState state, Step step, Asker asker)
    {
        var other = step.A % 5 == 0 ? state : Given.Incident("Another", number: 8);
        var outcome = LinkIncidents.Decide(state, other.Incident.Number, step.A % 7 == 0 ? null : other, step.B % 2 == 0 ? LinkKind.Related : LinkKind.DuplicateOf, asker);
        if (outcome.Decision is not { } both) return outcome.Refusal!;
        Invariants.Violations(other.With(both.There)).ShouldBeEmpty();
        return both.Here;
    }

    /// <summary>What the agenda does: it asks what is due, and does that.</summary>
    private static Outcome Page(IncidentState state, Asker asker)
    {
        foreach (var escalation in state.Escalations)
        {
            if (state.Page(escalation.Number, asker.Now, [Given.Grace], [new UndeliveredPage(Given.Tunde, "**bold** @everyone")]) is { } sent) return Happened(sent);
            if (PassOn.Decide(state, escalation.Number, asker.Now, Given.NobodyOnCall) is { Escalations.IsEmpty: false } passed) return passed;
        }

        return new Refusal("Nothing is due.");
    }

    /// <summary>One of three alerts, as it comes to this incident alone. What only counts is not looked at.</summary>
    private static Outcome Alerted(IncidentState state, Step step, Asker asker)
    {
        var alert = new Alert
        {
            Source = "Monitor",
            Key = $"{step.A % 3}",
            Title = "Alert " + Text(step.B),
            Status = step.B % 3 == 0 ? AlertStatus.Resolved : AlertStatus.Firing,
            Services = ["shop"],
            StartsAt = step.A % 2 == 0 ? null : asker.Now.AddMinutes(-(step.B % 4) * 10),
            EndsAt = step.A % 4 == 0 ? asker.Now.AddMinutes(step.B - 5) : null,
            GroupKey = "group",
        }.Tidy();
        var route = AlertRoute.Of(alert, [state.Incident], asker.Settings, asker.Now);
        return route.Verdict == AlertVerdict.Repeat ? new Refusal("It is counted.") : Happened(ReceiveAlert.Decide(state, alert, route, asker));
    }

    private static Outcome Reminded(IncidentState state, ReminderKind kind, Asker asker) => ReminderMatter.Since(state, kind) is not { } since
        ? new Refusal("There is nothing to remind of.")
        : Happened(RecordReminders.Decide(state, Given.Settings, [], new(kind, since, ReminderMatter.To(state, kind), new(Given.Channel, new(9000 + (ulong)state.Incident.LastEntry))), asker.Now));

    private static Outcome Happened(Decision? decision) => decision is null ? new Refusal("Nothing follows.") : decision;

    /// <summary>One thing that somebody does. What the numbers stand for is the command's; a failing story prints as "ada: resolve(3, 5) +6 min; …".</summary>
    internal sealed record Step(string Command, int Who, int A, int B, int Wait)
    {
        private static readonly string[] Names = ["ada", "tunde", "grace"];

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Names[Who]}: {Command}({A}, {B}) +{Wait} min");
    }
}
