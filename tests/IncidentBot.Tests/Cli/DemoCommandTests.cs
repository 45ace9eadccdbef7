namespace IncidentBot.Tests.Cli;

public sealed class DemoCommandTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task It_shows_an_incident_from_alarm_to_postmortem_and_ends_with_0()
    {
        using var program = await BotProgram.RunAsync(folder.Path, "demo");
        program.ExitCode.ShouldBe(0, program.Errors);
        program.Errors.ShouldBeEmpty();
        program.Output.ShouldContain("# Postmortem: INC-1");
        foreach (var file in (string[])["postmortem.md", "postmortem.html", "incident.json"]) File.Exists(folder["data", "demo", file]).ShouldBeTrue(file);
        Directory.EnumerateFiles(folder["data", "demo", "channels"]).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Without_a_token_the_program_says_so_in_one_line_and_stays_up_after_the_sample()
    {
        using var program = BotProgram.Start(folder.Path);
        await program.SaysAsync("The sandbox stays up");
        program.Output.Split('\n')[0].ShouldStartWith("No token is set");
        program.Output.ShouldContain("# Postmortem: INC-1");
        (await program.TerminateAsync()).ShouldBe(0);
    }

    public void Dispose() => folder.Dispose();
}
