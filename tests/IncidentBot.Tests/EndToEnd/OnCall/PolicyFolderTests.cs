using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Tests.EndToEnd.OnCall;

public sealed class PolicyFolderTests : EndToEndTest
{
    private readonly string folder = Directory.CreateTempSubdirectory("policies-").FullName;

    [Fact]
    public async Task The_folder_counts_at_the_start_and_when_it_changes_on_disk()
    {
        await Write("ops.yaml", "policies:\n  default:\n    - role:operations\n");
        await RestartWithFolder();
        var first = (await Record()).Applied.ShouldNotBeNull();
        (first.By, first.Change).ShouldBe((null, "read from the configuration folder"));

        await Write("ops.yaml", "policies:\n  default:\n    - role:developers\n");
        await Chat.Advance(TimeSpan.FromSeconds(20));
        (await Record()).Applied!.Number.ShouldBe(2);
        (await Record()).Book.Policy("default")!.Levels[0].Targets[0].Name.ShouldBe("developers");

        await Chat.Restart();
        (await Record()).Applied!.Number.ShouldBe(2);
    }

    [Fact]
    public async Task A_folder_with_a_mistake_changes_nothing_and_the_doctor_says_so()
    {
        await Write("ops.yaml", "policies:\n  default:\n    - role:operations\n");
        await RestartWithFolder();
        await Write("ops.yaml", "policies:\n  default:\n    - role:operatoins\n");
        await Chat.Advance(TimeSpan.FromSeconds(20));
        (await Record()).Applied!.Number.ShouldBe(1);
        (await Chat.Types("ada", "/bot doctor")).Text.ShouldContain("ops.yaml:3:7: error: this server has no role called 'operatoins'. Did you mean 'operations'?");

        File.Delete(Path.Combine(folder, "ops.yaml"));
        await Chat.Advance(TimeSpan.FromSeconds(20));
        (await Record()).Applied!.Number.ShouldBe(1);
        (await Chat.Types("ada", "/bot doctor")).Text.ShouldContain("The folder of policies holds no .yaml or .yml file");
    }

    [Fact]
    public async Task With_a_folder_nothing_is_applied_in_chat()
    {
        await Write("ops.yaml", "policies:\n  default:\n    - role:operations\n");
        await RestartWithFolder();
        (await Chat.Gives("ada", "policy apply", ("x.yaml", "policies:\n  x:\n    - role:operations\n"))).ShouldRefuse("kept in files of the bot's configuration");
        (await Chat.Types("ada", "/policy remove name:ops.yaml")).ShouldRefuse("kept in files of the bot's configuration");
        (await Chat.Types("ada", "/policy restore version:1")).ShouldRefuse("kept in files of the bot's configuration");
    }

    private Task Write(string name, string text) => File.WriteAllTextAsync(Path.Combine(folder, name), text, TestContext.Current.CancellationToken);

    private async Task RestartWithFolder()
    {
        Chat.Driven.Policies = new() { Folder = folder };
        await Chat.Restart();
    }

    private Task<OnCallRecord> Record() => Chat.Driven.Store.OnCallAsync(new ServerId(Chat.World.Guild.Id), TestContext.Current.CancellationToken);
}
