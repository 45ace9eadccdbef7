using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Writing;

namespace IncidentBot.Domain.Tests.Writing;

/// <summary>Several people write the postmortem: nobody's text is lost, nobody's is taken unasked, and what was written stays until somebody says otherwise.</summary>
public sealed class WriteSectionTests
{
    private const string Record = "The log filled the disk.\n- nobody saw it";
    private const string Lessons = SectionIds.Lessons;

    [Fact]
    public void What_was_written_is_kept_with_who_and_when()
    {
        var state = Given.Incident().Then(s => Write(s, "We had no alert.", Given.Tunde, 5));
        state.Incident.WrittenSections[Lessons].ShouldSatisfyAllConditions(
            written => written.Text.ShouldBe("We had no alert."),
            written => written.By.ShouldBe(Given.Tunde),
            written => written.At.ShouldBe(Given.Now.AddMinutes(5)));
        var entry = SectionHistory.Of(state.Entries, Lessons).ShouldHaveSingleItem();
        entry.By.ShouldBe(Given.Tunde);
        entry.Section.ShouldBe(new SectionChange(Lessons, SectionChangeKind.Written, "We had no alert.") { Record = Record, RecordMark = SectionVersion.MarkOf(Record) });
    }

    [Fact]
    public void What_the_form_held_sent_back_as_it_was_is_no_change() => Write(Given.Incident(), Record + "\r\n", Given.Ada).Refused().ShouldStartWith("Nothing was changed");

    [Fact]
    public void Of_two_who_write_at_once_the_second_is_told_and_his_text_is_kept_beside()
    {
        var before = Given.Incident();
        var seen = Version(before);
        var state = before.Then(s => Write(s, "Tunde's text", Given.Tunde, 1));
        var second = WriteSection.Decide(state, new SectionEdit(Lessons, "Ada's text", seen, Record), Given.By(Given.Ada, 2)).Decided();
        second.Answer.ShouldContain($"<@{Given.Tunde}> changed “Lessons learned”");
        second.Answer.ShouldContain("Nothing is lost");
        state = state.With(second);
        state.Incident.WrittenSections[Lessons].Text.ShouldBe("Tunde's text");
        var aside = state.Entries[^1];
        aside.Section.ShouldBe(new SectionChange(Lessons, SectionChangeKind.SetAside, "Ada's text") { Origin = Record });

        var taken = state.Then(s => WriteSection.Take(s, aside.Number, Version(s), Record, Given.By(Given.Ada, 3)));
        taken.Incident.WrittenSections[Lessons].Text.ShouldBe("Ada's text");
        var back = taken.Then(s => WriteSection.Take(s, SectionHistory.Of(s.Entries, Lessons).First().Number, Version(s), Record, Given.By(Given.Tunde, 4)));
        back.Incident.WrittenSections[Lessons].Text.ShouldBe("Tunde's text");
    }

    [Fact]
    public void A_text_kept_beside_is_not_taken_over_one_that_its_writer_has_not_seen()
    {
        var before = Given.Incident();
        var state = before.Then(s => Write(s, "first", Given.Tunde)).Then(s => WriteSection.Decide(s, new SectionEdit(Lessons, "aside", Version(before), Record), Given.By(Given.Ada)));
        var seen = Version(state);
        var number = state.Entries[^1].Number;
        state = state.Then(s => Write(s, "third", Given.Grace));
        WriteSection.Take(state, number, seen, Record, Given.By(Given.Ada)).Refused().ShouldContain("changed once more");
    }

    [Fact]
    public void Pieces_of_one_text_may_be_written_by_several_at_once()
    {
        var text = string.Join('\n', Enumerable.Range(1, 400).Select(n => $"- line {n} of what happened"));
        var state = Given.Incident().Then(s => Write(s, text, Given.Ada));
        var seen = Version(state);
        var parts = SectionParts.Of(text);
        parts.Length.ShouldBeGreaterThan(2);
        state = state.Then(s => Part(s, 1, "- by Tunde" + parts[0], Given.Tunde)).Then(s => Part(s, 2, "- by Grace" + parts[1], Given.Grace)).Then(s => Part(s, 3, null, Given.Ada));
        state.Incident.WrittenSections[Lessons].Text.ShouldBe("- by Tunde" + parts[0] + "- by Grace" + parts[1] + string.Concat(parts.Skip(3)));
        state.Entries.ShouldNotContain(entry => entry.Section != null && entry.Section.Kind == SectionChangeKind.SetAside);

        // The same piece twice: the second is told.
        state = state.Then(s => Write(s, s.Incident.WrittenSections[Lessons].Text.Replace("line 3 ", "third line ", StringComparison.Ordinal), Given.Tunde)).Then(s => Part(s, 1, "something else", Given.Grace));
        state.Entries[^1].Section!.Kind.ShouldBe(SectionChangeKind.SetAside);
        state.Entries[^1].Section!.Text.ShouldStartWith("something else");

        Outcome Part(IncidentState s, int part, string? piece, PersonId by) => WriteSection.Decide(s, new SectionEdit(Lessons, piece, seen, Record) { Part = part }, Given.By(by));
    }

    [Fact]
    public void Nobody_empties_what_he_has_not_seen()
    {
        var before = Given.Incident();
        var state = before.Then(s => Write(s, "Tunde's text", Given.Tunde));
        WriteSection.Decide(state, new SectionEdit(Lessons, null, Version(before), Record), Given.By(Given.Ada)).Refused().ShouldContain("it was not emptied");
    }

