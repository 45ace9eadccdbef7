using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Exchange;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using static IncidentBot.Tests.Storage.ExchangeTests;

namespace IncidentBot.Tests.Storage;

/// <summary>The JSON of a whole record, without any database.</summary>
public sealed class RecordFormatTests
{
    [Fact]
    public void Whatever_is_in_a_record_is_read_back_from_its_JSON_exactly() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var any = new AnyValue(seed);
        var record = new RecordExport(
            [new(any.Of<ServerSettings>(), [any.Of<ExportedRole>()], [any.Of<BookVersion>()], any.Of<OnCallState>())],
            [new(any.Of<Incident>(), [any.Of<TimelineEntry>()], [any.Of<TalkMessage>()], [any.Of<Escalation>()], [any.Of<ActionItem>()], [any.Of<RedactedMessage>()])],
            any.Of<ImmutableDictionary<PersonId, string>>());
        var json = Written(record);
        Written(RecordExportJson.Read(json)).ShouldBe(json);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("""{ "format": "incident-bot-record", "version": 2, "news": [] }""", "of version 2, written by a newer IncidentBot")]
    [InlineData("""{ "format": "incident-bot-record", "version": 1, "servers": [], "incidents": [], "people": {}, "news": [] }""", "cannot be read")]
    [InlineData("""{ "format": "incident-bot-record", "version": 1, "servers": [], "inci""", "cannot be read")]
    [InlineData("""{ "format": "something", "version": 1 }""", "no export of a record")]
    public void What_is_of_a_newer_version_or_broken_is_refused_in_one_sentence(string json, string words)
    {
        var refused = Should.Throw<RecordFormatException>(() => RecordExportJson.Read(Encoding.UTF8.GetBytes(json)));
        refused.Message.ShouldContain(words);
        refused.Message.ShouldNotContain("\n");
    }
}
