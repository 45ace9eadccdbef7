using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Attachments;

namespace IncidentBot.Domain.Tests.Attachments;

public sealed class SafeNameTests
{
    [Theory]
    [InlineData("graph.png", "graph.png")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"..\..\windows\system.ini", "system.ini")]
    [InlineData("/", "file")]
    [InlineData("..", "file")]
    [InlineData("", "file")]
    [InlineData("   ", "file")]
    [InlineData("CON.txt", "_CON.txt")]
    [InlineData("com1", "_com1")]
    [InlineData("nul.tar.gz", "_nul.tar.gz")]
    [InlineData("CONTENT.txt", "CONTENT.txt")]
    [InlineData("photo\u202Egnp.exe", "photognp.exe")]
    [InlineData("a\u0000b\r\nc.log", "ab c.log")]
    [InlineData("what?*<>|:\".txt", "what_______.txt")]
    [InlineData(".env", "env")]
    [InlineData("trailing. ", "trailing")]
    [InlineData("Größe 障害 🔥.png", "Größe 障害 🔥.png")]
    public void A_name_names_one_file_anywhere(string name, string safe) => SafeName.Of(name).ShouldBe(safe);

    [Fact]
    public void A_long_name_keeps_its_extension()
    {
        var safe = SafeName.Of(new string('a', 300) + ".png");
        safe.Length.ShouldBe(SafeName.Longest);
        safe.ShouldEndWith("….png");
        SafeName.Of(new string('a', 94) + "🔥🔥🔥.png").ShouldEndWith("….png");
        SafeName.Of(new string('a', 300)).Length.ShouldBe(SafeName.Longest);
    }

    [Fact]
    public void The_same_name_twice_is_told_apart() =>
        SafeName.Apart(["graph.png", "x/GRAPH.png", "graph-2.png", "graph.png", "a", "a"]).ShouldBe(["graph.png", "GRAPH-2.png", "graph-2-2.png", "graph-3.png", "a", "a-2"]);

    [Fact]
    public void Whatever_is_given_the_names_are_safe_and_apart() => Prop.ForAll<string[]>(names =>
    {
        var safe = SafeName.Apart(names.Select(name => name ?? ""));
        safe.Count.ShouldBe(names.Length);
        safe.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(names.Length);
        safe.ShouldAllBe(name => name.Length > 0 && name.IndexOfAny(new[] { '/', '\\', '\0', '\n', ':', '<' }) < 0 && name != "." && name != "..");
    }).QuickCheckThrowOnFailure();
}
