using System.Text;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Attachments;

/// <summary>What a reader of the postmortem sees of the files.</summary>
public sealed class DocumentTests : AttachmentTest
{
    [Fact]
    public async Task The_exported_page_holds_the_picture_itself()
    {
        await AttachesAsync("graph.png", Picture, "Memory over the last hour");
        var html = await ExportAsync("html");
        html.ShouldContain($"<img alt=\"graph.png\" src=\"data:image/png;base64,{Convert.ToBase64String(Picture)}\">");
        html.ShouldContain("img-src data:");
        html.ShouldContain("Memory over the last hour");
        html.ShouldContain(HashOf(Picture));
    }

    [Fact]
    public async Task The_Markdown_lists_name_size_type_hash_and_message()
    {
        var graph = await AttachesAsync("graph.png", Picture, "Memory over the last hour");
        var markdown = await ExportAsync("md");
        markdown.ShouldContain("### Attached files");
        markdown.ShouldContain($"- **graph.png**: PNG image, 70 B — Ada Obi, [03:00](https://discord.com/channels/{Chat.World.Guild.Id}/{graph.Channel.Id}/{graph.Id}): Memory over the last hour");
        markdown.ShouldContain($"SHA-256 `{HashOf(Picture)}`");
    }

    [Fact]
    public async Task The_data_says_all_of_it()
    {
        await AttachesAsync("graph.png", Picture);
        var json = await ExportAsync("json");
        json.ShouldContain($"\"hash\": \"{HashOf(Picture)}\"");
        json.ShouldContain("\"type\": \"png\"");
    }

    [Fact]
    public async Task HTML_and_SVG_are_shown_as_source()
    {
        await AttachesAsync("page.png", Bytes("<script>alert(1)</script>"));
        await AttachesAsync("drawing.svg", Bytes("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(2)'></svg>"));
        var html = await ExportAsync("html");
        html.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
        html.ShouldContain("&lt;svg xmlns=");
        html.ShouldNotContain("<script");
        html.ShouldNotContain("<svg xmlns='");
        html.ShouldNotContain("<img");
    }

    [Fact]
    public async Task A_marked_line_names_its_file()
    {
        var graph = await AttachesAsync("graph.png", Picture, "Memory over the last hour");
        await Chat.Reacts("ada", graph, "📌");
        (await ExportAsync("md")).ShouldContain("Memory over the last hour 📎 graph.png — Ada Obi");
        (await ExportAsync("html")).ShouldContain("<a class=\"file\" href=\"#file-1\">📎 graph.png</a>");
    }

    [Fact]
    public async Task What_was_deleted_in_chat_is_listed_but_its_picture_is_not_spread()
    {
        var graph = await AttachesAsync("graph.png", Picture, "Wrong channel");
        await Chat.Deletes("ada", graph);
        var html = await ExportAsync("html");
        html.ShouldContain("(deleted in chat)");
        html.ShouldContain(HashOf(Picture));
        html.ShouldNotContain("<img");
        html.ShouldNotContain("Wrong channel");
    }

    [Fact]
    public async Task The_posted_postmortem_shows_a_file_that_was_copied_after_it_was_posted()
    {
        FilesFail(times: 4);
        await AttachesAsync("graph.png", Picture);
        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        Posted().ShouldContain("(not copied yet)");
        await Chat.Advance(TimeSpan.FromMinutes(20));
        Posted().ShouldContain("<img alt=\"graph.png\"");
    }

    [Fact]
    public async Task The_posted_postmortem_says_what_could_not_be_kept()
    {
        FilesFail();
        await AttachesAsync("graph.png", Picture);
        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        await Chat.Advance(TimeSpan.FromHours(12));
        Posted().ShouldContain("(no copy, because Discord&#39;s file server failed (HTTP 500))");
    }

    [Fact]
    public async Task A_file_missing_on_the_disk_is_listed_and_nothing_breaks()
    {
        await AttachesAsync("graph.png", Picture);
        Directory.Delete(Folder, recursive: true);
        var html = await ExportAsync("html");
        html.ShouldContain("graph.png");
        html.ShouldNotContain("<img");
    }

    private async Task<string> ExportAsync(string format)
    {
        var answer = await Chat.Types("ada", $"/postmortem export format:{format}", "inc-1");
        return Encoding.UTF8.GetString(answer.View.Message!.Attachments.Single().Bytes);
    }

    private string Posted() => Encoding.UTF8.GetString(Chat.Postmortems().SelectMany(message => message.Attachments).Single(file => file.FileName.EndsWith(".html", StringComparison.Ordinal)).Bytes);
}
