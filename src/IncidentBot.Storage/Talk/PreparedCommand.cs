using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IncidentBot.Storage.Talk;

/// <summary>
/// A statement that SQLite compiles once, on first use, with parameters ?1, ?2, … It runs in whatever transaction its connection is in. Used by one commit at a
/// time, as the connection is.
/// </summary>
/// <remarks>
/// Below ADO.NET, whose command makes a reader, looks each parameter up by its name and boxes each value, every time: in a flood that
/// is a good part of the bot's work. What fails is thrown as ADO.NET throws it.
/// </remarks>
internal sealed class PreparedCommand(SqliteConnection connection, string sql) : IDisposable
{
    private readonly sqlite3 database = (sqlite3)HandleOf(connection)!;
    private sqlite3_stmt? statement;
    private byte[] utf8 = new byte[256];

    /// <summary>How many rows were changed.</summary>
    public int Run(params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Read(values);
        while (rows.Read())
        {
            // A statement that returns rows is done after the last.
        }

        return raw.sqlite3_changes(database);
    }

    /// <summary>The first column of the first row; null when there is none.</summary>
    public long? Scalar(params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Read(values);
        return rows.Read() && !rows.IsNull(0) ? rows.Whole(0) : null;
    }

    /// <summary>Begins to run it; the rows must be disposed before it is run again.</summary>
    public Rows Read(params ReadOnlySpan<SqlValue> values)
    {
        var compiled = statement ??= Compile();
        for (var i = 0; i < values.Length; i++) Check(Bind(compiled, i + 1, values[i]));
        return new Rows(this, compiled);
    }

    public void Dispose() => statement?.Dispose();

    private sqlite3_stmt Compile()
    {
        Check(raw.sqlite3_prepare_v2(database, sql, out var compiled));
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

    /// <summary>What a statement returns, row by row. Ends the statement's run when disposed.</summary>
    public readonly ref struct Rows(PreparedCommand command, sqlite3_stmt compiled)
    {
        /// <returns>False: there are no more.</returns>
        /// <exception cref="SqliteException">The statement failed.</exception>
        public bool Read()
        {
            var result = raw.sqlite3_step(compiled);
            if (result == raw.SQLITE_ROW) return true;
            if (result != raw.SQLITE_DONE) command.Check(result);
            return false;
        }

        public bool IsNull(int column) => raw.sqlite3_column_type(compiled, column) == raw.SQLITE_NULL;

        public long Whole(int column) => raw.sqlite3_column_int64(compiled, column);

        public long? WholeOrNull(int column) => IsNull(column) ? null : Whole(column);

        public string Text(int column) => raw.sqlite3_column_text(compiled, column).utf8_to_string();

        // Tells once more of a failure that was thrown already.
        public void Dispose() => _ = raw.sqlite3_reset(compiled);
    }
}

/// <summary>A parameter's value, without a box around it: a whole number, a text, or null.</summary>
internal readonly struct SqlValue
{
    private SqlValue(bool isNull, long whole, string? text) => (IsNull, Whole, Text) = (isNull, whole, text);

    public static SqlValue Null { get; } = new(isNull: true, whole: 0, text: null);

    public bool IsNull { get; }

    public long Whole { get; }

    public string? Text { get; }

    public static implicit operator SqlValue(long value) => new(isNull: false, value, text: null);

    public static implicit operator SqlValue(long? value) => value is { } whole ? whole : Null;

    public static implicit operator SqlValue(string? value) => new(value is null, whole: 0, value);
}
