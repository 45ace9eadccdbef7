namespace IncidentBot.Chaos.Audit;

/// <summary>When the record took in each interaction, by the bot's clock.</summary>
internal static class InteractionsSeen
{
    public static async Task<IReadOnlyDictionary<ulong, DateTimeOffset>> ReadAsync(string database)
    {
        await using var record = await RecordFile.OpenAsync(database);
        var rows = await record.ReadAsync("SELECT id, seen_at FROM interactions_seen", static row => (Id: unchecked((ulong)row.GetInt64(0)), At: new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero)));
        return rows.ToDictionary(static row => row.Id, static row => row.At);
    }
}
