using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Timeline;

public sealed class TimelineTests
{
    [Fact]
    public void An_entry_stands_where_it_happened_and_what_was_understood_is_said_back()
    {
        var decision = AddEntry.Decide(Given.Incident(), "deploy began", "14:10", null, Given.By(Given.Ada, 60)).Decided();
        var entry = decision.Entries.ShouldHaveSingleItem();
        (entry.HappenedAt, entry.RecordedAt, entry.Kind).ShouldBe((Given.Now.AddMinutes(-20), Given.Now.AddMinutes(60), EntryKind.KeyEvent));
        decision.Answer.ShouldContain("10 May 2023 14:10 WAT (1 hour, 20 minutes ago)");
    }

    [Fact]
    public void A_message_marked_by_two_stays_until_both_take_their_marks_back()
    {
        var message = Given.Message("restarted the server");
        var state = Given.Incident().Then(s => Mark(s, message, EntryKind.KeyEvent, Given.Ada)).Then(s => Mark(s, message, EntryKind.KeyEvent, Given.Tunde));
        var entry = state.Entries.Single(one => one.Source == message.Ref);
        (entry.HappenedAt, entry.By, entry.Marks.Length).ShouldBe((message.SaidAt, Given.Tunde, 2));
        Mark(state, message, EntryKind.KeyEvent, Given.Ada).Refused().ShouldContain("already");

        state = state.Then(s => TakeBack(s, message, EntryKind.KeyEvent, Given.Ada));
        state.Entries.Single(one => one.Source == message.Ref).Shown.ShouldBeTrue();

        var last = TakeBack(state, message, EntryKind.KeyEvent, Given.Tunde).Decided();
        last.Entries.ShouldHaveSingleItem().Shown.ShouldBeFalse();
        last.Owes.ShouldContain(new MarkMessage(message.Ref, On: false));

        var again = Mark(state.With(last), message, EntryKind.KeyEvent, Given.Ada).Decided();
        again.Entries.ShouldHaveSingleItem().ShouldSatisfyAllConditions(one => one.Number.ShouldBe(entry.Number), one => one.Shown.ShouldBeTrue());
    }

    [Fact]
    public void A_marked_cause_is_the_cause_until_it_is_taken_back()
    {
        var (first, second) = (Given.Message("it is the pool", 501), Given.Message("it is the query", 502));
        var state = Given.Incident().Then(s => Mark(s, first, EntryKind.Cause, Given.Ada)).Then(s => Mark(s, second, EntryKind.Cause, Given.Ada));
        state.Incident.Cause!.Text.ShouldBe("it is the query");
        state.Incident.Status.ShouldBe(IncidentStatus.Investigating);
        state = state.Then(s => TakeBack(s, second, EntryKind.Cause, Given.Ada));
        state.Incident.Cause!.Text.ShouldBe("it is the pool");
        state.Then(s => TakeBack(s, first, EntryKind.Cause, Given.Ada)).Incident.Cause.ShouldBeNull();
    }

    [Fact]
    public void A_cause_a_person_wrote_since_stays_when_the_mark_is_taken_back()
    {
        var message = Given.Message("it is the pool");
        var state = Given.Incident()
            .Then(s => Mark(s, message, EntryKind.Cause, Given.Ada))
            .Then(s => SetCause.Decide(s, "connection pool too small", Given.By(Given.Ada)))
            .Then(s => TakeBack(s, message, EntryKind.Cause, Given.Ada));
        state.Incident.Cause!.Text.ShouldBe("connection pool too small");
    }

    [Fact]
    public void A_message_marked_as_action_item_becomes_one_and_goes_with_the_mark_unless_taken_up()
    {
        var message = Given.Message("add an alert for the pool");
        var state = Given.Incident().Then(s => Mark(s, message, EntryKind.ActionItem, Given.Ada));
        state.Actions.ShouldHaveSingleItem().Source.ShouldBe(message.Ref);
        state.Then(s => TakeBack(s, message, EntryKind.ActionItem, Given.Ada)).Actions.ShouldHaveSingleItem().State.ShouldBe(ActionState.Dropped);

        var owned = state.Then(s => EditAction.Decide(s, 1, new ActionCommand(null, Given.Tunde), Given.By(Given.Ada)));
        owned.Then(s => TakeBack(s, message, EntryKind.ActionItem, Given.Ada)).Actions.ShouldHaveSingleItem().State.ShouldBe(ActionState.Open);
    }

