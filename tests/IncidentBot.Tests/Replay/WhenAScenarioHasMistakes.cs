using IncidentBot.Replay;

namespace IncidentBot.Tests.Replay;

public class WhenAScenarioHasMistakes
{
    [Fact]
    public void all_of_them_are_said_at_once_each_with_its_line()
    {
        ScenarioText.Parse(
            """
            nme: Typo
            timezone: Africa/Lagoss
            start: yesterday
            people:
              ada: { name: Ada, role: [operations] }
              ada: { name: Again }
            settings: 5
            steps:
              - { at: "14:30", by: bob, say: hello }
              - { at: "14:35", by: ada }
              - { at: "25:00", by: ada, say: hi, id: one }
              - { at: "14:40", by: ada, say: hi, id: one }
              - { at: "14:41", by: ada, react: "❌", to: two }
              - just text
              - { at: "14:42", by: ada, sya: hi }
              - { at: "14:43", by: ada, attach: nowhere.png }
              - { at: "14:44", bot: dancing, for: long }
              - { at: "14:45", by: ada, command: '/incident declare title:"open' }
            """).Errors.Select(e => e.Line).Distinct().ShouldBe([1, 2, 3, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
    }

    [Theory]
    [InlineData("{ by: bob, say: hi }", "line 7: there is nobody called 'bob' under people")]
    [InlineData("{ by: tunda, say: hi }", "line 7: there is nobody called 'tunda' under people. Did you mean 'tunde'?")]
    [InlineData("{ say: hi }", "line 7: 'by' is missing: who does this?")]
    [InlineData("{ by: ada, say: }", "line 7: 'say' is empty")]
    [InlineData("{ by: ada, say: [a, b] }", "line 7: 'say' must be text, this is a list")]
    [InlineData("{ by: ada, say: hi, to: x }", "line 7: 'to' does not go with 'say' in one step (it takes 'at', 'by', 'channel' and 'id')")]
    [InlineData("{ by: ada, say: hi, chanel: x }", "line 7: 'chanel' is not known in a step. Did you mean 'channel'?")]
    [InlineData("{ by: ada, react: ❌ }", "line 7: 'to' is missing: the id of the message that is meant")]
    [InlineData("{ at: soon, by: ada, say: hi }", "line 7: 'soon' is no time: write a time of day (14:30), an offset (+5m, +1h30m) or a full time (2023-05-10T14:30)")]
    [InlineData("{ at: +5x, by: ada, say: hi }", "line 7: '+5x' is no offset: write it like +5m, +90s, +1h30m or +2d")]
    [InlineData("{ at: 2023-02-30T10:00, by: ada, say: hi }", "line 7: '2023-02-30T10:00' is not in the calendar or on the clock")]
    [InlineData("{ at: 870, by: ada, say: hi }", "line 7: '870' is no time: write a time of day (14:30), an offset (+5m, +1h30m) or a full time (2023-05-10T14:30)")]
    [InlineData("{ at: 14:00, by: ada, say: hi }", "line 7: the time goes backwards: 14:00 lies before 2023-05-10 14:30, where the step above it is (if the next day is meant, write 2023-05-11T14:00)")]
    [InlineData("{ at: 2023-05-09T14:00, by: ada, say: hi }", "line 7: the time goes backwards: 2023-05-09T14:00 lies before 2023-05-10 14:30, where the step above it is")]
    [InlineData("{ bot: offline }", "line 7: 'for' is missing: how long the bot is away, like 10m")]
    [InlineData("{ alert: alertmanager, file: ../secret }", "line 7: '../secret' must be the name of a file beside the scenario, or in a folder below it")]
    [InlineData("{ alert: alertmanager, file: /etc/hostname }", "line 7: '/etc/hostname' must be the name of a file beside the scenario, or in a folder below it")]
    [InlineData("{ alert: nagios, file: IncidentBot.Tests.dll }", "line 7: 'nagios' sends no alerts that are understood (there are 'alertmanager', 'grafana', 'uptime-kuma' and 'generic')")]
    [InlineData("{ by: ada, attach: graph.png }", "line 7: the file 'graph.png' does not lie beside the scenario")]
    [InlineData("{ by: ada, command: '/escalate to:@developer' }", "line 7: '@developer' is neither a person nor a role under people. Did you mean 'developers'?")]
    [InlineData("{ by: ada, command: '/incident declare title:' }", "line 7: 'title:' has no value")]
    [InlineData("{ by: ada, say: hi, by: ada }", "line 7: 'by' stands here a second time (first in line 7)")]
    [InlineData("{ by: ada, say: &x hi }", "line 7: '&x' names a value for reuse, which is not supported here: write the value out each time (text that begins with '&' needs quotes)")]
    [InlineData("{ by: ada, say: *x }", "line 7: '*x' is a reference, and references are not supported here: write the value out (text that begins with '*' needs quotes)")]
    [InlineData("{ by: ada, say: !shout hi }", "line 7: '!shout' is a tag, which is not supported here (text that begins with '!' needs quotes)")]
    public void the_sentence_says_what_and_what_instead(string step, string sentence) => ScenarioText.WithSteps(step).Sentences().ShouldBe([sentence]);

    [Fact]
    public void a_message_named_too_early_is_told_from_one_that_never_comes()
    {
        ScenarioText.WithSteps("{ by: ada, delete: one }", "{ by: ada, say: hi, id: one }", "{ by: ada, reply: onee, say: x }").Sentences().ShouldBe([
            "line 7: the message 'one' is not said yet: it comes in line 8",
            "line 9: no message above has the id 'onee'. Did you mean 'one'?"]);
    }

    [Fact]
    public void nobody_edits_what_another_said() =>
        ScenarioText.WithSteps("{ by: ada, say: hi, id: one }", "{ by: tunde, edit: one, say: ho }").Sentences().ShouldBe(["line 8: 'one' was said by ada: tunde cannot edit another person's message"]);

    [Theory]
    [InlineData("", "the file is empty: a scenario needs people and steps")]
    [InlineData("# only a comment\n", "the file is empty: a scenario needs people and steps")]
    [InlineData("hello", "line 1: a scenario is a block of keys (name, timezone, start, people, settings, steps); this is text")]
    [InlineData("- a\n- b", "line 1: a scenario is a block of keys (name, timezone, start, people, settings, steps); this is a list")]
    [InlineData("people: [ada]\nsteps: []", "line 2: 'steps' is empty: nothing happens")]
    [InlineData("people: [ada]", "line 1: 'steps' is missing: what happens, in order")]
    [InlineData("people: [ada]\nsteps: [ { say: hi } ]\n---\nx: 1", "line 3: a second document begins here: a scenario is one document, so take out the '---'")]
    [InlineData("people: [ada]\nstart: 1999-01-01\nsteps: [ { say: hi } ]", "line 2: '1999-01-01' lies outside the years a scenario can play in (2015 to 2099)")]
    [InlineData("people: [ada]\ntimezone: lagos\nsteps: [ { say: hi } ]", "line 2: 'lagos' is no time zone of the IANA list (they look like Africa/Lagos or Europe/Berlin). Did you mean 'Africa/Lagos'?")]
    public void a_file_that_is_no_scenario_is_told_so(string text, string sentence) => ScenarioText.Parse(text).Sentences().ShouldBe([sentence]);

    [Fact]
    public void tabs_are_named_because_nobody_sees_them() =>
        ScenarioText.Parse("people: [ada]\nsteps:\n\t- say: hi\n\t- say: ho").Sentences().ShouldBe([
            "line 3: a tab in the indentation: YAML allows only spaces there", "line 4: a tab in the indentation: YAML allows only spaces there"]);

    [Fact]
    public void where_the_yaml_breaks_off_the_mistakes_before_it_are_said_too()
    {
        var errors = ScenarioText.WithSteps("{ by: bob, say: hi }", "{ by: ada, say: \"open }").Errors;

        errors[0].ToString().ShouldBe("line 7: there is nobody called 'bob' under people");
        errors.Count.ShouldBe(2);
        errors[1].Line.ShouldBeInRange(8, 9);
        errors[1].Message.ShouldStartWith("not valid YAML: ");
    }

    [Fact]
    public void a_file_nested_without_end_is_refused_and_nothing_falls_over()
    {
        var result = ScenarioText.Parse("steps: " + new string('[', 100_000));

        result.Sentences().ShouldContain(s => s.Contains("nested deeper than"));
    }

    [Fact]
    public void what_cannot_be_read_at_all_has_a_reason()
    {
        ScenarioReader.Read("no-such-file.yaml").Sentences().ShouldBe(["no-such-file.yaml cannot be read: there is no such file"]);
        ScenarioReader.Read(AppContext.BaseDirectory).Sentences().Single().ShouldEndWith("is a folder, not a scenario file");
        var binary = Path.GetTempFileName();
        File.WriteAllBytes(binary, [0xff, 0xfe, 0x00, 0xd8, 0x80]);
        ScenarioReader.Read(binary).Errors.ShouldNotBeEmpty();
        File.Delete(binary);
    }
}
