using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Storage.Record;

namespace IncidentBot.Storage;

public sealed partial class IncidentStore
{
    /// <summary>Every version of every template that a server wrote itself, by key and then by number; those that were taken away included.</summary>
    public Task<ImmutableArray<OwnTemplate>> TemplateVersionsAsync(ServerId server, CancellationToken cancellationToken = default)
        => ReadAsync(db => new TemplateBook(db, cancellationToken).VersionsAsync(server), cancellationToken);

    /// <summary>A template of the server's own as it counts now, ready to be filled in; null when there is none, or not any more.</summary>
    public async Task<OwnTemplate?> TemplateAsync(ServerId server, string key, CancellationToken cancellationToken = default)
        => await ReadAsync(db => new TemplateBook(db, cancellationToken).FindAsync(server, key), cancellationToken) is { Source: not null } found ? Ready(found) : null;

    /// <summary>The record with the template it follows ready to be filled in.</summary>
    private IncidentFile? Ready(IncidentFile? file) => file is { Own: { } own } ? file with { Own = Ready(own) } : file;

    private OwnTemplate Ready(OwnTemplate own) => own.Source is { } source ? own with { Text = options.ReadTemplate?.Invoke(source) } : own;
}
