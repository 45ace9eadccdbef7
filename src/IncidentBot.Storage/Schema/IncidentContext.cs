using System.Linq.Expressions;
using System.Reflection;
using IncidentBot.Storage.Record;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Schema;

/// <summary>
/// The tables. Values that only the domain understands stand whole in a document column; the columns beside it are what queries need.
/// This one is SQLite's, with its migrations; what PostgreSQL has besides is in <see cref="Postgres.PostgresIncidentContext"/>. What the rest of the storage asks a
/// context for is particular to no engine.
/// </summary>
internal class IncidentContext(DbContextOptions options) : DbContext(options)
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

    /// <summary>The full-text index.</summary>
    public virtual IWordIndex Words => new FtsWordIndex(this);

    /// <summary>The method of EF that finds a pattern in a text without regard to upper and lower case, with an escape character: of SQLite's LIKE that holds for ASCII.</summary>
    protected virtual MethodInfo LikeAnyCase { get; } = typeof(DbFunctionsExtensions).GetMethod(nameof(DbFunctionsExtensions.Like), [typeof(DbFunctions), typeof(string), typeof(string), typeof(string)])!;

    /// <summary>The rows whose text has the pattern in it, written in upper or lower case; see <see cref="Record.Words"/>.</summary>
    public IQueryable<T> Like<T>(IQueryable<T> rows, Expression<Func<T, string>> text, string pattern) => rows.Where(Expression.Lambda<Func<T, bool>>(
        Expression.Call(LikeAnyCase, Expression.Constant(EF.Functions), text.Body, Parameter(pattern), Expression.Constant(Record.Words.Escape)), text.Parameters));

    // A value in a constant would have EF compile the query anew for each; one in a closure becomes a parameter.
    private static MemberExpression Parameter(string value) => (MemberExpression)((Expression<Func<string>>)(() => value)).Body;

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
