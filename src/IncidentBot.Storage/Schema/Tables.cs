using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Schema;

/// <summary>Names, keys and indexes. Each index says which question it answers.</summary>
internal static class Tables
{
    public static void Incidents(ModelBuilder model)
    {
        model.Entity<IncidentRow>(incident =>
        {
            incident.ToTable("incidents").HasKey(i => i.Id);
            incident.Property(i => i.Id).ValueGeneratedNever();
            incident.Property(i => i.Version).IsConcurrencyToken();
            incident.Property(i => i.Record).HasConversion<DocumentColumn<Incident>>();
            incident.HasIndex(i => new { i.Server, i.Number }).IsUnique(); // "INC-7", and a server's list
            incident.HasIndex(i => new { i.Server, i.ImportHash }); // whether a report was imported before
            incident.HasIndex(i => i.Channel); // the incident of this channel
            incident.HasIndex(i => i.IsOpen); // what is open, at start
        });
        model.Entity<EntryRow>(entry =>
        {
            entry.ToTable("timeline_entries").HasKey(e => new { e.Incident, e.Number });
            entry.Property(e => e.Record).HasConversion<DocumentColumn<TimelineEntry>>();
            entry.HasIndex(e => e.Message); // entries that follow a message
            entry.HasOne<IncidentRow>().WithMany().HasForeignKey(e => e.Incident).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<EscalationRow>(escalation =>
        {
            escalation.ToTable("escalations").HasKey(e => new { e.Incident, e.Number });
            escalation.Property(e => e.State).HasConversion<string>();
            escalation.Property(e => e.Record).HasConversion<DocumentColumn<Escalation>>();
            escalation.HasOne<IncidentRow>().WithMany().HasForeignKey(e => e.Incident).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<ActionRow>(action =>
        {
            action.ToTable("action_items").HasKey(a => new { a.Incident, a.Number });
            action.Property(a => a.State).HasConversion<string>();
            action.Property(a => a.Record).HasConversion<DocumentColumn<ActionItem>>();
            action.HasIndex(a => a.State); // what is still open, over all incidents
            action.HasOne<IncidentRow>().WithMany().HasForeignKey(a => a.Incident).OnDelete(DeleteBehavior.Cascade);
        });
    }

    public static void Talk(ModelBuilder model)
    {
        model.Entity<TalkRow>(message =>
        {
            message.ToTable("talk_messages").HasKey(m => m.Id);
            message.Property(m => m.Id).ValueGeneratedNever();
            message.HasIndex(m => new { m.Incident, m.Channel }); // an incident's talk; the last message of a channel. The id is part of every SQLite index.
            message.HasOne<IncidentRow>().WithMany().HasForeignKey(m => m.Incident).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<RevisionRow>(revision =>
        {
            revision.ToTable("message_revisions").HasKey(r => new { r.Message, r.Until });
            revision.HasOne<TalkRow>().WithMany().HasForeignKey(r => r.Message).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<AttachmentRow>(file =>
        {
            file.ToTable("attachments").HasKey(a => new { a.Message, a.Position });
            file.HasIndex(a => a.Due); // what is owed next
            file.HasIndex(a => a.Hash); // who else has the same content
            file.HasOne<TalkRow>().WithMany().HasForeignKey(a => a.Message).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<KeptFileRow>(file => file.ToTable("kept_files").HasKey(f => f.Hash));
        model.Entity<EarlyDeletionRow>(deletion =>
        {
            deletion.ToTable("early_deletions").HasKey(d => d.Message);
            deletion.Property(d => d.Message).ValueGeneratedNever();
        });
        model.Entity<RedactionRow>(redaction =>
        {
            redaction.ToTable("redactions").HasKey(r => r.Message);
            redaction.Property(r => r.Message).ValueGeneratedNever();
        });
        model.Entity<ReconciliationRow>(reconciliation =>
        {
            reconciliation.ToTable("reconciliations").HasKey(r => r.Incident);
            reconciliation.Property(r => r.Incident).ValueGeneratedNever();
            reconciliation.HasOne<IncidentRow>().WithMany().HasForeignKey(r => r.Incident).OnDelete(DeleteBehavior.Cascade);
        });
    }

    public static void Agenda(ModelBuilder model)
    {
        model.Entity<AgendaRow>(item =>
        {
            item.ToTable("agenda", table => table.HasCheckConstraint("CK_agenda_to", "(incident IS NULL) <> (server IS NULL)")).HasKey(a => a.Id);
            item.Property(a => a.Data).HasConversion<DocumentColumn<Owed>>();
            item.HasIndex(a => new { a.State, a.Due }); // what is due next
            item.HasIndex(a => new { a.Lane, a.State, a.Due }); // what stands before it in its incident or server
            item.HasIndex(a => a.Incident); // an incident's agenda
            item.HasIndex(a => a.Server); // what a server itself is owed
            item.HasIndex(a => new { a.State, a.FinishedAt }); // what was done long ago; what was set aside
            item.HasOne<IncidentRow>().WithMany().HasForeignKey(a => a.Incident).OnDelete(DeleteBehavior.Cascade);
        });
    }

    public static void Servers(ModelBuilder model)
    {
        model.Entity<SettingsRow>(settings =>
        {
            settings.ToTable("settings").HasKey(s => s.Server);
            settings.Property(s => s.Server).ValueGeneratedNever();
            settings.Property(s => s.Record).HasConversion<DocumentColumn<ServerSettings>>();
        });
        model.Entity<PersonRow>(person =>
        {
            person.ToTable("people").HasKey(p => p.Id);
            person.Property(p => p.Id).ValueGeneratedNever();
        });
        model.Entity<ChatRoleRow>(role =>
        {
            role.ToTable("chat_roles").HasKey(r => r.Id);
            role.Property(r => r.Id).ValueGeneratedNever();
            role.HasIndex(r => r.Server);
        });
    }

    public static void OnCall(ModelBuilder model)
    {
        model.Entity<BookVersionRow>(book =>
        {
            book.ToTable("policy_books").HasKey(b => new { b.Server, b.Number });
            book.Property(b => b.Record).HasConversion<DocumentColumn<BookVersion>>();
        });
        model.Entity<OnCallStateRow>(state =>
        {
            state.ToTable("on_call_states").HasKey(s => s.Server);
            state.Property(s => s.Server).ValueGeneratedNever();
            state.Property(s => s.Record).HasConversion<DocumentColumn<OnCallState>>();
        });
    }

    public static void Templates(ModelBuilder model) => model.Entity<TemplateRow>(template =>
    {
        template.ToTable("templates").HasKey(t => new { t.Server, t.Key, t.Number });
        template.Property(t => t.Record).HasConversion<DocumentColumn<OwnTemplate>>();
    });

    public static void Bookkeeping(ModelBuilder model)
    {
        model.Entity<GatewayPositionRow>(position =>
        {
            position.ToTable("gateway_positions").HasKey(p => p.Shard);
            position.Property(p => p.Shard).ValueGeneratedNever();
        });
        model.Entity<ConversationRow>(conversation =>
        {
            conversation.ToTable("conversations").HasKey(c => c.Person);
            conversation.Property(c => c.Person).ValueGeneratedNever();
        });
        model.Entity<InteractionRow>(interaction =>
        {
            interaction.ToTable("interactions_seen").HasKey(i => i.Id);
            interaction.Property(i => i.Id).ValueGeneratedNever();
            interaction.HasIndex(i => i.SeenAt); // those old enough to be forgotten
        });
        model.Entity<CounterRow>(counter => counter.ToTable("counters").HasKey(c => c.Name));
    }
}
