using System.Collections.Immutable;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Actions.FollowingUp;
using IncidentBot.Domain.Actions.Tracking;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain.Tests.Actions;

/// <summary>An action item and its issue in a tracker.</summary>
public sealed class TrackingTests
{
    private static readonly ServerSettings ToOps = Given.Settings with { FollowUp = FollowUpRules.Default with { Tracker = "ops" } };

    [Fact]
    public void Nothing_that_was_typed_takes_effect_in_the_tracker()
    {
        var text = TextOf("""@octocat and <@800000000000000001>: see #12, GH-7 and !5, <script>alert(1)</script> [x](https://evil.example) `code` https://github.com/a/b/issues/3 https://grafana.example/d/my_board""");
        text.Title.ShouldStartWith("@\u200Boctocat and @\u200B800000000000000001: see #\u200B12, GH\u200B-7 and !\u200B5");
        text.Part.ShouldStartWith("@\u200Boctocat and @\u200B800000000000000001: see #\u200B12, GH\u200B-7 and \\!\u200B5, &lt;script&gt;alert(1)&lt;/script&gt; \\[x\\](<https://evil.example)> \\`code\\` https\u200B://github.com/a/b/issues/3 <https://grafana.example/d/my_board>\n");
        text.Title.Length.ShouldBeLessThanOrEqualTo(200);
        TextOf("# Heading").Part.ShouldStartWith("\\# Heading");
        TextOf("1. one").Part.ShouldStartWith("1\\. one");
        TextOf(new string('x', 900)).Title.Length.ShouldBeLessThanOrEqualTo(200);
    }

    [Fact]
    public void The_issue_says_what_the_item_says_and_keeps_what_people_wrote_around_it()
    {
        var text = TextOf("Alert on pool size");
        text.Part.ShouldContain("\n- Severity: ");
        text.Part.ShouldContain("\n- Kind: preventive\n- Priority: high\n- Owner: Tunde\n- Due: 2023-05-20\n");
        var edited = "We talked about it.\n" + text.Body + "\n- [ ] first step\n";
        var after = TextOf("Alert on pool size and queue").Into(edited);
        after.ShouldStartWith("We talked about it.\n<!-- incidentbot:");
        after.ShouldContain("queue");
        after.ShouldEndWith("<!-- incidentbot:end -->\n\n- [ ] first step\n");
        text.Into(null).ShouldBe(text.Body);
        text.Into("mine").ShouldBe(text.Body + "\nmine");
        text.Hash.ShouldNotBe(TextOf("Alert on pool size and queue").Hash);
    }

    [Fact]
    public void Whichever_side_changed_the_other_follows_and_nothing_goes_round_in_circles()
    {
        var open = Sent();
        var made = Seen(open, closed: false);
        made.State.Actions[0].Issue!.Url.ShouldBe("https://t/12");
        made.Owes<TrackIssue>().ShouldBeFalse();

        // Closed there: done here.
        var done = Seen(made.State, closed: true);
        (done.State.Actions[0].State, done.State.Actions[0].ClosedBy).ShouldBe((ActionState.Done, null));
        done.State.Entries[^1].Text.ShouldBe("Action item 1 done: closed in ops #12");
        done.Owes<TrackIssue>().ShouldBeFalse();

        // Opened there: open here. Closed as not planned: dropped, with that as the reason.
        Seen(done.State, closed: false).State.Actions[0].State.ShouldBe(ActionState.Open);
        Seen(made.State, closed: true, notPlanned: true).State.Actions[0].ShouldSatisfyAllConditions(
            action => action.State.ShouldBe(ActionState.Dropped), action => action.DropReason.ShouldBe("closed as not planned in ops #12"));

        // Done here: the tracker is told, and agrees from then on.
        var here = made.State.Then(s => FinishAction.Decide(s, 1, Given.By(Given.Ada)));
        MergeIssue.ForTracker(here.Actions[0], isClosedThere: false).ShouldBe(true);
        var agreed = Seen(here, closed: true);
        agreed.State.Actions[0].ClosedBy.ShouldBe(Given.Ada);
        MergeIssue.ForTracker(agreed.State.Actions[0], isClosedThere: true).ShouldBeNull();

        // Opened there since: nothing is written there, it is opened here.
        MergeIssue.ForTracker(agreed.State.Actions[0], isClosedThere: false).ShouldBeNull();
        Seen(agreed.State, closed: false).State.Actions[0].State.ShouldBe(ActionState.Open);
    }

