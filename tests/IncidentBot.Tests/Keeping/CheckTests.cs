using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage;
using IncidentBot.Tests.Cli;
using IncidentBot.Tests.Storage;
using Microsoft.Data.Sqlite;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Keeping;

public sealed class CheckTests
{
    /// <summary>What is done to a record that was sound, and what the check then says.</summary>
    private static readonly Dictionary<string, (string Sql, string Law, string Words)> Breaches = new(StringComparer.Ordinal)
    {
        ["a number is missing"] = ("PRAGMA foreign_keys = OFF; DELETE FROM incidents WHERE number = 1", "numbers", "INC-1 is missing"),
        ["a row without its incident"] = ("PRAGMA foreign_keys = OFF; DELETE FROM incidents WHERE number = 1", "references", "timeline_entries refers to a row of incidents that is not there"),
        ["a number is given again"] = ("UPDATE counters SET value = 1 WHERE name LIKE 'number/%'", "numbers", "would get a number that is taken"),
        ["an id is given again"] = ("UPDATE counters SET value = 1 WHERE name = 'incident'", "numbers", "would get an id that is taken"),
        ["an entry is missing"] = ("DELETE FROM timeline_entries WHERE number = 1", "invariants", "INC-1: it does not hold that entries are numbered without gaps"),
        ["a title is gone"] = ("UPDATE incidents SET record = json_set(record, '$.Title', '') WHERE number = 1", "invariants", "the title is 1 to 100 characters long"),
        ["a column says something else"] = ("UPDATE incidents SET is_open = 0 WHERE number = 2", "columns", "INC-2: the columns of its row do not say"),
        ["the search index lost an entry"] = ("DELETE FROM entry_words", "search", "full-text index"),
        ["the search index says something else"] = ("UPDATE incident_words SET title = 'x' WHERE rowid = 1", "search", "full-text index"),
        ["a document is cut short"] = ("UPDATE incidents SET record = substr(record, 1, 40) WHERE number = 2", "documents", "cannot be read"),
    };

    public static TheoryData<string> Names => [.. Breaches.Keys];

    [Fact]
    public async Task A_sound_record_is_said_to_be_so_while_a_bot_is_at_work_on_it()
    {
        await using var record = await SoundAsync();
        using var check = await CheckAsync(record);
        check.ExitCode.ShouldBe(0, check.Output + check.Errors);
        check.Output.ShouldContain("✅ Nothing is broken");
        check.Output.ShouldContain("2 incident(s), 1 message(s)");
        (await record.DeclareAsync()).Number.ShouldBe(3);
    }

