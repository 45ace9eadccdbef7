using System.Collections.Concurrent;
using IncidentBot.Discord;

namespace IncidentBot.Commands;

/// <summary>Remembers which of the latest interactions were refused, so that a replay can tell a refusal from an answer.</summary>
public sealed class Refusals
{
    private const int Kept = 1_000;

    private readonly ConcurrentDictionary<Snowflake, string> sentences = new();
    private readonly ConcurrentQueue<Snowflake> order = new();

    public void Note(Snowflake interaction, string sentence)
    {
        sentences[interaction] = sentence;
        order.Enqueue(interaction);
        if (order.Count > Kept && order.TryDequeue(out var oldest)) sentences.TryRemove(oldest, out _);
    }

    /// <summary>What the person was told, or null when it was not refused.</summary>
    public string? Find(Snowflake interaction) => sentences.GetValueOrDefault(interaction);
}
