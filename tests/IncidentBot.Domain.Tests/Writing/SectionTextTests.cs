using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Tests.Postmortems;
using IncidentBot.Domain.Writing;

namespace IncidentBot.Domain.Tests.Writing;

/// <summary>What stands in a form is plain Markdown, and sent back as it was it says what the section said.</summary>
public sealed class SectionTextTests
{
    private static readonly ServerId Server = new(77);

    [Theory]
    [InlineData("rich")]
    [InlineData("bare")]
    [InlineData("silent")]
    public void Every_section_of_a_document_reads_back_as_it_was(string sample)
    {
        foreach (var section in PostmortemComposer.Compose(GoldenTests.Of(sample)).Sections)
        {
            var text = SectionText.Write(section.Editable, Server);
            Markdown(SectionText.Read(text, Server)).ShouldBe(Markdown(section.Editable), section.Id + "\n" + text);
            SectionText.Write(SectionText.Read(text, Server), Server).ShouldBe(text, section.Id);
        }
    }

    [Fact]
    public void The_form_is_free_of_what_only_chat_needs()
    {
        var b = new IncidentBuilder("Shop_v2 is *slow* [again]", "Africa/Lagos", 1, new DateTime(2024, 2, 3), "10:00");
        b.Incident = b.Incident with { Cause = b.Say("10:30", "Ada Obi", "The pool_size in C:\\etc\\app.ini was 2 * 10 > 20; see @everyone at https://wiki.example/x_y", null) };
        PostmortemComposer.RecordSays(b.Build(), SectionIds.RootCause).ShouldStartWith("The pool_size in C:\\etc\\app.ini was 2 * 10 > 20; see @everyone at https://wiki.example/x_y\n");
    }

    [Theory]
    [InlineData("**bold** and *leaning*, `code`", "**bold** and *leaning*, `code`")]
    [InlineData("2 * 3 * 4 and snake_case_name", "2 \\* 3 \\* 4 and snake_case_name")]
    [InlineData(@"C:\temp\*.log", @"C:\\temp\*.log")]
    [InlineData(@"\*not leaning\*", @"\*not leaning\*")]
    [InlineData("[here](https://discord.com/channels/77/1/2)", "[here](https://discord.com/channels/77/1/2)")]
    [InlineData("[here](javascript:x)", @"\[here\](javascript:x)")]
    [InlineData("[here](https://discord.com/channels/78/1/2)", @"\[here\](<https://discord.com/channels/78/1/2>)")]
    public void What_a_person_types_means_what_Markdown_means(string typed, string markdown) =>
        Markdown(SectionText.Read(typed, Server)).Trim().ShouldBe(markdown);

    [Fact]
    public void Any_line_reads_back_as_it_was() => Prop.ForAll(Lines.ToArbitrary(), line =>
    {
        var text = InlineText.Write(line, Server);
        InlineText.IsSame(InlineText.Read(text, Server), line).ShouldBeTrue($"{text} from {string.Join(" + ", line.Parts)}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithQuietOnSuccess(true));

    [Fact]
    public void Any_paragraph_and_list_reads_back_as_it_was() => Prop.ForAll(Blocks.ToArbitrary(), blocks =>
    {
        var text = SectionText.Write(blocks, Server);
        Markdown(SectionText.Read(text, Server)).ShouldBe(Markdown(blocks), text);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithQuietOnSuccess(true));

    private static Gen<string> Words => from words in Gen.Elements("a", "*", "**", "\\", "`", "[x]", "](", "#", "> ", "- b", "1. c", "2\\)", "_", "pool", "e\\*f", "\\\\", "•", "](https://discord.com/channels/77/1/2)", "*x*", "ß", "— d").ListOf()
                                        let text = string.Join(words.Count % 2 == 0 ? " " : "", words).Trim()
                                        select text.Length == 0 ? "x" : text;

    private static Gen<Inline> Inlines => Gen.OneOf(
        Words.Select(text => (Inline)new PlainText(text)),
        Words.Select(text => (Inline)new PlainText(" " + text + " ")),
        Gen.Elements("bold", "a * b", "x\\", "c`d", "**").Select(text => (Inline)new Strong(text)),
        Gen.Elements("leaning", "a b", "suggested").Select(text => (Inline)new Emphasis(text)),
        Gen.Elements("code", "a*b", "x \\ y").Select(text => (Inline)new Code(text)),
        Gen.Constant((Inline)new Link("14:05", new Uri("https://discord.com/channels/77/900/1001"))));

    // Between a span and a word there is a blank: the bot writes none without.
    private static Gen<RichText> Lines => from parts in Inlines.NonEmptyListOf()
                                          select new RichText([.. parts.SelectMany((part, i) => i == 0 ? new[] { part } : [new PlainText(" "), part])]);

    private static Gen<RichText> Trimmed => Lines.Select(line => new RichText([new PlainText("The "), .. line.Parts, new PlainText(" end")]));

    private static Gen<Block> AnyBlock => Gen.OneOf(
        Trimmed.Select(line => (Block)new Paragraph(line)),
        Words.Select(text => (Block)new Paragraph(text)),
        Trimmed.NonEmptyListOf().Select(items => (Block)new BulletList([.. items])),
        Trimmed.Select(line => (Block)new FactList([new Fact("Severity", line)])),
        Trimmed.Select(line => (Block)new Quotation("They said *this*\n# and that", line)),
        Gen.Constant((Block)new Subheading("Times")));

    private static Gen<Block[]> Blocks => AnyBlock.NonEmptyListOf().Select(blocks => blocks.ToArray());

    private static string Markdown(IEnumerable<Block> blocks) => MarkdownRenderer.Render(new PostmortemDocument("T", "Etc/UTC", [], [new PostmortemSection("x", "X", [.. blocks.Select(Joined)])])).Split("## X\n\n")[^1];

    /// <summary>Pieces of text beside each other are one piece.</summary>
    private static Block Joined(Block block) => block switch
    {
        Paragraph p => new Paragraph(Joined(p.Text)),
        BulletList list => new BulletList([.. list.Items.Select(Joined)]),
        FactList facts => new BulletList([.. facts.Facts.Select(fact => Joined(RichText.Of(new Strong(fact.Label + ":"), " ").With(fact.Value)))]),
        Quotation quote => quote with { Attribution = Joined(quote.Attribution) },
        _ => block,
    };

    private static RichText Joined(RichText rich)
    {
        var parts = new List<Inline>();
        foreach (var part in rich.Parts)
        {
            if (part is PlainText text && parts is [.., PlainText before]) parts[^1] = new PlainText(before.Text + text.Text);
            else parts.Add(part is Code { Text: var code } && code.Contains('`') ? new PlainText(code) : part);
        }

        return new RichText([.. parts]);
    }
}
