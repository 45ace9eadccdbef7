using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.Time;
using IncidentBot.Storage;

namespace IncidentBot.Tests.Storage;

/// <summary>A database of its own in a folder that is deleted, with a driven clock.</summary>
internal sealed class TempRecord : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    public static readonly ServerId Server = new(900_000_000_000_000_001);
    public static readonly PersonId Mira = new(800_000_000_000_000_001);

    private readonly string folder = Directory.CreateTempSubdirectory("incidentbot-").FullName;
    private IncidentStore? store;

    public string Path => System.IO.Path.Combine(folder, "data", "incidentbot.db");

    public DrivenClock Clock { get; } = new(Noon);

    public IncidentStore Store => store ?? throw new InvalidOperationException("It is not open.");

    /// <summary>The database on a server; null: the record is in a file.</summary>
    public PostgresDatabase? Database { get; private init; }

    public StorageOptions Options => new(Path, Clock) { Connection = Database?.Connection };

    public static async Task<TempRecord> OpenAsync(DatabaseEngine engine = DatabaseEngine.Sqlite)
    {
        var record = new TempRecord { Database = engine == DatabaseEngine.Postgres ? await PostgresDatabase.MakeAsync() : null };
        await record.ReopenAsync();
        return record;
    }

    /// <summary>What a restart does: everything in memory is gone.</summary>
    public async Task ReopenAsync()
    {
        await CloseAsync();
        store = await IncidentStore.OpenAsync(Options);
    }

    public async Task CloseAsync()
    {
        if (store is not null) await store.DisposeAsync();
        store = null;
    }

    /// <summary>An open incident whose channel is 1000 + its number.</summary>
    public Task<Incident> DeclareAsync(string title = "Checkout is slow", ServerId? server = null, params Owed[] owes) => Store.CommitAsync(async scope =>
    {
        var next = await scope.NextIncidentAsync(server ?? Server);
        return await scope.SaveAsync(new Decision(New(next, server ?? Server, title), "") { Owes = [.. owes] });
    });

    public static Incident New(NewIncident next, ServerId server, string title) => new()
    {
        Id = next.Id,
        Server = server,
        Number = next.Number,
        Title = title,
        Severity = Severity.Sev2,
        Status = IncidentStatus.Investigating,
        DeclaredBy = Mira,
        Milestones = new Milestones { Declared = Noon },
        Channel = new ChannelId(1000 + (ulong)next.Id.Value),
        StatusHistory = [new(IncidentStatus.Investigating, Noon, Mira)],
        SeverityHistory = [new(Severity.Sev2, Noon, Mira)],
    };

    public static TimelineEntry Entry(Incident incident, int number, string text, MessageRef? source = null) => new()
    {
        Incident = incident.Id,
        Number = number,
        Kind = EntryKind.KeyEvent,
        HappenedAt = Noon.AddMinutes(number),
        RecordedAt = Noon.AddMinutes(number),
        Text = text,
        Source = source,
    };

    public static TalkMessage Message(Incident incident, ulong id, string text) => new()
    {
        Id = new MessageId(id),
        Channel = incident.Channel!.Value,
        Incident = incident.Id,
        Author = Mira,
        Text = text,
        SaidAt = Noon.AddSeconds(id),
    };

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        if (Database is not null) await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
