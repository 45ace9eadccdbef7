namespace IncidentBot.Storage.Schema;

/// <summary>
/// The full-text index over incidents and their timelines (SQLite's FTS5). Triggers keep it in step with the tables, in the same commit, whoever writes to
/// them; so it is never written to directly.
/// </summary>
/// <remarks>
/// This is the text of the migration that made it: a change needs a migration of its own. The keys are the numbers of the record itself, never the rowids
/// that SQLite gives by itself to a table without a number for its key: those change in a VACUUM, and with it what the index points to.
/// What is said in chat is not in it: it would have to be kept up on the way of every message.
/// </remarks>
internal static class FullText
{
    /// <summary>An entry's key in the index: its incident's id times this, and its number.</summary>
    public const long EntriesOfAnIncident = 1 << 24;

    /// <summary>How much a word counts in an incident's title, services, cause, and in its other facts: summary, fix, detection, impact.</summary>
    public const string Weights = "6.0, 4.0, 5.0, 2.0";

    private const string Tokens = "tokenize = 'unicode61 remove_diacritics 2'";

    /// <summary>Whatever an FTS5 index holds of a row beyond its text: deletions stay in it as marks until parts of it are merged; this merges all of them.</summary>
    public static readonly IReadOnlyList<string> Purge =
    [
        "INSERT INTO incident_words (incident_words) VALUES ('optimize')",
        "INSERT INTO entry_words (entry_words) VALUES ('optimize')",
    ];

    public static readonly IReadOnlyList<string> Create =
    [
        $"CREATE VIRTUAL TABLE incident_words USING fts5 (title, services, cause, facts, {Tokens})",
        $"CREATE VIRTUAL TABLE entry_words USING fts5 (text, {Tokens})",
        $"INSERT INTO incident_words (rowid, title, services, cause, facts) SELECT i.id, {Fields("i")} FROM incidents i",
        $"INSERT INTO entry_words (rowid, text) SELECT {Key("e")}, e.text FROM timeline_entries e WHERE NOT e.is_removed",
        $"CREATE TRIGGER incident_words_added AFTER INSERT ON incidents BEGIN INSERT INTO incident_words (rowid, title, services, cause, facts) VALUES (new.id, {Fields("new")}); END",
        $"""
        CREATE TRIGGER incident_words_changed AFTER UPDATE ON incidents
        WHEN old.search_text IS NOT new.search_text OR {Cause("old")} IS NOT {Cause("new")} OR {Services("old")} IS NOT {Services("new")}
        BEGIN
            DELETE FROM incident_words WHERE rowid = old.id;
            INSERT INTO incident_words (rowid, title, services, cause, facts) VALUES (new.id, {Fields("new")});
        END
        """,
        "CREATE TRIGGER incident_words_gone AFTER DELETE ON incidents BEGIN DELETE FROM incident_words WHERE rowid = old.id; END",
        $"CREATE TRIGGER entry_words_added AFTER INSERT ON timeline_entries WHEN NOT new.is_removed BEGIN INSERT INTO entry_words (rowid, text) VALUES ({Key("new")}, new.text); END",
        $"""
        CREATE TRIGGER entry_words_changed AFTER UPDATE ON timeline_entries WHEN old.text IS NOT new.text OR old.is_removed IS NOT new.is_removed
        BEGIN
            DELETE FROM entry_words WHERE rowid = {Key("old")};
            INSERT INTO entry_words (rowid, text) SELECT {Key("new")}, new.text WHERE NOT new.is_removed;
        END
        """,
        $"CREATE TRIGGER entry_words_gone AFTER DELETE ON timeline_entries BEGIN DELETE FROM entry_words WHERE rowid = {Key("old")}; END",
    ];

    public static readonly IReadOnlyList<string> Drop =
    [
        .. new[] { "incident_words_added", "incident_words_changed", "incident_words_gone", "entry_words_added", "entry_words_changed", "entry_words_gone" }.Select(static name => $"DROP TRIGGER {name}"),
        "DROP TABLE incident_words",
        "DROP TABLE entry_words",
    ];

    /// <summary>How many incidents and entries the index does not say the same of as the tables; 0 when it is in step.</summary>
    public static readonly string OutOfStep =
        $"""
        SELECT (SELECT count(*) FROM incidents i LEFT JOIN incident_words w ON w.rowid = i.id WHERE w.title IS NOT {Title("i")} OR w.cause IS NOT {Cause("i")})
            + (SELECT count(*) FROM incident_words w WHERE w.rowid NOT IN (SELECT id FROM incidents))
            + (SELECT count(*) FROM timeline_entries e LEFT JOIN entry_words w ON w.rowid = {Key("e")} WHERE NOT e.is_removed AND w.text IS NOT e.text)
            + abs((SELECT count(*) FROM entry_words) - (SELECT count(*) FROM timeline_entries WHERE NOT is_removed)) AS Value
        """;

    private static string Key(string row) => $"{row}.incident * {EntriesOfAnIncident} + {row}.number";

    private static string Title(string row) => $"json_extract({Document(row)}, '$.Title')";

    private static string Cause(string row) => $"json_extract({Document(row)}, '$.Cause.Text')";

    private static string Services(string row) => $"json_extract({Document(row)}, '$.Services')";

    // A document that is damaged must not stand in the way of finding that out, nor of mending it.
    private static string Document(string row) => $"CASE WHEN json_valid({row}.record) THEN {row}.record ELSE json_object() END";

    private static string Fields(string row) =>
        $"""
        {Title(row)}, (SELECT group_concat(value, ' ') FROM json_each({Document(row)}, '$.Services')), {Cause(row)},
            coalesce(json_extract({Document(row)}, '$.Summary'), '') || char(10) || coalesce(json_extract({Document(row)}, '$.Fix.Text'), '') || char(10)
            || coalesce(json_extract({Document(row)}, '$.Detection.Text'), '') || char(10)
            || coalesce((SELECT group_concat(json_extract(value, '$.Text'), char(10)) FROM json_each({Document(row)}, '$.Impacts')), '')
        """;
}