    [Fact]
    public void What_is_changed_while_the_tracker_is_told_is_told_once_more()
    {
        var made = Seen(Sent(), closed: false).State;
        var closedMeanwhile = made.Then(s => FinishAction.Decide(s, 1, Given.By(Given.Ada)));
        FinishAction.Decide(made, 1, Given.By(Given.Ada)).Decided().Owes<TrackIssue>().ShouldBeTrue();
        var seen = Seen(closedMeanwhile, closed: false);
        seen.State.Actions[0].State.ShouldBe(ActionState.Done);
    }

    [Fact]
    public void Drills_and_private_incidents_stay_where_they_are()
    {
        var state = WithItem();
        Track(state).Decided().Actions[0].Issue!.Tracker.ShouldBe("ops");
        Track(state with { Incident = state.Incident with { IsDrill = true } }).Refused().ShouldContain("is a drill");
        TrackAction.Decide(state, 1, _ => false, Asker).Refused().ShouldContain("Ops does not stand under Trackers");
        TrackAction.Decide(state, 1, _ => true, Given.By(Given.Ada)).Refused().ShouldContain("`/action settings action_tracker:`");

        var hidden = state with { Incident = state.Incident with { IsPrivate = true, DeclaredBy = Given.Ada } };
        Track(hidden).Refused().ShouldContain("others may read the tracker. Nothing was sent");
        TrackAction.Decide(hidden, 1, _ => true, Asker with { Settings = ToOps with { FollowUp = ToOps.FollowUp with { TracksPrivate = true } } }).Decided();

        var all = Asker with { Settings = ToOps with { FollowUp = ToOps.FollowUp with { TracksAll = true } } };
        AddAction.Decide(state, new ActionCommand("Load test"), all).Decided().ShouldSatisfyAllConditions(
            decision => decision.Actions[0].Issue!.Tracker.ShouldBe("ops"), decision => decision.Owes.ShouldContain(new TrackIssue(2)));
        AddAction.Decide(hidden, new ActionCommand("Load test"), all).Decided().Owes<TrackIssue>().ShouldBeFalse();
    }

    [Fact]
    public void An_item_that_is_dropped_says_why()
    {
        DropAction.Decide(WithItem(), 1, "  ", Given.By(Given.Ada)).Refused().ShouldContain("Say why action item 1 will not be done");
        var dropped = WithItem().Then(s => DropAction.Decide(s, 1, "we bought one", Given.By(Given.Ada)));
        (dropped.Actions[0].DropReason, dropped.Entries[^1].Text).ShouldBe(("we bought one", "Action item 1 dropped: we bought one"));
        dropped.Then(s => ReopenAction.Decide(s, 1, null, Given.By(Given.Ada))).Actions[0].ShouldSatisfyAllConditions(action => action.DropReason.ShouldBeNull(), action => action.ClosedAt.ShouldBeNull());
    }

    private static Asker Asker => Given.By(Given.Ada) with { Settings = ToOps };

    private static Outcome Track(IncidentState state) => TrackAction.Decide(state, 1, _ => true, Asker);

    private static IncidentState WithItem(string text = "Alert on pool size") => Given.Incident().Then(s => AddAction.Decide(
        s, new ActionCommand(text, Given.Tunde, "2023-05-20", ActionKind.Preventive) { Priority = ActionPriority.High }, Given.By(Given.Ada)));

    private static IncidentState Sent() => WithItem().Then(Track);

    private static (IncidentState State, Decision Decision) Seen(IncidentState state, bool closed, bool notPlanned = false)
    {
        var decision = MergeIssue.Decide(state, 1, "ops", new IssueView(12, "https://t/12", closed, notPlanned), "told", Given.Now.AddHours(5))!;
        return (state.With(decision), decision);
    }

    private static IssueText TextOf(string text)
    {
        var state = WithItem(text);
        var file = new IncidentFile(state.Incident, state.Entries, [], [], state.Actions, ImmutableDictionary<PersonId, string>.Empty.Add(Given.Tunde, "Tunde"), Given.Settings);
        return IssueText.Of(file, state.Actions[0]);
    }
}

internal static class SeenExtensions
{
    public static bool Owes<T>(this (IncidentState State, Decision Decision) seen) => seen.Decision.Owes.OfType<T>().Any();
}
