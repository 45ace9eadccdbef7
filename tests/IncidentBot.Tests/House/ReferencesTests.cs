using System.Reflection;
using System.Xml.Linq;

namespace IncidentBot.Tests.House;

/// <summary>Which part of the house knows which: the arrows of the design, held in the project files and in what was compiled from them.</summary>
public sealed class ReferencesTests
{
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["IncidentBot"] = ["IncidentBot.Discord", "IncidentBot.Domain", "IncidentBot.Sandbox", "IncidentBot.Storage"],
        ["IncidentBot.Domain"] = [],
        ["IncidentBot.Discord"] = [],
        ["IncidentBot.Storage"] = ["IncidentBot.Domain"],

        // The design would let it share Discord's API objects. It shares nothing: a mistake in ours must not hide on both sides.
        ["IncidentBot.Sandbox"] = [],
    };

    private static readonly string[] DatabasePackages = ["Microsoft.EntityFrameworkCore", "Microsoft.Data.Sqlite", "Npgsql", "SQLitePCLRaw"];

    public static TheoryData<string> Projects => [.. Arrows.Keys];

    [Fact]
    public void There_is_no_project_that_the_design_does_not_know() =>
        Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)).ShouldBe(Arrows.Keys, ignoreOrder: true);

    [Theory, MemberData(nameof(Projects))]
    public void A_project_refers_to_those_the_design_lets_it_know_and_to_no_other(string project) =>
        Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).ShouldBe(Arrows[project], ignoreOrder: true);

    [Theory, MemberData(nameof(Projects))]
    public void What_was_compiled_uses_nothing_of_ours_beyond_that(string project) =>
        Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!).Where(Arrows.ContainsKey).Except(Arrows[project], StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void The_domain_has_only_its_words_and_its_calendar() => Items("IncidentBot.Domain", "PackageReference").ShouldBe(["Humanizer.Core", "NodaTime"], ignoreOrder: true);

    [Fact]
    public void The_Discord_client_has_no_package() => Items("IncidentBot.Discord", "PackageReference").ShouldBeEmpty();

    [Theory, InlineData("IncidentBot.Domain"), InlineData("IncidentBot.Discord"), InlineData("IncidentBot.Storage")]
    public void What_is_no_server_does_without_the_web_framework(string project) => Items(project, "FrameworkReference").ShouldBeEmpty();

    [Theory, InlineData("IncidentBot"), InlineData("IncidentBot.Domain"), InlineData("IncidentBot.Discord"), InlineData("IncidentBot.Sandbox")]
    public void Only_storage_sees_the_database(string project)
    {
        Items(project, "PackageReference").Where(IsDatabase).ShouldBeEmpty();
        Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!).Where(IsDatabase).ShouldBeEmpty();
        Directory.EnumerateFiles(Repository.PathOf("src", project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !IsBuilt(file) && DatabasePackages.Any(File.ReadAllText(file).Contains))
            .ShouldBeEmpty();
    }

    private static bool IsDatabase(string name) => DatabasePackages.Any(package => name.StartsWith(package, StringComparison.Ordinal));

    private static bool IsBuilt(string file) => file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Repository.PathOf("src", project, $"{project}.csproj")).Descendants(kind).Select(item => item.Attribute("Include")!.Value);
}
