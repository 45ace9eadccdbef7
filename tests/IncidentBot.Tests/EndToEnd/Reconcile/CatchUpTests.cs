using System.Text.Json.Nodes;
using IncidentBot.Domain.Timeline;
using IncidentBot.Reconcile;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.EndToEnd.Reconcile;

/// <summary>The bot was away for so long that Discord replays nothing: it reads what happened, says what was read afterwards, and notes the gap.</summary>
public sealed class CatchUpTests : EndToEndTest
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(7);

    [Fact]
    public async Task What_was_said_edited_and_deleted_meanwhile_is_in_the_record_and_marked_as_read_afterwards()
    {
        await Chat.Declares();
        var kept = await Chat.Says("ada", "Looking at the disk", "inc-1");
        var edited = await Chat.Says("ada", "The dsk is full", "inc-1");
        var deleted = await Chat.Says("tunde", "Wrong channel", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(2));
        var left = Chat.Now;
        await AwayAsync(async () =>
        {
            await Chat.Advance(TimeSpan.FromMinutes(1));
            await Chat.Person("ada").EditAsync(edited, "The disk is full");
            await Chat.Person("tunde").DeleteAsync(deleted);
            await Chat.Person("tunde").SayAsync(Chat.Channel("inc-1"), "Freed some");
        });
        var back = Chat.Now;

        var talk = (await Chat.File(1)).Talk;
        talk.Select(t => t.Text).ShouldBe(["Looking at the disk", "The disk is full", "Wrong channel", "Freed some"]);
        talk[0].RecoveredAt.ShouldBeNull();
        (talk[1].EditedAt, talk[1].RecoveredAt).ShouldBe((left.AddMinutes(1), back));
        talk[1].Revisions.ShouldHaveSingleItem().Text.ShouldBe("The dsk is full");
        (talk[2].DeletedAt, talk[2].RecoveredAt).ShouldBe((back, back));
        talk[2].DeletedAfter!.Value.ShouldBeInRange(deleted.Timestamp, left);
        (talk[3].SaidAt, talk[3].RecoveredAt).ShouldBe((left.AddMinutes(1), back));

        var shown = (await Chat.Types("ada", "/timeline show all:true", "inc-1")).Text;
        shown.ShouldContain("Wrong channel *(deleted between ");
        shown.ShouldContain("Freed some *(read afterwards ");
        kept.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_gap_stands_in_the_timeline_once_however_often_the_bot_comes_and_goes_in_it()
    {
        await Chat.Declares();
        await Chat.Says("ada", "Before", "inc-1");
        var left = Chat.Now;
        for (var i = 0; i < 3; i++)
        {
            await AwayAsync(() => Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), $"During {i}"));
        }

        var gap = (await Chat.File(1)).Entries.Where(e => e.Gap is not null && e.Shown).ShouldHaveSingleItem();
        gap.Gap!.From.ShouldBe(left);
        gap.Gap.Until.ShouldBe(Chat.Now);
        gap.HappenedAt.ShouldBe(left);
        gap.Text.ShouldBe("The bot was away for 21 minutes; 3 messages were read afterwards");
        (await Chat.Types("ada", "/timeline show", "inc-1")).Text.ShouldContain("The bot was away for 21 minutes");
    }

    [Fact]
    public async Task Two_absences_with_work_between_are_two_gaps()
    {
        await Chat.Declares();
        await AwayAsync(() => Task.CompletedTask);
        await Chat.Advance(TimeSpan.FromMinutes(10));
        await Chat.Says("ada", "Between", "inc-1");
        await AwayAsync(() => Task.CompletedTask);
        (await Chat.File(1)).Entries.Count(e => e.Gap is not null && e.Shown).ShouldBe(2);
    }

    [Fact]
    public async Task Reactions_put_on_and_taken_off_meanwhile_mark_and_unmark()
    {
        await Chat.Declares();
        var first = await Chat.Says("ada", "The disk was full", "inc-1");
        var second = await Chat.Says("ada", "Error rate falls", "inc-1");
        var third = await Chat.Says("ada", "Restarted the queue", "inc-1");
        await Chat.Reacts("tunde", second, "📌");
        await Chat.Reacts("tunde", third, "📌");
        await Chat.Reacts("chioma", third, "📌");
        await AwayAsync(async () =>
        {
            await Chat.Person("tunde").ReactAsync(first, "🎯");
            await Chat.Person("tunde").UnreactAsync(second, "📌");

            // As many as before, and others.
            await Chat.Person("tunde").UnreactAsync(third, "📌");
            await Chat.Person("zainab").ReactAsync(third, "📌");
        });

        var entries = (await Chat.File(1)).Entries;
        entries.Single(e => e.Kind == EntryKind.Cause && e.Shown).Marks.ShouldHaveSingleItem().By.Value.ShouldBe(Chat.User("tunde").Id);
        entries.Single(e => e.Source?.Message.Value == second.Id).Shown.ShouldBeFalse();
        entries.Single(e => e.Source?.Message.Value == third.Id).Marks.Select(m => m.By.Value).Order()
            .ShouldBe(new[] { Chat.User("chioma").Id, Chat.User("zainab").Id }.Order());
        Chat.CardText().ShouldContain("The disk was full");
    }

    [Fact]
    public async Task All_reactions_taken_off_meanwhile_leave_no_mark()
    {
        await Chat.Declares();
        var said = await Chat.Says("ada", "Error rate falls", "inc-1");
        await Chat.Reacts("tunde", said, "📌");
        await Chat.Reacts("chioma", said, "🔎");
        await AwayAsync(() => Chat.OwnerAsks(HttpMethod.Delete, $"/channels/{said.Channel.Id}/messages/{said.Id}/reactions"));
        (await Chat.File(1)).Entries.ShouldNotContain(e => e.Source != null && e.Shown);
    }

    [Fact]
    public async Task An_entry_follows_its_message_also_when_it_is_older_than_what_is_read_again()
    {
        await Chat.Declares();
        var old = await Chat.Says("ada", "The dsk was full", "inc-1");
        var gone = await Chat.Says("ada", "Tried the other one", "inc-1");
        await Chat.Reacts("tunde", old, "🎯");
        await Chat.Reacts("tunde", gone, "❌");
        await Chat.Advance(TimeSpan.FromDays(2));
        await Chat.Says("ada", "Still here", "inc-1");
        await AwayAsync(async () =>
        {
            await Chat.Person("ada").EditAsync(old, "The disk was full");
            await Chat.Person("ada").DeleteAsync(gone);
        });
        var file = await Chat.File(1);
        file.Incident.Cause!.Text.ShouldBe("The disk was full");
        file.Talk.Single(t => t.Id.Value == gone.Id).DeletedAt.ShouldNotBeNull();
        file.Entries.Single(e => e.Kind == EntryKind.RuledOut).Shown.ShouldBeTrue();
        (await Chat.Types("ada", "/timeline show", "inc-1")).Text.ShouldContain("Tried the other one *(deleted between ");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Threads_begun_or_written_in_meanwhile_are_read_also_when_they_are_archived(bool archived)
    {
        await Chat.Declares();
        var old = await Chat.StartsThread("ada", "disk", where: "inc-1");
        await Chat.Says("ada", "df says 100 %", "disk");
        await AwayAsync(async () =>
        {
            await Chat.Person("tunde").SayAsync(old, "Freed some");
            var fresh = (await Chat.OwnerAsks(HttpMethod.Post, $"/channels/{Chat.Channel("inc-1").Id}/threads", new JsonObject { ["name"] = "queue", ["type"] = ChannelType.PublicThread }))!;
            await Chat.Person("tunde").SayAsync(Chat.Channel("queue"), "The queue is empty again");
            if (!archived) return;
            foreach (var id in new[] { $"{old.Id}", (string)fresh["id"]! }) await Chat.OwnerAsks(HttpMethod.Patch, $"/channels/{id}", new JsonObject { ["archived"] = true });
        });
        (await Chat.File(1)).Talk.Select(t => t.Text).ShouldBe(["df says 100 %", "Freed some", "The queue is empty again"]);

        await Chat.Says("tunde", "And stays so", "queue");
        (await Chat.File(1)).Talk[^1].Text.ShouldBe("And stays so");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_a_deleted_thread_its_messages_are_deleted(bool whileAway)
    {
        await Chat.Declares();
        var thread = await Chat.StartsThread("ada", "disk", where: "inc-1");
        await Chat.Says("ada", "df says 100 %", "disk");
        if (whileAway) await AwayAsync(() => Chat.OwnerAsks(HttpMethod.Delete, $"/channels/{thread.Id}"));
        else await Chat.DeletesChannel("disk");
        (await Chat.File(1)).Talk.ShouldHaveSingleItem().DeletedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_said_while_it_is_read_stands_once_and_in_order()
    {
        await Chat.Declares();
        await Chat.Driven.StopBotAsync();
        await Chat.Advance(Long);
        for (var i = 0; i < 230; i++) await Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), $"{i}");
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.RateLimit, Method = "GET", Route = "/channels/*/messages", Milliseconds = 2_000 });
        var start = Chat.Driven.StartBotAsync();
        for (var i = 230; i < 240; i++)
        {
            await Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), $"{i}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await start;
        await Chat.Settle();
        (await Chat.File(1)).Talk.Select(t => t.Text).ShouldBe(Enumerable.Range(0, 240).Select(i => $"{i}"));
    }

    [Fact]
    public async Task A_bot_that_is_killed_while_it_reads_goes_on_with_the_rest()
    {
        for (var i = 0; i < 6; i++) await Chat.Declares($"Trouble {i}");
        await AwayAsync(
            async () =>
            {
                for (var i = 1; i <= 6; i++) await Chat.Person("ada").SayAsync(Chat.Channel($"inc-{i}"), "Meanwhile");
            },
            async () =>
            {
                // The first answers come, the next hang; then the bot is gone. And once more, in another place.
                for (var round = 0; round < 2; round++)
                {
                    Chat.World.Faults.Add(new Fault { Kind = FaultKind.Delay, Method = "GET", Route = round == 0 ? "/channels/*/messages" : "/channels/*/threads/archived/public", Milliseconds = 3_600_000, Times = 3 });
                    var start = Chat.Driven.StartBotAsync();
                    while (Chat.World.Faults.Active.Count > 0) await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
                    while (Chat.Driven.IsAway) await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
                    await Chat.Driven.KillBotAsync();
                    Chat.World.Faults.Clear();
                    await Should.ThrowAsync<Exception>(start);
                }
            });
        for (var i = 1; i <= 6; i++)
        {
            var file = await Chat.File(i);
            file.Talk.ShouldHaveSingleItem().Text.ShouldBe("Meanwhile");
            file.Entries.Where(e => e.Gap is not null).ShouldHaveSingleItem().Text.ShouldEndWith("1 message was read afterwards");
        }
    }

    [Fact]
    public async Task What_cannot_be_read_is_tried_again_and_at_last_said()
    {
        await Chat.Declares();
        await Chat.Says("ada", "Before", "inc-1");
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Method = "GET", Route = "/channels/*/threads/archived/public", Times = int.MaxValue, Code = 403 });
        await AwayAsync(() => Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), "During"));
        (await Chat.File(1)).Entries.ShouldNotContain(e => e.Gap != null);

        await Chat.Advance(TimeSpan.FromMinutes(30));
        var gap = (await Chat.File(1)).Entries.Single(e => e.Gap is not null);
        gap.Text.ShouldContain("could not be read");
        Chat.Reads("inc-1").ShouldContain(m => m.Contains("What was said while I was away could not be read", StringComparison.Ordinal));
        (await Chat.File(1)).Talk.Select(t => t.Text).ShouldBe(["Before", "During"]);
    }

    [Fact]
    public async Task What_could_not_be_read_at_first_is_read_later()
    {
        await Chat.Declares();
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Method = "GET", Route = "/channels/*/messages", Times = 12 });
        await AwayAsync(() => Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), "During"));
        await Chat.Advance(TimeSpan.FromMinutes(5));
        (await Chat.File(1)).Talk.ShouldHaveSingleItem().Text.ShouldBe("During");
        (await Chat.File(1)).Entries.Single(e => e.Gap is not null).Text.ShouldEndWith("1 message was read afterwards");
    }

    [Fact]
    public async Task A_session_lost_without_a_restart_is_caught_up_as_well()
    {
        await Chat.Declares();
        var said = await Chat.Says("ada", "Before", "inc-1");
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.SwallowEvent, Times = int.MaxValue });
        await Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), "Unheard");
        await Chat.Person("ada").EditAsync(said, "Before!");
        Chat.World.Faults.Clear();
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.InvalidSession, Resumable = false });
        await Chat.Settle();
        await Chat.Advance(TimeSpan.FromSeconds(10));
        (await Chat.File(1)).Talk.Select(t => t.Text).ShouldBe(["Before!", "Unheard"]);
    }

    [Fact]
    public async Task What_an_event_that_never_arrived_would_have_told_is_in_the_postmortem()
    {
        await Chat.Declares();
        var said = await Chat.Says("ada", "Restarted the queue", "inc-1");
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.SwallowEvent, Event = "MESSAGE_CREATE" });
        await Chat.Person("tunde").SayAsync(Chat.Channel("inc-1"), "The disk was full");
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.SwallowEvent, Event = "MESSAGE_REACTION_ADD" });
        await Chat.Person("tunde").ReactAsync(said, "🔧");
        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        var file = await Chat.File(1);
        file.Talk.Select(t => t.Text).ShouldBe(["Restarted the queue", "The disk was full"]);
        file.Talk[1].RecoveredAt.ShouldNotBeNull();
        string.Join('\n', Chat.ReadsPostmortems()).ShouldContain("Restarted the queue");
    }

    [Fact]
    public async Task Hundreds_of_channels_are_read_within_the_rate_limits()
    {
        const int Many = 40;
        for (var i = 0; i < Many; i++) await Chat.Declares($"Trouble {i}");
        await AwayAsync(async () =>
        {
            for (var i = 1; i <= Many; i++) await Chat.Person("ada").SayAsync(Chat.Channel($"inc-{i}"), "Meanwhile");
        });
        await Chat.Advance(TimeSpan.FromMinutes(1));
        for (var i = 1; i <= Many; i++) (await Chat.File(i)).Talk.ShouldHaveSingleItem().Text.ShouldBe("Meanwhile");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_happens_in_whatever_trouble_the_record_ends_as_the_channel_did(int seed)
    {
        var random = new Random(seed);
        await Chat.Declares();
        var said = new List<Message>();
        var texts = new Dictionary<ulong, string>();
        var deleted = new HashSet<ulong>();
        var pinned = new HashSet<ulong>();
        for (var step = 0; step < 60; step++)
        {
            if (random.Next(4) == 0) await TroubleAsync(random);
            var alive = said.Where(m => !deleted.Contains(m.Id)).ToList();
            var one = alive.Count == 0 ? null : alive[random.Next(alive.Count)];
            switch (one is null ? 0 : random.Next(6))
            {
                case 0 or 1 or 2:
                    var fresh = await Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), $"line {step}");
                    said.Add(fresh);
                    texts[fresh.Id] = $"line {step}";
                    break;
                case 3:
                    texts[one!.Id] = $"line {step}, edited";
                    await Chat.Person("ada").EditAsync(one, texts[one.Id]);
                    break;
                case 4:
                    deleted.Add(one!.Id);
                    await Chat.Person("ada").DeleteAsync(one);
                    break;
                default:
                    if (pinned.Add(one!.Id)) await Chat.Person("tunde").ReactAsync(one, "📌");
                    else if (pinned.Remove(one.Id)) await Chat.Person("tunde").UnreactAsync(one, "📌");
                    break;
            }

            Chat.Driven.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        // What never arrived is seen by nobody until the session is lost.
        Chat.World.Faults.Clear();
        await Chat.Settle();
        await AwayAsync(() => Task.CompletedTask);
        var file = await Chat.File(1);
        var heard = file.Talk.ToDictionary(t => t.Id.Value);

        // Said and deleted before anybody could hear it: it was never there to be kept.
        said.Where(m => !heard.ContainsKey(m.Id)).ShouldAllBe(m => deleted.Contains(m.Id));
        file.Talk.Select(t => t.Id).ShouldBe(file.Talk.Select(t => t.Id).Order());
        foreach (var talk in file.Talk)
        {
            (talk.DeletedAt is not null).ShouldBe(deleted.Contains(talk.Id.Value), talk.Text);
            if (talk.DeletedAt is null) talk.Text.ShouldBe(texts[talk.Id.Value]);
        }

        file.Entries.Where(e => e is { Kind: EntryKind.KeyEvent, Shown: true } && !deleted.Contains(e.Source!.Value.Message.Value)).Select(e => e.Source!.Value.Message.Value).Order()
            .ShouldBe(pinned.Except(deleted).Order());
    }

    [Fact]
    public async Task Only_incidents_of_the_servers_whose_session_was_lost_are_read_again()
    {
        await Chat.Declares();
        var catchUp = Chat.Driven.Bot.Services.GetRequiredService<CatchUp>();
        var own = (int)((Chat.World.Guild.Id >> 22) % 2);
        catchUp.Lost(new(1 - own, Chat.Now.AddMinutes(-5)) { ShardCount = 2 });
        await catchUp.OweAsync(1 - own, shardCount: 2, TestContext.Current.CancellationToken);
        await Chat.Settle();
        (await Chat.File(1)).Entries.ShouldNotContain(e => e.Gap != null);

        await Chat.Advance(TimeSpan.FromMinutes(2));
        catchUp.Lost(new(own, Chat.Now.AddMinutes(-1)) { ShardCount = 2 });
        await catchUp.OweAsync(own, shardCount: 2, TestContext.Current.CancellationToken);
        await Chat.Settle();
        (await Chat.File(1)).Entries.Single(e => e.Gap is not null).Gap!.From.ShouldBe(Chat.Now.AddMinutes(-1));
    }

    [Fact]
    public async Task With_another_number_of_shards_all_incidents_are_read_again_and_the_old_sessions_are_forgotten()
    {
        await Chat.Declares();
        await Chat.Says("ada", "Before", "inc-1");
        await Chat.Driven.StopBotAsync();
        await using (var store = await IncidentBot.Storage.IncidentStore.OpenAsync(new(Chat.Driven.DatabasePath, Chat.Driven.Clock), TestContext.Current.CancellationToken))
        {
            // As a bot of three shards leaves it.
            var position = (await store.GatewayPositionsAsync(TestContext.Current.CancellationToken)).Single();
            await store.CommitAsync(
                async scope =>
                {
                    for (var shard = 0; shard < 3; shard++) await scope.SaveAsync(position with { Shard = shard, ShardCount = 3 });
                },
                TestContext.Current.CancellationToken);
        }

        await Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), "During");
        await Chat.Advance(TimeSpan.FromMinutes(3));
        await Chat.Driven.StartBotAsync();
        await Chat.Says("ada", "After", "inc-1");
        (await Chat.File(1)).Talk.Select(t => t.Text).ShouldBe(["Before", "During", "After"]);
        (await Chat.Driven.Store.GatewayPositionsAsync()).ShouldHaveSingleItem().ShardCount.ShouldBe(1);
    }

    private async Task TroubleAsync(Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                Chat.World.Faults.Add(new Fault { Kind = FaultKind.SwallowEvent });
                break;
            case 1:
                Chat.World.Faults.Add(new Fault { Kind = FaultKind.DuplicateEvent, Times = 3 });
                break;
            case 2:
                Chat.World.Faults.Add(new Fault { Kind = FaultKind.ReorderEvents, Event = random.Next(2) == 0 ? "MESSAGE_CREATE" : "MESSAGE_UPDATE" });
                break;
            case 3:
                Chat.World.Faults.Add(new Fault { Kind = FaultKind.Drop });
                break;
            case 4:
                Chat.World.Faults.Add(new Fault { Kind = FaultKind.InvalidSession, Resumable = false });
                break;
            case 5 when !Chat.Driven.IsAway:
                await Chat.Driven.KillBotAsync();
                break;
            case 6:
                Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Method = "GET", Times = 2 });
                break;
            default:
                if (Chat.Driven.IsAway) await Chat.Driven.StartBotAsync();
                else await Chat.Settle();
                break;
        }

        if (Chat.Driven.IsAway && random.Next(2) == 0)
        {
            if (random.Next(2) == 0) await Chat.Advance(TimeSpan.FromMinutes(random.Next(1, 10)));
            await Chat.Driven.StartBotAsync();
        }
    }

    /// <summary>The bot is away for seven minutes, in which all that happens which is given.</summary>
    private async Task AwayAsync(Func<Task> meanwhile, Func<Task>? beforeItIsBack = null)
    {
        if (!Chat.Driven.IsAway) await Chat.Driven.StopBotAsync();
        var back = Chat.Now + Long;
        await meanwhile();
        await Chat.Driven.AdvanceToAsync(back);
        if (beforeItIsBack is not null) await beforeItIsBack();
        await Chat.Driven.StartBotAsync();
    }
}
