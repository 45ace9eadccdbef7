using System.Globalization;
using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;
using IncidentBot.Speech;

namespace IncidentBot.Timeline;

/// <summary>The timeline as lines for chat, in the order in which things happened.</summary>
public static class TimelineText
{
    /// <param name="all">Also every message, not only what was marked or decided.</param>
    /// <param name="quiet">Also the bookkeeping that tells nothing of what happened: reminders.</param>
    public static IReadOnlyList<string> Lines(IncidentFile file, bool all, bool quiet = false)
    {
        var lines = new List<(DateTimeOffset At, ulong Order, string Text)>();
        var talk = file.Talk.ToDictionary(static m => m.Id);
        foreach (var entry in file.Entries.Where(e => e.Shown && (quiet || !e.Kind.IsQuiet())))
            lines.Add((entry.HappenedAt, (ulong)entry.Number, LineOf(file, entry, entry.Source is { } source ? talk.GetValueOrDefault(source.Message) : null)));
        if (all)
        {
            var told = file.Entries.Where(e => e.Shown && e.Source is not null).Select(e => e.Source!.Value.Message).ToHashSet();
            foreach (var message in file.Talk.Where(m => !told.Contains(m.Id)))
                lines.Add((message.SaidAt, message.Id.Value, LineOf(file, message)));
        }

        return [.. lines.OrderBy(l => l.At).ThenBy(l => l.Order).Select(l => l.Text)];
    }

    /// <param name="said">The message that the entry was made from, where it is known.</param>
    private static string LineOf(IncidentFile file, TimelineEntry entry, TalkMessage? said)
    {
        var who = entry.By is { } by ? $"{Harmless.Line(file.NameOf(by), 40)}: " : "";
        var text = MentionNames.InWords(entry.Text, person => file.PeopleNames.GetValueOrDefault(person), _ => null);
        var files = said is null ? "" : FilesOf(said) + FateOf(said);
        var link = entry.Source is { } source ? $" [↗](<{file.LinkTo(source)}>)" : "";
        return string.Create(CultureInfo.InvariantCulture, $"`#{entry.Number}` <t:{entry.HappenedAt.ToUnixTimeSeconds()}:f> {WordOf(entry.Kind)}{who}{Harmless.Line(text, 300)}{files}{link}");
    }

    private static string LineOf(IncidentFile file, TalkMessage message)
    {
        return string.Create(CultureInfo.InvariantCulture, $"<t:{message.SaidAt.ToUnixTimeSeconds()}:f> {Harmless.Line(file.NameOf(message.Author), 40)}: {Harmless.Line(message.Text, 300)}{FilesOf(message)}{FateOf(message)}");
    }

    /// <summary>What became of the message in chat, and whether the bot heard it as it happened.</summary>
    private static string FateOf(TalkMessage message)
    {
        var fates = new List<string>();
        if (message.Redacted is { } redacted) fates.Add(string.Create(CultureInfo.InvariantCulture, $"redacted <t:{redacted.At.ToUnixTimeSeconds()}:f>"));
        if (message is { DeletedAt: { } at, DeletedAfter: { } after })
            fates.Add(string.Create(CultureInfo.InvariantCulture, $"deleted between <t:{after.ToUnixTimeSeconds()}:t> and <t:{at.ToUnixTimeSeconds()}:t>"));
        else if (message.DeletedAt is not null) fates.Add("deleted");
        else if (message.EditedAt is not null) fates.Add("edited");
        if (message.RecoveredAt is { } recovered) fates.Add(string.Create(CultureInfo.InvariantCulture, $"read afterwards <t:{recovered.ToUnixTimeSeconds()}:t>"));
        return fates.Count == 0 ? "" : $" *({string.Join(", ", fates)})*";
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
