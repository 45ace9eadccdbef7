namespace IncidentBot.Tests.EndToEnd.Incidents;

public sealed class DeclareTests : EndToEndTest
{
    [Fact]
    public async Task Whoever_declares_is_told_alone_where_the_channel_is()
    {
        var answer = await Chat.Types("zainab", "/incident declare title:\"Shop does not respond\" severity:sev2");
        answer.IsPrivate.ShouldBeTrue();
        answer.Text.ShouldContain("INC-1");
        answer.Text.ShouldContain("#inc-1-shop-does-not-respond");
    }
}
