using IncidentBot.Chaos.Script;
using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Chaos.Audit;

/// <summary>Every message, revision and deletion of every open incident's channel is in the record exactly once, in order; and nothing else is.</summary>
internal static class TalkLaws
{
    public static IEnumerable<Violation> Check(Evidence evidence, IReadOnlyList<Kept> record)
    {
        foreach (var story in evidence.Ledger.Stories.Where(static s => s.Channel is not null))
        {
            if (record.FirstOrDefault(k => k.File.Incident.Channel?.Value == story.Channel!.Id) is not { } kept)
            {
                yield return new Violation("An open channel belongs to an incident of the record", $"#{story.Channel!.Name} has {story.Messages.Count} messages and no incident");
                continue;
            }

            foreach (var violation in Check(evidence, story, kept)) yield return violation;
        }
    }

    private static IEnumerable<Violation> Check(Evidence evidence, Story story, Kept kept)
    {
        var talk = kept.File.Talk.Where(static m => !m.ByBot).ToDictionary(static m => m.Id.Value);
        foreach (var said in story.Messages)
        {
            var where = $"{kept.Name} #{said.Message.Channel.Name}, message {said.Message.Id} of {said.Message.Timestamp:HH:mm:ss.fff}";
            var knowable = !evidence.CouldNotKnow(said.Message, kept.File.Incident);
            if (!talk.Remove(said.Message.Id, out var stored))
            {
                // Posted and deleted while nobody listened: nothing is left to know it by.
                if (evidence.HeardAll || (!said.Deleted && knowable)) yield return new Violation("No message is missing", $"{where}: {said.Texts[^1]}{(said.Deleted ? " (deleted)" : "")}");
                continue;
            }

            string[] history = [.. stored.Revisions.Select(static r => r.Text), stored.Text];
            if (evidence.HeardAll && !history.SequenceEqual(said.Texts)) yield return new Violation("Every revision is kept once, in order", $"{where}: said {Shown(said.Texts)}, kept {Shown(history)}");
            if (!evidence.HeardAll && !IsWithin(history, said.Texts)) yield return new Violation("Every revision that was heard is kept once, in order", $"{where}: said {Shown(said.Texts)}, kept {Shown(history)}");
            if (stored.Text != said.Texts[^1] && knowable && !(said.Deleted && !evidence.HeardAll)) yield return new Violation("The last text is the last that was said", $"{where}: said {Shown(said.Texts)}, kept {Shown(history)}");
            if (stored.DeletedAt.HasValue != said.Deleted && (knowable || !said.Deleted)) yield return new Violation("A deletion is in the record", $"{where}: {(said.Deleted ? "deleted" : "not deleted")}, kept as {(stored.DeletedAt.HasValue ? "deleted" : "not deleted")}");
            if (stored.Author.Value != said.Message.Author.Id || stored.Channel.Value != said.Message.Channel.Id) yield return new Violation("A message keeps author and place", where);
            if (stored.DeletedAt < stored.SaidAt) yield return new Violation("Nothing is deleted before it was said", $"{where}: kept as deleted at {stored.DeletedAt:HH:mm:ss.fff}");
            if (!said.Deleted && knowable) foreach (var violation in Marks(said, kept, where)) yield return violation;
        }

        foreach (var other in talk.Values) yield return new Violation("Nothing is in the record that nobody said", $"{kept.Name}, message {other.Id}: {other.Text}");
        foreach (var place in kept.File.Talk.GroupBy(static m => m.Channel))
        {
            if (!place.Zip(place.Skip(1)).All(static pair => pair.First.Id.Value < pair.Second.Id.Value && pair.First.SaidAt <= pair.Second.SaidAt))
                yield return new Violation("Messages are in order", $"{kept.Name}, channel {place.Key}");
        }
    }

    private static IEnumerable<Violation> Marks(Said said, Kept kept, string where)
    {
        var marks = kept.File.Entries.Where(e => e.Shown && e.Kind == EntryKind.KeyEvent && e.Source?.Message.Value == said.Message.Id).SelectMany(static e => e.Marks).ToList();
        foreach (var person in said.PinnedBy.Where(p => marks.TrueForAll(m => m.By.Value != p)))
            yield return new Violation("A reaction marks its message", $"{where}: 📌 of {person} is not in the timeline");
        foreach (var mark in marks.Where(m => m.Through == MarkedThrough.Reaction && !said.PinnedBy.Contains(m.By.Value)))
            yield return new Violation("A reaction that was taken off marks nothing any more", $"{where}: 📌 of {mark.By}");
        foreach (var person in said.AddedBy.Where(p => !said.EverPinnedBy.Contains(p) && marks.TrueForAll(m => m.By.Value != p)))
            yield return new Violation("What was added to the timeline is there", $"{where}: added by {person}");
    }

    /// <summary>Whether what is kept is what was said with some left out.</summary>
    private static bool IsWithin(IReadOnlyList<string> kept, IReadOnlyList<string> said)
    {
        var next = 0;
        foreach (var text in said)
        {
            if (next < kept.Count && kept[next] == text) next++;
        }

        return next == kept.Count;
    }

    private static string Shown(IEnumerable<string> texts) => string.Join(" → ", texts.Select(static t => $"“{t.ReplaceLineEndings(" ")}”"));
}
