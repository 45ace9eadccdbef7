using System.Collections.Immutable;
using System.Diagnostics;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Domain.Timeline;
using IncidentBot.Templates;
using IncidentBot.Tests.Scenarios;

namespace IncidentBot.Tests.Templates;

/// <summary>A server's own templates, filled in with incidents that really happened: what they may do, and what they may not.</summary>
public sealed class OwnTemplateTests
{
    public static TheoryData<string> Scenarios => ["backup-server-cold", "campaign-surge", "memory-leak", "erp-database", "cart-500"];

    [Theory, MemberData(nameof(Scenarios))]
    public async Task the_sample_gives_what_the_classic_template_gives(string scenario)
    {
        var file = await PlayedScenarios.RecordOf(scenario);
        var (own, classic) = (Compose(file, TemplateManual.Sample), PostmortemComposer.Compose(file, KnownTemplates.Classic));

        // A remark of the bot's is a paragraph where a template puts it in: the same words, not leaning.
        MarkdownRenderer.Render(own).Replace("*", "", StringComparison.Ordinal).ShouldBe(MarkdownRenderer.Render(classic).Replace("*", "", StringComparison.Ordinal));
        own.Sections.Select(section => section.Id).ShouldBe(classic.Sections.Select(section => section.Id));
        TemplateChecker.Check("classic.md.hbs", TemplateManual.Sample).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task what_people_typed_means_nothing_in_the_document()
    {
        var file = await PlayedScenarios.RecordOf("cart-500");
        const string Typed = "## Owned {#owned}\n- **x** {{incident.number}} \uE0000\uE001 @everyone <@1> [x](https://evil.example) `y` <b>";
        file = file with { Incident = file.Incident with { Title = Typed, Summary = Typed, Services = [Typed] } };
        var document = Compose(file, "before {{incident.title}}\n\n## A {{incident.title}} {#a}\n\n{{incident.title}}\n\n- {{incident.summary}}\n- **{{incident.summary}}**\n> {{{incident.title}}}\n\n`{{incident.title}}` [{{incident.title}}](https://wiki.example/a)\n\n{{#each incident.services}}{{this}}{{/each}}");

        document.Sections.ShouldHaveSingleItem().Id.ShouldBe("a");
        var markdown = MarkdownRenderer.Render(document);
        markdown.Split('\n').Count(line => line.StartsWith("## ", StringComparison.Ordinal)).ShouldBe(1);
        HtmlRenderer.Render(document).ShouldNotContain("href=\"https://evil.example");
        markdown.ShouldContain("](https://wiki.example/a)");
        markdown.Split('`').Where((_, n) => n % 2 == 0).ShouldAllBe(outsideCode => !outsideCode.Contains("<b>", StringComparison.Ordinal));
        string.Concat(DiscordRenderer.Render(document)).ShouldNotContain("@everyone", Case.Sensitive);
        HtmlRenderer.Render(document).ShouldContain("&lt;b&gt;");
    }

    [Theory]
    [InlineData("{{incident.title.Length}}")]
    [InlineData("{{incident.title.Parts}}{{incident.title.words}}")]
    [InlineData("{{incident.GetType}}{{incident.getType.assembly}}{{incident.equalityContract}}")]
    [InlineData("{{section.method}}{{@root.section}}{{@root.Section.Method.Module}}{{@root.incident.Name}}")]
    [InlineData("{{#each incident}}x{{/each}}")]
    [InlineData("{{#with incident.title}}{{length}}{{parts}}{{/with}}")]
    public async Task nothing_but_the_model_is_within_reach(string reached)
    {
        var file = await PlayedScenarios.RecordOf("cart-500");
        var document = Compose(file, $"## A {{#a}}\n\nbefore {reached} after");
        var words = MarkdownRenderer.Render(document);
        if (document.Template == "own") words.ShouldContain("before after");
        else words.ShouldContain("could not be used");
    }

    [Theory]
    [InlineData("{{#each timeline.days}}{{#each rows}}{{#each ../rows}}{{/each}}{{/each}}{{/each}}", "steps")]
    [InlineData("{{#each timeline.days}}{{#each rows}}{{#each ../rows}}{{#if @first}}{{/if}}{{/each}}{{/each}}{{/each}}", "steps")]
    [InlineData("{{#each timeline.days}}{{#each rows}}{{#each ../rows}}{{#each ../../rows}}{{text}}{{/each}}{{/each}}{{/each}}{{/each}}", "steps|characters")]
    public async Task a_loop_within_a_loop_over_a_long_timeline_is_stopped_and_the_classic_arrangement_stands_in(string loop, string why)
    {
        var seed = await PlayedScenarios.RecordOf("cart-500");
        var file = seed with { Talk = [], Entries = [.. Enumerable.Range(1, 20_000).Select(n => new TimelineEntry { Incident = seed.Incident.Id, Number = n, Kind = EntryKind.KeyEvent, Text = $"line {n}", HappenedAt = seed.Incident.Milestones.Declared.AddMilliseconds(n), SaidAt = seed.Incident.Milestones.Declared, RecordedAt = seed.Incident.Milestones.Declared })] };
        var began = Stopwatch.GetTimestamp();
        var document = Compose(file, $"## A {{#a}}\n\n{loop}");

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        document.Template.ShouldBe("classic");
        document.Sections.Length.ShouldBe(9);
        document.Preface.OfType<Notice>().Last().Text.Words().ShouldMatch(why);
    }

    [Fact]
    public async Task a_loop_that_reads_nothing_is_stopped_by_the_stopwatch()
    {
        var file = await PlayedScenarios.RecordOf("cart-500");
        var source = "## A {#a}\n" + string.Concat(Enumerable.Repeat("{{#each timeline.days}}{{#each rows}}", 6)) + string.Concat(Enumerable.Repeat("{{#if @first}}{{/if}}", 500)) + string.Concat(Enumerable.Repeat("{{/each}}{{/each}}", 6));
        var text = new TemplateEngine(new TemplateLimits(int.MaxValue, 1 << 20, TimeSpan.FromMilliseconds(200))).Read(source.Replace("timeline.days", "@root.timeline.days", StringComparison.Ordinal));
        var began = Stopwatch.GetTimestamp();

        PostmortemComposer.Compose(file, Own(source) with { Text = text }).Preface.OfType<Notice>().Last().Text.Words().ShouldContain("longer than 0.2 seconds");
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task what_comes_of_it_is_bounded_too()
    {
        var file = await PlayedScenarios.RecordOf("cart-500");
        var text = new TemplateEngine(new TemplateLimits(100_000, 1_000, TimeSpan.FromSeconds(5))).Read("## A\n{{#each timeline.days}}{{#each rows}}- {{text}}\n{{/each}}{{/each}}");
        PostmortemComposer.Compose(file, Own("") with { Source = "x", Text = text }).Preface.OfType<Notice>().Last().Text.Words().ShouldContain("more than 1,000 characters");
    }

    [Fact]
    public async Task a_section_is_put_in_once()
    {
        var file = await PlayedScenarios.RecordOf("cart-500");
        Compose(file, "## A {#a}\n\n{{#each actions.all}}{{section \"timeline\"}}{{/each}}").Preface.OfType<Notice>().Last().Text.Words().ShouldContain("twice");
    }

    [Theory]
    [InlineData("What customers saw", "what-customers-saw")]
    [InlineData("Qué pasó, ¿y por qué?", "que-paso-y-por-que")]
    [InlineData("Verfügbarkeit", "verfugbarkeit")]
    [InlineData("障害", null)]
    public void a_heading_without_a_key_makes_one(string heading, string? key) => FilledText.Slug(heading).ShouldBe(key);

    [Fact]
    public async Task what_people_wrote_stands_in_its_section_whatever_becomes_of_the_template()
    {
        var file = await PlayedScenarios.RecordOf("cart-500");
        const string Source = "{{!-- Ours --}}\n## What customers saw {#customers}\n\n## Why\n\n{{#with cause}}{{text}} ({{by}}){{else}}Not known.{{/with}}\n\n{{#if (and (eq incident.level 2) (not incident.drill))}}### Bad\n\n- {{actions.open.length}} open{{#each actions.open}}\n- {{name}} {{text}}{{#if owner}}, {{owner}}{{/if}}{{/each}}{{/if}}\n";
        Headings(Compose(file, Source)).ShouldBe(["Why"]);

        var written = file with { Incident = file.Incident with { WrittenSections = file.Incident.WrittenSections.Add("customers", new Statement("They saw **errors**.", file.Incident.DeclaredBy, file.Incident.Milestones.Declared)) } };
        var document = Compose(written, Source);
        Headings(document).ShouldBe(["What customers saw", "Why"]);
        var markdown = MarkdownRenderer.Render(document);
        markdown.ShouldContain("They saw **errors**.");
        markdown.ShouldContain("(Lindiwe Zulu)");
        markdown.ShouldContain("- 5 open\n- #1 Thorough investigation");

        Headings(PostmortemComposer.Compose(written with { Own = null, Settings = written.Settings with { Templates = [new(null, "own")] } }))[^1].ShouldBe("Customers");
    }

    [Fact]
    public void every_mistake_is_found_at_once_with_its_line()
    {
        const string Source = "{{!-- A bad one --}}\n# Title\n## Impact {#Impact!}\n{{incident.titel}} {{impct.share}}\n{{#each incident.title}}x{{/each}}\n{{#if cause}}\n{{> partial}}\n{{#foo bar}}{{/foo}}\n{{section \"timelin\"}}\n{{title}} {{eq 1}} {{frobnicate 1 2}}\n## Impact\n## Impact\n{{/each}}\n";
        var check = TemplateChecker.Check("bad.hbs", Source);

        check.Description.ShouldBe("A bad one");
        check.Findings.Select(finding => $"{(finding.IsError ? "error" : "warning")} {finding.Line}").ShouldBe(
            ["warning 2", "error 3", "warning 4", "warning 4", "error 5", "error 6", "error 7", "error 8", "error 9", "warning 10", "error 10", "error 10", "error 12", "error 13"]);
        check.Findings[2].ToString().ShouldBe("bad.hbs:4:1: warning: the model has no 'titel' in 'incident'. Did you mean 'title'?");
        check.Findings.ShouldContain(finding => finding.Message.Contains("Did you mean 'incident.title'?", StringComparison.Ordinal));
        check.Findings.ShouldContain(finding => finding.Message.Contains("Did you mean 'timeline'?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{{#*inline \"x\"}}{{/inline}}")]
    [InlineData("{{#> layout}}{{/layout}}")]
    [InlineData("{{{{raw}}}}{{{{/raw}}}}")]
    [InlineData("{{lookup incident \"title\"}}")]
    [InlineData("{{log incident}}")]
    [InlineData("{{#each incident.services as |s|}}{{s}}{{/each}}")]
    [InlineData("{{section name=\"x\"}}")]
    [InlineData("{{incident.title")]
    [InlineData("{{else}}")]
    [InlineData("{{^if cause}}{{/if}}")]
    [InlineData("{{}}")]
    [InlineData("{{incident.[title]}}")]
    public void what_is_not_on_the_list_is_an_error(string tag) => TemplateChecker.Check("t.hbs", $"## A {{#a}}\n{tag}\n").Findings.ShouldContain(finding => finding.IsError && finding.Line == 2);

    [Fact]
    public void what_nests_too_deep_or_is_too_long_never_reaches_the_library()
    {
        TemplateChecker.Check("t.hbs", "## A\n" + string.Concat(Enumerable.Repeat("{{#if cause}}", 900)) + string.Concat(Enumerable.Repeat("{{/if}}", 900))).HasErrors.ShouldBeTrue();
        TemplateChecker.Check("t.hbs", "## A\n{{#if " + new string('(', 30_000) + "}}{{/if}}").HasErrors.ShouldBeTrue();
        TemplateChecker.Check("t.hbs", "## A\n" + new string('x', OwnTemplate.LongestSource)).HasErrors.ShouldBeTrue();
        TemplateChecker.Check("t.hbs", "## A\n" + string.Concat(Enumerable.Repeat("{{!}}", 10_000))).HasErrors.ShouldBeTrue();
    }

    [Fact]
    public void the_manual_names_what_there_is() => TemplateManual.Text.ShouldContain("  actions                 What is to be done\n    all                   All of them, by number (list)\n      name");

    private static PostmortemDocument Compose(IncidentFile file, string source) => PostmortemComposer.Compose(file, Own(source));

    private static OwnTemplate Own(string source) => new(new ServerId(1), "own", 1, source) { At = default, Change = "", Text = new TemplateEngine(TemplateLimits.Default).Read(source) };

    private static ImmutableArray<string> Headings(PostmortemDocument document) => [.. document.Sections.Select(section => section.Heading)];
}
