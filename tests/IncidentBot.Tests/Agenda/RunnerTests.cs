using System.Net;
using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Agenda;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Inbox;
using IncidentBot.Servers;
using IncidentBot.Speech;
using IncidentBot.Storage;
using IncidentBot.Tests.Storage;
using IncidentBot.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Agenda;

/// <summary>The runner over its own store, its own voice and a Discord of which only posting and reading are there, and fail as a schedule says.</summary>
public sealed class RunnerTests
{
    private const int Incidents = 3;

    [Fact]
    public void Whatever_fails_when_each_sentence_is_said_once_and_in_the_order_it_was_owed()
    {
        var schedules = Gen.Choose(0, 5).ListOf().Select(list => list.ToList());
        Prop.ForAll(schedules.ToArbitrary(), RunAsync).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public async Task A_thousand_things_left_from_a_long_outage_are_caught_up_each_incident_in_its_order()
    {
        await using var record = await TempRecord.OpenAsync();
        var channels = new List<ulong>();
        for (var i = 0; i < 50; i++)
        {
            var incident = await record.DeclareAsync(owes: [.. Enumerable.Range(0, 20).Select(n => new Tell($"{i}/{n}"))]);
            channels.Add(incident.Channel!.Value.Value);
        }

        record.Clock.Advance(TimeSpan.FromHours(10));
        var discord = new BrokenDiscord([]);
        await using (var runner = new Run(record, discord)) await runner.UntilDoneAsync();
        for (var i = 0; i < channels.Count; i++) discord.Said(channels[i]).ShouldBe(Enumerable.Range(0, 20).Select(n => $"{i}/{n}"));
    }

    [Fact]
    public async Task What_always_fails_is_set_aside_and_what_comes_after_it_is_done()
    {
        await using var record = await TempRecord.OpenAsync();
        var incident = await record.DeclareAsync(owes: [new Tell("poison"), new Tell("after it")]);
        var discord = new BrokenDiscord([]) { Poison = "poison" };
        await using (var runner = new Run(record, discord)) await runner.UntilDoneAsync();
        (await record.Store.SetAsideAsync()).ShouldHaveSingleItem().LastError.ShouldBe("a bug");
        discord.Said(incident.Channel!.Value.Value).ShouldBe(["after it"]);
        (await record.Store.LoadFileAsync(incident.Id))!.Entries.ShouldHaveSingleItem().Text.ShouldBe("Something could not be said in the channel: a bug");
    }

    [Fact]
    public async Task What_a_server_is_owed_is_tried_again_recorded_in_its_commit_and_set_aside_when_it_cannot_be_done()
    {
        await using var record = await TempRecord.OpenAsync();
        await record.DeclareAsync(owes: [new Tell("beside it")]);
        await record.Store.CommitAsync(scope => scope.OweAsync(TempRecord.Server, new FollowShifts()));
        var tries = 0;
        var duty = new ServerDuty(() => ++tries < 3 ? DutyResult.NotYet(TimeSpan.FromMinutes(1), "Discord is away") : DutyResult.DoneWith(scope => scope.OweAsync(TempRecord.Server, new FollowShifts { Due = record.Clock.GetUtcNow().AddDays(400) })));
        await using (var runner = new Run(record, new BrokenDiscord([]), [duty])) await runner.UntilAsync(() => tries == 3);
        (await record.Store.ListAgendaAsync(TempRecord.Server)).Select(item => (item.Server, item.Incident, item.State, item.Attempts)).ShouldBe(
            [(TempRecord.Server, null, AgendaState.Done, 3), (TempRecord.Server, null, AgendaState.Waiting, 0)]);

        record.Clock.Advance(TimeSpan.FromDays(400));
        await using (var runner = new Run(record, new BrokenDiscord([]), [new ServerDuty(() => DutyResult.Impossible("the role is gone"))])) await runner.UntilDoneAsync();
        (await record.Store.SetAsideAsync(TempRecord.Server)).ShouldHaveSingleItem().LastError.ShouldBe("the role is gone");
        (await record.Store.SetAsideAsync(new(1))).ShouldBeEmpty();
    }

    private static async Task RunAsync(List<int> schedule)
    {
        await using var record = await TempRecord.OpenAsync();
        var owed = new List<(ulong Channel, string[] Words)>();
        for (var i = 0; i < Incidents; i++)
        {
            // Twice the same: what was said for one of them does not count for the other.
            string[] words = [.. Enumerable.Range(0, 6).Select(n => $"{i}/{n / 2}")];
            var incident = await record.DeclareAsync(owes: [.. words.Select(word => new Tell(word))]);
            owed.Add((incident.Channel!.Value.Value, words));
        }

        var discord = new BrokenDiscord(schedule);
        while (await record.Store.PendingCountAsync() > 0)
        {
            await using var runner = new Run(record, discord);
            if (await runner.UntilDoneAsync()) break;

            // It hangs in the middle of something: killed, and started again.
            await runner.DisposeAsync();
            discord.Revive();
            await record.ReopenAsync();
        }

        foreach (var (channel, words) in owed) discord.Said(channel).ShouldBe(words);
        (await record.Store.SetAsideAsync()).ShouldBeEmpty();
    }

    private sealed class ServerDuty(Func<DutyResult> attempt) : IServerDuty
    {
        public Type Kind => typeof(FollowShifts);

        public Task<DutyResult> DoAsync(AgendaItem item, ServerId server, CancellationToken cancellationToken) => Task.FromResult(attempt());
    }

    private sealed class Run : IAsyncDisposable
    {
        private readonly TempRecord record;
        private readonly BrokenDiscord discord;
        private readonly Activity activity = new();
        private readonly AgendaRunner runner;
        private bool stopped;

        public Run(TempRecord record, BrokenDiscord discord, IServerDuty[]? serverDuties = null)
        {
            (this.record, this.discord) = (record, discord);
            var self = new Self();
            self.Is(new User { Id = BrokenDiscord.Bot, Username = "IncidentBot" }, BrokenDiscord.Bot);
            var readiness = new Readiness();
            readiness.Now();
            var voice = new Voice(discord.Api, new Conversations(record.Store, discord.Api, record.Clock, NullLogger<Conversations>.Instance), self, new Lateness(record.Clock));
            runner = new AgendaRunner(record.Store, new Errands(record.Store, [new TellDuty(voice, record.Store)], serverDuties ?? []), readiness, new Recordkeeper(record.Store, record.Clock, NullLogger<Recordkeeper>.Instance), activity, new ClockWatch(new DiscordTime(record.Clock, static () => null), discord.Api, activity, NullLogger<ClockWatch>.Instance), record.Clock, NullLogger<AgendaRunner>.Instance);
        }

        /// <returns>False: something hangs.</returns>
        public Task<bool> UntilDoneAsync() => UntilAsync(static () => false);

        /// <param name="enough">Also ended by this, although something is still owed.</param>
        /// <inheritdoc cref="UntilDoneAsync"/>
        public async Task<bool> UntilAsync(Func<bool> enough)
        {
            await runner.StartAsync(CancellationToken.None);
            var calm = 0;
            for (var rounds = 0; rounds < 200_000; rounds++)
            {
                if (discord.Hangs) return false;
                if (activity.Running > 0)
                {
                    calm = 0;
                    await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
                    continue;
                }

                if (enough() || await record.Store.PendingCountAsync() == 0) return true;

                // Nothing is under way: time passes.
                if (++calm > 2 && await record.Store.NextDueAsync() is { } due && due > record.Clock.GetUtcNow()) record.Clock.AdvanceTo(due);
                else if (calm > 5 && record.Clock.NextDue is { } timer) record.Clock.AdvanceTo(timer);
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            }

            throw new TimeoutException("Nothing moves.");
        }

        public async ValueTask DisposeAsync()
        {
            if (stopped) return;
            stopped = true;
            await runner.StopAsync(CancellationToken.None);
            while (activity.Running > 0) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            runner.Dispose();
        }
    }

    /// <summary>Posts and reads; each post takes the next fault of the schedule: 1 fails before, 2 after the effect, 3 kills after it, 4 fails after it and so does the next look, 5 is a 429 for long.</summary>
    private sealed class BrokenDiscord
    {
        public static readonly Snowflake Bot = new(77);

        private readonly Queue<int> schedule;
        private readonly List<(ulong Channel, Message Message)> posted = [];
        private readonly Lock gate = new();
        private ulong lastId = Snowflake.At(TempRecord.Noon).Value;
        private int blind;
        private volatile bool hangs;

        public BrokenDiscord(IEnumerable<int> schedule)
        {
            this.schedule = new(schedule);
            Api = DispatchProxy.Create<IDiscordApi, Proxy>();
            ((Proxy)Api).Discord = this;
        }

        public IDiscordApi Api { get; }

        /// <summary>A text at which something unexpected is thrown.</summary>
        public string? Poison { get; init; }

        public bool Hangs => hangs;

        public void Revive() => hangs = false;

        public IReadOnlyList<string> Said(ulong channel)
        {
            lock (gate) return [.. posted.Where(p => p.Channel == channel).Select(p => p.Message.Content)];
        }

        private async Task<Message> PostAsync(Snowflake channel, OutgoingMessage message, CancellationToken cancellationToken)
        {
            if (message.Content == Poison) throw new InvalidOperationException("a bug");
            int fault;
            Message said;
            lock (gate)
            {
                schedule.TryDequeue(out fault);
                if (fault is 1 or 5) throw Broken(fault == 1 ? HttpStatusCode.BadGateway : null);
                said = new Message { Id = new(++lastId), ChannelId = channel, Author = new User { Id = Bot }, Content = message.Content! };
                posted.Add((channel.Value, said));
                if (fault == 4) blind++;
            }

            if (fault is 2 or 4) throw Broken(HttpStatusCode.BadGateway);
            if (fault != 3) return said;
            hangs = true;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return said;
        }

        private Task<IReadOnlyList<Message>> ReadAsync(Snowflake channel, MessageRange range, int limit)
        {
            lock (gate)
            {
                if (blind > 0)
                {
                    blind--;
                    throw Broken(null);
                }

                var after = ((MessageRange.After)range).Id;
                return Task.FromResult<IReadOnlyList<Message>>([.. posted.Where(p => p.Channel == channel.Value && p.Message.Id > after).Select(p => p.Message).Take(limit)]);
            }
        }

        private static DiscordApiException Broken(HttpStatusCode? status) => new("POST", status, 0, "broken", mayHaveHappened: true);

        public class Proxy : DispatchProxy
        {
            internal BrokenDiscord Discord { get; set; } = null!;

            protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
            {
                nameof(IDiscordApi.CreateMessageAsync) => Discord.PostAsync((Snowflake)args![0]!, (OutgoingMessage)args[1]!, (CancellationToken)args[3]!),
                nameof(IDiscordApi.GetMessagesAsync) => Discord.ReadAsync((Snowflake)args![0]!, (MessageRange)args[1]!, (int)args[2]!),
                _ => throw new NotSupportedException(targetMethod.Name),
            };
        }
    }
}
