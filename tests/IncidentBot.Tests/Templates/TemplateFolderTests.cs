using IncidentBot.Options;
using IncidentBot.Tests.EndToEnd;

namespace IncidentBot.Tests.Templates;

public sealed class TemplateFolderTests : EndToEndTest
{
    [Fact]
    public async Task The_folder_is_followed_and_a_file_with_errors_changes_nothing_of_what_it_held()
    {
        var folder = Directory.CreateTempSubdirectory("templates-").FullName;
        try
        {
            var file = Path.Combine(folder, "weekly.md.hbs");
            await File.WriteAllTextAsync(file, "## In short {#summary}\n\n{{summary.opening}}\n", TestContext.Current.CancellationToken);
            Chat.Driven.Templates = new BotOptions.TemplatesSection { Folder = folder };
            await Chat.Restart();
            (await Chat.Types("ada", "/postmortem template list")).Text.ShouldContain("- `weekly`, your own, version 1");
            (await Chat.Gives("ada", "postmortem template apply", ("other.hbs", "## A\nb"))).ShouldRefuse("kept in files of the bot's configuration");

            await File.WriteAllTextAsync(file, "## In short {#summary}\n{{#each summary}}\n", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "second.hbs"), "## A\nb\n", TestContext.Current.CancellationToken);
            await Chat.Restart();
            var list = (await Chat.Types("ada", "/postmortem template list")).Text;
            list.ShouldContain("- `weekly`, your own, version 1");
            list.ShouldContain("- `second`, your own, version 1");
            (await Chat.Types("ada", "/bot doctor")).Text.ShouldContain("❌ Of the folder of templates a file is not applied; first weekly.md.hbs:2:1: error:");
            await Chat.Types("ada", "/postmortem template set name:weekly");

            File.Delete(file);
            await Chat.Restart();
            (await Chat.Types("ada", "/postmortem template list")).Text.ShouldNotContain("- `weekly`");
            (await Chat.Types("ada", "/bot doctor")).Text.ShouldSatisfyAllConditions(
                text => text.ShouldNotContain("folder of templates"),
                text => text.ShouldContain("⚠️ Postmortems are to follow the template weekly, which is not here any more; until then they follow `classic`. Choose another with `/postmortem template set`"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
