using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Postmortems.Talk;

namespace IncidentBot.Domain.Tests.Postmortems;

/// <summary>Patterns are not tried on lines that lack the words they need: that must never cost a match.</summary>
public sealed class TalkScreenTests
{
    [Theory]
    [InlineData(@"\bno (?:idea|clue)\b", " no clue | no idea ")]
    [InlineData(@"^(?:ok |so )*rolled \w+ back$", "rolled ")]
    [InlineData(@"\bfail(?:ed|s)?\b", " fail | failed | fails ")]
    [InlineData(@"\bunmitigated\b", " unmitiga")]
    [InlineData(@"(?<!not )fixed(?= it)", "fixed")]
    [InlineData(@"a{2,}lert", "lert")]
    [InlineData(@"still|\w+", null)]
    [InlineData(@"(?:a|b)?\d", null)]
    public void The_words_a_pattern_needs_are_read_from_it(string pattern, string? texts) =>
        (RequiredText.Of(pattern) is { } required ? string.Join('|', required.Order(StringComparer.Ordinal)) : null).ShouldBe(texts);

    [Fact]
    public void Most_patterns_are_spared_on_most_lines()
    {
        var lines = TalkSets.All.SelectMany(n => TalkSets.Incidents(n)).SelectMany(i => i.Lines).ToList();
        lines.Average(l => Patterns.Count(new TalkText(l.Text).May)).ShouldBeLessThan(40);
    }

    [Fact]
    public void On_every_labelled_line_the_screen_lets_through_what_matches()
    {
        foreach (var line in TalkSets.All.SelectMany(n => TalkSets.Incidents(n)).SelectMany(i => i.Lines)) LetsThroughWhatMatches(line.Text);
    }

    /// <summary>Lines put together from the pieces the rules are made of, and from pieces of labelled lines, with anything between them.</summary>
    [Fact]
    public void On_lines_of_any_make_the_screen_lets_through_what_matches()
    {
        string[] pieces =
        [
            .. TalkSets.All.SelectMany(n => TalkSets.Incidents(n)).SelectMany(i => i.Lines).SelectMany(l => l.Text.Split(' ')).Distinct(),
            .. Patterns.SelectMany(p => RequiredText.Of(p.Text) ?? []).Distinct(),
            "_", "-", ",", ". ", "? ", "'", "’", "é", "…", "\n", "`", "```", "**", "~", "@x", "<@123456789012345678>", "https://a.example/b", "(", ")", "İ", "ß", "1,200", "3.5%",
        ];
        var lines = Gen.ArrayOf(Gen.Elements(pieces)).SelectMany(words => Gen.Elements(" ", " ", "", ", ", "_", "-"), (words, glue) => string.Join(glue, words));
        Prop.ForAll(lines.ToArbitrary(), LetsThroughWhatMatches).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithQuietOnSuccess(true));
    }

    private static IReadOnlyList<TalkPattern> Patterns => TalkRules.Patterns;

    private static void LetsThroughWhatMatches(string line)
    {
        var text = new TalkText(line);
        foreach (var pattern in Patterns)
        {
            if (text.May(pattern)) continue;

            foreach (var part in text.Clauses.Select(c => c.Text).Prepend(text.Even))
            {
                pattern.IsMatch(part).ShouldBeFalse($"“{pattern.Match(part).Value}” of “{part}” is missed: {pattern.Text}");
            }
        }
    }
}
