using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Attachments;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Postmortems;

/// <summary>Whatever people type, the document keeps its shape, runs nothing and pings nobody.</summary>
public sealed partial class HostileTextTests
{
    public static TheoryData<string> Texts =>
    [
        "@everyone @here <@1> <@!1> <@&2> <#3>",
        "```\n## Timeline\n```\n# Postmortem: INC-1 forged",
        "\u202Egnp.exe\u202C \u2066x\u2069 abc\u200Bdef \u200Fשלום",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "[click](javascript:alert(1)) ![x](https://evil.example/x.png) <https://evil.example>",
        "a | b | c || spoiler || d\n|---|---|",
        new string('x', 3000),
        "# heading\n## another\n> quote\n>>> all\n- item\n* item\n+ item\n1. one\n2) two\n-# small",
        "<t:1683725400:R> <:party:123456789012345678> <a:dance:123456789012345678> </ban:123456789012345678>",
        "**bold** __under__ ~~gone~~ *it* _it_ \\*back\\\\slash\\",
        "</style></title></section>\"' onmouseover=alert(1) &amp; &#x3c;",
        "`` ` ``` unclosed `code",
        "\uD800 lone \uDC00 surrogates \0 \u0007",
        "line one\r\nline two\u2028line three\u2029line four",
        "---\n===\n***\n| a |\n[ref]: https://evil.example \"x\"\n[^1]: note",
        "https://user:pass@evil.example/@everyone ftp://x discord.gg/abc",
        "",
        "   ",
    ];

    private const string TextHash = "9f2c4e6a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3c1f8f0cba2a4d1b5e1b8f7a0f";
    private const string PictureHash = "3c1f8f0cba2a4d1b5e1b8f7a0f5d2c4e6a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d";

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_Markdown_keeps_its_headings(string text)
    {
        var markdown = MarkdownRenderer.Render(Compose(text));
        Headings(markdown, "## ").ShouldBe(SectionIds.All.Select(SectionIds.Heading));
        Headings(markdown, "# ").Count.ShouldBe(1);
        markdown.Split('\n').Count(l => l.TrimStart().StartsWith("```", StringComparison.Ordinal)).ShouldBe(0);
        Tags().IsMatch(Autolink().Replace(markdown, "")).ShouldBeFalse(markdown);
        Unescaped().IsMatch(Markup().Replace(markdown, "")).ShouldBeFalse(markdown);
        markdown.Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).ShouldAllBe(l => Cells(l) == 5);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_HTML_holds_no_mark_of_its_reader(string text)
    {
        var html = HtmlRenderer.Render(
            Compose(text),
            new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { [TextHash] = Encoding.UTF8.GetBytes(text), [PictureHash] = Encoding.UTF8.GetBytes(text) });
        foreach (Match tag in AnyTag().Matches(html)) s_known.ShouldContain(tag.Groups["name"].Value.ToLowerInvariant());
        html.ShouldNotContain("javascript:alert(1)\"");
        Handlers().IsMatch(Quoted().Replace(html, "\"\"")).ShouldBeFalse();
        Count(html, "<section").ShouldBe(9);
        Count(html, "</section>").ShouldBe(9);
        foreach (Match link in Hrefs().Matches(html)) (link.Groups["to"].Value.StartsWith('#') || link.Groups["to"].Value.StartsWith("https://discord.com/channels/", StringComparison.Ordinal)).ShouldBeTrue(link.Value);
        html.ShouldNotContain("\u202E");
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Discord_pings_nobody_and_shows_it_as_typed(string text)
    {
        var messages = DiscordRenderer.Render(Compose(text));
        messages.ShouldAllBe(m => m.Length <= 2000 && m.Length > 0);
        var whole = string.Join('\n', messages);
        Pings().IsMatch(whole).ShouldBeFalse(whole);
        whole.Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..]).ShouldBe(SectionIds.All.Select(SectionIds.Heading));
        whole.Split('\n').Count(l => l.StartsWith("# ", StringComparison.Ordinal)).ShouldBe(1);
        Unescaped().Matches(Markup().Replace(whole, "")).Select(m => m.Value).ShouldBeEmpty();
        foreach (Match link in Masked().Matches(whole)) link.Groups["to"].Value.ShouldStartWith("<https://discord.com/channels/");
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_JSON_gives_the_text_back(string text)
    {
        var file = File(text);
        var json = JsonRenderer.Render(file, PostmortemComposer.Compose(file));
        if (text.Contains('\uD800')) return; // JSON has no lone surrogates; Discord sends none.

        JsonRenderer.ReadFile(json).Entries[0].Text.ShouldBe(text);
    }

    private static PostmortemDocument Compose(string text) => PostmortemComposer.Compose(File(text));

