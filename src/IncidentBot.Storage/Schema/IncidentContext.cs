using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Schema;

/// <summary>
/// The tables. Values that only the domain understands stand whole in a document column; the columns beside it are what queries need.
/// Nothing here is particular to one database engine.
/// </summary>
internal sealed class IncidentContext(DbContextOptions<IncidentContext> options) : DbContext(options)
{
    public DbSet<IncidentRow> Incidents => Set<IncidentRow>();

    public DbSet<EntryRow> Entries => Set<EntryRow>();

    public DbSet<EscalationRow> Escalations => Set<EscalationRow>();

    public DbSet<ActionRow> Actions => Set<ActionRow>();

    public DbSet<TalkRow> Talk => Set<TalkRow>();

    public DbSet<RevisionRow> Revisions => Set<RevisionRow>();

    public DbSet<AttachmentRow> Attachments => Set<AttachmentRow>();

    public DbSet<KeptFileRow> KeptFiles => Set<KeptFileRow>();
    public DbSet<EarlyDeletionRow> EarlyDeletions => Set<EarlyDeletionRow>();

    public DbSet<RedactionRow> Redactions => Set<RedactionRow>();

    public DbSet<ReconciliationRow> Reconciliations => Set<ReconciliationRow>();

    public DbSet<AgendaRow> Agenda => Set<AgendaRow>();

    public DbSet<SettingsRow> Settings => Set<SettingsRow>();

    public DbSet<PersonRow> People => Set<PersonRow>();

    public DbSet<ChatRoleRow> ChatRoles => Set<ChatRoleRow>();

    public DbSet<BookVersionRow> BookVersions => Set<BookVersionRow>();

    public DbSet<OnCallStateRow> OnCallStates => Set<OnCallStateRow>();

    public DbSet<TemplateRow> Templates => Set<TemplateRow>();

    public DbSet<GatewayPositionRow> GatewayPositions => Set<GatewayPositionRow>();

    public DbSet<ConversationRow> Conversations => Set<ConversationRow>();

    public DbSet<InteractionRow> Interactions => Set<InteractionRow>();

    public DbSet<CounterRow> Counters => Set<CounterRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => Columns.Apply(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Tables.Incidents(modelBuilder);
        Tables.Talk(modelBuilder);
        Tables.Agenda(modelBuilder);
        Tables.Servers(modelBuilder);
        Tables.OnCall(modelBuilder);
        Tables.Templates(modelBuilder);
        Tables.Bookkeeping(modelBuilder);
        SnakeCase.Apply(modelBuilder);
    }
}
