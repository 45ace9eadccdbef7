namespace IncidentBot.Tests.Storage;

/// <summary>Which engine keeps the record of a test.</summary>
public enum DatabaseEngine
{
    Sqlite,

    /// <summary>Skipped where PostgreSQL is not installed.</summary>
    Postgres,
}

/// <summary>Tests of the record that hold on every engine; each test has a database of its own.</summary>
public abstract class RecordTest(DatabaseEngine engine)
{
    private protected Task<TempRecord> OpenAsync() => TempRecord.OpenAsync(engine);

    /// <summary>How many cases a property is tried on: fewer where each takes longer, since most of what is tried does not depend on the engine.</summary>
    private protected int Cases(int onSqlite) => engine == DatabaseEngine.Sqlite ? onSqlite : Math.Max(1, onSqlite / 4);
}
