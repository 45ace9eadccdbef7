using System.Text;

namespace IncidentBot.Tests.EndToEnd.Learning;

public sealed class StatsTests : EndToEndTest
{
    [Fact]
    public async Task Figures_come_as_text_with_a_page_attached()
    {
        await Chat.Declares("Shop is down", "severity:sev1 service:shop");
        await Chat.Advance(TimeSpan.FromMinutes(5));
        await Chat.Types("tunde", "/incident role role:commander person:@tunde", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(25));
        await Chat.Types("tunde", "/incident resolve fix:x cause:\"The connection pool was exhausted\" prevent:\"A larger pool\"", "inc-1");
        await Chat.Declares("Mail is late", "severity:sev3 service:mail");

        var answer = await Chat.Types("zainab", "/stats");
        answer.IsPrivate.ShouldBeTrue();
        answer.Text.ShouldStartWith("**2 incidents** in the last 90 days · 1 still open");
        answer.Text.ShouldContain("acknowledge      5 min   5 min   1");
        answer.Text.ShouldContain("resolve         30 min  30 min   1");
        answer.Text.ShouldContain("1 action item of these is open");
        var file = answer.View.Message!.Attachments.ShouldHaveSingleItem();
        file.FileName.ShouldBe("incident-stats.html");
        var page = Encoding.UTF8.GetString(file.Bytes);
        page.ShouldContain("Incidents in the last 90 days");
        page.ShouldContain("aria-label=\"Incidents by severity: SEV1 critical 1, SEV3 minor 1.\"");

        (await Chat.Types("zainab", "/stats service:SHOP")).Text.ShouldStartWith("**1 incident** in the last 90 days · service shop");
        (await Chat.Types("zainab", "/stats period:2025")).Text.ShouldContain("Nothing to count, then.");
        (await Chat.Types("zainab", "/stats period:soon")).ShouldRefuse("\"soon\" is not a period as I read it", "`30d`");
    }
}
