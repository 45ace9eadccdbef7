using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IncidentBot.Tests.House;

/// <summary>Rules every file and project keeps, whoever adds it.</summary>
public sealed partial class HouseRulesTests
{
    private const string BanRule = "RS0030";

    public static TheoryData<string> Projects =>
        [.. new[] { "src", "tests" }.SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories)).Select(file => Path.GetRelativePath(Repository.Root.FullName, file))];

    [Fact]
    public async Task The_root_holds_five_things_besides_dotfiles_and_build_rules()
    {
        string[] five = ["IncidentBot.sln", "README.md", "src", "tests", "deploy"];
        string[] buildRules = ["Directory.Build.props", "Directory.Packages.props"];
        (await Repository.FilesAsync()).Select(file => file.Split('/')[0]).Distinct(StringComparer.Ordinal)
            .Where(name => !name.StartsWith('.')).Except([.. five, .. buildRules], StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_file_names_a_place_of_one_machine_or_a_package_host()
    {
        var found = new List<string>();
        foreach (var file in await Repository.FilesAsync())
        {
            var lines = await File.ReadAllLinesAsync(Repository.PathOf(file));
            found.AddRange(lines.Index().Where(line => MachinePath().IsMatch(line.Item) || PackageHost().IsMatch(line.Item)).Select(line => $"{file}:{line.Index + 1}: {line.Item.Trim()}"));
        }

        found.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Projects))]
    public async Task Every_project_is_built_under_the_same_rules(string project)
    {
        var (exitCode, output) = await Repository.RunAsync("dotnet", "msbuild", project, "-nodeReuse:false", "-getItem:AdditionalFiles", "-getItem:PackageReference",
            "-getProperty:TreatWarningsAsErrors", "-getProperty:Nullable", "-getProperty:ManagePackageVersionsCentrally", "-getProperty:EnforceCodeStyleInBuild");
        exitCode.ShouldBe(0, output);
        var evaluated = JsonNode.Parse(output)!;

        var properties = evaluated["Properties"]!.AsObject().ToDictionary(property => property.Key, property => property.Value!.GetValue<string>(), StringComparer.Ordinal);
        properties.ShouldBe(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TreatWarningsAsErrors"] = "true",
            ["Nullable"] = "enable",
            ["ManagePackageVersionsCentrally"] = "true",
            ["EnforceCodeStyleInBuild"] = "true",
        }, ignoreOrder: true);
        Names("AdditionalFiles", "Filename").ShouldContain("BannedSymbols");
        new[] { "Microsoft.CodeAnalysis.BannedApiAnalyzers", "Meziantou.Analyzer", "Roslynator.Analyzers" }.ShouldBeSubsetOf(Names("PackageReference", "Identity"));

        IEnumerable<string> Names(string kind, string name) => evaluated["Items"]![kind]!.AsArray().Select(item => item![name]!.GetValue<string>());
    }

    [Theory, MemberData(nameof(Projects))]
    public void A_project_names_packages_without_versions_and_silences_nothing_but_restore(string project)
    {
        var document = XDocument.Load(Repository.PathOf(project));
        document.Descendants("PackageReference").Where(package => package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null || package.HasElements).ShouldBeEmpty();
        document.Descendants("NoWarn").SelectMany(list => list.Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(code => code != "$(NoWarn)" && !code.StartsWith("NU", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_clock_and_sleeping_are_banned_and_nothing_lifts_the_ban()
    {
        var banned = (await File.ReadAllLinesAsync(Repository.PathOf("src", "BannedSymbols.txt"))).Select(line => line.Split(';')[0].Split('(')[0]);
        new[]
        {
            "P:System.DateTime.Now", "P:System.DateTime.UtcNow", "P:System.DateTime.Today", "P:System.DateTimeOffset.Now", "P:System.DateTimeOffset.UtcNow",
            "M:System.Threading.Thread.Sleep", "M:System.Threading.Tasks.Task.Delay",
        }.ShouldBeSubsetOf(banned);
        (await File.ReadAllLinesAsync(Repository.PathOf(".editorconfig"))).ShouldContain($"dotnet_diagnostic.{BanRule}.severity = error");

        var sources = (await Repository.FilesAsync()).Where(file => file.EndsWith(".cs", StringComparison.Ordinal));
        sources.Where(file => Lifting().IsMatch(File.ReadAllText(Repository.PathOf(file)))).ShouldBeEmpty();
    }

    [GeneratedRegex(@"(?<![\w.:/-])/(work|root|home/\w+|Users/\w+|tmp/[a-z]\w*)(/|$|\s)|[A-Z]:\\Users\\", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MachinePath();

    [GeneratedRegex("(pragma warning disable|SuppressMessage).*" + BanRule, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Lifting();

    [GeneratedRegex(@"https?://\S*(nuget|npmjs|yarnpkg)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PackageHost();
}
