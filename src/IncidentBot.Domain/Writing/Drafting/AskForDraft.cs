using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Writing.Drafting;

/// <summary>Whether and how often drafts may be asked for.</summary>
/// <param name="Model">The model's name, for the record.</param>
/// <param name="PerHour">For one incident.</param>
/// <param name="AllowPrivate">Whether records of private incidents may leave the house.</param>
public sealed record DraftingRules(string Model, int PerHour, bool AllowPrivate);

/// <summary>Somebody asks a language model for a draft. That it was asked, by whom and for what stands in the record before anything is sent.</summary>
public static class AskForDraft
{
    public static Outcome Decide(IncidentState state, string key, DraftingRules rules, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } refusal) return refusal;
        if (incident.IsPrivate && !rules.AllowPrivate)
            return new Refusal($"{incident.Name} is private, and nothing of a private incident is sent to a language model. Whoever runs the bot may allow it (`LanguageModel:AllowPrivate`).");
        var asked = SectionHistory.Of(state.Entries).Where(entry => entry.Section!.Kind == SectionChangeKind.Asked && entry.RecordedAt > asker.Now - TimeSpan.FromHours(1)).ToList();
        if (asked.Count >= rules.PerHour)
            return new Refusal($"{rules.PerHour} drafts were asked for in the last hour, and that is the limit for an incident. The next may be asked for at {Say.Clock(asked[^rules.PerHour].RecordedAt + TimeSpan.FromHours(1))}.");
        var draft = new Draft(state, asker);
        WriteSection.Record(draft, new SectionChange(key, SectionChangeKind.Asked, null) { DraftedBy = rules.Model }, $"Asked {rules.Model} for a draft of “{SectionIds.Heading(key)}”");
        return draft.Done($"Asking {Harmless.Line(rules.Model, 60)} for a draft of “{SectionIds.Heading(key)}”. Nothing changes until you accept it.");
    }

    /// <summary>Keeps what came back, beside the document.</summary>
    /// <param name="asked">The number of the entry that tells of the question.</param>
    public static Outcome Keep(IncidentState state, string key, int asked, string model, string text, Asker asker)
    {
        // The model was told what was in the record then. Words taken out since may be in its answer.
        if (WasRedactedSince(state, asked)) return new Refusal("Something was taken out of the record while the draft was written, so the draft was thrown away. Please ask again.");
        var draft = new Draft(state, asker);
        WriteSection.Record(draft, new SectionChange(key, SectionChangeKind.Drafted, text) { DraftedBy = model }, $"{model} drafted “{SectionIds.Heading(key)}”; it is kept beside");
        return draft.Done("");
    }

    // Every redaction is told of in the timeline. A remark that only begins like that costs a draft, and no secret.
    private static bool WasRedactedSince(IncidentState state, int asked) =>
        state.Entries.Any(entry => entry.Number > asked && entry.Kind == EntryKind.Note && entry.Text.StartsWith(Redacting.NoteBegins, StringComparison.Ordinal));
}
