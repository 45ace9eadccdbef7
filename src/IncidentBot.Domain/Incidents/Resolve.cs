using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>What is said at the end; whatever is empty stays as it is recorded.</summary>
/// <param name="Prevent">What will keep it from coming back: one preventive action item for each line, or between semicolons.</param>
public sealed record ResolveCommand(string? Fix = null, string? Cause = null, string? Impact = null, string? Prevent = null);

/// <summary>Ends the incident. The postmortem is owed from here on.</summary>
public static class Resolve
{
    public static Outcome Decide(IncidentState state, ResolveCommand command, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Resolve, asker) is { } not) return not;
        if (!incident.IsOpen) return AlreadyClosed(state, command);
        var fix = Harmless.PlainBlock(command.Fix);
        var cause = Harmless.PlainBlock(command.Cause);
        var impact = Harmless.PlainBlock(command.Impact);
        var prevent = ActionList.Parse(command.Prevent);
        if ((TooLong("fix", fix) ?? TooLong("root cause", cause) ?? TooLong("impact", impact)) is { } bad) return bad;
        if (prevent.Select(text => TooLong("preventive measure", text)).FirstOrDefault(refusal => refusal is not null) is { } badAction) return badAction;

        var draft = new Draft(state, asker);
        if (cause.Length > 0 && cause != incident.Cause?.Text) draft.Write(EntryKind.Cause, cause);
        if (fix.Length > 0 && fix != incident.Fix?.Text) draft.Write(EntryKind.Fix, fix);
        if (impact.Length > 0 && impact != incident.Impacts.LastOrDefault()?.Text) draft.WriteImpact(impact, new Figures(TypedNumber.ShareOfUsersIn(impact), null, []));
        var added = 0;
        foreach (var text in prevent.Where(text => !Known(state, text)))
        {
            if (state.Actions.Length + added >= Limits.Actions) break;
            draft.AddAction(text, ActionKind.Preventive);
            added++;
        }

        // What was asked a moment earlier may be heard a moment later: nothing is resolved before it was acknowledged or mitigated.
        DateTimeOffset?[] before = [asker.Now.ToUniversalTime(), incident.Milestones.Declared, incident.Milestones.Acknowledged, incident.Milestones.Mitigated];
        var now = before.Max()!.Value;
        draft.Close(asker.Person, $"{incident.Name} was resolved");
        draft.Write(EntryKind.Resolved, "Resolved");
        draft.SetStatus(IncidentStatus.Resolved, asker.Person, reason: null);
        draft.Incident = draft.Incident with
        {
            Milestones = draft.Incident.Milestones with { Resolved = now },
            Postmortem = draft.Incident.Postmortem with { Due = DueDate.Of(incident, asker.Settings, now) },
        };
        var lasted = Durations.InWords(now - draft.Incident.Milestones.Beginning);
        var measures = added == 0 ? "" : $" {Say.Count(added, "preventive action item")} added.";
        var postmortem = incident.PostmortemMessages.IsEmpty ? "The postmortem follows in a moment." : "The posted postmortem is brought up to date.";
        return draft.Done($"{Say.Person(asker.Person)} **resolved** {incident.Name} after {lasted}.{measures} {postmortem}");
    }

    /// <summary>What the form is filled with before the person types.</summary>
    public static ResolveCommand Prefill(IncidentState state) => new(
        state.Incident.Fix?.Text,
        state.Incident.Cause?.Text,
        state.Incident.Impacts.LastOrDefault()?.Text,
        string.Join('\n', state.Actions.Where(action => action is { Kind: ActionKind.Preventive, State: not ActionState.Dropped }).Select(action => action.Text)));

    private static bool Known(IncidentState state, string text) =>
        state.Actions.Any(action => action.State != ActionState.Dropped && string.Equals(action.Text, text, StringComparison.OrdinalIgnoreCase));

    private static Refusal? TooLong(string what, string text) => text.Length == 0 ? null : Limits.Refuse(what, text, Limits.Text);

    /// <summary>Two people may resolve at once: the second learns who was first, and how what they typed gets into the record.</summary>
    private static Refusal AlreadyClosed(IncidentState state, ResolveCommand command)
    {
        var typed = new[] { ("cause", command.Cause, state.Incident.Cause?.Text), ("fix", command.Fix, state.Incident.Fix?.Text), ("impact", command.Impact, state.Incident.Impacts.LastOrDefault()?.Text) }
            .Where(field => Harmless.PlainBlock(field.Item2) is { Length: > 0 } text && text != field.Item3)
            .Select(field => $"`/incident {field.Item1}`")
            .ToList();
        if (ActionList.Parse(command.Prevent).Any(text => !Known(state, text))) typed.Add("`/action add`");
        var lost = typed.Count == 0 ? " To go on with it: `/incident reopen`." : $" What you wrote was not recorded; add it with {Lists.InWords(typed)}.";
        return new Refusal(Closed.Sentence(state.Incident) + lost);
    }
}
