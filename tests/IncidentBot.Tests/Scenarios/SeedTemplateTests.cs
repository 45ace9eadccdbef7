using System.Text.RegularExpressions;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Tests.Postmortems;

namespace IncidentBot.Tests.Scenarios;

/// <summary>The incidents that really happened, in every arrangement there is: each as it was read and approved.</summary>
public partial class SeedTemplateTests
{
    public static TheoryData<string, string> Arranged => [.. from template in KnownTemplates.All.Skip(1) from scenario in new[] { "memory-leak", "cart-500" } select (template.Key, scenario)];

    [Theory, MemberData(nameof(Arranged))]
    public async Task each_template_reads_as_it_was_approved(string template, string scenario)
    {
        var file = await PlayedScenarios.RecordOf(scenario);

        // Ids of messages are the sandbox's own.
        Golden.Check($"{scenario}.{template}.md", Links().Replace(MarkdownRenderer.Render(PostmortemComposer.Compose(file, KnownTemplates.Find(template)!)), "(message)"));
    }

    [GeneratedRegex(@"\(https://discord\.com/channels/\d+/\d+/\d+\)", RegexOptions.None, 1000)]
    private static partial Regex Links();
}
