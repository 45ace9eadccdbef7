namespace IncidentBot.Tests.EndToEnd.Incidents;

/// <summary>Everything as long as it may be, of characters that grow when they are made harmless: what the bot says still fits.</summary>
public sealed class LongTextTests : EndToEndTest
{
    [Fact]
    public async Task An_incident_of_nothing_but_the_longest_texts_is_shown_handed_over_and_written_up()
    {
        await Chat.Uses("ada", "bot settings", "general", ("roles", string.Join(',', Enumerable.Range(0, 10).Select(n => $"{n}" + new string('r', 28)))));
        await Chat.Uses("ada", "incident declare", "general", ("title", Stars(100)), ("summary", Stars(1500)), ("service", string.Join(',', Enumerable.Range(1, 20).Select(n => $"service{n}"))));
        foreach (var role in await Chat.Offered("ada", "incident role", "role", "", "inc-1")) await Chat.Uses("ada", "incident role", "inc-1", ("role", role), ("person", "ada"));
        await Chat.Uses("ada", "incident impact", "inc-1", ("text", Stars(1000)), ("percent", "99.99%"), ("people", "123456789"));
        await Chat.Uses("ada", "incident cause", "inc-1", ("text", Stars(1500)));
        await Chat.Uses("ada", "incident fix", "inc-1", ("text", Stars(1500)));
        await Chat.Uses("ada", "incident detected", "inc-1", ("text", Stars(1000)));
        for (var n = 1; n <= 5; n++)
        {
            (await Chat.Uses("ada", "incident update", "inc-1", ("message", n + Stars(1499)), ("next", "1h"))).IsRefused.ShouldBeFalse();
            await Chat.Uses("ada", "action add", "inc-1", ("text", n + Stars(499)));
        }

        foreach (var target in new[] { "operations", "developers", "tunde", "chioma", "zainab" }) await Chat.Uses("ada", "escalate", "inc-1", ("to", target), ("reason", Stars(500)));
        await Chat.Uses("ada", "incident handover", "inc-1", ("person", "chioma"));
        Chat.Reads("inc-1").ShouldContain(text => text.StartsWith("@Chioma Eze, @Ada Obi asks you to take command", StringComparison.Ordinal));
        Chat.CardText().ShouldContain("Action items");

        foreach (var command in new[] { "incident show", "incident list", "escalation status", "action list", "timeline show", "postmortem show" })
            (await Chat.Uses("ada", command, "inc-1")).Text.Length.ShouldBeGreaterThan(50, command);
        (await Chat.Uses("ada", "incident search", "inc-1", ("words", "*"))).IsRefused.ShouldBeFalse();
        (await Chat.Uses("ada", "incident resolve", "inc-1", ("prevent", string.Join(';', Enumerable.Range(1, 50).Select(n => $"{n}" + Stars(20)))))).Text.ShouldContain("50 preventive action items");

        Chat.CardText().ShouldContain("**resolved**");
        Chat.Postmortems().ShouldAllBe(part => part.Content.Length <= 2000);
        Chat.Reads("inc-1").ShouldNotContain(text => text.Contains("could not be", StringComparison.Ordinal));
    }

    private static string Stars(int length) => new('*', length);
}
