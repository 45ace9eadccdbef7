using IncidentBot.Replay;

namespace IncidentBot.Tests.Replay;

public class WhenAScenarioIsRead
{
    [Fact]
    public void every_kind_of_step_in_the_description_is_understood()
    {
        var folder = Directory.CreateTempSubdirectory("scenario");
        File.WriteAllText(Path.Combine(folder.FullName, "graph.png"), "x");
        File.WriteAllText(Path.Combine(folder.FullName, "firing.json"), "{}");
        var file = Path.Combine(folder.FullName, "leak.yaml");
        File.WriteAllText(file,
            """
            timezone: Africa/Lagos
            start: 2023-05-10T14:30
            people:
              ada:   { name: Ada Obi, roles: [operations] }
              tunde: { name: Tunde Bello, roles: [developers], on_call: true }
            settings: { timezone: Africa/Lagos, roles: [legal, press], allow: { page: operations } }
            steps:
              - { at: "14:30", by: ada, command: '/incident declare title:"Shop does not respond" severity:sev1 service:shop' }
              - { at: "14:35", by: ada, say: "Restarting the server", id: restart }
              - { at: "14:39", by: tunde, react: "❌", to: restart }
              - { at: "14:40", by: tunde, unreact: "❌", to: restart }
              - { at: "15:00", by: ada, edit: restart, say: "Restarted the server, no change" }
              - { at: "15:02", by: ada, delete: restart }
              - { at: "15:05", by: ada, reply: restart, say: "..." }
              - { at: "15:10", by: ada, attach: graph.png, say: "Memory over the last hour" }
              - { at: "15:15", by: tunde, press: Acknowledge }
              - { at: "15:20", by: ada, menu: "Add to timeline", to: restart }
              - { at: "16:30", by: ada, command: "/incident resolve", form: { fix: "...", cause: "..." } }
              - { at: "16:31", bot: offline, for: 10m }
              - { at: "16:50", alert: alertmanager, file: firing.json }
            """);

        var scenario = ScenarioReader.Read(file).Read();

        scenario.Name.ShouldBe("leak");
        scenario.Start.ShouldBe(new DateTimeOffset(2023, 5, 10, 13, 30, 0, TimeSpan.Zero));
        scenario.People.Select(p => (p.Handle, p.Name, p.OnCall)).ShouldBe([("ada", "Ada Obi", false), ("tunde", "Tunde Bello", true)]);
        scenario.Settings.Select(s => s.Value!.ToJsonString()).ShouldBe(["\"Africa/Lagos\"", """["legal","press"]""", """{"page":"operations"}"""]);
        scenario.Steps.Select(s => s.GetType().Name).ShouldBe([
            nameof(CommandStep), nameof(SayStep), nameof(ReactStep), nameof(ReactStep), nameof(EditStep), nameof(DeleteStep), nameof(SayStep), nameof(SayStep),
            nameof(PressStep), nameof(MenuStep), nameof(CommandStep), nameof(BotOfflineStep), nameof(AlertStep)]);
        scenario.Steps.Select(s => s.Line).ShouldBe(Enumerable.Range(8, 13));
        scenario.Steps.OfType<ReactStep>().Select(r => r.Remove).ShouldBe([false, true]);
        scenario.Steps.OfType<SayStep>().Select(s => s.ReplyTo).ShouldBe([null, "restart", null]);
        scenario.Steps.OfType<SayStep>().Last().Files.ShouldBe([Path.Combine(folder.FullName, "graph.png")]);
        scenario.Steps.OfType<CommandStep>().Last().Form!.Value.ShouldBe([new FormAnswer("fix", "..."), new FormAnswer("cause", "...")]);
        scenario.Steps.OfType<BotOfflineStep>().Single().For.ShouldBe(TimeSpan.FromMinutes(10));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void what_is_clear_without_being_neat_is_understood_too()
    {
        var scenario = ScenarioText.Parse(
            """
            people: { ada: Ada Obi }
            steps:
            - say:   503
            - { at: 14:30, by: "@Ada", say: yes }
            - at: "2:45 pm"
              command: incident update message:"still down"
              channel: "#general"
            - say: |
                two
                lines
            """).Read();

        scenario.TimeZone.ShouldBe("Etc/UTC");
        scenario.Steps.OfType<SayStep>().Select(s => s.Text).ShouldBe(["503", "yes", "two\nlines"]);
        scenario.Steps.OfType<PersonStep>().Select(s => s.By).Distinct().ShouldBe(["ada"]);
        var command = scenario.Steps.OfType<CommandStep>().Single();
        command.Text.ShouldBe("/incident update message:\"still down\"");
        command.Channel.ShouldBe("general");
        command.At.TimeOfDay.ShouldBe(new TimeSpan(14, 45, 0));
        scenario.Steps[^1].At.ShouldBe(command.At);
    }

    [Fact]
    public void a_form_answered_later_stays_open_until_then()
    {
        var scenario = ScenarioText.WithSteps(
            "{ by: ada, command: /incident resolve }",
            "{ at: +5m, by: tunde, say: wait }",
            "{ at: +5m, by: ada, form: { fix: restarted } }",
            "{ at: +5m, by: tunde, command: /incident resolve }").Read();

        scenario.Steps.OfType<CommandStep>().Select(c => c.FormComesLater).ShouldBe([true, false]);
        ScenarioText.WithSteps("{ by: ada, form: { fix: restarted } }").Sentences().ShouldBe(["line 7: no form is open for ada: a 'command', 'menu' or 'press' without a 'form' must come first"]);
    }

    [Theory]
    [InlineData("23:50", "00:10", 20)]
    [InlineData("18:00", "09:00", 15 * 60)]
    [InlineData("14:30", "+90s", 1.5)]
    [InlineData("14:30", "+1h30m", 90)]
    [InlineData("14:30", "+1d", 24 * 60)]
    [InlineData("14:30", "2023-05-12 14:30", 2 * 24 * 60)]
    [InlineData("14:30", "2023-05-10T14:30Z", 60)]
    [InlineData("14:30", "24:00", 9.5 * 60)]
    public void a_time_counts_from_the_step_above(string first, string second, double minutesLater)
    {
        var steps = ScenarioText.WithSteps($"{{ at: \"{first}\", by: ada, say: a }}", $"{{ at: \"{second}\", by: ada, say: b }}").Read().Steps;

        (steps[1].At - steps[0].At).ShouldBe(TimeSpan.FromMinutes(minutesLater));
    }

    [Theory]
    [InlineData("2023-11-05T01:30", "2023-11-05T05:30:00Z", "in the repeated hour: the first time")]
    [InlineData("2023-03-12T02:30", "2023-03-12T07:00:00Z", "in the skipped hour: the moment after the gap")]
    [InlineData("2023-11-05T14:00", "2023-11-05T19:00:00Z", "after the clocks went back")]
    public void daylight_saving_is_defined(string local, string utc, string why)
    {
        var scenario = ScenarioText.Parse($"{{ timezone: America/New_York, people: [ada], steps: [ {{ at: '{local}', say: x }} ] }}").Read();

        scenario.Steps[0].At.ShouldBe(DateTimeOffset.Parse(utc), why);
        scenario.Start.ShouldBe(scenario.Steps[0].At);
    }

    [Fact]
    public void the_repeated_hour_can_be_lived_through_twice()
    {
        var steps = ScenarioText.Parse("{ timezone: America/New_York, start: 2023-11-05T01:50, people: [ada], steps: [ { at: '01:50', say: x }, { at: '01:10', say: y } ] }").Read().Steps;

        (steps[1].At - steps[0].At).ShouldBe(TimeSpan.FromMinutes(20));
    }

    [Fact]
    public void every_scenario_of_this_project_is_without_mistakes()
    {
        var files = Directory.GetFiles(ScenarioFiles.Folder, "*.yaml").Where(f => !f.EndsWith(".policies.yaml", StringComparison.Ordinal)).ToArray();

        files.Length.ShouldBeGreaterThanOrEqualTo(8);
        files.SelectMany(f => ScenarioReader.Read(f).Errors.Select(e => $"{Path.GetFileName(f)} {e}")).ShouldBeEmpty();
    }

    [Fact]
    public void the_sample_incident_lies_beside_the_program_and_is_without_mistakes() =>
        SampleScenario.Read().Read().Steps.Length.ShouldBeGreaterThan(20);
}
