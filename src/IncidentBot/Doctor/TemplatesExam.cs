using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Templates;

namespace IncidentBot.Doctor;

/// <summary>Whether postmortems can be arranged as was set.</summary>
public sealed class TemplatesExam(TemplateShelf shelf, TemplateFolder folder)
{
    public async Task<IReadOnlyList<Symptom>> LookAsync(ServerId server, ServerSettings settings)
    {
        var symptoms = new List<Symptom>();
        if (await folder.IsForAsync(server, CancellationToken.None) && folder.Trouble is { } trouble)
            symptoms.Add(Symptom.Ill(Harmless.Line(trouble, 600), "Mend it there; the folder is looked at every few seconds."));
        var own = await shelf.KeysAsync(server);
        symptoms.AddRange(
            from set in settings.Templates
            where KnownTemplates.Find(set.Key) is null && !own.Contains(set.Key)
            select Symptom.Doubtful(
                $"Postmortems{(set.Severity is { } severity ? $" of {severity.InWords()}" : "")} are to follow the template {Harmless.Line(set.Key, 40)}, which is not here any more; until then they follow `{KnownTemplates.Classic.Key}`",
                "Choose another with `/postmortem template set`, or apply it again."));
        return symptoms;
    }
}
