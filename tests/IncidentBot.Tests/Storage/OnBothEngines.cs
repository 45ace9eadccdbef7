namespace IncidentBot.Tests.Storage;

// The same tests on both engines: what the record does must not depend on where it is kept.

public sealed class AgendaTestsOnSqlite() : AgendaTests(DatabaseEngine.Sqlite);

public sealed class AgendaTestsOnPostgres() : AgendaTests(DatabaseEngine.Postgres);

public sealed class AnyOrderOfTalkTestsOnSqlite() : AnyOrderOfTalkTests(DatabaseEngine.Sqlite);

public sealed class AnyOrderOfTalkTestsOnPostgres() : AnyOrderOfTalkTests(DatabaseEngine.Postgres);

public sealed class ClockSetTestsOnSqlite() : ClockSetTests(DatabaseEngine.Sqlite);

public sealed class ClockSetTestsOnPostgres() : ClockSetTests(DatabaseEngine.Postgres);

public sealed class CommitTestsOnSqlite() : CommitTests(DatabaseEngine.Sqlite);

public sealed class CommitTestsOnPostgres() : CommitTests(DatabaseEngine.Postgres);

public sealed class ExchangeTestsOnSqlite() : ExchangeTests(DatabaseEngine.Sqlite);

public sealed class ExchangeTestsOnPostgres() : ExchangeTests(DatabaseEngine.Postgres);

public sealed class OnCallRecordTestsOnSqlite() : OnCallRecordTests(DatabaseEngine.Sqlite);

public sealed class OnCallRecordTestsOnPostgres() : OnCallRecordTests(DatabaseEngine.Postgres);

public sealed class ReadingTestsOnSqlite() : ReadingTests(DatabaseEngine.Sqlite);

public sealed class ReadingTestsOnPostgres() : ReadingTests(DatabaseEngine.Postgres);

public sealed class RoundTripTestsOnSqlite() : RoundTripTests(DatabaseEngine.Sqlite);

public sealed class RoundTripTestsOnPostgres() : RoundTripTests(DatabaseEngine.Postgres);

public sealed class TalkTestsOnSqlite() : TalkTests(DatabaseEngine.Sqlite);

public sealed class TalkTestsOnPostgres() : TalkTests(DatabaseEngine.Postgres);
