using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reviews;

/// <summary>Adds a dated correction to a published postmortem. What was published is not touched, and neither are earlier corrections.</summary>
public static class CorrectPostmortem
{
    /// <summary>In UTF-16 units.</summary>
    public const int LongestText = 2000;

    /// <summary>More than these, and the document should be taken back and written anew.</summary>
    public const int Most = 50;

    public static Outcome Decide(IncidentState state, string? text, string? why, Asker asker)
    {
        if (Refuse(state, asker) is { } not) return not;
        var (what, reason) = (Harmless.PlainBlock(text), Harmless.Plain(why));
        if (Limits.Refuse("correction", what, LongestText) is { } bad) return bad;
        if (Limits.Refuse("reason", reason, Limits.Reason) is { } alsoBad) return alsoBad;
        var draft = new Draft(state, asker);
        Write(draft, new Correction(what, reason));
        return draft.Done($"Corrected the published postmortem of {state.Incident.Name}: your correction stands under it with your name and the date. The text above it stays as it was published.");
    }

    /// <summary>Said also before a form opens.</summary>
    public static Refusal? Refuse(IncidentState state, Asker asker)
    {
        var incident = state.Incident;
        if (ReviewGate.Refuse(incident, Verb.Use, asker) is { } not) return not;
        if (incident.Postmortem.Stage != PostmortemStage.Published)
            return new Refusal($"The postmortem of {incident.Name} is {(incident.Postmortem.Stage == PostmortemStage.Draft ? "a draft" : "in review")}: change it itself, with `/postmortem edit` or in the record. Corrections are for what is published.");
        return ReviewStanding.Corrections(state.Entries).Count() >= Most
            ? new Refusal($"It has {Most} corrections: so many are easier to read in the text itself. Those who may change the settings take it back with `/postmortem unpublish`.")
            : null;
    }

    internal static void Write(Draft draft, Correction correction) =>
        draft.Put(draft.Write(EntryKind.Correction, $"Corrected the published postmortem: {correction.Text} (why: {correction.Why})") with { Correction = correction });
}
