using IncidentBot.Agenda;
using IncidentBot.Domain;

namespace IncidentBot.Tests.Agenda;

public sealed class DutyTermsTests
{
    private static readonly MessageRef Somewhere = new(new ChannelId(1), new MessageId(2));

    [Fact]
    public void What_shows_the_present_state_is_never_too_late()
    {
        foreach (var owed in (Owed[])[new OpenChannel(), new LetIn(), new ShowCard(), new Announce(), new ShowPageAnswer(1), new PostPostmortem()]) DutyTerms.Expiry(owed).ShouldBeNull(owed.ToString());
    }

    [Fact]
    public void What_speaks_to_somebody_now_is_too_late_some_day()
    {
        DutyTerms.Expiry(new SendPage(1, 1)).ShouldBe(TimeSpan.FromHours(1));
        DutyTerms.Expiry(new OfferHandover(new PersonId(1))).ShouldBe(TimeSpan.FromHours(12));
        DutyTerms.Expiry(new Tell("a")).ShouldBe(TimeSpan.FromDays(1));
        DutyTerms.Expiry(new MarkMessage(Somewhere, On: true)).ShouldBe(TimeSpan.FromDays(1));
    }

    [Fact]
    public void Pauses_double_up_to_their_longest_and_differ_by_a_fifth()
    {
        var random = new Random(1);
        var pauses = Enumerable.Range(1, 15).Select(n => DutyTerms.Pause(n, random).TotalSeconds).ToList();
        for (var n = 0; n < pauses.Count; n++) pauses[n].ShouldBeInRange(Math.Min(Math.Pow(2, n), 300), Math.Min(Math.Pow(2, n), 300) * 1.2);
        Enumerable.Range(0, 50).Select(_ => DutyTerms.Pause(5, random)).Distinct().Count().ShouldBeGreaterThan(40);
        DutyTerms.PauseUntilMended(1, random).TotalMinutes.ShouldBeInRange(1, 1.2);
        DutyTerms.PauseUntilMended(1000, random).TotalMinutes.ShouldBeInRange(15, 18);
    }

    [Fact]
    public void An_attempt_ends_before_its_lease_does() => DutyTerms.LongestAttempt.ShouldBeLessThan(DutyTerms.Lease);
}
