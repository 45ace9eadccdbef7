using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Postmortems.Templates;

namespace IncidentBot.Domain.Tests.Postmortems;

public sealed class GoldenTests
{
    [Theory]
    [InlineData("rich")]
    [InlineData("bare")]
    [InlineData("silent")]
    public void The_document_reads_as_it_was_approved(string sample)
    {
        var file = Of(sample);
        var document = PostmortemComposer.Compose(file);
        Golden.Check($"{sample}.md", MarkdownRenderer.Render(document));
        Golden.Check($"{sample}.html", HtmlRenderer.Render(document, sample == "rich" ? Samples.Contents : null));
        Golden.Check($"{sample}.json", JsonRenderer.Render(file, document));
        Golden.Check($"{sample}.discord.txt", string.Join("\n~~~~~~~~ next message ~~~~~~~~\n", DiscordRenderer.Render(document)) + "\n");
    }

    public static TheoryData<string, string> Arranged => [.. from template in KnownTemplates.All.Skip(1) from sample in new[] { "rich", "bare" } select (template.Key, sample)];

    [Theory, MemberData(nameof(Arranged))]
    public void Each_template_reads_as_it_was_approved(string template, string sample) =>
        Golden.Check($"{sample}.{template}.md", MarkdownRenderer.Render(PostmortemComposer.Compose(Of(sample), KnownTemplates.Find(template)!)));

    [Theory]
    [InlineData("short")]
    [InlineData("nine-days")]
    [InlineData("crowded")]
    public void The_drawing_is_as_it_was_approved(string sample) => Golden.Check($"{sample}.html", HtmlRenderer.Render(PostmortemComposer.Compose(Of(sample))));

    [Theory]
    [InlineData("rich")]
    [InlineData("bare")]
    [InlineData("silent")]
    [InlineData("nine-days")]
    [InlineData("crowded")]
    public void In_chat_it_reads_as_it_was_approved(string sample)
    {
        var post = DiscordPost.Of(PostmortemComposer.Compose(Of(sample)));
        Uri[] links = [.. post.Parts.Select((_, n) => new Uri($"https://discord.com/channels/77/900/{5001 + n}"))];
        string[] messages = [post.Opening(links), .. post.Parts.Select(part => part.Text)];
        messages.ShouldAllBe(message => message.Length > 0 && message.Length <= MessageSplitter.DiscordLimit);
        Golden.Check($"{sample}.post.txt", string.Join("\n~~~~~~~~ next message ~~~~~~~~\n", messages) + "\n");
    }

    [Theory]
    [InlineData("rich")]
    [InlineData("bare")]
    [InlineData("silent")]
    public void An_export_can_be_read_back_to_the_same_record(string sample)
    {
        var file = Of(sample);
        var json = JsonRenderer.Render(file, PostmortemComposer.Compose(file));
        var again = JsonRenderer.ReadFile(json);
        JsonRenderer.Render(again, PostmortemComposer.Compose(again)).ShouldBe(json);
    }

    internal static IncidentFile Of(string sample) => sample switch
    {
        "rich" => Samples.Rich(),
        "bare" => Samples.Bare(),
        "short" => Samples.Short(),
        "nine-days" => Samples.NineDays(),
        "crowded" => Samples.Crowded(),
        _ => Samples.Silent(),
    };
}
