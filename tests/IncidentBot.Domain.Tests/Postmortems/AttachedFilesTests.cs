using IncidentBot.Domain.Attachments;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Postmortems;

/// <summary>Which attached files a document shows, and how.</summary>
public sealed class AttachedFilesTests
{
    private const int Mega = 1 << 20;

    [Fact]
    public void Pictures_are_shown_up_to_two_megabytes_each_and_six_together()
    {
        var document = Compose(Picture('a', 2 * Mega), Picture('b', (2 * Mega) + 1), Picture('c', 2 * Mega), Picture('d', Mega + 1), Picture('e', Mega), Picture('f', 1));
        FileToShow.Of(document).ShouldBe([new(Hash('a'), 2 * Mega), new(Hash('c'), 2 * Mega), new(Hash('d'), Mega + 1), new(Hash('f'), 1)]);
    }

    [Fact]
    public void The_page_with_all_that_may_be_shown_stays_under_Discords_ten_megabytes()
    {
        var document = Compose(Picture('a', 2 * Mega), Picture('b', 2 * Mega), Picture('c', 2 * Mega), Picture('d', 2 * Mega));
        var shown = FileToShow.Of(document).ToDictionary(file => file.Hash, file => new ReadOnlyMemory<byte>(new byte[file.Bytes]), StringComparer.Ordinal);
        HtmlRenderer.Render(document, shown).Length.ShouldBeInRange(6 * Mega, 9 * Mega);
    }

    [Fact]
    public void Of_a_text_the_first_lines_are_shown()
    {
        var log = string.Concat(Enumerable.Range(1, 50).Select(n => $"line {n}\n"));
        var document = Compose(Text('a', 100_000));
        FileToShow.Of(document).ShouldBe([new(Hash('a'), FileToShow.Preview)]);
        var html = HtmlRenderer.Render(document, new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { [Hash('a')] = System.Text.Encoding.UTF8.GetBytes(log) });
        html.ShouldContain("<summary>First lines</summary>");
        html.ShouldContain("line 40\n…</pre>");
        html.ShouldNotContain("line 41");
    }

    [Fact]
    public void A_character_cut_off_at_the_end_of_the_preview_is_left_out()
    {
        var html = HtmlRenderer.Render(Compose(Text('a', 100)), new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { [Hash('a')] = new byte[] { 0x61, 0xE9, 0x9A } });
        html.ShouldContain("<pre dir=\"auto\">a…</pre>");
    }

    [Fact]
    public void The_same_picture_twice_is_shown_once()
    {
        var html = HtmlRenderer.Render(Compose(Picture('a', 3), Picture('a', 3)), new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { [Hash('a')] = new byte[3] });
        html.Split("<img").Length.ShouldBe(2);
        html.ShouldContain("The same as <a href=\"#file-1\">no. 1</a>.");
    }

    [Fact]
    public void What_was_taken_back_in_chat_is_listed_and_not_shown()
    {
        var document = Compose(Picture('a', 3) with { RemovedAt = DateTimeOffset.UnixEpoch });
        FileToShow.Of(document).ShouldBeEmpty();
        MarkdownRenderer.Render(document).ShouldContain($"SHA-256 `{Hash('a')}`");
        MarkdownRenderer.Render(document).ShouldContain("*(taken off its message)*");
        HtmlRenderer.Render(document, new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { [Hash('a')] = new byte[3] }).ShouldNotContain("<img");
    }

    [Theory]
    [InlineData(FileType.Unknown)]
    [InlineData(FileType.Pdf)]
    [InlineData(FileType.Mp4)]
    [InlineData(FileType.Zip)]
    [InlineData(FileType.Empty)]
    public void Nothing_else_is_shown(FileType type) => FileToShow.Of(Compose(Picture('a', 3) with { Copy = new(Hash('a'), 3, type) })).ShouldBeEmpty();

    [Fact]
    public void A_page_without_pictures_allows_none() => HtmlRenderer.Render(Compose(Picture('a', 3))).ShouldNotContain("img-src");

    [Fact]
    public void Copies_beside_the_text_are_linked_whatever_they_are_called()
    {
        var document = Compose(Picture('a', 3));
        var paths = new Dictionary<int, string> { [1] = "attachments/a (1) #2?\".png" };
        MarkdownRenderer.Render(document, paths).ShouldContain("](attachments/a%20%281%29%20%232%3F%22.png)");
        HtmlRenderer.Render(document, paths: paths).ShouldContain("<a href=\"attachments/a%20%281%29%20%232%3F%22.png\">");
    }

    private static string Hash(char c) => new(c, 64);

    private static AttachedFile Picture(char c, long size) => new(c, c + ".png", size, null, "") { Copy = new(Hash(c), size, FileType.Png) };

    private static AttachedFile Text(char c, long size) => new(c, c + ".log", size, null, "") { Copy = new(Hash(c), size, FileType.Text) };

    private static PostmortemDocument Compose(params AttachedFile[] files)
    {
        var b = new IncidentBuilder("Shop is down", "Africa/Lagos", 1, new DateTime(2024, 2, 3), "10:00");
        b.Say("10:05", "Ada Obi", "Look", name: "files");
        b.Change("files", m => m with { Files = [.. files] });
        return PostmortemComposer.Compose(b.Build());
    }
}
