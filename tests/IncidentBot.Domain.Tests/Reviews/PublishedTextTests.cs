using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Tests.Postmortems;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Reviews;

/// <summary>A document that is frozen: what it says, and what is taken out of it when it must not be read.</summary>
public sealed class PublishedTextTests
{
    [Theory]
    [InlineData("rich"), InlineData("bare"), InlineData("crowded"), InlineData("nine-days"), InlineData("short")]
    public void It_asks_nobody_to_add_anything_because_nobody_can(string sample)
    {
        var markdown = MarkdownRenderer.Render(PostmortemComposer.ToPublish(GoldenTests.Of(sample)));
        foreach (var command in (string[])["`/incident", "`/timeline", "`/action", "`/postmortem", "React with", "react with"]) markdown.ShouldNotContain(command);
        PostmortemComposer.ToPublish(GoldenTests.Of(sample)).Preface.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("use the key hunter2-swordfish")]
    [InlineData("use the key `hunter2-swordfish` now")]
    [InlineData("<@200> has the key: `hunter2-swordfish`, ask <@201>")]
    [InlineData("short")]
    public void A_message_goes_from_every_line_that_links_to_it_and_from_every_text_that_repeats_it(string said)
    {
        var b = new IncidentBuilder("Shop is down", "Africa/Lagos", 1, new DateTime(2023, 5, 10), "14:30");
        b.Person("Tunde Bello");
        var message = b.SayMarked(EntryKind.Cause, "14:35", "Ada Obi", said, "14:36", "Tunde Bello", "🎯");
        b.Incident = b.Incident with { Cause = new(said, b.Person("Ada Obi"), b.At("14:35"), message) };
        var document = PostmortemComposer.ToPublish(b.Build());
        Html(document).ShouldContain(said == "short" ? "short" : "hunter2-swordfish");
        var without = PublishedText.Without(document, Erasure.OfWhole([said], message));
        foreach (var text in (string[])[Html(without), MarkdownRenderer.Render(without)])
        {
            text.ShouldNotContain(said == "short" ? "short" : "hunter2");
            text.ShouldContain("redacted");
        }

        without.Sections.Select(section => section.Id).ShouldBe(document.Sections.Select(section => section.Id));
    }

    [Fact]
    public void Words_go_wherever_they_are_set_and_what_has_none_of_them_is_the_same_document()
    {
        var b = new IncidentBuilder("Shop is down", "Africa/Lagos", 1, new DateTime(2023, 5, 10), "14:30");
        b.Enter(EntryKind.KeyEvent, "14:40", "Login with `root:tops3cret` failed", "Ada Obi");
        b.Incident = b.Incident with { WrittenSections = b.Incident.WrittenSections.SetItem(SectionIds.Lessons, new("Never type **root:** tops3cret in chat.", b.Person("Ada Obi"), b.At("15:00"))) };
        var document = PostmortemComposer.ToPublish(b.Build());
        var html = Html(PublishedText.Without(document, Erasure.OfWords("tops3cret")));
        html.ShouldNotContain("tops3cret");
        html.ShouldContain("Login with");
        html.ShouldContain("in chat.");
        PublishedText.Without(document, Erasure.OfWords("swordfish")).ShouldBeSameAs(document);
        PublishedText.Without(document, Erasure.OfWords("ops3")).ShouldBeSameAs(document, "a piece of a longer word is not the word");
    }

    private static string Html(PostmortemDocument document) => HtmlRenderer.Render(document);
}
