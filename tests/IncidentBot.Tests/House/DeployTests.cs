using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace IncidentBot.Tests.House;

/// <summary>The files under deploy/: that the tools they are for would take them, and that what makes them safe is still in them.</summary>
public sealed class DeployTests
{
    private const string Database = "/data/incidentbot.db";

    private static readonly string[] Instructions =
        ["ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"];

    [Fact]
    public async Task Systemd_accepts_the_unit()
    {
        var (exitCode, output) = await Repository.RunAsync("systemd-analyze", "verify", await RunnableUnitAsync());
        exitCode.ShouldBe(0, output);
        output.ShouldNotContain("incidentbot.service:");
    }

    [Fact]
    public async Task Systemd_finds_the_unit_little_exposed()
    {
        var (exitCode, output) = await Repository.RunAsync("systemd-analyze", "security", "--offline=yes", "--threshold=15", "--no-pager", await RunnableUnitAsync());
        Assert.SkipWhen(output.Contains("unrecognized option", StringComparison.Ordinal), "This systemd-analyze cannot judge a unit that is not installed.");
        exitCode.ShouldBe(0, output);
    }

    [Fact]
    public async Task The_unit_starts_what_the_installer_installs_and_may_write_its_database_alone()
    {
        var unit = await UnitAsync();
        var installer = await File.ReadAllTextAsync(Repository.PathOf("deploy", "install.sh"));
        unit["ExecStart"].ShouldBe("/opt/incidentbot/IncidentBot");
        installer.ShouldContain("program=/opt/incidentbot\n");
        installer.ShouldContain($"settings={unit["EnvironmentFile"]}\n");
        unit["Environment"].ShouldStartWith($"Storage__Path=/var/lib/{unit["StateDirectory"]}/");
        unit["ProtectSystem"].ShouldBe("strict");
        unit["DynamicUser"].ShouldBe("yes");
        unit["NoNewPrivileges"].ShouldBe("yes");
        unit.ShouldNotContainKey("MemoryDenyWriteExecute");
        unit["RestartPreventExitStatus"].ShouldBe("2");
    }

    [Fact]
    public async Task The_installer_is_a_script_that_bash_understands()
    {
        var (exitCode, output) = await Repository.RunAsync("bash", "-n", Repository.PathOf("deploy", "install.sh"));
        exitCode.ShouldBe(0, output);
    }

    [Fact]
    public async Task The_installer_refuses_to_run_without_the_rights_it_needs()
    {
        var script = await File.ReadAllTextAsync(Repository.PathOf("deploy", "install.sh"));
        var (exitCode, output) = Environment.IsPrivilegedProcess
            ? await Repository.RunAsync("setpriv", "--reuid=65534", "--clear-groups", "bash", "-c", script)
            : await Repository.RunAsync("bash", "-c", script);
        exitCode.ShouldBe(1);
        output.ShouldContain("must run as root: sudo deploy/install.sh");
    }

    [Fact]
    public async Task The_image_is_built_by_instructions_that_exist_from_files_that_exist()
    {
        var instructions = await DockerfileAsync();
        instructions[0].Name.ShouldBe("FROM");
        instructions.Select(instruction => instruction.Name).ShouldBeSubsetOf(Instructions);

        var stages = instructions.Where(instruction => instruction.Name == "FROM").Select(from => from.Words is [_, "AS", var name] ? name : "").ToList();
        stages.Count.ShouldBe(2, "one stage to build, one to run");
        foreach (var copy in instructions.Where(instruction => instruction.Name == "COPY"))
        {
            if (copy.Words[0].StartsWith("--from=", StringComparison.Ordinal)) stages.ShouldContain(copy.Words[0]["--from=".Length..]);
            else foreach (var source in copy.Words[..^1]) Path.Exists(Repository.PathOf(source)).ShouldBeTrue(source);
        }
    }

