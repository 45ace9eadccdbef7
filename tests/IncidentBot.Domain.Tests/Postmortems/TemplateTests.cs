using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Postmortems.Templates;

namespace IncidentBot.Domain.Tests.Postmortems;

public sealed class TemplateTests
{
    public static TheoryData<string> Keys => [.. KnownTemplates.All.Select(template => template.Key)];

    [Theory, MemberData(nameof(Keys))]
    public void Whatever_the_template_everything_that_people_wrote_stands_in_the_document_once(string key)
    {
        var b = new IncidentBuilder("Shop is slow", "Africa/Lagos", 1, new DateTime(2024, 2, 3), "10:00");
        foreach (var id in SectionIds.Writable) b.Incident = b.Incident with { WrittenSections = b.Incident.WrittenSections.Add(id, b.Say("11:00", "Ada Obi", $"Words about {id}.", null)) };
        var markdown = MarkdownRenderer.Render(PostmortemComposer.Compose(b.Build(), KnownTemplates.Find(key)!));
        foreach (var id in SectionIds.Writable) markdown.Split($"Words about {id}.").Length.ShouldBe(2, id);
    }

    [Theory, MemberData(nameof(Keys))]
    public void No_heading_stands_over_nothing(string key)
    {
        foreach (var sample in new[] { "rich", "bare", "silent" })
        {
            var document = PostmortemComposer.Compose(GoldenTests.Of(sample), KnownTemplates.Find(key)!);
            document.Sections.ShouldAllBe(section => !section.Blocks.IsEmpty);
            document.Sections.Select(section => section.Id).Distinct().Count().ShouldBe(document.Sections.Length);
            document.Sections.ShouldNotContain(section => SectionIds.IsAsked(section.Id));
        }
    }

    [Fact]
    public void The_one_chosen_for_the_incident_wins_then_its_severity_then_the_server()
    {
        var settings = Given.Settings;
        var state = Given.Incident(severity: Severity.Sev1);
        Chosen().ShouldBe("classic");
        settings = TemplateChoice.Set(settings, severity: null, KnownTemplates.PagerDuty.Key);
        Chosen().ShouldBe("pagerduty");
        settings = TemplateChoice.Set(settings, Severity.Sev1, KnownTemplates.GoogleSre.Key);
        Chosen().ShouldBe("google-sre");
        TemplateChoice.KeyOf(Severity.Sev2, settings).ShouldBe("pagerduty");
        state = state.Then(s => UseTemplate.Decide(s, "five-whys", [], Given.By(Given.Ada) with { Settings = settings }));
        Chosen().ShouldBe("five-whys");
        UseTemplate.Decide(state, "five-whys", [], Given.By(Given.Ada) with { Settings = settings }).Refused().ShouldContain("already");
        UseTemplate.Decide(state, "@everyone", [], Given.By(Given.Ada)).Refused().ShouldNotContain("@everyone");

        string Chosen() => TemplateChoice.KeyOf(state.Incident, settings);
    }
}
