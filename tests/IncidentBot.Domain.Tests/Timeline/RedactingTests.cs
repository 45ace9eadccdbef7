using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Timeline;

public sealed class ErasureTests
{
    private const string Secret = "The password is hunter2-swordfish";

    [Theory]
    [InlineData("The password is hunter2-swordfish", "[redacted]")]
    [InlineData("Ada: the PASSWORD is hunter2-swordfish.", "Ada: [redacted].")]
    [InlineData("The password is hunter2-swordfishes", "The password is hunter2-swordfishes")]
    [InlineData("Bathe password is hunter2-swordfish", "Bathe password is hunter2-swordfish")]
    [InlineData("nothing of it", "nothing of it")]
    public void A_whole_message_is_found_between_other_words_and_never_in_a_piece_of_one(string text, string left) => Erasure.OfWhole([Secret]).In(text).ShouldBe(left);

    [Fact]
    public void A_text_that_was_cut_off_is_known_by_its_beginning()
    {
        var longer = string.Join(' ', Enumerable.Range(0, 40).Select(n => $"word{n}"));
        Erasure.OfWhole([longer]).In($"Cause: {longer[..60]}…").ShouldBe("Cause: [redacted]");
        Erasure.OfWhole([longer]).In($"Cause: {longer[..60]} and others").ShouldContain("word3");
    }

    [Theory]
    [InlineData("done")]
    [InlineData("on it")]
    [InlineData("")]
    public void What_many_say_is_taken_out_where_it_is_redacted_alone(string text) => Erasure.OfWhole([text]).Needles.ShouldBeEmpty();

    [Fact]
    public void Words_somebody_names_may_be_short() => Erasure.OfWords("x7q").In("key x7q, not x7qq").ShouldBe("key [redacted], not x7qq");

    [Theory]
    [InlineData("> The password is\n> hunter2-swordfish")]
    [InlineData("Noted: The password is hunter2\\-swordfish")]
    public void It_is_known_in_what_was_made_for_chat(string shown) => Erasure.OfWhole([Secret]).StandsIn(shown).ShouldBeTrue();
}

public sealed class GapNotedTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 5, 5, 9, 0, 9)]
    [InlineData(0, 5, 3, 9, 0, 9)]
    [InlineData(3, 5, 0, 9, 0, 9)]
    [InlineData(0, 5, 6, 9, 0, 9)]
    [InlineData(0, 5, 7, 9, 7, 9)]
    public void Gaps_that_overlap_or_border_on_each_other_are_one(int from, int until, int nextFrom, int nextUntil, int wholeFrom, int wholeUntil)
    {
        var entry = new TimelineEntry
        {
            Incident = new(1),
            Number = 1,
            Kind = EntryKind.Note,
            HappenedAt = At(from),
            RecordedAt = At(until),
            Text = "",
            Gap = new Gap(At(from), At(until)),
        };
        GapNoted.Whole([entry], At(nextFrom), At(nextUntil)).ShouldBe(new Gap(At(wholeFrom), At(wholeUntil)));

        static DateTimeOffset At(int minute) => Noon.AddMinutes(minute);
    }
}
