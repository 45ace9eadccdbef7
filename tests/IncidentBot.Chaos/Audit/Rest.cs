using IncidentBot.Sandbox;
using IncidentBot.Storage;

namespace IncidentBot.Chaos.Audit;

/// <summary>Waits until the bot has taken in all there is and does nothing any more.</summary>
internal sealed class Rest(SandboxServer sandbox, BotUnderTest bot, string database, TimeSpan patience)
{
    /// <summary>Looked at several times in a row: between a commit and what follows from it, nothing may be under way for a moment.</summary>
    private const int Looks = 5;

    public async Task<IReadOnlyList<Violation>> ComeAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        var asked = began;
        var quiet = 0;
        var why = "";
        while (TimeProvider.System.GetElapsedTime(began) < patience && TimeProvider.System.GetElapsedTime(asked) < patience * 5)
        {
            // As long as something moves it only takes its time, on a machine that may have much else to do.
            var now = await WhyNotAsync();
            if (now != why) began = TimeProvider.System.GetTimestamp();
            why = now;
            quiet = why.Length == 0 ? quiet + 1 : 0;
            if (quiet >= Looks) return [];
            await Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System);
        }

        return [new Violation("Once nothing goes wrong any more, everything comes to rest", $"for {patience.TotalSeconds:0} s it has stood still: {why}")];
    }

    private async Task<string> WhyNotAsync()
    {
        if (await bot.HealthAsync() is not { } health) return "the bot does not answer for its health";
        if (!health.Healthy) return $"the bot says it is not well: {health.Text}";
        var session = sandbox.World.Gateway.Sessions.LastOrDefault(s => s.UserId == sandbox.World.Bot.Id && s.Connected);
        if (session is null) return "the bot is not connected";
        await using var record = await RecordFile.OpenAsync(database);
        var position = await record.ReadAsync("SELECT session_id || '/' || sequence FROM gateway_positions", static row => row.GetString(0));
        var wanted = $"{session.SessionId}/{session.LastSequence}";
        if (!position.SequenceEqual([wanted], StringComparer.Ordinal)) return $"the record has taken in {string.Join(',', position)} of {wanted}";
        var due = await record.ReadAsync(
            $"""
            SELECT id || ' ' || kind || ' (' || coalesce('incident ' || incident, 'server ' || server) || ', state ' || state || ', attempts ' || attempts || '): ' || coalesce(last_error, '') FROM agenda
            WHERE state = {(int)AgendaState.Running} OR (state = {(int)AgendaState.Waiting} AND (due <= {TimeProvider.System.GetUtcNow().UtcTicks} OR due <= created_at)) LIMIT 5
            """,
            static row => row.GetString(0));
        if (due.Count > 0) return $"still owed: {string.Join("; ", due)}";
        var gaps = await record.ReadAsync("SELECT 'incident ' || incident || ', attempts ' || attempts FROM reconciliations LIMIT 5", static row => row.GetString(0));
        return gaps.Count == 0 ? "" : $"still to be compared: {string.Join("; ", gaps)}";
    }
}
