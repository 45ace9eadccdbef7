namespace IncidentBot.Tests.Scenarios;

/// <summary>The yardstick is measured first: a fact in the wrong section must not pass.</summary>
public class PostmortemTextTests
{
    private const string Markdown =
        """
        # Postmortem: INC-1 Shop *down*

        ## Timeline
        - **14:05** [hotline: \_cart\_](https://discord.com/channels/1/2/3) fails
        ```
        ## not a heading
        ```

        ## Corrective and preventive measures
        ### Corrective
        - second server
        ### Preventive
        - monitoring
        """;

    [Fact]
    public void sections_and_their_parts_are_told_apart()
    {
        var postmortem = PostmortemText.Parse(Markdown);

        postmortem.Headings.ShouldBe(["Timeline", "Corrective and preventive measures"]);
        postmortem.Timeline.ShouldTell("not a heading");
        postmortem.Corrective.ShouldTell("second server");
        postmortem.Corrective.ShouldNotTell("monitoring");
        postmortem.Measures.ShouldTellInOrder("second server", "monitoring");
        Should.Throw<KeyNotFoundException>(() => postmortem.Record);
    }

    [Fact]
    public void lines_are_compared_as_they_are_read()
    {
        var timeline = PostmortemText.Parse(Markdown).Timeline;

        timeline.ShouldHaveALineWith("14:05", "hotline: cart fails".Replace("_", ""));
        Should.Throw<ShouldAssertException>(() => timeline.ShouldHaveALineWith("14:05", "second server"));
        Should.Throw<ShouldAssertException>(() => timeline.ShouldTell("discord.com"));
    }
}
