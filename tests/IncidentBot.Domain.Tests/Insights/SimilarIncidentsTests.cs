using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Insights;

namespace IncidentBot.Domain.Tests.Insights;

public sealed class SimilarIncidentsTests
{
    private static readonly WordCounts Small = new(3, new Dictionary<string, int>(StringComparer.Ordinal));

    [Fact]
    public void A_shared_phrase_and_the_same_service_are_named_as_the_reason() =>
        Compare(Of("Checkout fails", "The connection pool was exhausted", "checkout"), Of("Payments time out", "Pool of connections exhausted after the deploy", "Checkout"))
            .ShouldBe("same service checkout; both mention “connection pool” and “exhausted”");

    [Fact]
    public void Words_in_any_form_are_the_same() =>
        Compare(Of("Certificates expired", "Renewals were forgotten"), Of("Expiring certificate", "The renewal was forgotten")).ShouldNotBeNull();

    [Fact]
    public void What_has_too_little_in_common_is_not_similar()
    {
        Compare(Of("Checkout fails", "The connection pool was exhausted"), Of("Mail is late", "Queue was full")).ShouldBeNull();
        Compare(Of("Checkout fails", "Disk full"), Of("Checkout is slow", "Deploy")).ShouldBeNull("one word is chance");
        Compare(Of("Checkout fails", "Disk full", "shop"), Of("Checkout is slow", "Deploy", "shop")).ShouldBe("same service shop; both mention “Checkout”");
        Compare(Of("A", "Disk full", "shop"), Of("B", "Deploy", "shop")).ShouldBeNull("the service alone says nothing of what happened");
    }

    [Fact]
    public void What_nearly_every_incident_mentions_makes_no_two_of_them_alike()
    {
        var common = new WordCounts(1000, new Dictionary<string, int>(StringComparer.Ordinal) { ["respons"] = 900, ["tim"] = 800, ["slow"] = 700 });
        SimilarIncidents.Compare(Of("Slow response time", "x"), IncidentWords.Of("Slow response time"), Of("Response time slow", "y"), IncidentWords.Of("Response time slow"), common).ShouldBeNull();
    }

    private static string? Compare(Incident subject, Incident other) => SimilarIncidents.Compare(subject, IncidentWords.Of(subject, []), other, IncidentWords.Of(other, []), Small)?.Why;

    private static Incident Of(string title, string cause, params string[] services) =>
        Given.Incident(title).Incident with { Cause = new Statement(cause, Given.Ada, Given.Now), Services = [.. services] };
}
