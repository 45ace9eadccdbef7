using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Tests.Words;

public sealed partial class HarmlessTests
{
    // Pieces that mean something to Discord, so that random text hits the borders between them.
    private static readonly string[] Pieces =
    [
        "@everyone", "@here", "@EVERYONE", "<@123>", "<@!123>", "<@&123>", "<#123>", "<:x:123>", "<a:x:123>", "</incident declare:123>", "<t:1683725400:R>", "<id:browse>",
        "```", "`", "**", "*", "__", "_", "~~", "||", "\\", "[", "](https://example.org)", "https://example.org/a_b*c*`d`@everyone", "http://", "# ", "> ", ">>> ", "- ", "-# ", "1. ",
        "\n", "\r\n", " ", "\t", "\u200b", "\u200d", "\u202e", "\u2066", "\u00ad", "\u3164", "\0", "\ud800", "a", "word", "שלום", "👩\u200d💻", "e\u0301\u0301\u0301\u0301\u0301", "é",
    ];

    private static Arbitrary<string> Text => Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary();

    [Fact]
    public void No_mention_survives() => Check(text => Assert.DoesNotMatch(Mention(), text));

    [Fact]
    public void No_markdown_or_fence_survives() => Check(text => Assert.DoesNotMatch(Live(), Escaped().Replace(Link().Replace(text, "L"), "x")));

    [Fact]
    public void No_heading_list_or_quote_survives() => Check(text => Assert.DoesNotMatch(Block(), text));

    [Fact]
    public void No_invisible_character_of_the_person_survives() =>
        Check(text => Assert.DoesNotMatch(Invisible(), text.Replace("@\u200b", "@", StringComparison.Ordinal).Replace("<\u200b", "<", StringComparison.Ordinal)));

    [Fact]
    public void A_line_stays_one_line() => Prop.ForAll(Text, text => !Harmless.Line(text).Contains('\n')).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_line_of_a_quote_is_quoted() =>
        Prop.ForAll(Text, text => Harmless.Quote(text) is "" || Array.TrueForAll(Harmless.Quote(text).Split('\n'), line => line.StartsWith("> ", StringComparison.Ordinal))).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_is_longer_than_it_may_be() =>
        Prop.ForAll(Text, Gen.Choose(0, 60).ToArbitrary(), (text, max) =>
            Harmless.Line(text, max).Length <= max && Harmless.Block(text, max).Length <= max && Harmless.Quote(text, max).Length <= max && Harmless.Cut(text, max).Length <= max).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("plain words, nothing else.", "plain words, nothing else.")]
    [InlineData("snake_case *and* `code`", "snake\\_case \\*and\\* \\`code\\`")]
    [InlineData("see https://example.org/a_b?x=1.", "see https://example.org/a_b?x=1.")]
    [InlineData("**https://example.org/**", "\\*\\*https://example.org/\\*\\*")]
    [InlineData("[safe](https://example.org)", "\\[safe\\](https://example.org)")]
    [InlineData("two\r\nlines", "two lines")]
    [InlineData("1. first", "1\\. first")]
    [InlineData("load was 3.5 - too high", "load was 3.5 - too high")]
    [InlineData("x < 3", "x < 3")]
    [InlineData("in\u200bvis\u202eible", "invisible")]
    [InlineData("👩\u200d💻 fixed it", "👩\u200d💻 fixed it")]
    [InlineData("\u3164\u3164", "")]
    public void A_line_reads_as_it_was_typed(string typed, string expected) => Harmless.Line(typed).ShouldBe(expected);

    [Fact]
    public void Text_that_runs_right_to_left_is_fenced_off() => Harmless.Line("שלום").ShouldBe("\u2068שלום\u2069");

    [Theory]
    [InlineData("the server is down again", 14, "the server is…")]
    [InlineData("abcdefghijkl", 5, "abcd…")]
    [InlineData("short", 5, "short")]
    [InlineData("ab👩\u200d💻", 5, "ab…")]
    public void Text_is_cut_between_words_and_never_inside_a_character(string text, int max, string expected) => Harmless.Cut(text, max).ShouldBe(expected);

    private static void Check(Action<string> holds) =>
        Prop.ForAll(Text, text =>
        {
            holds(Harmless.Line(text));
            holds(Harmless.Block(text));
            holds(Harmless.Block(text, 40));
        }).QuickCheckThrowOnFailure();

    [GeneratedRegex("@everyone|@here|<(@[!&]?|#|a?:\\w+:|/|t:|id:)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mention();

    [GeneratedRegex(@"\\[\\*_~`|\[\]#>+\-.)]", RegexOptions.None, 1000)]
    private static partial Regex Escaped();

    [GeneratedRegex(@"https?://[^\s<>""*`|\\\[\]~]+", RegexOptions.None, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"[\\*_~`|\[\]]", RegexOptions.None, 1000)]
    private static partial Regex Live();

    [GeneratedRegex(@"^\s*(#|>|-|\+|\d+[.)])", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex("[\u0000-\u0009\u000b-\u001f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2066\u2067\u3164\ud800]", RegexOptions.None, 1000)]
    private static partial Regex Invisible();
}
