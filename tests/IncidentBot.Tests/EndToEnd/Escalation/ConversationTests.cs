using System.Collections.Concurrent;
using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox;

namespace IncidentBot.Tests.EndToEnd.Escalation;

/// <summary>Discord lets ten direct conversations be opened in ten seconds, and pages go to more people than that.</summary>
public sealed class ConversationTests : EndToEndTest
{
    private const string AllOfThem = """
        policies:
          shop: { for: { services: [shop] }, levels: [ { notify: ["@crowd"], ack_within: 10m }, "@ada" ] }
        """;

    private static readonly string[] Crowd = [.. Enumerable.Range(1, 13).Select(n => $"guest{n}")];

    private readonly ConcurrentQueue<string> opened = new();

    protected override async Task<Chat> StartAsync()
    {
        var options = Chat.Options;
        var chat = await Chat.StartAsync(options with { Roles = ["crowd"], People = [.. options.People, .. Crowd.Select(name => new PersonOptions { Handle = name, Name = name, Roles = ["crowd"] })] });
        chat.World.OnRest += asked =>
        {
            if (asked is { ByBot: true, Method: "POST" } && asked.Path.EndsWith("/users/@me/channels", StringComparison.Ordinal)) opened.Enqueue(chat.World.People.Values.Single(user => $"{user.Id}" == (string?)asked.RequestBody!["recipient_id"]).Username);
        };
        return chat;
    }

    [Fact]
    public async Task Whoever_there_is_no_room_for_is_written_to_as_soon_as_there_is_and_no_mention_waits_for_that()
    {
        await Chat.Applies(AllOfThem);
        await Chat.Declares(options: "service:shop");
        Written().ShouldBe(10);
        Chat.Pinged.Count.ShouldBe(Crowd.Length);
        var waiting = (await Chat.File(1)).Escalations[0].Pages[0].Waiting.Select(one => one.Person).ToList();
        waiting.Count.ShouldBe(3);
        (await Entries(1))[^1].ShouldBe($"Page 1, level 1: everyone who has @crowd; the direct messages to {string.Join(", ", waiting.Select(person => $"<@{person}>"))} follow");

        // Another incident's page to somebody else stands in its channel at once, and is acknowledged there.
        await Chat.Types("tunde", "/incident declare title:\"Mail is late\"");
        await Chat.Types("tunde", "/escalate to:@zainab", "inc-2");
        Chat.Reads("inc-2")[^1].ShouldContain("@Zainab Musa **INC-2**");
        Chat.ReadsDirectly("zainab").ShouldBeEmpty();

        // The bot goes down and comes up; what it still owes goes out, once, and nobody is asked twice.
        await Chat.Restart();
        await Chat.Advance(TimeSpan.FromSeconds(30));
        Written().ShouldBe(Crowd.Length);
        Chat.ReadsDirectly("zainab").ShouldHaveSingleItem().ShouldContain("**INC-2**");
        (await Entries(1)).Where(text => text.StartsWith("The direct message of page 1 reached", StringComparison.Ordinal)).Count().ShouldBe(3);
        var pages = (await Chat.File(1)).Escalations[0].Pages;
        pages.ShouldHaveSingleItem().Waiting.ShouldBeEmpty();
        pages[0].Direct.Length.ShouldBe(Crowd.Length);

        // The next pages open nothing any more.
        var before = opened.Count;
        await Chat.Presses("guest1", "Acknowledge", "inc-1");
        Crowd.SelectMany(Chat.ReadsDirectly).ShouldAllBe(text => text.Contains("✅ Acknowledged by guest1", StringComparison.Ordinal));
        await Chat.Types("ada", "/escalate to:@crowd", "inc-1");
        Crowd.Sum(name => Chat.ReadsDirectly(name).Count).ShouldBe(2 * Crowd.Length);
        opened.Count.ShouldBe(before);
    }

