using IncidentBot.Domain.Postmortems.Rendering;

namespace IncidentBot.Domain.Tests.Postmortems;

/// <summary>An address that somebody typed is one address, whole, and ends where a reader would say it ends.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("see https://wiki.example/Queue_(data_structure) first", "see <https://wiki.example/Queue_(data_structure)> first")]
    [InlineData("(see https://wiki.example/Queue_(data_structure))", "(see <https://wiki.example/Queue_(data_structure)>)")]
    [InlineData("(see https://wiki.example/queue)", "(see <https://wiki.example/queue>)")]
    [InlineData("(see https://wiki.example/queue).", "(see <https://wiki.example/queue>).")]
    [InlineData("https://grafana.example/d/x?from=now-1h&var=(a,b)&to=now, then", "<https://grafana.example/d/x?from=now-1h&var=(a,b)&to=now>, then")]
    [InlineData("https://status.example/, and http://10.0.0.7:8080/.", "<https://status.example/>, and <http://10.0.0.7:8080/>.")]
    [InlineData("https://status.example.", "<https://status.example>.")]
    public void A_bracket_that_the_address_closes_itself_belongs_to_it(string typed, string written)
    {
        MarkdownRenderer.Escape(typed).ShouldBe(written);
        DiscordMarkdown.Escape(typed).ShouldBe(written);
    }

    [Theory]
    [InlineData("https://wiki.example/a(b")]
    [InlineData("https://wiki.example/a((b))")]
    public void What_is_no_plain_address_stays_text(string typed)
    {
        MarkdownRenderer.Escape(typed).ShouldNotContain("<");
        DiscordMarkdown.Escape(typed).ShouldNotContain("<");
    }

    [Fact]
    public void Many_brackets_cost_no_time() =>
        MarkdownRenderer.Escape("https://x.example/" + string.Concat(Enumerable.Repeat("(a)", 20_000)) + "(").Length.ShouldBeGreaterThan(60_000);
}