    /// <summary>The same text in every place where people may type one.</summary>
    private static IncidentFile File(string text)
    {
        var b = new IncidentBuilder(text, "Africa/Lagos", 1, new DateTime(2024, 2, 3), "10:00", "Eve " + text);
        foreach (var kind in Enum.GetValues<EntryKind>())
        {
            b.SayMarked(kind, "10:05", "Eve " + text, text, "10:06", "Eve " + text);
        }

        b.Say("10:10", "Mallory", "root cause: " + text);
        b.Say("10:11", "Mallory", "alert fired " + text);
        b.Say("10:12", "Mallory", "restarted " + text);
        b.Say("10:13", "Mallory", "restart did not help " + text);
        b.Say("10:14", "Mallory", "action item: " + text);
        b.Say("10:15", "Mallory", "paging the dev team " + text, name: "files");
        b.Change("files", m => m with
        {
            Files =
            [
                new AttachedFile(1, text, 10, text, text) { Copy = new(TextHash, Encoding.UTF8.GetByteCount(text), FileType.Text) },
                new AttachedFile(2, text + ".png", 10, text, text) { Copy = new(PictureHash, 10, FileType.Png) },
                new AttachedFile(3, text, 10, text, text) { NotKept = text },
            ],
        });
        b.Add(b.Action(1, text, ActionKind.Corrective, "Eve " + text));
        b.Add(b.Action(2, text, ActionKind.Preventive));
        b.Add(b.Action(3, text, ActionKind.Task));
        b.Add(b.Escalate(1, "10:20", "Eve " + text, "Team " + text, text));
        var statement = b.Say("10:30", "Eve " + text, text, null);
        b.Incident = b.Incident with
        {
            Summary = text,
            Services = [text],
            Fix = statement,
            Detection = statement,
            Impacts = [new(text, 10, 20, [text], b.Person("Mallory"), b.At("10:31"))],
            WrittenSections = b.Incident.WrittenSections.Add("lessons", statement).Add("root-cause", statement),
            SeverityHistory = [.. b.Incident.SeverityHistory, new(Severity.Sev1, b.At("10:32"), b.Person("Mallory"), text)],
            Roles = [new(new IncidentRole("legal"), b.Person("Eve " + text), b.At("10:33"), null)],
        };
        return b.Build();
    }

    private static readonly HashSet<string> s_known =
        ["!doctype", "html", "head", "meta", "title", "style", "body", "header", "h1", "nav", "ul", "li", "a", "main", "section", "h2", "h3", "h4", "p", "dl", "dt", "dd", "ol", "span", "time", "blockquote", "footer", "strong", "em", "code", "bdi", "div", "table", "thead", "tbody", "tr", "th", "td", "img", "details", "summary", "pre",
        "figure", "b", "svg", "desc", "defs", "pattern", "rect", "circle", "path", "g", "text"];

    private static List<string> Headings(string text, string mark) => [.. text.Split('\n').Where(l => l.StartsWith(mark, StringComparison.Ordinal)).Select(l => l[mark.Length..])];

    private static int Count(string text, string part) => Regex.Count(text, Regex.Escape(part), RegexOptions.None, TimeSpan.FromSeconds(1));

    private static int Cells(string row) => Regex.Count(row, @"(?<!\\)\|", RegexOptions.None, TimeSpan.FromSeconds(1)) - 1;

    // Within quotes, which nothing typed can close, a name is only a name.
    [GeneratedRegex("\"[^\"<>]*\"", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"<[a-zA-Z/!]", RegexOptions.None, 1000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"<https?://[^<>\s]+>", RegexOptions.None, 1000)]
    private static partial Regex Autolink();

    [GeneratedRegex(@"</?(?<name>[a-zA-Z!][a-zA-Z0-9]*)", RegexOptions.None, 1000)]
    private static partial Regex AnyTag();

    [GeneratedRegex(@"<[^>]*\son\w+\s*=", RegexOptions.None, 1000)]
    private static partial Regex Handlers();

    [GeneratedRegex("href=\"(?<to>[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Hrefs();

    [GeneratedRegex(@"@everyone|@here|<@[!&]?\d|<#\d|<a?:\w+:\d|</\w|<t:1683725400:R", RegexOptions.None, 1000)]
    private static partial Regex Pings();

    // Spoilers, strikes and links that the bot itself never writes.
    [GeneratedRegex(@"\|\||~~|__|\]\(|!\[", RegexOptions.None, 1000)]
    private static partial Regex Unescaped();

    /// <summary>What the bot itself writes: links to messages, table rules; and what is escaped.</summary>
    [GeneratedRegex(@"\[\d[^\]]*\]\(<?https://discord\.com/channels/[\d/]+>?\)|^\|[ \-|A-Za-z]*\|$|\\[|~_\[\]]", RegexOptions.Multiline, 1000)]
    private static partial Regex Markup();

    [GeneratedRegex(@"(?<!\\)\]\((?<to>[^)]*)\)", RegexOptions.None, 1000)]
    private static partial Regex Masked();
}
