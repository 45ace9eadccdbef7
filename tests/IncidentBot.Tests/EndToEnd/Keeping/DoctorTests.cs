using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;
using IncidentBot.Storage;

namespace IncidentBot.Tests.EndToEnd.Keeping;

public sealed class DoctorTests : EndToEndTest
{
    [Fact]
    public async Task All_is_well_on_a_server_that_is_set_up_and_backed_up()
    {
        await Chat.Types("ada", "/bot setup");
        await Chat.Declares();
        var backups = Directory.CreateDirectory(RecordBackup.FolderOf(Chat.Driven.DatabasePath)).FullName;
        var backup = Path.Combine(backups, "incidentbot.tar.gz");
        await File.WriteAllTextAsync(backup, "", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(backup, Chat.Now.UtcDateTime.AddHours(-5));
        var answer = await Examine();
        answer.IsPrivate.ShouldBeTrue();
        foreach (var line in (string[])
            ["✅ The message content intent is on.", "✅ Connected;", "✅ The bot's role has every permission it needs.", "✅ The channel for announcements is #incidents.", "✅ This machine's clock agrees with Discord's.",
            "✅ The channel of the open incident is as it should be.", "✅ Everything that was promised has been done.", "✅ The database is whole", "✅ The newest backup is 5 hours old.", "channels are used"])
            answer.Text.ShouldContain(line);
        answer.Text.ShouldNotContain("❌");
    }

    [Fact]
    public async Task It_is_for_those_who_manage_the_server() => (await Chat.Types("zainab", "/bot doctor")).ShouldRefuse("You may not change the settings here");

    [Fact]
    public async Task What_the_role_lacks_is_named_with_where_to_give_it()
    {
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.MissingPermission, Permission = Permission.PinMessages | Permission.ManageChannels, Times = int.MaxValue });
        var answer = await Examine();
        answer.Text.ShouldStartWith("One thing does not work");
        answer.Text.ShouldContain("❌ The bot lacks on this server: Manage Channels, Pin Messages. Give them to @");
        Chat.World.Faults.Clear();
    }

    [Fact]
    public async Task That_no_meeting_can_be_made_is_worth_a_look_and_no_failure()
    {
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.MissingPermission, Permission = Permission.CreateEvents | Permission.ManageEvents, Times = int.MaxValue });
        (await Examine()).Text.ShouldSatisfyAllConditions(
            text => text.ShouldContain("⚠️ The bot may not make events here, so `/postmortem meeting` cannot enter a review meeting. Give its role Create Events"),
            text => text.ShouldNotContain("❌"));
        Chat.World.Faults.Clear();
    }

    [Fact]
    public async Task What_is_denied_in_one_channel_is_named_with_the_channel()
    {
        await Chat.Types("ada", "/bot setup");
        await Chat.Declares();
        Deny("postmortems", Permission.AttachFiles);
        Deny("inc-1", Permission.AddReactions);
        var answer = await Examine();
        answer.Text.ShouldContain("❌ In #postmortems the bot lacks: Attach Files. Allow them to the bot there");
        answer.Text.ShouldContain($"❌ In #{Chat.Channel("inc-1").Name} the bot lacks: Add Reactions.");
    }

    [Fact]
    public async Task A_private_incident_is_spoken_of_only_to_those_who_may_see_it()
    {
        await Chat.Types("ada", "/bot settings allow:configure to:@developers");
        await Chat.Types("ada", "/bot settings allow:\"see private incidents\" to:@operations");
        await Chat.Declares("Key leaked", "private:true");
        Deny("inc-1", Permission.SendMessages);
        await Chat.Driven.Store.CommitAsync(scope => scope.OweAsync(new(1), new Domain.Tell("x")), TestContext.Current.CancellationToken);
        await Chat.Settle();
        (await Examine()).Text.ShouldSatisfyAllConditions(
            text => text.ShouldContain($"❌ In #{Chat.Channel("inc-1").Name} the bot lacks: Send Messages"),
            text => text.ShouldContain("INC-1: a promise (tell) was given up"));
        var answer = await Chat.Types("tunde", "/bot doctor");
        answer.IsRefused.ShouldBeFalse();
        answer.Text.ShouldNotContain("inc-1", Case.Insensitive);
        answer.Text.ShouldContain("No incident is open");
        answer.Text.ShouldContain("Everything that was promised has been done");
    }

    [Fact]
    public async Task A_clock_that_is_off_is_noticed()
    {
        Doctor.DiscordExam.Clock(TimeSpan.FromSeconds(1.4)).Condition.ShouldBe(Doctor.Condition.Well);
        Doctor.DiscordExam.Clock(TimeSpan.FromSeconds(-7)).ToString().ShouldBe("⚠️ This machine's clock is 7 s behind Discord's. Let the machine keep its time by NTP (`timedatectl set-ntp true`).");
        Doctor.DiscordExam.Clock(TimeSpan.FromMinutes(3)).Condition.ShouldBe(Doctor.Condition.Ill);
        (await Examine()).Text.ShouldContain("clock agrees");
    }

    [Fact]
    public void However_much_is_wrong_each_message_fits()
    {
        var much = Enumerable.Range(0, 60).Select(n => Doctor.Symptom.Ill($"Thing {n} {new string('x', n * 40)}", "Mend it.")).Append(Doctor.Symptom.Well("One thing works")).ToList();
        var messages = Doctor.DoctorModule.Pack(much);
        messages.ShouldAllBe(message => message.Length <= 2000);
        messages[0].ShouldStartWith("60 things do not work.");
        string.Join('\n', messages).ShouldContain("❌ Thing 59");
        messages[^1].ShouldEndWith("✅ One thing works.");
    }

    private Task<Answer> Examine() => Chat.Types("ada", "/bot doctor");

    private void Deny(string place, ulong permission)
    {
        lock (Chat.World.Gate)
        {
            var channel = Chat.Channel(place);
            var own = channel.Overwrites.GetValueOrDefault(Chat.World.Bot.Id) ?? new Overwrite(Chat.World.Bot.Id, 1, 0, 0);
            channel.Overwrites[Chat.World.Bot.Id] = own with { Allow = own.Allow & ~permission, Deny = own.Deny | permission };
        }
    }
}
