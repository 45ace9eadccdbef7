using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Documents;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Storage;

/// <summary>Domain values as documents, without any database.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void Every_domain_value_comes_back_from_its_document_exactly()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var any = new AnyValue(seed);
            Same<Incident>(any);
            Same<TimelineEntry>(any);
            Same<Escalation>(any);
            Same<ActionItem>(any);
            Same<ServerSettings>(any);
            Same<Owed>(any);
            Same<PolicyRun>(any);
            Same<PolicyBook>(any);
        }).QuickCheckThrowOnFailure();

        static void Same<T>(AnyValue any)
        {
            var value = any.Of<T>();
            Fingerprint.Of(Document.Read<T>(Document.Write(value))).ShouldBe(Fingerprint.Of(value));
        }
    }

    [Fact]
    public void A_document_from_before_a_property_existed_comes_back_with_its_default()
    {
        var settings = Document.Read<ServerSettings>("""{"Server":7}""");
        Fingerprint.Of(settings).ShouldBe(Fingerprint.Of(new ServerSettings { Server = new ServerId(7) }));
        var escalation = Document.Read<Escalation>("""
            {"Incident":1,"Number":1,"Target":{"Kind":"Person","Id":5,"Name":"Jo"},"RequestedBy":2,"StartedAt":"2026-01-01T00:00:00+00:00","SomethingFromLater":[1]}
            """);
        (escalation.Level, escalation.State, escalation.Pages.IsDefault, escalation.Declined.IsDefault).ShouldBe((1, EscalationState.Paging, false, false));
    }

    [Fact]
    public void An_array_that_was_never_set_comes_back_empty()
    {
        var statement = new ImpactStatement("", null, null, default, Mira, Noon);
        Document.Read<ImpactStatement>(Document.Write(statement)).Services.ShouldBeEmpty();
        Document.Read<ImpactStatement>("""{"Text":"","Services":null,"By":1,"At":"2026-01-01T00:00:00Z"}""").Services.ShouldBeEmpty();
    }
}
