using System.Collections.Concurrent;
using IncidentBot.Hosting;
using IncidentBot.Options;
using IncidentBot.Replay;
using IncidentBot.Sandbox.Faults;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Tests.EndToEnd.Trouble;

/// <summary>No token is ever written down, whatever goes wrong and however much is logged.</summary>
public sealed class SecretTests
{
    [Fact]
    public async Task No_token_reaches_a_log_line_or_an_exception_in_it()
    {
        var log = new KeptLog();
        await using var driven = await DrivenBot.StartAsync(Chat.Start, Chat.Options, logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log), TestContext.Current.CancellationToken);
        await driven.StartBotAsync(TestContext.Current.CancellationToken);
        var ada = driven.Sandbox.As("ada");
        var general = driven.Sandbox.World.FindChannel("general")!;
        foreach (var fault in (Fault[])
            [
                new() { Kind = FaultKind.ServerError, Times = 6 },
                new() { Kind = FaultKind.BrokenConnection, AfterEffect = true, Times = 3 },
                new() { Kind = FaultKind.RateLimit, Global = true },
                new() { Kind = FaultKind.Drop, Times = 5 },
                new() { Kind = FaultKind.InvalidSession },
                new() { Kind = FaultKind.ServerError, Route = "/interactions/*/*/callback", Times = 20 },
            ])
        {
            driven.Sandbox.Faults.Add(fault);
            await ada.CommandAsync(general, "/incident declare title:Shop", TestContext.Current.CancellationToken);
            await driven.SettleAsync(TestContext.Current.CancellationToken);
            driven.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        driven.Sandbox.Faults.Clear();
        await driven.SettleAsync(TestContext.Current.CancellationToken);
        await driven.StopBotAsync();
        log.Lines.Count.ShouldBeGreaterThan(10);
        foreach (var secret in Secrets(driven)) log.Lines.ShouldNotContain(line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_is_refused_stands_in_no_exception_and_no_log_line()
    {
        var log = new KeptLog();
        await using var driven = await DrivenBot.StartAsync(Chat.Start, Chat.Options, _ => { }, TestContext.Current.CancellationToken);
        var wrong = driven.Sandbox.World.BotToken[..^4] + "wxyz";
        var folder = Directory.CreateTempSubdirectory("incidentbot-");
        var options = new BotOptions
        {
            Discord = new() { Token = wrong, ApiUrl = driven.Sandbox.ApiUrl.ToString() },
            Storage = new() { Path = Path.Combine(folder.FullName, "bot.db") },
        };
        var thrown = await Should.ThrowAsync<Exception>(BotHost.StartAsync(options, driven.Clock, l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(log), TestContext.Current.CancellationToken));
        thrown.ToString().ShouldNotContain(wrong);
        thrown.ToString().ShouldNotContain(wrong.Split('.')[2]);
        log.Lines.ShouldNotContain(line => line.Contains(wrong, StringComparison.Ordinal));
        options.ToString().ShouldNotContain(wrong);
        folder.Delete(recursive: true);
    }

    private static IEnumerable<string> Secrets(DrivenBot driven)
    {
        var token = driven.Sandbox.World.BotToken;
        return [token, token.Split('.')[2], .. driven.Sandbox.World.Interactions.Values.Select(i => i.Token)];
    }

    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {state} {exception}");

        public void Dispose()
        {
        }
    }
}
