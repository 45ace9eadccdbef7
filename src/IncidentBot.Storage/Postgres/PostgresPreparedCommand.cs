using System.Text.RegularExpressions;
using IncidentBot.Storage.Talk;
using Npgsql;
using NpgsqlTypes;

namespace IncidentBot.Storage.Postgres;

/// <summary>A prepared command on PostgreSQL: one journey to the server each time it is run.</summary>
internal sealed partial class PostgresPreparedCommand : PreparedCommand
{
    private readonly NpgsqlCommand command;
    private NpgsqlDataReader? reader;

    public PostgresPreparedCommand(NpgsqlConnection connection, string sql)
    {
        var kinds = new SortedDictionary<int, NpgsqlDbType>();
        var text = Parameter().Replace(sql, match =>
        {
            var number = match.Groups["number"].Value;
            kinds[int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)] = match.Groups["kind"].Value == "t" ? NpgsqlDbType.Text : NpgsqlDbType.Bigint;
            return match.Groups["kind"].Value == "b" ? $"(${number} <> 0)" : "$" + number;
        });
        command = new NpgsqlCommand(text, connection);
        foreach (var kind in kinds.Values) command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = kind });
    }

    public override int Run(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        return command.ExecuteNonQuery();
    }

    protected override void Begin(ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        reader = command.ExecuteReader();
    }

    protected override bool Step() => reader!.Read();

    protected override bool IsNull(int column) => reader!.IsDBNull(column);

    // Columns are as wide as their values; PostgreSQL does not widen them by itself.
    protected override long Whole(int column) => reader!.GetFieldType(column) == typeof(int) ? reader.GetInt32(column) : reader.GetInt64(column);

    protected override string Text(int column) => reader!.GetString(column);

    protected override void End()
    {
        reader?.Dispose();
        reader = null;
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        End();
        command.Dispose();
    }

    private void Bind(ReadOnlySpan<SqlValue> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] switch { { IsNull: true } => DBNull.Value, { Text: { } text } => text, var whole => whole.Whole };
        if (!command.IsPrepared) command.Prepare();
    }

    [GeneratedRegex(@"\?(?<number>[0-9]+)(?<kind>[tb]?)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
