namespace IncidentBot.Tests.Cli;

public sealed class ReplayCommandTests : IDisposable
{
    private const string Head =
        """
        name: Shop is down
        timezone: Africa/Lagos
        start: 2023-05-10T14:30
        people:
          ada: { name: Ada Obi, roles: [operations] }
          tunde: { name: Tunde Bello }
        steps:

        """;

    private const string Good =
        Head +
        """
          - { at: "14:30", by: ada, command: '/incident declare title:"Shop is down" severity:sev1' }
          - { at: "14:35", by: ada, say: "Restarting the server", id: restart }
          - { at: "14:38", by: tunde, react: "📌", to: restart }
          - { at: "14:40", by: ada, command: '/escalate to:@tunde reason:"need a hand"' }
          - { at: "14:47", by: tunde, press: Acknowledge }
          - { at: "15:00", by: ada, command: '/incident resolve fix:"Restarted" cause:"Memory leak" prevent:"Alert on memory"' }
        """;

    private readonly TempFolder folder = new();

    [Fact]
    public async Task All_accepted_is_0_and_the_same_files_come_out_each_time()
    {
        var scenario = folder.Write("good.yaml", Good);
        using var first = await BotProgram.RunAsync(folder.Path, "replay", scenario, "--out", "one");
        first.ExitCode.ShouldBe(0, first.Errors);
        first.Output.ShouldContain("Shop is down: all 6 steps were accepted.");
        using var second = await BotProgram.RunAsync(folder.Path, "replay", scenario, "--out", "two");
        second.ExitCode.ShouldBe(0, second.Errors);

        var one = Files("one");
        foreach (var file in (string[])["postmortem.md", "postmortem.html", "incident.json", "channels/inc-1-shop-is-down.md", "channels/incidents.md", "channels/postmortems.md", "channels/dm-tunde.md"])
            one.Keys.ShouldContain(file);
        var two = Files("two");
        two.Keys.ShouldBe(one.Keys, ignoreOrder: true);
        foreach (var (name, text) in one) two[name].ShouldBe(text, name);
    }

    [Fact]
    public async Task A_refused_step_is_1_with_its_line_and_the_bots_own_words()
    {
        var scenario = folder.Write(
            "refused.yaml",
            Head +
            """
              - { at: "14:30", by: ada, command: '/incident declare title:"Shop is down"' }
              - { at: "14:35", by: ada, command: '/escalate reason:"nobody named"' }
              - { at: "14:36", by: ada, say: "never reached" }
            """);
        using var program = await BotProgram.RunAsync(folder.Path, "replay", scenario);
        program.ExitCode.ShouldBe(1);
        program.ErrorLines.ShouldHaveSingleItem().ShouldContain("line 9: Say whom to page");
    }

    [Fact]
    public async Task What_cannot_be_read_is_2_with_every_line_and_reason()
    {
        var scenario = folder.Write(
            "bad.yaml",
            Head +
            """
              - { at: "25:30", by: ada, say: "hello" }
              - { at: "14:35", by: nobody, say: "hello" }
            """);
        using var program = await BotProgram.RunAsync(folder.Path, "replay", scenario, "--out", "out");
        program.ExitCode.ShouldBe(2);
        program.ErrorLines.ShouldContain(line => line.Contains("line 8:", StringComparison.Ordinal));
        program.ErrorLines.ShouldContain(line => line.Contains("line 9:", StringComparison.Ordinal) && line.Contains("nobody", StringComparison.Ordinal));
        Directory.Exists(folder["out"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_2()
    {
        using var program = await BotProgram.RunAsync(folder.Path, "replay", "missing.yaml");
        program.ExitCode.ShouldBe(2);
        program.ErrorLines.ShouldHaveSingleItem().ShouldBe("missing.yaml cannot be read: there is no such file");
    }

    [Theory, InlineData("classic", "## Corrective and preventive measures"), InlineData("google-sre", "## Root causes"), InlineData("atlassian", "## Corrective actions"), InlineData("pagerduty", "## Action items"), InlineData("five-whys", "## Countermeasures")]
    public async Task The_postmortem_follows_the_template_that_is_named(string template, string heading)
    {
        using var program = await BotProgram.RunAsync(folder.Path, "replay", folder.Write("good.yaml", Good), "--template", template, "--out", template);
        program.ExitCode.ShouldBe(0, program.Errors);
        foreach (var file in (string[])["postmortem.md", "channels/postmortems.md"]) Files(template)[file].ShouldContain(heading);
    }

    [Fact]
    public async Task An_unknown_template_is_2()
    {
        using var program = await BotProgram.RunAsync(folder.Path, "replay", folder.Write("good.yaml", Good), "--template", "fancy");
        program.ExitCode.ShouldBe(2);
        program.Errors.ShouldContain("'fancy'");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_one_sentence()
    {
        var scenario = folder.Write("good.yaml", Good);
        var inTheWay = folder.Write("file", "no folder");
        using var program = await BotProgram.RunAsync(folder.Path, "replay", scenario, "--out", Path.Combine(inTheWay, "out"));
        program.ExitCode.ShouldNotBe(0);
        program.ErrorLines.ShouldHaveSingleItem().ShouldContain("cannot be written");
    }

    public void Dispose() => folder.Dispose();

    private Dictionary<string, string> Files(string name) => Directory.EnumerateFiles(folder[name], "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder[name], file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);
}