    [Fact]
    public async Task The_container_runs_unprivileged_answers_for_its_health_and_keeps_its_database_in_a_volume()
    {
        var instructions = await DockerfileAsync();
        var last = instructions.Skip(instructions.FindLastIndex(instruction => instruction.Name == "FROM")).ToList();
        Text("USER").ShouldNotBeOneOf("root", "0");
        Text("HEALTHCHECK").ShouldContain("CMD");
        Arguments(Text("HEALTHCHECK").Split("CMD ")[1]).ShouldBe(["dotnet", "IncidentBot.dll", "healthcheck"]);
        Arguments(Text("ENTRYPOINT")).ShouldBe(["dotnet", "IncidentBot.dll"]);
        Text("ENV").ShouldBe($"Storage__Path={Database}");
        Database.ShouldStartWith($"{Text("VOLUME")}/");

        string Text(string name) => string.Join(' ', last.Single(instruction => instruction.Name == name).Words);
        static string[] Arguments(string json) => JsonSerializer.Deserialize<string[]>(json)!;
    }

    [Fact]
    public async Task Compose_runs_that_image_with_a_volume_a_token_and_no_more_rights_than_it_needs()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(await File.ReadAllTextAsync(Repository.PathOf("deploy", "compose.yaml"))));
        var root = yaml.Documents.ShouldHaveSingleItem().RootNode;
        var bot = root["services"]["incidentbot"];

        var context = Path.Combine(Repository.PathOf("deploy"), bot["build"]["context"].ToString());
        File.Exists(Path.Combine(context, bot["build"]["dockerfile"].ToString())).ShouldBeTrue();
        Path.GetFullPath(context).ShouldBe(Repository.Root.FullName);
        bot["environment"]["Discord__Token"].ToString().ShouldStartWith("${Discord__Token:?");
        var volume = ((YamlSequenceNode)bot["volumes"]).ShouldHaveSingleItem().ToString().Split(':');
        ((YamlMappingNode)root["volumes"]).Children.Keys.Select(key => key.ToString()).ShouldBe([volume[0]]);
        volume[1].ShouldBe(Path.GetDirectoryName(Database));
        bot["read_only"].ToString().ShouldBe("true");
        bot["restart"].ToString().ShouldBe("unless-stopped");
        ((YamlSequenceNode)bot["security_opt"]).Select(option => option.ToString()).ShouldContain("no-new-privileges:true");
        ((YamlSequenceNode)bot["cap_drop"]).Select(capability => capability.ToString()).ShouldBe(["ALL"]);
    }

    /// <summary>A copy of the unit whose program exists on every machine: the bot is not installed here.</summary>
    private static async Task<string> RunnableUnitAsync()
    {
        var copy = Path.Combine(Directory.CreateTempSubdirectory("incidentbot").FullName, "incidentbot.service");
        await File.WriteAllTextAsync(copy, (await File.ReadAllTextAsync(Repository.PathOf("deploy", "incidentbot.service"))).Replace("ExecStart=/opt/incidentbot/IncidentBot", "ExecStart=/bin/true", StringComparison.Ordinal));
        return copy;
    }

    /// <summary>The unit's settings; of one that stands there more than once, the first.</summary>
    private static async Task<Dictionary<string, string>> UnitAsync() =>
        (await File.ReadAllLinesAsync(Repository.PathOf("deploy", "incidentbot.service"))).Where(line => !line.StartsWith('#') && line.Contains('=', StringComparison.Ordinal))
            .Select(line => line.Split('=', 2)).GroupBy(parts => parts[0], parts => parts[1], StringComparer.Ordinal).ToDictionary(setting => setting.Key, setting => setting.First(), StringComparer.Ordinal);

    private static async Task<List<(string Name, string[] Words)>> DockerfileAsync() =>
        [.. (await File.ReadAllTextAsync(Repository.PathOf("deploy", "Dockerfile"))).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#')).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(words => (words[0], words[1..]))];
}
