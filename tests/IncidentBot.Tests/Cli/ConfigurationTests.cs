using IncidentBot.Sandbox;

namespace IncidentBot.Tests.Cli;

public sealed class ConfigurationTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task Every_mistake_is_told_at_once_with_exit_code_2()
    {
        using var program = await BotProgram.RunAsync(
            folder.Path,
            "--set", "Discord:Token=two words",
            "--set", "Discord:ApiUrl=discord.com",
            "--set", "Discord:Tokn=x",
            "--set", "Storage:Path= ",
            "--set", "Channels:Announcements=Our Incidents",
            "--set", "Channels:Postmortems=#pm",
            "--set", "Channels:Category=",
            "--set", "Web:Url=localhost",
            "--set", "nonsense");
        program.ExitCode.ShouldBe(2);
        program.ErrorLines[0].ShouldBe("9 settings are wrong:");
        foreach (var setting in (string[])
            ["Discord:Token", "Discord:ApiUrl", "Discord:Tokn", "Storage:Path", "Channels:Announcements", "Channels:Postmortems", "Channels:Category", "Web:Url", "'nonsense'"])
            program.ErrorLines.Skip(1).ShouldContain(line => line.StartsWith(setting, StringComparison.Ordinal), setting);
        program.Errors.ShouldNotContain("two words");
    }

    [Fact]
    public async Task An_address_of_a_database_server_is_checked_and_its_password_is_never_printed()
    {
        using var wrong = await BotProgram.RunAsync(folder.Path, "check", "--set", "Storage:Connection=postgres://bot:swordfish-9@/");
        wrong.ExitCode.ShouldBe(2);
        wrong.ErrorLines.ShouldContain(line => line.StartsWith("Storage:Connection: The address of the PostgreSQL server is not one: it names no host.", StringComparison.Ordinal));
        wrong.Errors.ShouldNotContain("swordfish");

        folder.Write("address", "postgres://bot:swordfish-9@127.0.0.1:1/incidents");
        using var away = await BotProgram.RunAsync(folder.Path, "check", "--set", "Storage:ConnectionFile=address");
        (away.ExitCode, away.Errors.Contains("The server of the database postgres://bot@127.0.0.1:1/incidents cannot be reached", StringComparison.Ordinal)).ShouldBe((1, true), away.Errors);
        using var backup = await BotProgram.RunAsync(folder.Path, "backup", "--set", "Storage:ConnectionFile=address");
        backup.ExitCode.ShouldBe(1);
        backup.Errors.ShouldContain("`pg_dump --format=custom --file=incidentbot.dump '--dbname=postgres://bot@127.0.0.1:1/incidents'`");
        (away.Errors + backup.Errors).ShouldNotContain("swordfish");
    }

    [Fact]
    public async Task Mistakes_in_the_environment_and_the_file_are_told_too()
    {
        folder.Write("appsettings.json", """{ "Web": { "Url": "nowhere" } }""");
        using var program = BotProgram.Start(folder.Path, new Dictionary<string, string> { ["Channels__Announcements"] = "A B", ["Discord__TokenFile"] = "missing.txt" });
        (await program.EndAsync()).ShouldBe(2);
        program.ErrorLines.ShouldContain(line => line.StartsWith("Web:Url", StringComparison.Ordinal));
        program.ErrorLines.ShouldContain(line => line.StartsWith("Channels:Announcements", StringComparison.Ordinal));
        program.ErrorLines.ShouldContain(line => line.StartsWith("Discord:TokenFile", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_misspelt_section_is_told_wherever_it_stands_and_what_is_not_ours_is_left_alone()
    {
        folder.Write("appsettings.json", """{ "Storrage": { "Path": "x.db" }, "Logging": { "LogLevel": { "Default": "Warning" } }, "AllowedHosts": "*", "Weather": { "City": "Lagos" } }""");
        using var program = BotProgram.Start(
            folder.Path,
            new Dictionary<string, string>
            {
                ["Discrod__Token"] = "some.secret.token",
                ["Logging__LogLevel__Default"] = "Warning",
                ["ASPNETCORE_URLS"] = "http://x",
                ["GRAFANA__URL"] = "http://x",
                ["WEBSITE__NAME"] = "x",
                ["Chanels"] = "x",
            },
            "--set", "Wbe:Url=", "--set", "Web:Url=");
        (await program.EndAsync()).ShouldBe(2);
        program.ErrorLines.ShouldBe(
            [
                "4 settings are wrong:",
                "Discrod is not a section of the settings. Did you mean Discord?",
                "Storrage is not a section of the settings. Did you mean Storage?",
                "Wbe is not a section of the settings. Did you mean Web?",
                "Weather is not a section of the settings. There are: Discord, Storage, Channels, Attachments, Web, Alerts, Policies, Templates, LanguageModel, Webhooks, Trackers.",
            ],
            ignoreOrder: true);
        program.Errors.ShouldNotContain("secret");
    }

    [Fact]
    public async Task What_is_wrong_with_alerts_is_told()
    {
        using var program = await BotProgram.RunAsync(folder.Path, "--set", "Alerts:Token=short", "--set", "Alerts:Server=mine", "--set", "Alerts:TokenFile=");
        program.ExitCode.ShouldBe(2);
        program.ErrorLines[0].ShouldBe("2 settings are wrong:");
        program.ErrorLines[1].ShouldStartWith("Alerts:Token must have at least 16");
        program.ErrorLines[2].ShouldStartWith("Alerts:Server is 'mine'");
    }

    [Fact]
    public async Task A_settings_file_that_is_no_JSON_is_one_sentence()
    {
        folder.Write("appsettings.json", "{ not json");
        using var program = await BotProgram.RunAsync(folder.Path);
        program.ExitCode.ShouldBe(2);
        program.ErrorLines.Count.ShouldBe(1);
        program.Errors.ShouldStartWith("appsettings.json cannot be read");
    }

    [Fact]
    public async Task A_wrong_token_is_one_sentence_with_exit_code_2()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        var wrong = sandbox.World.BotToken[..^3] + "abc";
        using var program = await BotProgram.RunAsync(folder.Path, Settings(sandbox, wrong));
        program.ExitCode.ShouldBe(2);
        program.ErrorLines.ShouldHaveSingleItem().ShouldStartWith("Discord does not know this token.");
        (program.Errors + program.Output).ShouldNotContain(wrong);
        File.Exists(folder["bot.db"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_Discord_that_is_not_there_is_one_sentence()
    {
        using var program = await BotProgram.RunAsync(folder.Path, "--set", "Discord:Token=some.thing.secret", "--set", "Discord:ApiUrl=http://127.0.0.1:1/api/v10", "--set", "Web:Url=");
        program.ExitCode.ShouldBe(1);
        program.ErrorLines.Count(line => line.StartsWith("Discord could not be reached at http://127.0.0.1:1/api/v10", StringComparison.Ordinal)).ShouldBe(1);
        program.Errors.ShouldNotContain("   at ");
        (program.Errors + program.Output).ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_database_that_cannot_be_written_is_one_sentence_with_exit_code_1()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        var inTheWay = folder.Write("file", "no folder");
        using var program = await BotProgram.RunAsync(folder.Path, Settings(sandbox, sandbox.World.BotToken, Path.Combine(inTheWay, "bot.db")));
        program.ExitCode.ShouldBe(1);
        program.ErrorLines.ShouldHaveSingleItem().ShouldContain("cannot be written");
    }

    [Fact]
    public async Task A_database_in_use_is_refused_and_the_first_process_goes_on_until_it_is_asked_to_end()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        using var first = BotProgram.Start(folder.Path, Settings(sandbox, sandbox.World.BotToken));
        await first.SaysAsync("Connected to Discord");

        using var second = await BotProgram.RunAsync(folder.Path, Settings(sandbox, sandbox.World.BotToken));
        second.ExitCode.ShouldBe(1);
        second.ErrorLines.ShouldHaveSingleItem().ShouldContain("in use by another process");

        (await first.TerminateAsync()).ShouldBe(0);
        first.Errors.ShouldBeEmpty();
        (first.Output + second.Output).ShouldNotContain(sandbox.World.BotToken);
    }

    [Fact]
    public async Task The_token_may_come_from_a_file()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        var file = folder.Write("token", sandbox.World.BotToken + "\n");
        using var program = BotProgram.Start(
            folder.Path, "--set", $"Discord:TokenFile={file}", "--set", $"Discord:ApiUrl={sandbox.ApiUrl}", "--set", $"Storage:Path={folder["bot.db"]}", "--set", "Web:Url=");
        await program.SaysAsync("Connected to Discord");
        (await program.TerminateAsync()).ShouldBe(0);
    }

    public void Dispose() => folder.Dispose();

    private string[] Settings(SandboxServer sandbox, string token, string? database = null) =>
    [
        "--set", $"Discord:Token={token}", "--set", $"Discord:ApiUrl={sandbox.ApiUrl}", "--set", $"Storage:Path={database ?? folder["bot.db"]}", "--set", "Web:Url=",
    ];
}
