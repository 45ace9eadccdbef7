using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Storage.Schema;

namespace IncidentBot.Storage.Record;

/// <summary>The stored version is not the one that was decided on.</summary>
internal sealed class IncidentChangedException(Incident incident) : Exception($"{incident.Name} was changed since it was read.");

/// <summary>Writes domain values. Nothing stays in the change tracker, so that every read sees what the database holds.</summary>
internal sealed class RecordWriter(IncidentContext db)
{
    public async Task<NewIncident> NextIncidentAsync(ServerId server)
    {
        var id = await NextAsync("incident");
        var number = await NextAsync("number/" + server);
        return new NewIncident(new IncidentId(id), (int)number);
    }

    /// <exception cref="IncidentChangedException"/>
    public async Task<Incident> SaveAsync(Decision decision)
    {
        var saved = decision.Incident with { Version = decision.Incident.Version + 1 };
        var row = await db.Incidents.FindAsync(saved.Id);
        if ((row?.Version ?? 0) != decision.Incident.Version) throw new IncidentChangedException(saved);
        if (row is null) db.Incidents.Add(IncidentRow.Of(saved));
        else row.Take(saved);

        foreach (var entry in decision.Entries)
        {
            if (await db.Entries.FindAsync(entry.Incident, entry.Number) is { } old) old.Take(entry);
            else db.Entries.Add(EntryRow.Of(entry));
        }

        foreach (var escalation in decision.Escalations)
        {
            if (await db.Escalations.FindAsync(escalation.Incident, escalation.Number) is { } old) old.Take(escalation);
            else db.Escalations.Add(EscalationRow.Of(escalation));
        }

        foreach (var action in decision.Actions)
        {
            if (await db.Actions.FindAsync(action.Incident, action.Number) is { } old) old.Take(action);
            else db.Actions.Add(ActionRow.Of(action));
        }

        await FlushAsync();
        return saved;
    }

    public async Task SaveAsync(ServerSettings settings)
    {
        var row = await db.Settings.FindAsync(settings.Server);
        if (row is null) db.Settings.Add(row = new SettingsRow { Server = settings.Server, Record = settings });
        row.Record = settings;
        await FlushAsync();
    }

    public async Task SaveRoleNameAsync(ServerId server, ChatRoleId role, string name)
    {
        var row = await db.ChatRoles.FindAsync(role);
        if (row is null) db.ChatRoles.Add(row = new ChatRoleRow { Id = role, Name = name });
        (row.Server, row.Name) = (server, Documents.PlainText.Clean(name));
        await FlushAsync();
    }

    private async Task<long> NextAsync(string name)
    {
        var row = await db.Counters.FindAsync(name);
        if (row is null) db.Counters.Add(row = new CounterRow { Name = name });
        var value = ++row.Value;
        await FlushAsync();
        return value;
    }

    private async Task FlushAsync()
    {
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
    }
}
