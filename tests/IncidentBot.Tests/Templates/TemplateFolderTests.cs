using IncidentBot.Options;
using IncidentBot.Templates;
using IncidentBot.Tests.EndToEnd;
using Microsoft.Extensions.DependencyInjection;

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
            Chat.Driven.Bot.Services.GetRequiredService<TemplateFolder>().Trouble.ShouldNotBeNull().ShouldContain("weekly.md.hbs:2:1: error:");

            File.Delete(file);
            await Chat.Restart();
            (await Chat.Types("ada", "/postmortem template list")).Text.ShouldNotContain("weekly");
            Chat.Driven.Bot.Services.GetRequiredService<TemplateFolder>().Trouble.ShouldBeNull();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
