using IncidentBot.Card;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.World;
using IncidentBot.Storage;

namespace IncidentBot.Chaos.Audit;

/// <summary>Nothing is double and nothing is said that the record knows nothing of: channels, cards, announcements, postmortems, pages, sentences.</summary>
internal static class VoiceLaws
{
    private static readonly string[] OfAnAnswer = ["I was away when you asked", "was carried out, also if Discord told you"];

    public static IEnumerable<Violation> Check(Evidence evidence, IReadOnlyList<Kept> record)
    {
        lock (evidence.World.Gate)
        {
            return
            [
                .. Channels(evidence, record),
                .. record.SelectMany(kept => InChannel(evidence, kept)),
                .. Common(evidence, "incidents", record.Select(static k => k.File.Incident.Announcement).OfType<MessageRef>()),
                .. Common(evidence, "postmortems", record.SelectMany(static k => k.File.Incident.PostmortemMessages)),
                .. Direct(evidence, record),
            ];
        }
    }

    private static IEnumerable<Violation> Channels(Evidence evidence, IReadOnlyList<Kept> record)
    {
        var channels = evidence.World.Guild.Channels.Values.Where(static c => !c.IsThread).ToList();
        foreach (var (file, _) in record)
        {
            var incident = file.Incident;
            var own = channels.Where(c => c.Name?.StartsWith($"inc-{incident.Number}-", StringComparison.Ordinal) == true).ToList();
            if (own.Count > 1) yield return new Violation("An incident has one channel", $"{incident.Name}: {string.Join(' ', own.Select(static c => c.Id))}");
            if (incident.IsOpen && (own.Count == 0 || incident.Channel?.Value != own[0].Id)) yield return new Violation("An open incident has its channel", $"{incident.Name}: {incident.Channel}");
            if (incident is { IsDrill: false, IsPrivate: false, Channel: not null, Announcement: null }) yield return new Violation("An incident is announced", incident.Name);
            if (incident is { Channel: not null, Card: null }) yield return new Violation("An incident has its card", incident.Name);
            if (incident is { Status: IncidentStatus.Resolved, PostmortemMessages: [] }) yield return new Violation("A resolved incident has its postmortem", incident.Name);
        }

        foreach (var twice in channels.Where(static c => c.Name is not null).GroupBy(static c => (c.Type, c.Name)).Where(static g => g.Count() > 1))
            yield return new Violation("Nothing is made twice", $"{twice.Count()} channels are called {twice.Key.Name}");
    }

    private static IEnumerable<Violation> InChannel(Evidence evidence, Kept kept)
    {
        var incident = kept.File.Incident;
        if (incident.Channel is not { } id || !evidence.World.Guild.Channels.TryGetValue(id.Value, out var channel)) yield break;
        var mine = channel.Messages.Where(m => m.Author == evidence.World.Bot && m.Type == 0 && m.InteractionMetadata is null).ToList();
        HashSet<ulong> known = [.. kept.File.Escalations.SelectMany(static e => e.Pages).Select(static p => p.Mention?.Message.Value ?? 0)];
        if (incident.Card is { } card)
        {
            known.Add(card.Message.Value);
            if (mine.Find(m => m.Id == card.Message.Value) is not { } shown) yield return new Violation("The card is in the channel", incident.Name);
            else if (Titles(shown) != Expected(kept.File)) yield return new Violation("The card shows the present state", $"{incident.Name}: shows {Titles(shown)}, should show {Expected(kept.File)}");
        }

        if (incident.Postmortem.Told is { } tells) known.Add(tells.Message.Value);

        // A reminder may be replaced by its repeat, never said without the record knowing.
        var reminders = mine.Where(static m => m.Content.StartsWith("⏰ ", StringComparison.Ordinal) || m.Content.StartsWith("-# ⏰ ", StringComparison.Ordinal)).ToList();
        known.UnionWith(reminders.Select(static m => m.Id));
        var reminded = kept.File.Entries.Count(static e => e is { Kind: EntryKind.Reminder, By: null });
        if (reminders.Count > reminded) yield return new Violation("Nothing is said twice, or that nobody owes", $"{incident.Name}: {reminders.Count} reminders stand there, {reminded} are recorded");

        // Sentences are owed one by one: each that was done was said, and said once.
        var told = kept.Agenda.Where(static i => i is { Owed: Tell, State: AgendaState.Done }).GroupBy(static i => ((Tell)i.Owed).Text, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.Count(), StringComparer.Ordinal);
        foreach (var group in mine.Where(m => !known.Contains(m.Id) && !OfAnAnswer.Any(m.Content.Contains)).GroupBy(static m => m.Content, StringComparer.Ordinal))
        {
            var owed = told.GetValueOrDefault(group.Key);
            if (group.Count() > owed) yield return new Violation("Nothing is said twice, or that nobody owes", $"{incident.Name}: said {group.Count()} times and owed {owed} times: {Short(group.First())}");
        }

        foreach (var (text, times) in told)
        {
            if (mine.Count(m => m.Content == text) < times) yield return new Violation("What is done was said", $"{incident.Name}: {text}");
        }

        foreach (var missing in known.Where(k => k != 0 && mine.TrueForAll(m => m.Id != k))) yield return new Violation("What the record says was posted is there", $"{incident.Name}: message {missing}");
    }

    private static IEnumerable<Violation> Common(Evidence evidence, string name, IEnumerable<MessageRef> owed)
    {
        var known = owed.Select(static m => m.Message.Value).ToHashSet();

        // Threads and posts belong to the channel they stand in.
        var places = evidence.World.Guild.Channels.Values.Where(c => c.Name == name && !c.IsThread).Select(static c => c.Id).ToHashSet();
        var said = evidence.World.Guild.Channels.Values.Where(c => places.Contains(c.Id) || (c.IsThread && places.Contains(c.ParentId ?? 0))).SelectMany(static c => c.Messages).Where(m => m.Author == evidence.World.Bot).ToList();
        foreach (var message in said.Where(m => !known.Contains(m.Id))) yield return new Violation($"Nothing is in #{name} twice, or without the record knowing", $"message {message.Id}: {Short(message)}");
        foreach (var missing in known.Except(said.Select(static m => m.Id))) yield return new Violation($"What the record says was posted in #{name} is there", $"message {missing}");
    }

    private static IEnumerable<Violation> Direct(Evidence evidence, IReadOnlyList<Kept> record)
    {
        var known = record.SelectMany(static k => k.File.Escalations).SelectMany(static e => e.Pages).SelectMany(static p => p.Direct).Select(static d => d.Message.Message.Value).ToHashSet();
        foreach (var handle in evidence.World.People.Keys)
        {
            foreach (var message in evidence.World.DmsOf(handle).Where(m => m.Author == evidence.World.Bot && m.InteractionMetadata is null && !known.Contains(m.Id) && !OfAnAnswer.Any(m.Content.Contains)))
                yield return new Violation("Nobody is written to twice, or without the record knowing", $"{handle}, message {message.Id}: {Short(message)}");
        }
    }

    private static string Expected(IncidentFile file) => string.Join('|', IncidentCard.AsMessage(file).Embeds.Select(static e => $"{e.Title}/{e.Description}"));

    private static string Titles(Message message) => string.Join('|', message.Embeds.Select(static e => $"{(string?)e!["title"]}/{(string?)e["description"]}"));

    private static string Short(Message message)
    {
        var text = message.Content.Length > 0 ? message.Content : Titles(message);
        return $"“{text.ReplaceLineEndings(" ")[..Math.Min(160, text.ReplaceLineEndings(" ").Length)]}” at {message.Timestamp:HH:mm:ss.fff}";
    }
}