    [Fact]
    public async Task A_check_changes_nothing()
    {
        await using var record = await SoundAsync();
        await record.CloseAsync();
        var before = Snapshot.Of(Folder(record));
        (await RunAsync(record)).IsSound.ShouldBeTrue();
        Snapshot.Of(Folder(record)).ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_breach_of_a_law_is_named(string name)
    {
        var (sql, law, words) = Breaches[name];
        await using var record = await SoundAsync();
        await record.CloseAsync();
        Do(record, sql);
        var report = await RunAsync(record);
        report.IsSound.ShouldBeFalse();
        report.Findings.ShouldContain(finding => finding.Weight == CheckWeight.Broken && finding.Law == law && finding.Text.Contains(words, StringComparison.Ordinal), Fingerprint.Of(report.Findings));
    }

    [Fact]
    public async Task A_broken_record_ends_with_1_for_people_and_for_programs()
    {
        await using var record = await SoundAsync();
        await record.CloseAsync();
        Do(record, Breaches["an entry is missing"].Sql);
        using var check = await CheckAsync(record);
        check.ExitCode.ShouldBe(1);
        check.Output.ShouldContain("❌ invariants: INC-1: it does not hold that entries are numbered without gaps.");

        using var json = await CheckAsync(record, "--json");
        json.ExitCode.ShouldBe(1);
        var report = JsonNode.Parse(json.Output)!;
        ((bool)report["isSound"]!).ShouldBeFalse();
        ((string)report["findings"]![0]!["law"]!).ShouldBe("invariants");
        ((string)report["findings"]![0]!["weight"]!).ShouldBe("broken");
    }

    [Fact]
    public async Task A_damaged_index_is_found()
    {
        await using var record = await SoundAsync();
        await record.CloseAsync();

        // The index points to pages of another one: each page is well, the whole is not.
        Do(record, "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'IX_agenda_state_due') WHERE name = 'IX_talk_messages_incident_channel'");
        var report = await RunAsync(record);
        report.Findings.ShouldContain(finding => finding.Law == "integrity" && finding.Weight == CheckWeight.Broken);
    }

    [Fact]
    public async Task What_was_given_up_and_what_is_long_overdue_is_a_warning_with_its_reason()
    {
        await using var record = await SoundAsync();
        var failed = await record.DeclareAsync("Third", owes: new ShowCard());
        var items = await record.Store.TakeDueAsync(record.Clock.GetUtcNow(), 10, TimeSpan.FromMinutes(1));
        foreach (var item in items) await record.Store.FailAsync(item, "Discord does not let me");
        await record.DeclareAsync("Fourth", owes: new Announce());
        await record.Store.CommitAsync(scope => scope.OweAsync(Server, new FollowShifts()));
        record.Clock.Advance(TimeSpan.FromHours(2));
        var report = await RunAsync(record);
        report.IsSound.ShouldBeTrue();
        var warnings = report.Findings.Where(finding => finding.Weight == CheckWeight.Warning).Select(finding => finding.Text).ToList();
        warnings.ShouldContain(text => text.StartsWith($"{failed.Name}: show-card", StringComparison.Ordinal) && text.EndsWith("was given up: Discord does not let me", StringComparison.Ordinal));
        warnings.ShouldContain(text => text.StartsWith("INC-4: announce", StringComparison.Ordinal) && text.Contains("due for too long", StringComparison.Ordinal));
        warnings.ShouldContain(text => text.StartsWith($"server {Server}: follow-shifts", StringComparison.Ordinal) && text.Contains("due for too long", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gap_in_what_the_bot_heard_and_a_message_that_is_not_kept_are_told()
    {
        await using var record = await SoundAsync();
        var incident = (await record.Store.FindIncidentAsync(Server, 2))!;
        record.Clock.Advance(TimeSpan.FromHours(1));
        await record.Store.CommitAsync(scope => scope.SaveAsync(GapNoted.Decide(new IncidentState(incident), new Gap(Noon.AddMinutes(2), Noon.AddMinutes(9)), 3)));
        incident = (await record.Store.FindIncidentAsync(Server, 2))!;
        var entry = Entry(incident, 2, "from nowhere", new MessageRef(incident.Channel!.Value, new(77))) with { Marks = [new(Mira, MarkedThrough.Command, Noon)] };
        await record.Store.CommitAsync(scope => scope.SaveAsync(new Decision(incident with { LastEntry = 2 }, "") { Entries = [entry] }));
        var report = await RunAsync(record);
        report.IsSound.ShouldBeTrue(Fingerprint.Of(report.Findings));
        report.Findings.ShouldContain(new CheckFinding(CheckWeight.Note, "gaps", "INC-2, 2026-11-20 12:02Z: The bot was away for 7 minutes; 3 messages were read afterwards"));
        report.Findings.ShouldContain(new CheckFinding(CheckWeight.Warning, "messages", "INC-2: the messages that entries #2 were made from are not in the record"));
    }

    [Fact]
    public async Task A_kept_file_whose_content_changed_is_named()
    {
        await using var record = await SoundAsync();
        var folder = Directory.CreateDirectory(RecordPlaces.AttachmentsOf(record.Path)).FullName;
        var name = Convert.ToHexStringLower(SHA256.HashData("as posted"u8));
        await File.WriteAllTextAsync(Path.Combine(folder, name), "as posted", TestContext.Current.CancellationToken);
        (await RunAsync(record)).ShouldSatisfyAllConditions(report => report.IsSound.ShouldBeTrue(), report => report.Attachments.ShouldBe(1));
        await File.WriteAllTextAsync(Path.Combine(folder, name), "as changed", TestContext.Current.CancellationToken);
        (await RunAsync(record)).Findings.ShouldContain(finding => finding.Law == "attachments" && finding.Text.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_kept_file_that_is_missing_is_named()
    {
        await using var record = await SoundAsync();
        var incident = (await record.Store.FindIncidentAsync(Server, 1))!;
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 9, "see this") with { Files = [new AttachedFile(77, "graph.png", 5, "image/png", "https://cdn.example/graph.png")] }] });
        await record.CloseAsync();
        var hash = Convert.ToHexStringLower(SHA256.HashData("graph"u8));
        if (!HasHashes(record)) Do(record, "ALTER TABLE attachments ADD COLUMN hash TEXT");
        Do(record, $"UPDATE attachments SET hash = '{hash}'");
        (await RunAsync(record)).Findings.ShouldContain(new CheckFinding(CheckWeight.Broken, "attachments", $"The kept file {hash} is missing"));
        var folder = Directory.CreateDirectory(Path.Combine(RecordPlaces.AttachmentsOf(record.Path), hash[..2])).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, hash), "graph", TestContext.Current.CancellationToken);
        (await RunAsync(record)).IsSound.ShouldBeTrue();
    }

