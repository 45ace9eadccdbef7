using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Postmortems.Templates;

/// <summary>Chooses the template of one incident's postmortem. What people wrote stays: what the template has no place for stands at the end.</summary>
public static class UseTemplate
{
    public static Outcome Decide(IncidentState state, string? key, Asker asker)
    {
        if (KnownTemplates.Find(key) is not { } template) return Unknown(key);
        if (Reviews.ReviewGate.RefuseFrozen(state.Incident) is { } frozen) return frozen;
        var before = TemplateChoice.Of(state.Incident, asker.Settings);
        if (before.Key == template.Key) return new Refusal($"The postmortem of {state.Incident.Name} follows `{template.Key}` already.");
        var draft = new Domain.Draft(state, asker);
        draft.Incident = draft.Incident with { Postmortem = draft.Incident.Postmortem with { TemplateKey = template.Key } };
        draft.Write(Timeline.EntryKind.Section, $"Chose the template {template.Key} for the postmortem, in place of {before.Key}");
        if (draft.Incident.Postmortem.Told is not null) draft.Owe(new TellOfPostmortem());
        return draft.Done($"The postmortem of {state.Incident.Name} follows `{template.Key}` now. What people wrote stays; `/postmortem template use name:{before.Key}` goes back.");
    }

    public static Refusal Unknown(string? key) =>
        new($"There is no template called {Harmless.Line(key, 40)}; there are {Lists.InWords([.. KnownTemplates.All.Select(template => $"`{template.Key}`")])}.");
}
