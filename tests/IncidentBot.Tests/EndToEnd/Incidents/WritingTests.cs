using System.Text;
using IncidentBot.Domain.Writing;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Incidents;

/// <summary>Several people write the postmortem together.</summary>
public sealed class WritingTests : EndToEndTest
{
    [Fact]
    public async Task The_button_under_a_section_opens_it_as_plain_text()
    {
        await Resolved();
        var part = Parts().First(message => message.Content.Contains("## Root cause", StringComparison.Ordinal));
        var form = await Chat.PressesOn("tunde", part, "Root cause");
        form.Prefilled("Text").ShouldStartWith("The pool_size was 2 * 10 in C:\\app.ini");
        await Chat.Fills("tunde", form, ("Text", form.Prefilled("Text")! + "\n\n**Nobody** watched it."));
        Whole().ShouldContain("The pool\\_size was 2 \\* 10 in C:\\\\app.ini");
        Whole().ShouldContain("**Nobody** watched it.");
        Chat.Pinged.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_form_sent_back_as_it_was_changes_nothing()
    {
        await Resolved();
        var before = Whole();
        (await Chat.Fills("ada", await Chat.Types("ada", "/postmortem edit section:summary", "inc-1"))).ShouldRefuse("Nothing was changed");
        Whole().ShouldBe(before);
    }

    [Fact]
    public async Task Of_two_at_once_the_second_is_told_and_puts_both_together_after_a_restart()
    {
        await Resolved();
        await Write("ada", "- first\n- second\n- third");
        var one = await Chat.Types("tunde", "/postmortem edit section:lessons", "inc-1");
        var two = await Chat.Types("ada", "/postmortem edit section:lessons", "inc-1");
        await Chat.Fills("tunde", one, ("Text", "- first, by Tunde\n- second\n- third"));
        var late = await Chat.Fills("ada", two, ("Text", "- first\n- second\n- third\n- fourth, by Ada"));
        late.IsPrivate.ShouldBeTrue();
        late.Text.ShouldContain("changed “Lessons learned”");
        late.Text.ShouldContain("- - first\n+ - first, by Tunde");
        Encoding.UTF8.GetString(late.View.Message!.Attachments[0].Bytes).ShouldBe("- first\n- second\n- third\n- fourth, by Ada");
        Whole().ShouldNotContain("fourth");

        await Chat.Restart();
        (await Chat.Presses("ada", "Put both together")).Text.ShouldContain("Your text is kept");
        Whole().ShouldContain("- first, by Tunde\n- second\n- third\n- fourth, by Ada");
    }

    [Fact]
    public async Task Where_both_changed_the_same_line_a_form_shows_both()
    {
        await Resolved();
        await Write("ada", "One line.");
        var one = await Chat.Types("tunde", "/postmortem edit section:lessons", "inc-1");
        var two = await Chat.Types("ada", "/postmortem edit section:lessons", "inc-1");
        await Chat.Fills("tunde", one, ("Text", "Tunde's line."));
        await Chat.Fills("ada", two, ("Text", "Ada's line."));
        var form = await Chat.Presses("ada", "Put both together");
        form.Prefilled("Text").ShouldBe($"{ThreeWayMerge.MineMark}\nAda's line.\n{ThreeWayMerge.MiddleMark}\nTunde's line.\n{ThreeWayMerge.EndMark}");
        await Chat.Fills("ada", form, ("Text", "Tunde's line, and Ada's."));
        Whole().ShouldContain("Tunde's line, and Ada's.");
    }

    [Fact]
    public async Task The_second_may_take_his_own_instead_and_the_first_can_have_it_back()
    {
        await Resolved();
        var one = await Chat.Types("tunde", "/postmortem edit section:lessons", "inc-1");
        var two = await Chat.Types("ada", "/postmortem edit section:lessons", "inc-1");
        await Chat.Fills("tunde", one, ("Text", "Tunde's text"));
        await Chat.Fills("ada", two, ("Text", "Ada's text"));
        await Chat.Presses("ada", "Take mine instead");
        Whole().ShouldContain("Ada's text");
        Whole().ShouldNotContain("Tunde's text");

        var history = await Chat.Types("tunde", "/postmortem history", "inc-1");
        history.Text.ShouldContain("Wrote “Lessons learned” while somebody else did; the text is kept beside");
        var first = (await Chat.File(1)).Entries.First(entry => entry.Section is { Text: "Tunde's text" }).Number;
        (await Chat.Types("tunde", $"/postmortem history change:{first}", "inc-1")).Text.ShouldContain("+ Tunde's text");
        await Chat.Presses("tunde", "Take this text again");
        Whole().ShouldContain("Tunde's text");
    }

    [Fact]
    public async Task A_section_longer_than_a_form_is_written_part_by_part_and_loses_nothing()
    {
        await Resolved();
        var lines = Enumerable.Range(1, 220).Select(n => $"- lesson {n}: what we saw on node {n} and what it cost us").ToList();
        await Write("ada", string.Join('\n', lines.Take(40)));
        for (var from = 40; from < lines.Count; from += 12)
        {
            var text = string.Join('\n', lines.Take(from));
            var count = SectionParts.Of(text).Length;
            var form = await Chat.Types("ada", $"/postmortem edit section:lessons{(count > 1 ? $" part:{count}" : "")}", "inc-1");
            await Chat.Fills("ada", form, ("Text", form.Prefilled("Text") + "\n" + string.Join('\n', lines.Skip(from).Take(12))));
        }

        (await Chat.File(1)).Incident.WrittenSections["lessons"].Text.ShouldBe(string.Join('\n', lines));
        var choice = await Chat.Types("tunde", "/postmortem edit section:lessons", "inc-1");
        choice.Text.ShouldContain("more than one form holds");

        // Two people write two parts, both opened before either was sent.
        var first = await Chat.Presses("tunde", "Part 1");
        var second = await Chat.Types("ada", "/postmortem edit section:lessons part:2", "inc-1");
        await Chat.Fills("tunde", first, ("Text", "- lesson 0: begin earlier\n" + first.Prefilled("Text")));
        (await Chat.Fills("ada", second, ("Text", second.Prefilled("Text")!.Replace("lesson 60:", "lesson 60, the worst:", StringComparison.Ordinal)))).Text.ShouldContain("stays beside yours");
        var written = (await Chat.File(1)).Incident.WrittenSections["lessons"].Text;
        written.ShouldBe("- lesson 0: begin earlier\n" + string.Join('\n', lines).Replace("lesson 60:", "lesson 60, the worst:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_bots_own_long_text_can_be_written_part_by_part_while_the_record_moves_on()
    {
        await Chat.Declares();
        for (var n = 1; n <= 45; n++) await Chat.Types("tunde", $"/timeline add text:\"Key event {n}: the connection pool of node {n} had to be emptied by hand, because it did not let go\"", "inc-1");
        await Chat.Types("ada", "/incident resolve fix:\"Deleted the logs\"", "inc-1");
        await Chat.Types("ada", "/postmortem edit section:timeline", "inc-1");
        var form = await Chat.Presses("ada", "Part 1");
        await Chat.Types("tunde", "/timeline add text:\"One more thing\"", "inc-1");
        (await Chat.Fills("ada", form, ("Text", "It was a long night.\n\n" + form.Prefilled("Text")))).Text.ShouldContain("Your text is kept");
        Whole().ShouldContain("It was a long night.");
        for (var n = 1; n <= 45; n++) Whole().ShouldContain($"Key event {n}:");
        (await Chat.Types("ada", "/postmortem changes", "inc-1")).Text.ShouldContain("One more thing");
    }

    [Theory, InlineData("Accept the new"), InlineData("Keep mine"), InlineData("Put both together")]
    public async Task What_changed_underneath_is_shown_to_take_or_to_leave(string button)
    {
        await Resolved();
        var form = await Chat.Types("ada", "/postmortem edit section:summary", "inc-1");
        await Chat.Fills("ada", form, ("Text", form.Prefilled("Text") + "\n\nIt hurt most in Lagos."));
        Whole().ShouldNotContain("The record has changed since this was written");

        await Chat.Types("tunde", "/incident severity severity:sev1", "inc-1");
        Whole().ShouldContain("It hurt most in Lagos.");
        Whole().ShouldContain("-# The record has changed since this was written.");
        await Chat.Restart();
        var shown = await Chat.Presses("ada", "What changed: Issue summary", "postmortems");
        shown.Text.ShouldContain("+ - **Severity:** SEV1");
        (await Chat.Presses("ada", button)).IsRefused.ShouldBeFalse();

        Whole().ShouldNotContain("The record has changed since this was written");
        (Whole().Contains("It hurt most in Lagos.", StringComparison.Ordinal), Whole().Contains("**Severity:** SEV1", StringComparison.Ordinal))
            .ShouldBe(button switch { "Accept the new" => (false, true), "Keep mine" => (true, false), _ => (true, true) });
    }

    [Fact]
    public async Task What_only_people_can_tell_is_asked_for_and_has_no_heading_until_it_is_told()
    {
        await Resolved();
        Whole().ShouldNotContain("What went well\n");
        Whole().ShouldNotContain("Five whys");
        var asking = Chat.Messages("inc-1")[^1];
        asking.Content.ShouldContain("**What only you can tell**");

        var form = await Chat.PressesOn("tunde", asking, "What went well");
        form.Prefilled("Text").ShouldBeNull();
        await Chat.Fills("tunde", form, ("Text", "- The team met at once."));
        var whys = await Chat.PressesOn("ada", asking, "Five whys");
        await Chat.Fills("ada", whys, ("Why did it happen?", "The disk was full."), ("Why was that?", "The logs were not rotated."));
        Whole().ShouldContain("### What went well\n- The team met at once.");
        Whole().ShouldContain("### Five whys\n- **Why did it happen?** The disk was full.\n- **Why was that?** The logs were not rotated.");
        Whole().ShouldNotContain("What went badly\n");

        // The message shows what was answered; the form, what was said.
        Buttons(asking)["Five whys"].ShouldBe("✅");
        Buttons(asking)["What went badly"].ShouldBe("✏️");
        var again = await Chat.PressesOn("ada", asking, "Five whys");
        again.Prefilled("Why was that?").ShouldBe("The logs were not rotated.");
        await Chat.Fills("ada", again, ("Why did it happen?", ""), ("Why was that?", ""));
        Whole().ShouldNotContain("Five whys");
    }

    private async Task Write(string who, string text) => await Chat.Fills(who, await Chat.Types(who, "/postmortem edit section:lessons", "inc-1"), ("Text", text));

    private async Task Resolved()
    {
        await Chat.Declares();
        await Chat.Advance(TimeSpan.FromMinutes(5));
        await Chat.Types("ada", "/incident resolve fix:\"Deleted the logs\" cause:\"The pool_size was 2 * 10 in C:\\app.ini\" prevent:\"Alert on disk use\"", "inc-1");
    }

    private static Dictionary<string, string> Buttons(Message message) => message.Components.SelectMany(row => row!["components"]!.AsArray())
        .ToDictionary(button => (string)button!["label"]!, button => (string)button!["emoji"]!["name"]!, StringComparer.Ordinal);

    private List<Message> Parts() => [.. Chat.Postmortems().Where(message => message.Author == Chat.World.Bot)];

    private string Whole() => string.Join('\n', Parts().Select(part => part.Content));
}
