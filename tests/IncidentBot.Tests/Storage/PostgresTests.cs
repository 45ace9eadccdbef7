using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Insights;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage;
using IncidentBot.Storage.Postgres;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Storage;

/// <summary>What is PostgreSQL's own: the claim, the ways a server can be away, addresses, and its full-text search.</summary>
public sealed class PostgresTests
{
    [Fact]
    public async Task The_migrations_say_all_that_the_model_says()
    {
        await using var record = await OpenAsync(DatabaseEngine.Postgres);
        await using var connection = new NpgsqlConnection(record.Database!.Connection);
        await using var db = new PostgresIncidentContext(PostgresEngine.ContextOptions(connection));
        db.Database.HasPendingModelChanges().ShouldBeFalse();
        (await db.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_bot_is_refused_until_the_first_lets_go_and_one_that_was_killed_has_let_go()
    {
        await using var record = await OpenAsync(DatabaseEngine.Postgres);
        var incident = await record.DeclareAsync();
        var refused = await RefusedAsync(record.Options, StorageFault.InUse, "is in use by another bot (server process ");
        refused.Message.ShouldContain("give this one a database of its own");
        (await record.Store.FindIncidentAsync(incident.Id)).ShouldNotBeNull();

        // As the server sees a process that is gone: its session ends. The one that was killed does not come back.
        await record.Database!.CutOffAsync();
        await using var next = await IncidentStore.OpenAsync(record.Options);
        (await next.FindIncidentAsync(incident.Id)).ShouldNotBeNull();
        var late = await Should.ThrowAsync<StorageException>(() => record.DeclareAsync());
        (late.Fault, late.MayPass).ShouldBe((StorageFault.Away, true));
        late.Message.ShouldContain("in use by another bot");
    }

    [Fact]
    public async Task What_another_bot_did_while_the_session_was_lost_is_known_to_the_one_that_has_it_again()
    {
        await using var record = await OpenAsync(DatabaseEngine.Postgres);
        var incident = await record.DeclareAsync();
        await record.Database!.CutOffAsync();
        await using (var other = await IncidentStore.OpenAsync(record.Options))
            await other.CommitAsync(async scope => await scope.SaveAsync(new Decision((await scope.FindIncidentAsync(incident.Id))! with { Channel = new ChannelId(77) }, "")));
        record.Store.OpenIncidentChannels.Keys.ShouldBe([incident.Channel!.Value]);
        await record.Store.TryToSaveAsync();
        record.Store.OpenIncidentChannels.Keys.ShouldBe([new ChannelId(77)]);
    }

    [Fact]
    public async Task A_session_that_is_lost_between_two_commits_or_in_the_middle_of_one_costs_nothing()
    {
        await using var record = await OpenAsync(DatabaseEngine.Postgres);
        var incident = await record.DeclareAsync();
        await record.Database!.CutOffAsync();
        (await record.Store.FindIncidentAsync(incident.Id)).ShouldNotBeNull();
        (await record.DeclareAsync()).Number.ShouldBe(2);

        var runs = 0;
        await record.Store.CommitAsync(async scope =>
        {
            await scope.SaveRoleNameAsync(Server, new(1), "before");
            if (++runs == 1) await record.Database.CutOffAsync();
            await scope.SaveRoleNameAsync(Server, new(2), "after");
        });
        (await record.Store.RoleNamesAsync(Server)).Values.ShouldBe(["before", "after"], ignoreOrder: true);
        (runs, record.Store.Trouble).ShouldBe((2, null));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_commit_whose_answer_is_lost_is_neither_lost_nor_done_twice(bool before)
    {
        await using var record = await OpenAsync(DatabaseEngine.Postgres);
        await record.CloseAsync();
        var server = await SharedPostgres.ServerAsync();
        await using var proxy = new CuttingProxy(server.Port);
        await using var store = await IncidentStore.OpenAsync(record.Options with { Connection = server.AddressOf(record.Database!.Name, port: proxy.Port) + "?sslmode=disable" });
        await store.TryToSaveAsync();
        proxy.CutCommit(before);
        var incident = await store.CommitAsync(async scope =>
        {
            var next = await scope.NextIncidentAsync(Server);
            return await scope.SaveAsync(new Decision(New(next, Server, "Once"), ""));
        });
        proxy.Cut.ShouldBe(1);
        (await store.ListIncidentsAsync(Server, new IncidentFilter())).Select(one => one.Number).ShouldBe([1]);
        (incident.Number, store.OpenIncidentChannels.ContainsKey(incident.Channel!.Value), store.Trouble).ShouldBe((1, true, null));
    }

    [Fact]
    public async Task While_the_server_is_away_it_is_said_and_when_it_is_back_everything_goes_on()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.ExecuteAsync("CREATE DATABASE record");
        await using var store = await IncidentStore.OpenAsync(new StorageOptions("data/none.db", TimeProvider.System) { Connection = server.AddressOf("record") });
        List<StorageFault?> told = [];
        store.TroubleChanged += trouble => told.Add(trouble?.Fault);
        await store.TryToSaveAsync();
        await server.StopAsync();
        foreach (var ask in (Func<Task>[])[() => store.TryToSaveAsync(), () => store.TryToSaveAsync(), () => store.PendingCountAsync()])
        {
            var away = await Should.ThrowAsync<StorageException>(ask);
            (away.Fault, away.MayPass).ShouldBe((StorageFault.Away, true), away.Message);
            away.Message.ShouldContain($"postgres://incidentbot@127.0.0.1:{server.Port}/record");
            away.Message.ShouldNotContain(PostgresServer.Password);
        }

        await server.StartAgainAsync();
        await store.TryToSaveAsync();
        (await store.PendingCountAsync()).ShouldBe(0);
        told.ShouldBe([StorageFault.Away, null]);
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_in_one_sentence_without_the_password()
    {
        var server = await SharedPostgres.ServerAsync();
        await using var database = await PostgresDatabase.MakeAsync(empty: true);
        var none = new StorageOptions("data/none.db", TimeProvider.System);
        await RefusedAsync(none with { Connection = server.AddressOf(database.Name, password: "swordfish-9") }, StorageFault.Refused, "refuses the user incidentbot of the database postgres://incidentbot@127.0.0.1:");
        await RefusedAsync(none with { Connection = server.AddressOf("nowhere") }, StorageFault.Refused, "has no database called nowhere: make it with `createdb --owner=incidentbot nowhere`");
        await RefusedAsync(none with { Connection = server.AddressOf("x", port: 1) }, StorageFault.Away, "cannot be reached (");
        await RefusedAsync(none with { Connection = "postgres://someone:swordfish-9@/x" }, StorageFault.Refused, "it names no host");
        await RefusedAsync(none with { Connection = "postgres://someone:swordfish-9@host" }, StorageFault.Refused, "it names no database");
        await RefusedAsync(none with { Connection = "postgres://someone:swordfish-9@host/x?ssl_min=3" }, StorageFault.Refused, "it cannot be read");
        await RefusedAsync(none with { Connection = "Host=x;Passwort=swordfish-9" }, StorageFault.Refused, "it cannot be read");

        await database.ExecuteAsync("CREATE TABLE recipes (name text)");
        await RefusedAsync(none with { Connection = database.Connection }, StorageFault.Foreign, "has tables of another program (one is called recipes)");
        await database.ExecuteAsync("DROP TABLE recipes");
        await using (await IncidentStore.OpenAsync(none with { Connection = database.Connection }))
        {
        }

        await database.ExecuteAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Telepathy', '42.0.0')");
        await RefusedAsync(none with { Connection = database.Connection }, StorageFault.Newer, "newer version of this program (it has the step 29990101000000_Telepathy)");
    }

    [Theory]
    [InlineData("postgres://bot:a%40b%2Fc@db.example.org/incidents?sslmode=verify-full", "postgres://bot@db.example.org:5432/incidents")]
    [InlineData("postgresql://bot@[::1]:6543/in%20cidents", "postgres://bot@::1:6543/in%20cidents")]
    [InlineData("postgres://bot@/incidents?host=/run/postgresql&port=5433", "postgres://bot@/incidents?host=/run/postgresql&port=5433")]
    [InlineData("Host=db;Database=incidents;Username=bot;Password=secret", "postgres://bot@db:5432/incidents")]
    public void An_address_is_shown_without_its_password(string typed, string shown)
    {
        var address = PostgresAddress.Parse(typed);
        address.Shown.ShouldBe(shown);
        new StorageOptions("x", TimeProvider.System) { Connection = typed }.ToString().ShouldNotContain("incidents");
        address.ForWriting.ShouldContain("Pooling=False");
    }

    [Fact]
    public async Task A_password_with_signs_of_an_address_in_it_is_read_as_it_is()
    {
        var server = await SharedPostgres.ServerAsync();
        await using var database = await PostgresDatabase.MakeAsync();
        await using var store = await IncidentStore.OpenAsync(new StorageOptions("data/none.db", TimeProvider.System) { Connection = server.AddressOf(database.Name) });
        await store.TryToSaveAsync();
    }

    [Fact]
    public async Task Both_engines_find_the_same_words_and_the_same_likeness_in_the_same_order()
    {
        await using var file = await OpenAsync();
        await using var server = await OpenAsync(DatabaseEngine.Postgres);
        (string Title, string Cause, string Service, string Line)[] told =
        [
            ("Checkout is slow", "The connection pool was exhausted", "checkout", "db.example.com answered late"),
            ("Café login fails", "Expired certificate on eu/login-api", "login", "Renewed the CERTIFICATE"),
            ("Payments time out", "Pool of connections exhausted again", "checkout", "Größe of the pool doubled"),
            ("Mail is late", "Queue full", "mail", "emptied it; v2.3.1 was at fault"),
            ("Login certificate again", "The certificate had expired", "login", "certificate certificate certificate"),
            ("Nothing like it", "A cable", "network", "see INC-3, checkout-api and payments"),
        ];
        foreach (var record in (TempRecord[])[file, server])
        {
            foreach (var (title, cause, service, line) in told)
            {
                await record.Store.CommitAsync(async scope =>
                {
                    var next = await scope.NextIncidentAsync(Server);
                    var incident = New(next, Server, title) with { Cause = new Statement(cause, Mira, Noon), Services = [service] };
                    await scope.SaveAsync(new Decision(incident, "") { Entries = [Entry(incident, 1, line)] });
                });
            }
        }

        foreach (var words in (string[])["checkout", "CERT", "cafe", "grosse", "größe", "groß", "example", "db.example", "login-api", "eu login", "pool exhausted", "v2.3", "2.3.1", "inc-3", "checkout-api", "nothing here", "full queue", "\"pool\" & !mail", "cert:*", "a' OR 1=1"])
        {
            var (a, b) = (await file.Store.SearchAsync(Server, words, 50), await server.Store.SearchAsync(Server, words, 50));
            b.Select(hit => (hit.Incident.Number, hit.In, hit.Text)).ShouldBe(a.Select(hit => (hit.Incident.Number, hit.In, hit.Text)), ignoreOrder: true, words);
        }

        foreach (var number in Enumerable.Range(1, told.Length))
        {
            var (a, b) = (await LikeAsync(file, number), await LikeAsync(server, number));
            b.ShouldBe(a);
        }

        (await LikeAsync(server, 1)).First().ShouldStartWith("INC-3: same service checkout; both mention ");

        static async Task<List<string>> LikeAsync(TempRecord record, int number) =>
        [
            .. (await record.Store.SimilarAsync((await record.Store.FindIncidentAsync(Server, number))!, static _ => true, 5)).Select(static like => $"{like.Incident.Name}: {like.Why}"),
        ];
    }

    [Fact]
    public async Task A_timeline_of_more_words_than_an_index_takes_is_kept_and_found_as_far_as_it_goes()
    {
        await using var record = await OpenAsync(DatabaseEngine.Postgres);
        var incident = await record.DeclareAsync();
        var text = "first " + string.Join(' ', Enumerable.Range(0, 200_000).Select(n => $"word{n}")) + new string('x', 5_000);
        await record.Store.CommitAsync(scope => scope.SaveAsync(new Decision(incident, "") { Entries = [Entry(incident, 1, text), Entry(incident, 2, string.Join(' ', Enumerable.Repeat("again", 40_000)))] }));
        (await record.Store.SearchAsync(Server, "first word77", 5)).ShouldHaveSingleItem().Entry.ShouldBe(1);
        (await record.Store.SearchAsync(Server, "again", 5)).ShouldHaveSingleItem().Entry.ShouldBe(2);
        (await RecordCheck.RunAsync(record.Options)).Findings.ShouldNotContain(finding => finding.Law == "search");
    }

    [Fact]
    public async Task A_check_finds_an_index_that_does_not_say_what_the_record_says()
    {
        await using var record = await OpenAsync(DatabaseEngine.Postgres);
        await record.DeclareAsync();
        (await RecordCheck.RunAsync(record.Options)).IsSound.ShouldBeTrue();
        await record.Database!.ExecuteAsync("UPDATE incidents SET words = ''");
        var report = await RecordCheck.RunAsync(record.Options);
        report.IsSound.ShouldBeFalse();
        report.Findings.ShouldContain(finding => finding.Weight == CheckWeight.Broken && finding.Law == "search");
        report.Database.ShouldStartWith("postgres://incidentbot@");
    }

    [Fact]
    public async Task What_was_taken_out_of_the_record_is_cleared_from_the_tables()
    {
        await using var record = await OpenAsync(DatabaseEngine.Postgres);
        var incident = await record.DeclareAsync();
        await record.Store.SaveBatchAsync(new TalkBatch { New = [Message(incident, 1, "swordfish-hunterxyz"), Message(incident, 2, "else")] });
        await record.Store.CommitAsync(scope => scope.EraseAsync(incident.Id, Erasure.OfWords("swordfish-hunterxyz"), new Redaction(Mira, Noon)));
        (await record.Store.ScrubAsync()).ShouldBeTrue();
        (await record.Store.LoadFileAsync(incident.Id))!.Talk.Select(said => said.Text).ShouldNotContain("swordfish-hunterxyz");
    }

    [Fact]
    public async Task A_backup_and_a_restore_say_which_commands_of_PostgreSQL_do_it()
    {
        await using var record = await OpenAsync(DatabaseEngine.Postgres);
        var backup = await Should.ThrowAsync<StorageException>(() => RecordBackup.MakeAsync(record.Options, target: null));
        backup.Message.ShouldContain("pg_dump --format=custom --file=incidentbot.dump '--dbname=postgres://incidentbot@");
        var restore = await Should.ThrowAsync<StorageException>(() => RecordRestore.RunAsync(record.Options, "x.tar.gz"));
        restore.Message.ShouldContain("pg_restore --clean --if-exists '--dbname=postgres://incidentbot@");
    }

    private static async Task<StorageException> RefusedAsync(StorageOptions options, StorageFault fault, string words)
    {
        var refused = await Should.ThrowAsync<StorageException>(() => IncidentStore.OpenAsync(options));
        refused.Message.ShouldContain(words);
        refused.Message.ShouldNotContain("\n");
        refused.ToString().ShouldNotContain("swordfish");
        refused.Fault.ShouldBe(fault);
        return refused;
    }
}
