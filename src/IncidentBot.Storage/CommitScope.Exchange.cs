using IncidentBot.Domain;
using IncidentBot.Domain.Exchange;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Record;

namespace IncidentBot.Storage;

public sealed partial class CommitScope
{
    /// <inheritdoc cref="IncidentStore.TakeInAsync"/>
    public async Task<Domain.Refusal?> TakeInAsync(RecordExport record)
    {
        var book = new ExchangeBook(Db, CancellationToken.None);
        foreach (var server in record.Incidents.Select(one => one.Incident.Server).Concat(record.Servers.Select(one => one.Server)).Distinct())
        {
            if (await book.HoldsAsync(server))
                return new Domain.Refusal($"Server {server} has incidents, policies or templates in this record already, and two histories cannot be mixed: import into an empty database. Nothing was changed.");
        }

        foreach (var server in record.Servers)
        {
            await SaveAsync(server.Settings);
            foreach (var role in server.Roles) await SaveRoleNameAsync(server.Server, role.Id, role.Name);
            foreach (var version in server.Books) await SaveAsync(version);
            if (server.OnCall is { } state) await SaveAsync(state);
            foreach (var template in server.Templates) await SaveAsync(template);
        }

        var idOf = await book.IdsForAsync(record.Incidents);
        foreach (var one in record.Incidents)
        {
            var id = idOf(one.Incident.Id);
            await book.AddAsync(one with
            {
                Incident = one.Incident with { Id = id },
                Entries = [.. one.Entries.Select(entry => entry with { Incident = id })],
                Escalations = [.. one.Escalations.Select(escalation => escalation with { Incident = id })],
                Actions = [.. one.Actions.Select(action => action with { Incident = id })],
            });
            foreach (var message in one.Talk) await TakeInAsync(message with { Incident = id });
            foreach (var (message, redaction) in one.Redactions)
                Talk.Redact(message, redaction, one.Talk.FirstOrDefault(said => said.Id == message)?.Text ?? "");
            savedIncidents.Add(one.Incident with { Id = id });
        }

        foreach (var (person, name) in record.People) await SaveAsync(new KnownPerson(person, name));
        return null;
    }

    private async Task TakeInAsync(TalkMessage message)
    {
        await SaveAsync(message);
        foreach (var copy in message.Files.Select(file => file.Copy).OfType<KeptCopy>()) await BookFileAsync(copy);
    }
}
