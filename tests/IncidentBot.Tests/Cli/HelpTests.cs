namespace IncidentBot.Tests.Cli;

public sealed class HelpTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task It_names_every_verb_and_every_option()
    {
        using var help = await BotProgram.RunAsync(folder.Path, "--help");
        help.ExitCode.ShouldBe(0);
        help.Errors.ShouldBeEmpty();
        foreach (var word in (string[])["demo", "replay <FILE>", "policy", "oncall", "healthcheck", "--set", "--version", "--help", "Discord__Token", "appsettings.json"]) help.Output.ShouldContain(word);
    }

    [Fact]
    public async Task It_lists_every_setting_with_its_default()
    {
        using var help = await BotProgram.RunAsync(folder.Path, "--help");
        foreach (var setting in (string[])
            ["Discord:Token", "Discord:TokenFile", "Discord:ApiUrl", "Storage:Path", "Channels:Announcements", "Channels:Postmortems", "Channels:Category", "Web:Url"])
            help.Output.ShouldContain(setting);
        foreach (var standard in (string[])["https://discord.com/api/v10", "data/incidentbot.db", "http://127.0.0.1:8080"]) help.Output.ShouldContain(standard);
    }

    [Fact]
    public async Task It_tells_what_the_exit_codes_mean()
    {
        using var help = await BotProgram.RunAsync(folder.Path, "--help");
        help.Output.ShouldContain("Exit code");
        using var replay = await BotProgram.RunAsync(folder.Path, "replay", "--help");
        foreach (var word in (string[])["FILE", "--out", "--template", "Exit code"]) replay.Output.ShouldContain(word);
    }

    [Theory]
    [InlineData("policy check", "FILE", "--from", "Example: policy check", "Exit codes")]
    [InlineData("policy simulate", "FILE", "--severity", "--at", "--service", "--policy", "--drill", "--answers", "Example: policy simulate", "Exit codes")]
    [InlineData("oncall show", "FILE", "--from", "--days", "--schedule", "--person", "--json", "--ics", "Example: oncall show", "Exit codes")]
    public async Task Each_verb_for_policies_and_schedules_explains_itself_with_an_example(string verb, params string[] words)
    {
        using var help = await BotProgram.RunAsync(folder.Path, [.. verb.Split(' '), "--help"]);
        help.ExitCode.ShouldBe(0);
        foreach (var word in words) help.Output.ShouldContain(word);
    }

    [Fact]
    public async Task What_it_does_not_know_ends_with_an_error_and_nothing_is_started()
    {
        using var wrong = await BotProgram.RunAsync(folder.Path, "repaly", "x.yaml");
        wrong.ExitCode.ShouldBe(2);
        wrong.Errors.ShouldContain("repaly");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    public void Dispose() => folder.Dispose();
}
