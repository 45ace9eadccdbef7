using System.Net;
using System.Reflection;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain.Servers;
using IncidentBot.Inbox;
using IncidentBot.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Commands;

/// <summary>The bot is so slow that Discord tells the person "the application did not respond" before anything is committed.</summary>
public sealed class LateCallTests : IAsyncDisposable
{
    private readonly IDiscordApi api = DispatchProxy.Create<IDiscordApi, Discord>();
    private readonly List<Answers> opened = [];

    [Theory]
    [InlineData(2.4, true)]
    [InlineData(2.6, false)]
    [InlineData(4, false)]
    public async Task What_the_person_was_told_has_failed_is_not_carried_out(double seconds, bool carriedOut)
    {
        await using var record = await OpenAsync();
        Refuses();
        var call = Call(record);
        record.Clock.Advance(TimeSpan.FromSeconds(seconds));
        (await MayActAsync(record, call)).ShouldBe(carriedOut);
    }

    [Fact]
    public async Task Who_sees_that_the_bot_is_thinking_gets_what_was_asked_for_however_long_it_takes_and_once()
    {
        await using var record = await OpenAsync();
        var call = Call(record);
        record.Clock.Advance(TimeSpan.FromSeconds(20));
        (await MayActAsync(record, call)).ShouldBeTrue();
        (await MayActAsync(record, call)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_not_carried_out_is_not_carried_out_when_it_comes_again()
    {
        await using var record = await OpenAsync();
        Refuses();
        var call = Call(record);
        record.Clock.Advance(TimeSpan.FromSeconds(4));
        (await MayActAsync(record, call)).ShouldBeFalse();
        (await MayActAsync(record, call)).ShouldBeFalse();
    }

    public ValueTask DisposeAsync()
    {
        opened.ForEach(static answers => answers.Dispose());
        return ValueTask.CompletedTask;
    }

    private static Task<bool> MayActAsync(TempRecord record, CommandCall call) => record.Store.CommitAsync(call.MayActAsync);

    private void Refuses() => ((Discord)api).Refuses = true;

    private CommandCall Call(TempRecord record)
    {
        var interaction = new Interaction { Id = Snowflake.At(record.Clock.GetUtcNow()), Type = InteractionType.Command, GuildId = new(Server.Value) };
        var answers = new Answers(api, interaction, record.Clock, NullLogger.Instance);
        opened.Add(answers);
        return new CommandCall(interaction, new ServerSettings { Server = Server }, default, answers, new Refusals(), new Lateness(record.Clock));
    }

    /// <summary>Takes answers to interactions, or calls them too late.</summary>
    public class Discord : DispatchProxy
    {
        internal bool Refuses { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IDiscordApi.RespondAsync) when Refuses => Task.FromException(new DiscordApiException("POST /interactions", HttpStatusCode.NotFound, 10062, "Unknown interaction", mayHaveHappened: false)),
            nameof(IDiscordApi.RespondAsync) => Task.CompletedTask,
            _ => throw new NotSupportedException(targetMethod.Name),
        };
    }
}