    [Fact]
    public async Task Where_there_is_no_database_it_says_so_and_makes_none()
    {
        using var folder = new TempFolder();
        foreach (var verb in (string[][])[["check"], ["backup"], ["check", "--json"]])
        {
            using var program = await BotProgram.RunAsync(folder.Path, verb);
            program.ExitCode.ShouldBe(1);
            program.ErrorLines.ShouldHaveSingleItem().ShouldStartWith("There is no database at");
            Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
        }

        using var wrong = await BotProgram.RunAsync(folder.Path, "check", "--set", "Storge:Path=x", "--set", "Storage:Pth=x");
        wrong.ExitCode.ShouldBe(2);
    }

    /// <summary>Two incidents, the first with an entry made from a message.</summary>
    private static async Task<TempRecord> SoundAsync()
    {
        var record = await OpenAsync();
        var incident = await record.DeclareAsync("Shop is down");
        await record.DeclareAsync("Mail is late");
        await record.Store.CommitAsync(async scope =>
        {
            await scope.SaveAsync(Message(incident, 5, "the pool is exhausted"));
            var entry = Entry(incident, 1, "the pool is exhausted", new MessageRef(incident.Channel!.Value, new(5))) with { RecordedAt = Noon.AddHours(1), Marks = [new(Mira, MarkedThrough.Command, Noon)] };
            await scope.SaveAsync(new Decision(incident with { LastEntry = 1 }, "") { Entries = [entry] });
        });
        return record;
    }

    private static string Folder(TempRecord record) => Path.GetDirectoryName(record.Path)!;

    private static Task<CheckReport> RunAsync(TempRecord record) => RecordCheck.RunAsync(new StorageOptions(record.Path, record.Clock), TestContext.Current.CancellationToken);

    private static Task<BotProgram> CheckAsync(TempRecord record, params string[] more) => BotProgram.RunAsync(Folder(record), ["check", "--set", $"Storage:Path={record.Path}", .. more]);

    private static bool HasHashes(TempRecord record)
    {
        using var connection = new SqliteConnection($"Data Source={record.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM pragma_table_info('attachments') WHERE name = 'hash'";
        return (long)command.ExecuteScalar()! > 0;
    }

    private static void Do(TempRecord record, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={record.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
