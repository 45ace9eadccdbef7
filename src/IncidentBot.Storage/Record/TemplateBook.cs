using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Record;

/// <summary>The templates that servers wrote themselves, version by version.</summary>
internal sealed class TemplateBook(IncidentContext db, CancellationToken cancellationToken)
{
    /// <summary>The version that counts, also when the template was taken away with it; null: there never was one.</summary>
    public Task<OwnTemplate?> FindAsync(ServerId server, string key) => db.Templates.AsNoTracking().Where(row => row.Server == server && row.Key == key)
        .OrderByDescending(row => row.Number).Select(row => row.Record).FirstOrDefaultAsync(cancellationToken);

    /// <summary>All versions, by key and then by number.</summary>
    public async Task<ImmutableArray<OwnTemplate>> VersionsAsync(ServerId server)
        => [.. await db.Templates.AsNoTracking().Where(row => row.Server == server).OrderBy(row => row.Key).ThenBy(row => row.Number).Select(row => row.Record).ToListAsync(cancellationToken)];

    public async Task AddAsync(OwnTemplate version)
    {
        db.Templates.Add(new TemplateRow { Server = version.Server, Key = version.Key, Number = version.Number, Record = version with { Text = null } });
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }
}
