using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Writing;

namespace IncidentBot.Domain.Tests.Writing;

/// <summary>Two texts made from one: what only one of them changed is taken from it, and nothing of either is lost.</summary>
public sealed class MergingTests
{
    [Theory]
    [InlineData("a\nb\nc", "a\nB\nc", "a\nb\nc\nd", "a\nB\nc\nd")]
    [InlineData("a\nb\nc", "b\nc", "a\nb\nC", "b\nC")]
    [InlineData("a\nb", "a\nb", "x", "x")]
    [InlineData("a\nb", "y", "a\nb", "y")]
    [InlineData("a", "a\nb", "a\nb", "a\nb")]
    [InlineData("", "mine", "", "mine")]
    [InlineData("a\nb\nc\nd", "a\nc\nd", "a\nb\nc\nd\ne", "a\nc\nd\ne")]
    public void What_only_one_changed_is_taken(string origin, string mine, string theirs, string merged)
    {
        ThreeWayMerge.Merge(origin, mine, theirs).ShouldBe(new MergedText(merged, 0));
        ThreeWayMerge.Merge(origin, theirs, mine).ShouldBe(new MergedText(merged, 0));
    }

    [Fact]
    public void Where_both_changed_the_same_line_both_stand_one_after_the_other() =>
        ThreeWayMerge.Merge("a\nb\nc", "a\nmine\nc", "a\ntheirs\nc")
            .ShouldBe(new MergedText($"a\n{ThreeWayMerge.MineMark}\nmine\n{ThreeWayMerge.MiddleMark}\ntheirs\n{ThreeWayMerge.EndMark}\nc", 1));

    [Fact]
    public void No_line_that_somebody_wrote_is_lost() => Prop.ForAll(Three.ToArbitrary(), texts =>
    {
        var (origin, mine, theirs) = texts;
        var merged = LineDiff.Lines(ThreeWayMerge.Merge(origin, mine, theirs).Text);
        foreach (var line in New(origin, mine).Concat(New(origin, theirs))) merged.ShouldContain(line);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithQuietOnSuccess(true));

    [Fact]
    public void A_merge_with_nothing_is_the_other_text() => Prop.ForAll(Three.ToArbitrary(), texts =>
    {
        ThreeWayMerge.Merge(texts.Origin, texts.Mine, texts.Origin).ShouldBe(new MergedText(texts.Mine, 0));
        ThreeWayMerge.Merge(texts.Origin, texts.Origin, texts.Mine).ShouldBe(new MergedText(texts.Mine, 0));
    }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true));

    [Fact]
    public void A_difference_holds_both_texts() => Prop.ForAll(Three.ToArbitrary(), texts =>
    {
        var lines = LineDiff.Between(texts.Mine, texts.Theirs);
        string.Join('\n', lines.Where(line => line.Change != LineChange.Added).Select(line => line.Text)).ShouldBe(texts.Mine);
        string.Join('\n', lines.Where(line => line.Change != LineChange.Removed).Select(line => line.Text)).ShouldBe(texts.Theirs);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithQuietOnSuccess(true));

    [Fact]
    public void Pieces_of_a_long_text_fit_and_are_the_text_to_the_letter() => Prop.ForAll(Long.ToArbitrary(), text =>
    {
        var parts = SectionParts.Of(text);
        string.Concat(parts).ShouldBe(text);
        parts.ShouldAllBe(part => part.Length <= SectionParts.Field);
        parts.ShouldAllBe(part => part.Length == 0 || !char.IsLowSurrogate(part[0]));
        for (var n = 1; n <= parts.Length; n++) SectionParts.Replace(text, n, parts[n - 1]).ShouldBe(string.IsNullOrWhiteSpace(parts[n - 1]) ? string.Concat(parts.RemoveAt(n - 1)) : text);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true));

    private static Gen<string> Text => from lines in Gen.Elements("a", "b", "c", "d", "e", "f").ListOf() select string.Join('\n', lines);

    private static Gen<(string Origin, string Mine, string Theirs)> Three => from origin in Text from mine in Text from theirs in Text select (origin, mine, theirs);

    private static Gen<string> Long => from pieces in Gen.Elements("word ", "a longer line of text\n", "\n\n", "🔥", new string('x', 700), "- item with some words in it\n").ListOf(400)
                                       from count in Gen.Choose(0, 400)
                                       select string.Concat(pieces.Take(count));

    /// <summary>Lines that stand more often than before.</summary>
    private static IEnumerable<string> New(string origin, string text) =>
        LineDiff.Between(origin, text).Where(line => line.Change == LineChange.Added).Select(line => line.Text);
}
