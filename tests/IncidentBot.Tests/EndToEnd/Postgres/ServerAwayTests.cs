using IncidentBot.Inbox;
using IncidentBot.Storage;
using IncidentBot.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.EndToEnd.Postgres;

/// <summary>The database's server goes away in the middle of an incident and comes back.</summary>
public sealed class ServerAwayTests : EndToEndTest
{
    private PostgresServer? server;

    [Fact]
    public async Task What_is_said_meanwhile_waits_and_is_kept_and_who_asks_is_told()
    {
        await Chat.Declares();
        await Chat.Says("ada", "Before", "inc-1");
        await server!.StopAsync();

        var keeper = Chat.Driven.Bot.Services.GetRequiredService<Recordkeeper>();
        await Chat.Person("tunde").SayAsync(Chat.Channel("inc-1"), "While it was away");
        await UntilAsync(() => keeper.Trouble is not null);
        keeper.Trouble!.ShouldContain("cannot be reached");
        var asked = await Chat.Person("zainab").CommandAsync(Chat.Channel("inc-1"), "/incident status status:identified");
        await UntilAsync(() => asked.Text.Length > 0);
        asked.Text.ShouldContain("the server of my database does not answer");

        await server.StartAgainAsync();
        await UntilAsync(() =>
        {
            // The bot tries again on its own clock.
            Chat.Driven.Clock.Advance(TimeSpan.FromMilliseconds(500));
            return keeper.Trouble is null;
        });
        await Chat.Settle();
        await Chat.Says("ada", "After", "inc-1");
        (await Chat.File(1)).Talk.Select(message => message.Text).ShouldBe(["Before", "While it was away", "After"]);
        (await Chat.Types("zainab", "/incident status status:identified", "inc-1")).IsRefused.ShouldBeFalse();
        await Chat.Types("ada", "/incident resolve cause:\"A server\" fix:\"Another\"", "inc-1");
        string.Join('\n', Chat.ReadsPostmortems()).ShouldContain("A server");
        (await Chat.Owed()).ShouldBeEmpty();
    }

    protected override async Task<Chat> StartAsync()
    {
        server = await PostgresServer.StartAsync();
        await server.ExecuteAsync("CREATE DATABASE record");
        return await Chat.StartAsync(connection: server.ConnectionTo("record"));
    }

    protected override ValueTask StopAsync() => server!.DisposeAsync();

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !isSo();)
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
