using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;

namespace IncidentBot.Domain.Tests.Postmortems;

/// <summary>The page as a browser takes it: whole, at peace with its own policy, and asking nothing of the network.</summary>
public sealed partial class HtmlPageTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> All => ["rich", "bare", "silent", "short", "nine-days", "crowded"];

    [Theory, MemberData(nameof(All))]
    public void Every_element_is_closed_where_it_should_be(string sample) => Page(sample).Descendants("section").Count().ShouldBe(9);

    [Theory, MemberData(nameof(All))]
    public void The_policy_allows_this_style_and_nothing_that_runs(string sample)
    {
        var html = Html(sample);
        var page = Page(sample);
        var policy = page.Descendants("meta").Single(m => (string?)m.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content")!.Value;
        var style = html[(html.IndexOf("<style>", StringComparison.Ordinal) + 7)..html.IndexOf("</style>", StringComparison.Ordinal)];
        policy.ShouldStartWith($"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}';");
        policy.ShouldNotContain("unsafe");
        page.Descendants().Select(e => e.Name.LocalName).ShouldNotContain("script");

        // A style of its own on an element, or a handler, would be refused by that policy.
        page.Descendants().Attributes().Select(a => a.Name.LocalName).ShouldNotContain(name => name == "style" || name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
    }

    [Theory, MemberData(nameof(All))]
    public void Nothing_is_fetched(string sample)
    {
        var page = Page(sample);
        foreach (var source in page.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "srcset" or "poster" or "data" or "background"))
            source.Value.ShouldStartWith("data:image/");
        foreach (var link in page.Descendants().Attributes("href"))
            (link.Value.StartsWith('#') || link.Value.StartsWith("https://discord.com/channels/", StringComparison.Ordinal)).ShouldBeTrue(link.Value);
        page.Descendants("link").ShouldBeEmpty();
        var style = page.Descendants("style").Single().Value;
        style.ShouldNotContain("url(");
        style.ShouldNotContain("@import");
        foreach (var fill in page.Descendants().Attributes("fill").Where(a => a.Value.StartsWith("url(", StringComparison.Ordinal))) fill.Value.ShouldMatch(@"^url\(#(course|closer)-[a-z]+\)$");
    }

    [Theory, MemberData(nameof(All))]
    public void What_is_referred_to_by_id_is_there_once(string sample)
    {
        var page = Page(sample);
        var ids = page.Descendants().Attributes("id").Select(a => a.Value).ToList();
        ids.ShouldBeUnique();
        foreach (var name in page.Descendants().Attributes("aria-labelledby").SelectMany(a => a.Value.Split(' '))) ids.ShouldContain(name);
        foreach (var link in page.Descendants().Attributes("href").Where(a => a.Value.StartsWith('#'))) ids.ShouldContain(link.Value[1..]);
    }

    [Theory, MemberData(nameof(All))]
    public void The_drawing_has_a_name_a_description_and_the_same_in_words(string sample)
    {
        var page = Page(sample);
        foreach (var drawing in page.Descendants(Svg + "svg"))
        {
            drawing.Attribute("role")!.Value.ShouldBe("img");
            drawing.Element(Svg + "title")!.Value.ShouldStartWith("The course of the incident, ");
            drawing.Element(Svg + "desc")!.Value.ShouldContain("Severity: SEV");
        }

        var course = PostmortemComposer.Compose(GoldenTests.Of(sample)).Course!;
        var rows = page.Descendants("figure").Single().Descendants("tbody").Single().Elements("tr").ToList();
        rows.Count.ShouldBe(course.Statuses.Length + course.Severities.Length + course.Calls.Length);
        page.Descendants("ol").Where(l => (string?)l.Attribute("class") == "key").Elements("li").Count().ShouldBe(course.Events.Length);
    }

    [Theory, MemberData(nameof(All))]
    public void No_two_pins_and_no_two_labels_of_a_row_lie_on_each_other(string sample)
    {
        foreach (var drawing in Page(sample).Descendants(Svg + "svg"))
        {
            Apart(drawing.Descendants(Svg + "g").Where(g => (string?)g.Attribute("class") == "pin").Elements(Svg + "rect").Select(r => (Number(r, "x"), Number(r, "x") + Number(r, "width"))));
            foreach (var row in drawing.Descendants(Svg + "text").Where(t => (string?)t.Attribute("class") is "clock" or "date" or "name").GroupBy(t => (Number(t, "y"), (string?)t.Attribute("class")))) Apart(row.Select(Extent));
        }
    }

    [Fact]
    public void Pins_name_every_event_once()
    {
        foreach (var sample in new[] { "short", "nine-days", "crowded" })
        {
            var named = Page(sample).Descendants(Svg + "svg").First().Descendants(Svg + "g").Where(g => (string?)g.Attribute("class") == "pin").Select(g => g.Element(Svg + "text")!.Value.Split('–'))
                .SelectMany(range => Enumerable.Range(int.Parse(range[0], CultureInfo.InvariantCulture), int.Parse(range[^1], CultureInfo.InvariantCulture) - int.Parse(range[0], CultureInfo.InvariantCulture) + 1));
            named.ShouldBe(Enumerable.Range(1, PostmortemComposer.Compose(GoldenTests.Of(sample)).Course!.Events.Length));
        }
    }

    [Fact]
    public void Nine_days_have_the_busy_hours_drawn_closer_and_five_minutes_do_not()
    {
        Page("nine-days").Descendants(Svg + "svg").Count().ShouldBe(2);
        Page("short").Descendants(Svg + "svg").Count().ShouldBe(1);
    }

    [Fact]
    public void Over_a_change_of_the_clocks_days_still_begin_at_midnight()
    {
        var dates = Page("nine-days").Descendants(Svg + "svg").First().Descendants(Svg + "text").Where(t => (string?)t.Attribute("class") == "date").Select(t => t.Value);
        dates.ShouldBe(["Mon 25 Mar 2024", "Wed 27 Mar", "Fri 29 Mar", "Sun 31 Mar", "Tue 2 Apr"]);
    }

    private static (double From, double To) Extent(XElement text)
    {
        var wide = text.Value.Length * 6.0;
        var x = Number(text, "x");
        return (string?)text.Attribute("text-anchor") switch { "middle" => (x - (wide / 2), x + (wide / 2)), "end" => (x - wide, x), _ => (x, x + wide) };
    }

    private static void Apart(IEnumerable<(double From, double To)> extents)
    {
        var sorted = extents.OrderBy(e => e.From).ToList();
        for (var i = 1; i < sorted.Count; i++) sorted[i].From.ShouldBeGreaterThanOrEqualTo(sorted[i - 1].To - 0.2);
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static string Html(string sample) => HtmlRenderer.Render(PostmortemComposer.Compose(GoldenTests.Of(sample)), sample == "rich" ? Samples.Contents : null);

    // HTML that is also XML but for its few elements without an end: what is not well-formed throws.
    private static XElement Page(string sample)
    {
        var html = Html(sample);
        html.ShouldStartWith("<!doctype html>\n");
        return XElement.Parse(Void().Replace(html["<!doctype html>\n".Length..], "<${name}${rest}/>"));
    }

    [GeneratedRegex("<(?<name>meta|img)(?<rest>[^>]*)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Void();
}
