using System.Reflection;
using IncidentBot.Storage.Record;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;
using NpgsqlTypes;

namespace IncidentBot.Storage.Postgres;

/// <summary>The tables on PostgreSQL, with its migrations: those of every engine, and the words of incidents and timelines for its full-text search.</summary>
internal sealed class PostgresIncidentContext : IncidentContext
{
    public PostgresIncidentContext(DbContextOptions<PostgresIncidentContext> options)
        : base(options)
        => Database.AutoSavepointsEnabled = false; // A commit that fails is taken back whole; each savepoint would be two more journeys to the server.

    public override IWordIndex Words => new PostgresWordIndex(this);

    protected override MethodInfo LikeAnyCase { get; } = typeof(NpgsqlDbFunctionsExtensions).GetMethod(nameof(NpgsqlDbFunctionsExtensions.ILike), [typeof(DbFunctions), typeof(string), typeof(string), typeof(string)])!;

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var row in ChangeTracker.Entries<IncidentRow>().Where(static row => row.State is EntityState.Added or EntityState.Modified))
            row.Property(IndexedWords.Column).CurrentValue = IndexedWords.Of(row.Entity.Record);
        foreach (var row in ChangeTracker.Entries<EntryRow>().Where(static row => row.State is EntityState.Added or EntityState.Modified))
            row.Property(IndexedWords.Column).CurrentValue = row.Entity.IsRemoved ? null : IndexedWords.Of(row.Entity.Text);
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<IncidentRow>().Property<NpgsqlTsVector?>(IndexedWords.Column);
        modelBuilder.Entity<IncidentRow>().HasIndex(IndexedWords.Column).HasMethod("gin");
        modelBuilder.Entity<EntryRow>().Property<NpgsqlTsVector?>(IndexedWords.Column);
        modelBuilder.Entity<EntryRow>().HasIndex(IndexedWords.Column).HasMethod("gin");
        base.OnModelCreating(modelBuilder);

        // Here an index has the columns it names and no others.
        var talk = modelBuilder.Entity<TalkRow>();
        talk.Metadata.RemoveIndex([talk.Metadata.FindProperty(nameof(TalkRow.Incident))!, talk.Metadata.FindProperty(nameof(TalkRow.Channel))!]);
        talk.HasIndex(row => new { row.Incident, row.Channel, row.Id });

        // By its bytes, as on SQLite, whatever language the server sorts by.
        modelBuilder.Entity<TemplateRow>().Property(row => row.Key).UseCollation("C");
    }
}
