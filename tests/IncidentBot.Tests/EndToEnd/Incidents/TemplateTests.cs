using System.Text;

namespace IncidentBot.Tests.EndToEnd.Incidents;

public sealed class TemplateTests : EndToEndTest
{
    [Fact]
    public async Task A_template_is_looked_at_before_it_is_used_and_what_was_written_stays()
    {
        await Chat.Declares();
        await Chat.Types("ada", "/incident resolve fix:\"Deleted the logs\" cause:\"Disk full\"", "inc-1");
        await Chat.Fills("ada", await Chat.Types("ada", "/postmortem edit section:lessons", "inc-1"), ("Text", "Watch the disks."));
        (await Chat.Types("tunde", "/postmortem template list", "inc-1")).Text.ShouldContain("- `google-sre`: ");

        var preview = await Chat.Types("tunde", "/postmortem template preview name:google-sre", "inc-1");
        preview.IsPrivate.ShouldBeTrue();
        preview.Text.ShouldContain("## Supporting information");
        Encoding.UTF8.GetString(preview.View.Message!.Attachments[0].Bytes).ShouldContain("## Root causes");
        Whole().ShouldContain("## Corrective and preventive measures");

        await Chat.Presses("tunde", "Use it");
        Whole().ShouldContain("## Root causes");
        Whole().ShouldContain("Watch the disks.");
        Whole().ShouldNotContain("## Corrective and preventive measures");
        Chat.Messages("inc-1").Single(message => message.Content.Contains("What only you can tell", StringComparison.Ordinal)).Components.ToJsonString().ShouldContain("Trigger");
        await Chat.Restart();
        await Chat.Types("ada", "/postmortem regenerate", "inc-1");
        Whole().ShouldContain("## Root causes");
        await Chat.Types("ada", "/postmortem template use name:classic", "inc-1");
        Whole().ShouldContain("## Corrective and preventive measures");
        Whole().ShouldContain("Watch the disks.");
    }

    [Fact]
    public async Task A_severity_may_have_a_template_of_its_own()
    {
        await Chat.Types("ada", "/bot settings template:atlassian template_for:sev1");
        (await Chat.Types("ada", "/postmortem template set name:five-whys")).Text.ShouldContain("`five-whys`; SEV1 `atlassian`");
        (await Chat.Types("zainab", "/postmortem template set name:classic")).ShouldRefuse("You may not change the settings");
        await Chat.Declares(options: "severity:sev1");
        (await Chat.Types("ada", "/postmortem show", "inc-1")).Text.ShouldContain("## Incident summary");
        await Chat.Declares("Another one", "severity:sev3");
        (await Chat.Types("ada", "/postmortem show", "inc-2")).Text.ShouldContain("## The problem");
    }

    private string Whole() => string.Join('\n', Chat.Postmortems().Where(message => message.Author == Chat.World.Bot).Select(message => message.Content));
}
