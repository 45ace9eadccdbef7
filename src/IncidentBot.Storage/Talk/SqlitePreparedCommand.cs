using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IncidentBot.Storage.Talk;

/// <summary>A prepared command on SQLite.</summary>
/// <remarks>
/// Below ADO.NET, whose command makes a reader, looks each parameter up by its name and boxes each value, every time: in a flood that
/// is a good part of the bot's work.
/// </remarks>
internal sealed partial class SqlitePreparedCommand(SqliteConnection connection, string sql) : PreparedCommand
{
    private readonly sqlite3 database = (sqlite3)HandleOf(connection)!;
    private sqlite3_stmt? statement;
    private byte[] utf8 = new byte[256];

    private sqlite3_stmt Running => statement!;

    public override int Run(params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Read(values);
        while (rows.Read())
        {
            // A statement that returns rows is done after the last.
        }

        return raw.sqlite3_changes(database);
    }

    protected override void Begin(ReadOnlySpan<SqlValue> values)
    {
        var compiled = statement ??= Compile();
        for (var i = 0; i < values.Length; i++) Check(Bind(compiled, i + 1, values[i]));
    }

    protected override bool Step()
    {
        var result = raw.sqlite3_step(Running);
        if (result == raw.SQLITE_ROW) return true;
        if (result != raw.SQLITE_DONE) Check(result);
        return false;
    }

    protected override bool IsNull(int column) => raw.sqlite3_column_type(Running, column) == raw.SQLITE_NULL;

    protected override long Whole(int column) => raw.sqlite3_column_int64(Running, column);

    protected override string Text(int column) => raw.sqlite3_column_text(Running, column).utf8_to_string();

    // Tells once more of a failure that was thrown already.
    protected override void End() => _ = raw.sqlite3_reset(Running);

    protected override void Dispose(bool disposing) => statement?.Dispose();

    private sqlite3_stmt Compile()
    {
        Check(raw.sqlite3_prepare_v2(database, KindOfParameter().Replace(sql, "?${number}"), out var compiled));
        return compiled;
    }

    private int Bind(sqlite3_stmt compiled, int parameter, SqlValue value)
    {
        if (value.IsNull) return raw.sqlite3_bind_null(compiled, parameter);
        if (value.Text is not { } text) return raw.sqlite3_bind_int64(compiled, parameter, value.Whole);

        // An empty span would be bound as NULL.
        if (text.Length == 0) return raw.sqlite3_bind_text(compiled, parameter, "");
        if (Encoding.UTF8.GetMaxByteCount(text.Length) is var most && utf8.Length < most) utf8 = new byte[most];
        return raw.sqlite3_bind_text(compiled, parameter, utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, utf8)));
    }

    private void Check(int result)
    {
        if (result == raw.SQLITE_OK) return;
        throw new SqliteException($"SQLite Error {result}: '{raw.sqlite3_errmsg(database).utf8_to_string()}'.", result & 0xFF, raw.sqlite3_extended_errcode(database));
    }

    // SqliteConnection.Handle. Written out it would not compile where NativeSqlite.cs has to help: the property names a version of the library that is not there.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Handle")]
    [return: UnsafeAccessorType("SQLitePCL.sqlite3, SQLitePCLRaw.core")]
    private static extern object? HandleOf(SqliteConnection connection);

    [GeneratedRegex(@"\?(?<number>[0-9]+)[tb]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KindOfParameter();
}
