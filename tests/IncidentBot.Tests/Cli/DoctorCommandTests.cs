using IncidentBot.Sandbox;
using IncidentBot.Tests.Storage;

namespace IncidentBot.Tests.Cli;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task It_looks_at_all_that_can_be_seen_while_the_bot_is_down()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        await using var record = await TempRecord.OpenAsync();
        using var doctor = await RunAsync(sandbox.World.BotToken, sandbox.ApiUrl.ToString(), record.Path);
        doctor.ExitCode.ShouldBe(0, doctor.Output + doctor.Errors);
        foreach (var line in (string[])
            ["✅ The settings can be read.", "✅ Discord knows the token", "✅ The message content intent is on.", "✅ This machine's clock agrees with Discord's.", "✅ The database is whole", "⚠️ There is no backup beside the database. Run"])
            doctor.Output.ShouldContain(line);
        doctor.Output.ShouldNotContain(sandbox.World.BotToken);
    }

    [Fact]
    public async Task What_is_ill_ends_with_1_and_says_how_to_mend_it()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { MessageContentIntent = false }, TestContext.Current.CancellationToken);
        folder.Write("bot.db", "Dear diary");
        using var doctor = await RunAsync(sandbox.World.BotToken, sandbox.ApiUrl.ToString(), folder["bot.db"]);
        doctor.ExitCode.ShouldBe(1);
        doctor.Output.ShouldContain("❌ The message content intent is off: what people say is not recorded. Turn it on in the developer portal");
        doctor.Output.ShouldContain("is not a database of this program");

        using var stranger = await RunAsync(sandbox.World.BotToken + "x", sandbox.ApiUrl.ToString(), folder["none.db"]);
        stranger.ExitCode.ShouldBe(1);
        stranger.Output.ShouldContain("❌ Discord does not know the token.");
        stranger.Output.ShouldContain("⚠️ There is no database");
    }

    [Fact]
    public async Task A_Discord_that_is_not_there_and_a_wrong_setting_are_told()
    {
        using var away = await RunAsync("some.thing.secret", "http://127.0.0.1:1/api/v10", folder["none.db"]);
        away.ExitCode.ShouldBe(1);
        away.Output.ShouldContain("❌ Discord ");
        (away.Output + away.Errors).ShouldNotContain("secret");

        using var wrong = await BotProgram.RunAsync(folder.Path, "doctor", "--set", "Discord:Tokn=x");
        wrong.ExitCode.ShouldBe(2);
        wrong.Errors.ShouldContain("Discord:Tokn is not a setting");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("backup", "[<FILE>]")]
    [InlineData("restore", "<FILE>")]
    [InlineData("check", "--json")]
    [InlineData("doctor", "--set")]
    public async Task Each_verb_explains_itself(string verb, string part)
    {
        using var all = await BotProgram.RunAsync(folder.Path, "--help");
        all.Output.ShouldContain(verb);
        using var help = await BotProgram.RunAsync(folder.Path, verb, "--help");
        help.ExitCode.ShouldBe(0);
        foreach (var word in (string[])[part, "--set", "Exit codes: 0 ", "1 ", "2 a setting is wrong"]) help.Output.ShouldContain(word);
    }

    public void Dispose() => folder.Dispose();

    private Task<BotProgram> RunAsync(string token, string api, string database) =>
        BotProgram.RunAsync(folder.Path, "doctor", "--set", $"Discord:Token={token}", "--set", $"Discord:ApiUrl={api}", "--set", $"Storage:Path={database}");
}
