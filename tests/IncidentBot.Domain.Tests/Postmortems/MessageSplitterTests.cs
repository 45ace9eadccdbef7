using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Postmortems;

namespace IncidentBot.Domain.Tests.Postmortems;

public sealed partial class MessageSplitterTests
{
    private const int Limit = 120;

    /// <summary>Texts as people and the bot write them, badly: every kind of line, in any order.</summary>
    private static Gen<string> Texts()
    {
        var word = Gen.Elements("pool", "the", "restarted", "é́e", "👩‍👩‍👧‍👦", "🇰🇪", "a_b_c", "\\*not\\*", "`kubectl get pods`", "[14:35](<https://discord.com/channels/1/2/3>)", "<t:1683725400:f>", "end.", "So?", "日本語の文章。", new string('x', 70), "\uD83D\uDE00");
        var huge = Gen.Elements(new string('y', 301), string.Concat(Enumerable.Repeat("👍🏽", 90)), string.Concat(Enumerable.Repeat("\\*", 140)));
        var line = Gen.OneOf(word, word, word, word, word, word, huge).ListOf().Select(words => string.Join(' ', words));
        var shaped = Gen.Elements("", "", "", "- ", "> ", "1. ", "  - ", "### ").SelectMany(prefix => line.Select(l => prefix + l));
        var fence = Gen.Elements("```", "```json", "````").SelectMany(mark => line.ListOf().Select(lines => mark + "\n" + string.Join('\n', lines.Select(l => l.Replace("`", "'"))) + "\n" + mark.TrimEnd('j', 's', 'o', 'n')));
        return Gen.OneOf(shaped, shaped, shaped, fence, Gen.Constant("")).ListOf().Select(blocks => string.Join('\n', blocks));
    }

    [Fact]
    public void Every_part_is_within_the_limit_and_says_something() => Check(text =>
    {
        foreach (var part in MessageSplitter.Split(text, Limit))
        {
            part.Length.ShouldBeLessThanOrEqualTo(Limit);
            part.ShouldNotBeNullOrWhiteSpace();
        }
    });

    [Fact]
    public void Nothing_is_lost() => Check(text =>
        Essence(string.Join('\n', MessageSplitter.Split(text, Limit))).ShouldBe(Essence(text)));

    [Fact]
    public void No_part_ends_inside_a_surrogate_pair() => Check(text =>
    {
        foreach (var part in MessageSplitter.Split(text, Limit))
        {
            for (var i = 0; i < part.Length; i++)
            {
                if (char.IsHighSurrogate(part[i])) (i + 1 < part.Length && char.IsLowSurrogate(part[++i])).ShouldBeTrue();
                else char.IsLowSurrogate(part[i]).ShouldBeFalse();
            }
        }
    });

    [Fact]
    public void A_code_block_is_whole_in_every_part() => Check(text =>
    {
        foreach (var part in MessageSplitter.Split(text, Limit)) (part.Split('\n').Count(l => l.StartsWith("```", StringComparison.Ordinal)) % 2).ShouldBe(0, part);
    });

    [Fact]
    public void No_word_that_fits_into_a_message_is_cut() => Check(text =>
    {
        var words = MessageSplitter.Split(text, Limit).SelectMany(p => p.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        foreach (var word in text.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length <= 20 && w != ">")) words.ShouldContain(word);
    });

    [Fact]
    public void Links_times_and_code_spans_stay_whole() => Check(text =>
    {
        var whole = Atoms().Matches(text).Count;
        MessageSplitter.Split(text, Limit).Sum(p => Atoms().Matches(p).Count).ShouldBe(whole);
    });

    [Fact]
    public void A_short_text_stays_as_it_is() => MessageSplitter.Split("# Title\n\n- one\n- two").ShouldBe(["# Title\n\n- one\n- two"]);

    [Fact]
    public void Nothing_makes_no_message() => MessageSplitter.Split(" \n\n ").ShouldBeEmpty();

    [Fact]
    public void A_heading_goes_with_what_follows()
    {
        var parts = MessageSplitter.Split(new string('a', 100) + "\n## Timeline\n### Friday\n- 10:00 first line of the timeline", 120);
        parts.ShouldBe([new string('a', 100), "## Timeline\n### Friday\n- 10:00 first line of the timeline"]);
    }

    [Fact]
    public void A_link_that_does_not_fit_beside_its_heading_is_not_cut_for_it()
    {
        var (heading, link) = ("### " + new string('x', 70), "[14:35](<https://discord.com/channels/1/2/3>)");
        MessageSplitter.Split($"{heading}\n- {link} {new string('y', 200)}", Limit).Take(2).ShouldBe([heading, "- " + link]);
    }

    [Fact]
    public void List_items_are_not_cut_while_they_fit()
    {
        var items = Enumerable.Range(0, 40).Select(i => $"- item {i} with a few words to it").ToList();
        var parts = MessageSplitter.Split(string.Join('\n', items), 100);
        parts.SelectMany(p => p.Split('\n')).ShouldBe(items);
    }

    [Fact]
    public void A_long_paragraph_is_cut_after_a_sentence()
    {
        var parts = MessageSplitter.Split("The first sentence is here to stay whole. The second one is a little longer than the first. And a third.", 64);
        parts[0].ShouldBe("The first sentence is here to stay whole.");
    }

    [Fact]
    public void A_quote_goes_on_as_a_quote() =>
        MessageSplitter.Split("> " + string.Join(' ', Enumerable.Repeat("quoted", 40)), 64).ShouldAllBe(p => p.StartsWith("> quoted"));

    [Fact]
    public void A_code_block_is_closed_and_opened_again()
    {
        var parts = MessageSplitter.Split("```log\n" + string.Join('\n', Enumerable.Range(100, 30)) + "\n```", 64);
        parts.Count.ShouldBeGreaterThan(1);
        parts.ShouldAllBe(p => p.StartsWith("```log\n") && p.EndsWith("\n```"));
    }

    [Fact]
    public void Characters_of_several_units_stay_whole()
    {
        var family = "👩‍👩‍👧‍👦";
        var parts = MessageSplitter.Split(string.Concat(Enumerable.Repeat(family, 30)), 64);
        parts.ShouldAllBe(p => p.Length % family.Length == 0);
    }

    [Fact]
    public void Text_made_to_be_slow_is_not() =>
        MessageSplitter.Split(string.Concat(Enumerable.Repeat("[a](<", 5_000)) + new string('`', 5_000) + new string('\\', 5_000) + new string('<', 5_000)).ShouldAllBe(p => p.Length <= 2000);

    private static readonly char[] s_blanks = [' ', '\n'];

    private static void Check(Action<string> holds) => Prop.ForAll(Texts().ToArbitrary(), text => holds(text)).QuickCheckThrowOnFailure();

    /// <summary>The text without blanks, fence lines and the quote marks that a cut repeats.</summary>
    private static string Essence(string text) => Blanks().Replace(string.Join('\n', text.Split('\n').Where(l => !l.StartsWith("```", StringComparison.Ordinal))), "").Replace(">", "").Normalize();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"`kubectl get pods`|\[14:35\]\(<https://discord.com/channels/1/2/3>\)|<t:1683725400:f>", RegexOptions.None, 1000)]
    private static partial Regex Atoms();
}
