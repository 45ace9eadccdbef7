using System.Text;

namespace IncidentBot.Tests.EndToEnd.Incidents;

public sealed class OwnTemplatesTests : EndToEndTest
{
    private const string Weekly = "{{!-- For the weekly review --}}\n## What customers saw {#customers}\n\n## In short {#summary}\n\n{{summary.opening}}\n\n- {{times.duration}}\n\n## Why it happened {#root-cause}\n\n{{#with cause}}{{text}}{{/with}}\n";

    [Fact]
    public async Task A_template_of_ones_own_is_tried_applied_followed_written_in_taken_away_and_put_back()
    {
        await Chat.Declares("Shop is @everyone slow");
        await Chat.Types("ada", "/incident resolve fix:\"Deleted the logs\" cause:\"Disk full\"", "inc-1");

        // With mistakes nothing is changed, and each is told with its line.
        var mistakes = await Chat.Gives("ada", "postmortem template apply", ("weekly.md.hbs", "## A\n{{#each timeline.dyas}}\n{{> x}}\n"));
        mistakes.IsPrivate.ShouldBeTrue();
        mistakes.Text.ShouldContain("**weekly.md.hbs:2:1** the model has no 'dyas' in 'timeline'. Did you mean 'days'?");
        mistakes.Text.ShouldContain("**weekly.md.hbs:3:1** partials");

        // A look before it is used, with the last incident that is over: nothing is kept.
        var preview = await Chat.Gives("tunde", "postmortem template preview", ("weekly.md.hbs", Weekly));
        preview.IsPrivate.ShouldBeTrue();
        preview.Text.ShouldContain("The postmortem of INC-1 as it would be with `weekly`");
        preview.Text.ShouldContain("## Why it happened");
        Encoding.UTF8.GetString(preview.View.Message!.Attachments[0].Bytes).ShouldContain("## In short");
        (await Chat.Types("tunde", "/postmortem template versions")).Text.ShouldContain("There is no template of your own");

        (await Chat.Gives("zainab", "postmortem template apply", ("weekly.md.hbs", Weekly))).ShouldRefuse("You may not change the settings");
        (await Chat.Gives("ada", "postmortem template apply", ("classic.hbs", Weekly))).ShouldRefuse("built-in");
        (await Chat.Gives("ada", "postmortem template apply", ("Weekly.md.hbs", Weekly))).Text.ShouldContain("`weekly` is there as version 1. Nothing follows it yet");
        (await Chat.Types("tunde", "/postmortem template list")).Text.ShouldContain("- `weekly`, your own, version 1: For the weekly review");

        // By severity, as any other.
        (await Chat.Types("ada", "/postmortem template set name:weekly severity:sev1")).Text.ShouldContain("SEV1 `weekly`");
        (await Chat.Types("ada", "/postmortem template use name:weekly", "inc-1")).Text.ShouldContain("follows `weekly` now");
        Whole().ShouldContain("## Why it happened");
        Whole().ShouldNotContain("## Lessons learned");
        Whole().ShouldNotContain("## What customers saw");
        Whole().ShouldNotContain("@everyone");

        // What only people can tell is asked for, and written as any section.
        Chat.Messages("inc-1").Single(message => message.Content.Contains("What only you can tell", StringComparison.Ordinal)).Components.ToJsonString().ShouldContain("What customers saw");
        var form = await Chat.Types("ada", "/postmortem edit section:customers", "inc-1");
        await Chat.Fills("ada", form, ("Text", "Nothing but **errors**."));
        Whole().ShouldContain("## What customers saw\nNothing but **errors**.");
        (await Chat.Types("ada", "/postmortem history", "inc-1")).Text.ShouldContain("Customers");

        await Chat.Restart();
        (await Chat.Gives("ada", "postmortem template apply", ("weekly.md.hbs", Weekly.Replace("In short", "Shortly", StringComparison.Ordinal)))).Text.ShouldContain("version 2, in place of version 1: 1 line more, 1 less");
        await Chat.Types("ada", "/postmortem regenerate", "inc-1");
        (await Chat.Types("ada", "/postmortem show", "inc-1")).Text.ShouldContain("## Shortly");

        // Gone: the classic one takes its place, says so, and holds what was written.
        (await Chat.Types("ada", "/postmortem template remove name:weekly")).Text.ShouldContain("is taken away");
        await Chat.Types("ada", "/postmortem regenerate", "inc-1");
        Whole().ShouldContain("Not the template that was chosen.");
        Whole().ShouldContain("## Lessons learned");
        Whole().ShouldContain("Nothing but **errors**.");

        (await Chat.Types("ada", "/postmortem template restore name:weekly version:1")).Text.ShouldContain("Version 1 of `weekly` counts again, as version 4.");
        await Chat.Types("ada", "/postmortem regenerate", "inc-1");
        (await Chat.Types("ada", "/postmortem show", "inc-1")).Text.ShouldContain("## In short");
        var versions = (await Chat.Types("tunde", "/postmortem template versions name:weekly")).Text;
        versions.ShouldContain("- `weekly` 4: ");
        versions.ShouldContain("removed");
        var shown = await Chat.Types("tunde", "/postmortem template show name:weekly version:2");
        Encoding.UTF8.GetString(shown.View.Message!.Attachments[0].Bytes).ShouldContain("Shortly");
    }

    private string Whole() => string.Join('\n', Chat.Postmortems().Where(message => message.Author == Chat.World.Bot).Select(message => message.Content));
}
