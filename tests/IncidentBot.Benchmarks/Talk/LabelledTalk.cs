using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Benchmarks.Talk;

/// <summary>One incident's talk with the label each line should get.</summary>
/// <param name="IsTalk">The lines follow each other; else each stands alone, and what was said before it means nothing.</param>
internal sealed record LabelledTalk(string Name, IReadOnlyList<(TalkMessage Message, TalkLabel Label)> Lines, bool IsTalk = true)
{
    /// <summary>
    /// The incidents of a file: <c># name</c>, then <c>label: line</c>, or <c>label (who said it): line</c>, for each line. A name that begins with <c>~</c> heads
    /// lines that stand alone.
    /// </summary>
    /// <exception cref="FormatException">A line is neither; the message names file and line.</exception>
    public static IReadOnlyList<LabelledTalk> Load(string path)
    {
        var incidents = new List<LabelledTalk>();
        var lines = new List<(TalkMessage, TalkLabel)>();
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            if (string.IsNullOrWhiteSpace(line)) continue;

            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                lines = [];
                incidents.Add(new LabelledTalk(line[2..], lines, !line.StartsWith("# ~", StringComparison.Ordinal)));
                continue;
            }

            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var head = colon < 0 ? "" : line[..colon];
            var by = head.EndsWith(')') && head.IndexOf(" (", StringComparison.Ordinal) is var at and > 0 ? head[(at + 2)..^1] : null;
            if (incidents.Count == 0 || !Enum.TryParse<TalkLabel>(by is null ? head : head[..head.IndexOf(' ')], ignoreCase: true, out var label))
            {
                throw new FormatException($"{path}, line {index + 1}: \"{line}\" is neither \"# incident\" nor \"label: what was said\" nor \"label (who): what was said\".");
            }

            lines.Add((Said(line[(colon + 2)..], lines.Count, by), label));
        }

        return [.. incidents.SelectMany(i => i.IsTalk ? [i] : i.Lines.Select(l => new LabelledTalk(i.Name, [l], IsTalk: false)))];
    }

    /// <summary>A message of that text, two minutes after the one before it.</summary>
    /// <param name="by">Who said it; null when that is not known. A chat knows who is a bot; written down, the name tells it.</param>
    public static TalkMessage Said(string text, int index, string? by = null) => new()
    {
        Id = new MessageId(1 + (ulong)index),
        Channel = new ChannelId(1),
        Incident = new IncidentId(1),
        Author = new PersonId(by is null ? 0 : Hash(by)),
        ByBot = by is not null && s_bots.Any(bot => by.Contains(bot, StringComparison.OrdinalIgnoreCase)),
        Text = text,
        SaidAt = DateTimeOffset.UnixEpoch.AddMinutes(index * 2),
    };

    private static readonly string[] s_bots = ["bot", "alert", "pagerduty", "opsgenie", "grafana", "prometheus", "zabbix", "nagios", "icinga", "datadog", "sentry", "statuspage", "uptime"];

    /// <summary>FNV-1a: the same name is the same person, in every run.</summary>
    private static ulong Hash(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in name) hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
