using IncidentBot.Domain;

namespace IncidentBot.Tests.EndToEnd.Incidents;

/// <summary>Whatever people type, nobody is pinged by it, it breaks out of nothing, and the record holds it.</summary>
public sealed class HostileTextTests : EndToEndTest
{
    /// <summary>Typed, and as the record holds it: invisible characters have no place there.</summary>
    public static TheoryData<string, string> Texts => new()
    {
        { "@everyone @here look", "@everyone @here look" },
        { "<@{zainab}> <@&{operations}> <#{general}>", "<@{zainab}> <@&{operations}> <#{general}>" },
        { "**bold** __under__ ~~gone~~ ||spoiler|| # > -", "**bold** __under__ ~~gone~~ ||spoiler|| # > -" },
        { "```js alert(1)``` and ``` open", "```js alert(1)``` and ``` open" },
        { "[click](https://example.com) <script>alert(1)</script> <t:0:R>", "[click](https://example.com) <script>alert(1)</script> <t:0:R>" },
        { "\u202Eevil\u202C \u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627", "evil \u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627" },
        { "ze\u200Bro\u200D wi\u2060dth\uFEFF", "zero width" },
        { "'; DROP TABLE incidents; -- \\ {0} %s", "'; DROP TABLE incidents; -- \\ {0} %s" },
    };

    [Theory, MemberData(nameof(Texts))]
    public async Task In_every_field_it_stays_text(string typed, string kept)
    {
        (typed, kept) = (Named(typed), Named(kept));
        await Chat.Uses("ada", "incident declare", "general", ("title", typed), ("service", "shop"), ("summary", typed));
        foreach (var (command, option) in new[] { ("incident update", "message"), ("incident impact", "text"), ("incident cause", "text"), ("incident fix", "text"), ("incident detected", "text"), ("action add", "text"), ("timeline add", "text") })
            (await Chat.Uses("ada", command, "inc-1", (option, typed))).IsRefused.ShouldBeFalse(command);
        (await Chat.Uses("ada", "incident severity", "inc-1", ("level", "sev1"), ("reason", typed))).IsRefused.ShouldBeFalse();
        (await Chat.Uses("ada", "incident rename", "inc-1", ("title", typed + " again"))).IsRefused.ShouldBeFalse();
        await Chat.Presses("ada", "Take command", "inc-1");
        await Chat.Types("ada", "/incident handover person:@chioma", "inc-1");
        Chat.Pinged.ShouldBe(["chioma"]); // she is asked by the bot itself

        await Chat.Uses("ada", "incident search", "general", ("words", typed));
        await Chat.Uses("ada", "incident show", "general", ("number", "1"));
        await Chat.Uses("ada", "incident list", "general");
        (await Chat.Offered("ada", "incident show", "number", "")).ShouldHaveSingleItem();
        await Chat.Uses("ada", "incident resolve", "inc-1", ("fix", typed + " at last"), ("prevent", typed));
        (await Chat.Uses("ada", "incident reopen", "inc-1", ("reason", typed))).IsRefused.ShouldBeFalse();
        (await Chat.Uses("ada", "incident cancel", "inc-1", ("reason", typed))).IsRefused.ShouldBeFalse();

        var file = await Chat.File(1);
        file.Incident.ShouldSatisfyAllConditions(
            i => i.Title.ShouldBe(kept + " again"), i => i.Summary.ShouldBe(kept), i => i.Cause!.Text.ShouldBe(kept), i => i.Fix!.Text.ShouldBe(kept + " at last"), i => i.Detection!.Text.ShouldBe(kept),
            i => i.Impacts[^1].Text.ShouldBe(kept));
        file.Actions[0].Text.ShouldBe(kept);
        Chat.Pinged.ShouldBe(["chioma"]);
        NothingShouldTakeEffect();
    }

    [Theory, MemberData(nameof(Texts))]
    public async Task In_a_refusal_it_stays_text(string typed, string kept)
    {
        _ = kept;
        typed = Named(typed);
        typed = typed[..Math.Min(typed.Length, 40)]; // what the shortest of these options takes
        await Chat.Declares();
        (await Chat.Uses("ada", "incident role", "inc-1", ("role", typed), ("person", "tunde"))).IsRefused.ShouldBeTrue();
        (await Chat.Uses("ada", "incident time", "inc-1", ("milestone", "started"), ("at", typed))).IsRefused.ShouldBeTrue();
        (await Chat.Uses("ada", "incident update", "inc-1", ("message", "x"), ("next", typed))).IsRefused.ShouldBeTrue();
        (await Chat.Uses("ada", "incident impact", "inc-1", ("text", "x"), ("percent", typed))).IsRefused.ShouldBeTrue();
        (await Chat.Uses("ada", "incident impact", "inc-1", ("text", "x"), ("people", typed))).IsRefused.ShouldBeTrue();
        (await Chat.Uses("ada", "bot settings", "general", ("timezone", typed))).IsRefused.ShouldBeTrue();
        NothingShouldTakeEffect();
    }

    [Fact]
    public async Task In_talk_and_quoted_messages_it_stays_text()
    {
        var said = await Chat.Says("zainab", Named("@everyone ```\n# Postmortem: INC-9 fake\n<@{tunde}> \u202Eevil"));
        await Chat.Fills("tunde", await Chat.Menu("tunde", "Declare incident", said), ("Title", "Shop is down"));
        await Chat.Says("zainab", Named("it was <@&{operations}> @here || ``` || the cause was the disk"), "inc-1");
        await Chat.Types("ada", "/incident resolve", "inc-1");
        await Chat.Fills("ada", await Chat.Types("ada", "/incident resolve", "inc-1"));
        Chat.Pinged.ShouldBeEmpty();
        NothingShouldTakeEffect();
    }

    private string Named(string text) => text
        .Replace("{zainab}", $"{Chat.User("zainab").Id}", StringComparison.Ordinal)
        .Replace("{tunde}", $"{Chat.User("tunde").Id}", StringComparison.Ordinal)
        .Replace("{operations}", $"{Chat.World.Guild.Roles.Values.Single(role => role.Name == "operations").Id}", StringComparison.Ordinal)
        .Replace("{general}", $"{Chat.Channel("general").Id}", StringComparison.Ordinal);

    /// <summary>Zainab, the role and @everyone are only ever named by people, so no message of the bot may mention them; nor does the bot use code fences, spoilers or direction marks of its own.</summary>
    private void NothingShouldTakeEffect()
    {
        foreach (var message in Chat.World.Guild.Channels.Values.SelectMany(channel => channel.Messages.Concat(channel.Ephemeral)).Where(message => message.Author == Chat.World.Bot))
        {
            var raw = message.Content + message.Embeds.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            foreach (var live in new[] { "@everyone", "@here", "```", "[click](", "<@&", "<t:0:R>", "\u202E", "<script" }) raw.ShouldNotContain(live, Case.Sensitive, raw);
            if (message.Content.Contains("Declared from", StringComparison.Ordinal)) continue; // its author is named by the bot
            raw.ShouldNotContain($"<@{Chat.User("zainab").Id}>");
        }
    }
}
