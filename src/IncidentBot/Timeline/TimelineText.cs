using System.Globalization;
using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Timeline;

/// <summary>The timeline as lines for chat, in the order in which things happened.</summary>
public static class TimelineText
{
    /// <param name="all">Also every message, not only what was marked or decided.</param>
    public static IReadOnlyList<string> Lines(IncidentFile file, bool all)
    {
        var lines = new List<(DateTimeOffset At, ulong Order, string Text)>();
        foreach (var entry in file.Entries.Where(e => e.Shown))
            lines.Add((entry.HappenedAt, (ulong)entry.Number, LineOf(file, entry)));
        if (all)
        {
            var told = file.Entries.Where(e => e.Shown && e.Source is not null).Select(e => e.Source!.Value.Message).ToHashSet();
            foreach (var message in file.Talk.Where(m => !told.Contains(m.Id)))
                lines.Add((message.SaidAt, message.Id.Value, LineOf(file, message)));
        }

        return [.. lines.OrderBy(l => l.At).ThenBy(l => l.Order).Select(l => l.Text)];
    }

    private static string LineOf(IncidentFile file, TimelineEntry entry)
    {
        var who = entry.By is { } by ? $"{Harmless.Line(file.NameOf(by), 40)}: " : "";
        var files = entry.Source is { } quoted ? FilesOf(file.Talk.FirstOrDefault(m => m.Id == quoted.Message)) : "";
        var link = entry.Source is { } source ? $" [↗](<{file.LinkTo(source)}>)" : "";
        return string.Create(CultureInfo.InvariantCulture, $"`#{entry.Number}` <t:{entry.HappenedAt.ToUnixTimeSeconds()}:f> {WordOf(entry.Kind)}{who}{Harmless.Line(entry.Text, 300)}{files}{link}");
    }

    private static string LineOf(IncidentFile file, TalkMessage message)
    {
        var state = message.DeletedAt is not null ? " *(deleted)*" : message.EditedAt is not null ? " *(edited)*" : "";
        return string.Create(CultureInfo.InvariantCulture, $"<t:{message.SaidAt.ToUnixTimeSeconds()}:f> {Harmless.Line(file.NameOf(message.Author), 40)}: {Harmless.Line(message.Text, 300)}{FilesOf(message)}{state}");
    }

    private static string FilesOf(TalkMessage? message) =>
        message is { Files.Length: > 0 } ? $" 📎 {Harmless.Line(string.Join(", ", message.Files.Select(f => f.Name)), 150)}" : "";

    private static string WordOf(EntryKind kind) => kind switch
    {
        EntryKind.KeyEvent => "📌 ",
        EntryKind.Detection or EntryKind.Alert => "🔔 ",
        EntryKind.Hypothesis => "🔎 ",
        EntryKind.RuledOut => "❌ ",
        EntryKind.Cause => "🎯 ",
        EntryKind.Fix => "🔧 ",
        EntryKind.Impact => "📈 ",
        EntryKind.ActionItem => "✅ ",
        _ => "",
    };
}
