using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Reviews;

namespace IncidentBot.Domain.Tests.Postmortems;

public sealed class PostmortemTagsTests
{
    [Fact]
    public void Five_at_most_severity_and_state_first() =>
        PostmortemTags.Of(Incident(IncidentStatus.Resolved, "one", "two", "three", "four")).ShouldBe(["SEV1", "Draft", "one", "two", "three"]);

    [Fact]
    public void A_name_that_is_too_long_or_there_already_is_one_tag_within_the_limit() =>
        PostmortemTags.Of(Incident(IncidentStatus.Duplicate, "sev1", "the service that renders invoices\nfor all", " ")).ShouldBe(["SEV1", "Duplicate", "the service that…"]);

    [Theory]
    [InlineData(IncidentStatus.Investigating, "Reopened")]
    [InlineData(IncidentStatus.Monitoring, "Reopened")]
    [InlineData(IncidentStatus.Resolved, "Draft")]
    [InlineData(IncidentStatus.FalseAlarm, "False alarm")]
    [InlineData(IncidentStatus.Duplicate, "Duplicate")]
    public void Each_state_has_its_tag(IncidentStatus status, string tag) => PostmortemTags.Of(Incident(status))[1].ShouldBe(tag);

    [Fact]
    public void Nothing_is_added_to_a_forum_that_is_full() =>
        PostmortemTags.ToAdd([.. Enumerable.Range(0, 20).Select(n => $"topic {n}")], Incident(IncidentStatus.Resolved, "one")).ShouldBeEmpty();

    [Fact]
    public void The_last_places_are_kept_for_what_any_incident_may_need()
    {
        // Nine are taken, ten are kept: one service fits.
        PostmortemTags.ToAdd([.. Enumerable.Range(0, 9).Select(n => $"topic {n}")], Incident(IncidentStatus.Resolved, "one", "two")).ShouldBe(["SEV1", "Draft", "one"]);
        PostmortemTags.ToAdd([.. Enumerable.Range(0, 19).Select(n => $"topic {n}")], Incident(IncidentStatus.Resolved, "one")).ShouldBe(["SEV1"]);
    }

    [Fact]
    public void What_people_put_there_stays_as_long_as_there_is_room() =>
        PostmortemTags.Next(["SEV3", "Reopened", "must read", "legal", "old service"], Incident(IncidentStatus.Resolved, "one")).ShouldBe(["SEV1", "Draft", "one", "must read", "legal"]);

    [Fact]
    public void The_tag_follows_the_stage_and_the_one_that_stood_for_all_stages_goes()
    {
        var incident = Incident(IncidentStatus.Resolved);
        var published = incident with { Postmortem = incident.Postmortem with { Stage = PostmortemStage.Published } };
        PostmortemTags.Next(["SEV1", "Resolved"], incident with { Postmortem = incident.Postmortem with { Stage = PostmortemStage.InReview } }).ShouldBe(["SEV1", "In review"]);
        PostmortemTags.Next(["SEV1", "In review", "legal"], published).ShouldBe(["SEV1", "Published", "legal"]);
    }

    private static Incident Incident(IncidentStatus status, params string[] services) =>
        new IncidentBuilder("Shop is down", "Etc/UTC", 0, new DateTime(2024, 1, 1), "10:00", severity: Severity.Sev1).Incident with { Status = status, Services = [.. services] };
}
