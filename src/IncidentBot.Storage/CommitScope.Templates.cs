using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Storage.Record;

namespace IncidentBot.Storage;

public sealed partial class CommitScope
{
    private TemplateBook Templates => new(Db, CancellationToken.None);

    /// <inheritdoc cref="IncidentStore.TemplateVersionsAsync"/>
    public Task<ImmutableArray<OwnTemplate>> TemplateVersionsAsync(ServerId server) => Templates.VersionsAsync(server);

    /// <summary>Adds a version of a template. Its number must be the one after the last of that key.</summary>
    public Task SaveAsync(OwnTemplate version) => Templates.AddAsync(version);
}