    [Fact]
    public void A_marked_impact_brings_its_share_of_users() =>
        Given.Incident().Then(s => Mark(s, Given.Message("about 30% of our users cannot log in"), EntryKind.Impact, Given.Ada)).Incident.Impacts.ShouldHaveSingleItem().Percent.ShouldBe(30);

    [Fact]
    public void An_entry_follows_its_message_until_a_person_edits_it()
    {
        var message = Given.Message("restarting");
        var state = Given.Incident().Then(s => Mark(s, message, EntryKind.Fix, Given.Ada));

        state = state.With(FollowEdit.Decide(state, message.Ref, "restarted, it works", Given.Now).ShouldNotBeNull());
        state.Incident.Fix!.Text.ShouldBe("restarted, it works");

        state = state.Then(s => EditEntry.Decide(s, 2, "Restarted all servers", "14:20", Given.By(Given.Ada, 10)));
        (state.Incident.Fix!.Text, state.Incident.Fix.At).ShouldBe(("Restarted all servers", Given.Now.AddMinutes(-10)));
        FollowEdit.Decide(state, message.Ref, "something else", Given.Now).ShouldBeNull();
        TakeBack(state, message, EntryKind.Fix, Given.Ada).Decided().Incident.Fix.ShouldNotBeNull();
    }

    [Fact]
    public void What_the_bot_recorded_itself_is_neither_edited_nor_removed()
    {
        EditEntry.Decide(Given.Incident(), 1, "never happened", null, Given.By(Given.Ada)).Refused().ShouldContain("bot's own record");
        RemoveEntry.Decide(Given.Incident(), 1, Given.By(Given.Ada)).Refused().ShouldContain("bot's own record");
        RemoveEntry.Decide(Given.Incident(), 9, Given.By(Given.Ada)).Refused().ShouldContain("no timeline entry #9");
    }

    [Fact]
    public void A_removed_entry_does_not_come_back_because_its_reaction_arrives_twice()
    {
        var message = Given.Message("restarted");
        var state = Given.Incident().Then(s => Mark(s, message, EntryKind.Fix, Given.Ada)).Then(s => RemoveEntry.Decide(s, 2, Given.By(Given.Tunde)));
        state.Incident.Fix.ShouldBeNull();
        Mark(state, message, EntryKind.Fix, Given.Ada).Refused().ShouldContain("taken out");
        Marking.Put(state, new MarkCommand(message, EntryKind.Fix, MarkedThrough.MessageMenu), Given.By(Given.Ada)).Decided().Incident.Fix.ShouldNotBeNull();
    }

    [Fact]
    public void Talk_keeps_every_revision_and_what_was_deleted()
    {
        var message = new TalkMessage { Id = new MessageId(1), Channel = Given.Channel, Incident = new IncidentId(1), Author = Given.Ada, Text = "one", SaidAt = Given.Now };
        var edited = KeepTalk.Edited(message, "two", Given.Now.AddMinutes(1));
        edited.Revisions.ShouldBe([new MessageRevision("one", Given.Now.AddMinutes(1))]);
        KeepTalk.Edited(edited, "two", Given.Now.AddMinutes(2)).ShouldBe(edited);
        KeepTalk.Edited(edited, "zero", Given.Now.AddSeconds(30)).ShouldBe(edited);
        var deleted = KeepTalk.Deleted(edited, Given.Now.AddMinutes(3));
        deleted.Text.ShouldBe("two");
        KeepTalk.Deleted(deleted, Given.Now.AddMinutes(9)).DeletedAt.ShouldBe(Given.Now.AddMinutes(3));
    }

    private static Outcome Mark(IncidentState state, QuotedMessage message, EntryKind kind, PersonId by) =>
        Marking.Put(state, new MarkCommand(message, kind, MarkedThrough.Reaction, "📌"), Given.By(by, 1));

    private static Outcome TakeBack(IncidentState state, QuotedMessage message, EntryKind kind, PersonId by) => Marking.TakeBack(state, message.Ref, kind, MarkedThrough.Reaction, Given.By(by, 2));
}
