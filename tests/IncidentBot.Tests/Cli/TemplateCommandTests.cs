using IncidentBot.Templates;
using IncidentBot.Tests.Replay;

namespace IncidentBot.Tests.Cli;

public sealed class TemplateCommandTests
{
    [Fact]
    public async Task A_template_is_checked_and_shown_with_what_comes_of_a_scenario()
    {
        using var folder = new TempFolder();
        var good = folder.Write("weekly.md.hbs", TemplateManual.Sample);
        folder.Write("bad.hbs", "## A\n{{incident.titel}}\n{{> x}}\n");

        using var check = await BotProgram.RunAsync(folder.Path, "template", "check", good, "bad.hbs");
        check.ExitCode.ShouldBe(1);
        check.Output.ShouldContain("9 sections: summary, timeline");
        check.Output.ShouldContain("bad.hbs:2:1: warning: the model has no 'titel' in 'incident'. Did you mean 'title'?");
        check.Output.ShouldContain("bad.hbs:3:1: error: ");
        check.Output.ShouldContain("1 error, 1 warning.");

        using var preview = await BotProgram.RunAsync(folder.Path, "template", "preview", good, "--scenario", ScenarioFiles.Named("operations-policy"));
        preview.ExitCode.ShouldBe(0, preview.Errors);
        preview.Output.ShouldContain("## Issue summary");
        using var bad = await BotProgram.RunAsync(folder.Path, "template", "preview", "bad.hbs", "--scenario", ScenarioFiles.Named("operations-policy"));
        bad.ExitCode.ShouldBe(1);
    }
}
