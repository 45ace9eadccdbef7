using System.Collections.Immutable;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Postmortems.Templates;

/// <summary>Chooses the template of one incident's postmortem. What people wrote stays: what the template has no place for stands at the end.</summary>
public static class UseTemplate
{
    /// <param name="own">Keys of the server's own templates.</param>
    public static Outcome Decide(IncidentState state, string? key, ImmutableArray<string> own, Asker asker)
    {
        if (Find(key, own) is not { } chosen) return Unknown(key, own);
        if (Reviews.ReviewGate.RefuseFrozen(state.Incident) is { } frozen) return frozen;
        var before = TemplateChoice.KeyOf(state.Incident, asker.Settings);
        if (before == chosen) return new Refusal($"The postmortem of {state.Incident.Name} follows `{chosen}` already.");
        var draft = new Domain.Draft(state, asker);
        draft.Incident = draft.Incident with { Postmortem = draft.Incident.Postmortem with { TemplateKey = chosen } };
        draft.Write(Timeline.EntryKind.Section, $"Chose the template {chosen} for the postmortem, in place of {before}");
        if (draft.Incident.Postmortem.Told is not null) draft.Owe(new TellOfPostmortem());
        return draft.Done($"The postmortem of {state.Incident.Name} follows `{chosen}` now. What people wrote stays; `/postmortem template use name:{before}` goes back.");
    }

    /// <summary>The key as it is kept; null when there is no such template.</summary>
    public static string? Find(string? key, ImmutableArray<string> own) =>
        KnownTemplates.Find(key)?.Key ?? own.FirstOrDefault(one => one.Equals(key, StringComparison.OrdinalIgnoreCase));

    public static Refusal Unknown(string? key, ImmutableArray<string> own) =>
        new($"There is no template called {Harmless.Line(key, 40)}; there are {Lists.InWords([.. KnownTemplates.All.Select(template => template.Key).Concat(own).Select(name => $"`{name}`")])}.");
}