    [Fact]
    public async Task Who_is_not_needed_any_more_is_not_written_to_late_and_who_turns_out_not_to_be_reachable_is_said()
    {
        await Chat.Applies(AllOfThem);
        await Chat.Declares(options: "service:shop");
        var late = Crowd.Where(name => Chat.ReadsDirectly(name).Count == 0).ToList();
        Chat.User(late[0]).DmsClosed = true;
        await Chat.Types("ada", "/escalate to:@chioma", "inc-1");
        await Chat.PressesOn("chioma", Chat.Messages("inc-1").Last(message => Chat.World.Text(message).StartsWith("📟 @Chioma", StringComparison.Ordinal)), "Acknowledge");
        await Chat.Advance(TimeSpan.FromMinutes(2));
        Chat.Reads("inc-1")[^1].ShouldBe($"The page could not be sent as a direct message to @{late[0]} (direct messages are closed). If it is urgent, reach out another way.");

        Chat.ReadsDirectly("chioma").ShouldBeEmpty();
        (await Chat.File(1)).Escalations.SelectMany(one => one.Pages).SelectMany(page => page.Waiting).ShouldBeEmpty();
        (await Chat.Owed()).OfType<Domain.SendDirectPage>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_a_level_that_nobody_got_the_next_is_asked_at_once_also_when_that_is_known_only_later()
    {
        await Chat.Declares();
        await Chat.Types("ada", "/escalate to:@crowd", "inc-1");
        Chat.User("zainab").DmsClosed = true;
        await Chat.Applies("""
            policies:
              shop: { default: true, levels: [ { notify: ["@zainab"], ack_within: 10m }, "@ada" ] }
            """);
        await Chat.Declares("Mail is late");
        Chat.Reads("inc-2")[^1].ShouldContain("@Zainab Musa **INC-2**");
        (await Entries(2)).ShouldHaveSingleItem().ShouldBe($"Page 1, level 1: <@{Chat.User("zainab").Id}>; the direct message to <@{Chat.User("zainab").Id}> follows");
        await Chat.Advance(TimeSpan.FromSeconds(30));
        (await Entries(2)).ShouldBe(
        [
            $"Page 1, level 1: <@{Chat.User("zainab").Id}>; the direct message to <@{Chat.User("zainab").Id}> follows",
            $"Page 1: no direct message to <@{Chat.User("zainab").Id}> (direct messages are closed)",
            $"Page 2, level 2: <@{Chat.User("ada").Id}>",
        ]);
        Chat.ReadsDirectly("ada").ShouldHaveSingleItem().ShouldContain("**INC-2**");
    }

    [Fact]
    public async Task Those_whom_policies_and_schedules_name_are_met_before_a_page_and_known_after_a_restart()
    {
        var people = string.Join(", ", Crowd.Select(name => $"\"@{name}\""));
        await Chat.Gives("ada", "policy apply", ("shop.yaml", $"policies: {{ shop: {{ default: true, levels: [ {{ notify: [{people}] }} ] }} }}"));
        await Chat.Presses("ada", "Apply");
        await Chat.Advance(TimeSpan.FromSeconds(9));
        opened.Count.ShouldBe(4, "room is left for pages to others");
        await Chat.Restart();
        await Chat.Advance(TimeSpan.FromMinutes(1));
        opened.ShouldBe(Crowd, ignoreOrder: true);

        await Chat.Restart();
        await Chat.Declares();
        Written().ShouldBe(Crowd.Length);
        opened.Count.ShouldBe(Crowd.Length);
        Crowd.ShouldAllBe(name => Chat.ReadsDirectly(name).Count == 1);
    }

    [Fact]
    public async Task A_conversation_that_is_gone_is_opened_anew_once()
    {
        await Chat.Declares();
        await Chat.Driven.Store.CommitAsync(scope => scope.SaveConversationAsync(new(Chat.User("tunde").Id), new(Chat.World.Guild.Id + 1)), TestContext.Current.CancellationToken);
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        Chat.ReadsDirectly("tunde").ShouldHaveSingleItem();
        opened.ShouldBe(["tunde"]);
        await Chat.Advance(TimeSpan.FromMinutes(5));
        await Chat.Restart();
        await Chat.Advance(TimeSpan.FromMinutes(5));
        Chat.ReadsDirectly("tunde").Count.ShouldBe(3);
        opened.ShouldBe(["tunde"]);
    }

    private int Written() => Crowd.Sum(name => Chat.ReadsDirectly(name).Count);

    private async Task<IReadOnlyList<string>> Entries(int number) => [.. (await Chat.File(number)).Entries.Where(entry => entry.Kind == EntryKind.Page).Select(entry => entry.Text)];
}