    [Fact]
    public void What_changed_underneath_is_shown_until_somebody_decides()
    {
        var state = Given.Incident().Then(s => Write(s, Record + "\nWe were lucky.", Given.Ada));
        IsBehind(state, Record).ShouldBeFalse();
        const string Now = "A job filled the disk.\n- nobody saw it";
        IsBehind(state, Now).ShouldBeTrue();
        FollowRecord.Difference(state, Lessons, Now).ShouldBe([new(LineChange.Removed, "The log filled the disk."), new(LineChange.Added, "A job filled the disk."), new(LineChange.Same, "- nobody saw it")]);

        // Writing on does not answer it.
        IsBehind(state.Then(s => WriteSection.Decide(s, new SectionEdit(Lessons, "Other", Version(s, Now), Now), Given.By(Given.Ada))), Now).ShouldBeTrue();

        var kept = state.Then(s => FollowRecord.Keep(s, Lessons, SectionVersion.MarkOf(Now), Now, Given.By(Given.Tunde)));
        kept.Incident.WrittenSections[Lessons].ShouldBe(state.Incident.WrittenSections[Lessons]);
        IsBehind(kept, Now).ShouldBeFalse();
        IsBehind(kept, "Once more.").ShouldBeTrue();

        var accepted = state.Then(s => FollowRecord.Accept(s, Lessons, SectionVersion.MarkOf(Now), Now, Given.By(Given.Tunde)));
        accepted.Incident.WrittenSections.ShouldNotContainKey(Lessons);

        FollowRecord.Merge(state, Lessons, Now).ShouldBe(new MergedText(Now + "\nWe were lucky.", 0));
        var both = state.Then(s => FollowRecord.TakeBoth(s, Lessons, SectionVersion.MarkOf(Now), Now, Given.By(Given.Tunde)));
        both.Incident.WrittenSections[Lessons].Text.ShouldBe(Now + "\nWe were lucky.");
        IsBehind(both, Now).ShouldBeFalse();

        FollowRecord.Accept(state, Lessons, SectionVersion.MarkOf(Now), "Third", Given.By(Given.Tunde)).Refused().ShouldContain("changed once more");
    }

    [Fact]
    public void Who_began_before_the_record_changed_is_told_of_the_change()
    {
        var seen = Version(Given.Incident());
        var state = Given.Incident().Then(s => WriteSection.Decide(s, new SectionEdit(Lessons, "My words", seen, "The record moved on."), Given.By(Given.Ada)));
        state.Incident.WrittenSections[Lessons].Text.ShouldBe("My words");
        IsBehind(state, "The record moved on.").ShouldBeTrue();
    }

    /// <summary>Editors with forms opened at any time, sent in any order, with choices made in between.</summary>
    [Fact]
    public void No_text_that_anybody_sent_is_ever_lost() => Prop.ForAll(Stories.ToArbitrary(), story =>
    {
        var state = Given.Incident();
        var sent = new List<string>();
        var open = new Dictionary<int, SectionVersion>();
        var record = Record;
        foreach (var (what, who, n) in story)
        {
            var asker = Given.By(new PersonId(20 + (ulong)who));
            var before = state.Incident.WrittenSections.GetValueOrDefault(Lessons)?.Text;
            var outcome = what switch
            {
                0 => Open(),
                1 => Send($"text {n} of {who}"),
                2 => WriteSection.Take(state, 1 + (n % (state.Incident.LastEntry + 1)), Version(state, record), record, asker),
                3 => FollowRecord.Keep(state, Lessons, SectionVersion.MarkOf(record), record, asker),
                4 => FollowRecord.Accept(state, Lessons, SectionVersion.MarkOf(record), record, asker),
                5 => Send(null),
                _ => RecordMovesOn(),
            };
            if (outcome is { Decision: { } decision }) state = state.With(decision);

            // The record alone changes no text; a form that is out of date takes no text away.
            var now = state.Incident.WrittenSections.GetValueOrDefault(Lessons)?.Text;
            if (what is 0 or 3 or 6) now.ShouldBe(before);
            foreach (var text in sent) state.Entries.ShouldContain(entry => entry.Section != null && entry.Section.Text == text);

            Outcome? Open()
            {
                open[who] = Version(state, record);
                return null;
            }

            Outcome? Send(string? text)
            {
                if (!open.Remove(who, out var seen)) return null;
                var current = Version(state, record);
                var result = WriteSection.Decide(state, new SectionEdit(Lessons, text, seen, record), asker);
                if (text is not null && result.Decision is not null) sent.Add(text);
                if (seen.Entry != current.Entry && result.Decision is { } late && text != before) late.Incident.WrittenSections.GetValueOrDefault(Lessons)?.Text.ShouldBe(before);
                return result;
            }

            Outcome? RecordMovesOn()
            {
                record = $"Record {n}";
                return null;
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(50).WithQuietOnSuccess(true));

    private static Gen<(int What, int Who, int N)[]> Stories =>
        (from what in Gen.Elements(0, 0, 0, 1, 1, 1, 2, 3, 4, 5, 6) from who in Gen.Choose(0, 3) from n in Gen.Choose(0, 50) select (what, who, n)).ListOf().Select(steps => steps.ToArray());

    private static SectionVersion Version(IncidentState state, string record = Record) => SectionHistory.Now(state.Incident, state.Entries, Lessons, record);

    private static bool IsBehind(IncidentState state, string record) => SectionHistory.ChangedUnderneath(state.Incident, state.Entries, Lessons, record);

    private static Outcome Write(IncidentState state, string text, PersonId by, double minutes = 0) =>
        WriteSection.Decide(state, new SectionEdit(Lessons, text, Version(state), Record), Given.By(by, minutes));
}
