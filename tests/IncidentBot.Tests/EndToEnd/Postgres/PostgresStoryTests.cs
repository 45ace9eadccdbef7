using IncidentBot.Domain;
using IncidentBot.Domain.Exchange;
using IncidentBot.Domain.Incidents;
using IncidentBot.Storage;
using IncidentBot.Tests.Storage;

namespace IncidentBot.Tests.EndToEnd.Postgres;

/// <summary>The bot on PostgreSQL, as people see it: nothing is different.</summary>
public sealed class PostgresStoryTests : EndToEndTest
{
    private PostgresDatabase? database;

    private StorageOptions Record => new(Chat.Driven.DatabasePath, Chat.Driven.Clock) { Connection = database!.Connection };

    [Fact]
    public async Task From_the_declaration_to_the_postmortem_with_a_kill_and_a_likeness_in_between()
    {
        await Chat.Declares("Checkout answers slowly", "severity:sev2 service:checkout");
        await Chat.Says("tunde", "The connection pool is at 100 %", "inc-1");
        var said = await Chat.Says("chioma", "Rolled back the deployment", "inc-1");
        await Chat.Reacts("tunde", said, "📌");
        await Chat.Edits("chioma", said, "Rolled back the last deployment");
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        await Chat.Driven.KillBotAsync();
        await Chat.Person("zainab").SayAsync(Chat.Channel("inc-1"), "Is anybody there?");
        await Chat.Driven.StartBotAsync();
        await Chat.Presses("tunde", "Acknowledge", "inc-1");
        await Chat.Types("ada", "/incident resolve cause:\"The connection pool was exhausted\" fix:\"Larger pool\"", "inc-1");

        var file = await Chat.File(1);
        file.Talk.Select(message => message.Text).ShouldBe(["The connection pool is at 100 %", "Rolled back the last deployment", "Is anybody there?"]);
        file.Talk[1].Revisions.ShouldHaveSingleItem().Text.ShouldBe("Rolled back the deployment");
        (file.Incident.Status, file.Escalations.ShouldHaveSingleItem().AcknowledgedBy).ShouldBe((IncidentStatus.Resolved, new PersonId(Chat.User("tunde").Id)));
        string.Join('\n', Chat.ReadsPostmortems()).ShouldContain("The connection pool was exhausted");

        await Chat.Declares("Payments time out", "service:checkout");
        await Chat.Types("tunde", "/incident cause text:\"Pool of connections is exhausted again\"", "inc-2");
        (await Chat.Types("zainab", "/incident similar", "inc-2")).Text.ShouldContain("> same service checkout; both mention “pool connections”");
        (await Chat.Types("zainab", "/incident search words:\"EXHAUSTED pool\"")).Text.ShouldContain("INC-1");
        (await Chat.Types("zainab", "/incident search words:anybody")).Text.ShouldContain("Is anybody there?");
        (await Chat.Types("ada", "/bot doctor")).Text.ShouldContain("The database answers: PostgreSQL ");
        (await Chat.Owed()).ShouldAllBe(owed => owed.Due > Chat.Now);

        var refused = await Should.ThrowAsync<StorageException>(() => IncidentStore.OpenAsync(Record));
        refused.Message.ShouldContain("in use by another bot");
        (await RecordCheck.RunAsync(Record)).Findings.ShouldNotContain(finding => finding.Weight == CheckWeight.Broken);

        // From the server to a file, and from the file to another server: it is the same record.
        var exported = Written(await RecordExporting.ReadAsync(Record));
        await using var toFile = await TempRecord.OpenAsync();
        (await toFile.Store.TakeInAsync(RecordExportJson.Read(exported))).ShouldBeNull();
        var again = Written(await RecordExporting.ReadAsync(toFile.Options));
        again.ShouldBe(exported);
        await using var toServer = await TempRecord.OpenAsync(DatabaseEngine.Postgres);
        (await toServer.Store.TakeInAsync(RecordExportJson.Read(again))).ShouldBeNull();
        Written(await RecordExporting.ReadAsync(toServer.Options)).ShouldBe(exported);
    }

    [Fact]
    public async Task Words_that_are_redacted_are_found_by_nobody_any_more()
    {
        await Chat.Declares();
        await Chat.Uses("tunde", "incident cause", "inc-1", ("text", "Key swordfish-hunterxyz was in the log"));
        var said = await Chat.Says("tunde", "it was swordfish-hunterxyz", "inc-1");
        (await Chat.Types("ada", "/incident search words:hunterxyz")).Text.ShouldContain("INC-1");
        await Chat.Uses("ada", "timeline redact", "inc-1", ("what", $"https://discord.com/channels/{Chat.World.Guild.Id}/{Chat.Channel("inc-1").Id}/{said.Id}"), ("words", "swordfish-hunterxyz"));
        await Chat.Settle();
        (await Chat.Types("ada", "/incident search words:hunterxyz")).Text.ShouldNotContain("INC-1");
        var dump = await RecordExporting.ReadAsync(Record);
        System.Text.Encoding.UTF8.GetString(Written(dump)).ShouldNotContain("hunterxyz");
    }

    protected override async Task<Chat> StartAsync()
    {
        database = await PostgresDatabase.MakeAsync();
        return await Chat.StartAsync(connection: database.Connection);
    }

    protected override ValueTask StopAsync() => database!.DisposeAsync();

    private static byte[] Written(RecordExport record)
    {
        using var buffer = new MemoryStream();
        RecordExportJson.Write(buffer, record);
        return buffer.ToArray();
    }
}
