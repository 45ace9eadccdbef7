namespace IncidentBot.Tests.EndToEnd.Incidents;

public sealed class FindTests : EndToEndTest
{
    protected override async Task<Chat> StartAsync()
    {
        var chat = await Chat.StartAsync();
        await chat.Declares("Shop is down", "severity:sev1 service:shop");
        await chat.Declares("Mail is slow", "severity:sev3");
        await chat.Declares("Old trouble", "severity:sev2");
        await chat.Types("ada", "/incident resolve fix:Restarted", "inc-3");
        return chat;
    }

    [Fact]
    public async Task The_list_shows_the_open_ones_newest_first_with_their_channels()
    {
        var answer = await Chat.Types("zainab", "/incident list");
        answer.IsPrivate.ShouldBeTrue();
        var lines = answer.Text.Split('\n');
        lines.Length.ShouldBe(2);
        lines[0].ShouldStartWith("**INC-2** SEV3 investigating · Mail is slow · <t:");
        lines[1].ShouldStartWith("**INC-1** SEV1 investigating · Shop is down · <t:");
        lines[1].ShouldEndWith("#inc-1-shop-is-down");
    }

    [Theory]
    [InlineData("status:all", "INC-3 INC-2 INC-1")]
    [InlineData("status:resolved", "INC-3")]
    [InlineData("severity:sev1", "INC-1")]
    [InlineData("status:all severity:sev2", "INC-3")]
    public async Task The_list_is_filtered(string filter, string shown) =>
        string.Join(' ', (await Chat.Types("zainab", $"/incident list {filter}")).Text.Split('\n').Select(line => line.Split("**")[1])).ShouldBe(shown);

    [Fact]
    public async Task An_empty_list_says_what_to_do()
    {
        (await Chat.Types("zainab", "/incident list status:monitoring")).Text.ShouldContain("There is none like that. `/incident list status:all`");
        await Chat.Types("ada", "/incident cancel reason:x", "inc-1");
        await Chat.Types("ada", "/incident cancel reason:x", "inc-2");
        (await Chat.Types("zainab", "/incident list")).Text.ShouldContain("No incident is open.");
    }

    [Fact]
    public async Task Show_gives_the_card_without_buttons()
    {
        var shown = await Chat.Types("zainab", "/incident show number:1");
        shown.IsPrivate.ShouldBeTrue();
        shown.Text.ShouldContain("INC-1 Shop is down");
        shown.View.Message!.Components.ShouldBeEmpty();
        (await Chat.Types("zainab", "/incident show", "inc-2")).Text.ShouldContain("INC-2 Mail is slow");
        (await Chat.Types("zainab", "/incident show")).ShouldRefuse("This is not an incident's channel");
        (await Chat.Types("zainab", "/incident show number:99")).ShouldRefuse("There is no INC-99 on this server");
    }

    [Fact]
    public async Task Search_finds_titles_entries_and_talk_and_links_the_message()
    {
        var said = await Chat.Says("tunde", "the certificate of the proxy expired", "inc-2");
        var found = await Chat.Types("zainab", "/incident search words:\"proxy certificate\"");
        found.IsPrivate.ShouldBeTrue();
        found.Text.ShouldContain("**INC-2**");
        found.Text.ShouldContain("> the certificate of the proxy expired");
        found.Text.ShouldContain($"/{said.Id}>");
        (await Chat.Types("zainab", "/incident search words:SHOP")).Text.ShouldContain("**INC-1**");
        (await Chat.Types("zainab", "/incident search words:\"proxy unicorn\"")).Text.ShouldContain("Nothing was found");
    }

    [Fact]
    public async Task Search_shows_people_by_name()
    {
        await Chat.Types("ada", "/incident role role:scribe person:@zainab", "inc-2");
        (await Chat.Types("ada", "/incident search words:scribe")).Text.ShouldContain("> @Zainab Musa is scribe");
    }

    [Fact]
    public async Task Numbers_are_offered_while_typing_open_ones_first()
    {
        (await Chat.Offered("zainab", "incident show", "number", "")).ShouldBe(["INC-2 Mail is slow (investigating)", "INC-1 Shop is down (investigating)", "INC-3 Old trouble (resolved)"]);
        (await Chat.Offered("zainab", "incident show", "number", "3")).ShouldBe(["INC-3 Old trouble (resolved)"]);
        (await Chat.Offered("zainab", "incident show", "number", "INC-3")).ShouldBe(["INC-3 Old trouble (resolved)"]);
        (await Chat.Offered("zainab", "incident update", "incident", "mail")).ShouldBe(["INC-2 Mail is slow (investigating)"]);
    }

    [Fact]
    public async Task A_long_list_stays_within_one_message()
    {
        for (var n = 4; n <= 30; n++) await Chat.Uses("ada", "incident declare", "general", ("title", string.Concat(Enumerable.Repeat("*_`[", 25))));
        var text = (await Chat.Types("zainab", "/incident list")).View.Message!.Content;
        text.Length.ShouldBeLessThanOrEqualTo(2000);
        text.ShouldContain("more: narrow it down");
        text.Split('\n').ShouldAllBe(line => line.StartsWith("**INC-", StringComparison.Ordinal) || line.StartsWith('…'));
        (await Chat.Offered("zainab", "incident show", "number", "")).Count.ShouldBe(25);
    }
}
