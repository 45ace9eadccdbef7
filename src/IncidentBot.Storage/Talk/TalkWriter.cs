using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Documents;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Storage.Talk;

/// <summary>
/// The message path: prepared commands on the writer's connection, without a change tracker on the way of every message.
/// Used by one commit at a time. Tables and columns are those of <see cref="Schema.Tables"/>.
/// </summary>
internal sealed class TalkWriter : IDisposable
{
    private readonly PreparedCommand insert;
    private readonly PreparedCommand insertPlain;
    private readonly PreparedCommand replace;
    private readonly PreparedCommand find;
    private readonly PreparedCommand setText;
    private readonly PreparedCommand delete;
    private readonly PreparedCommand addRevision;
    private readonly PreparedCommand hasRevision;
    private readonly PreparedCommand nextRevision;
    private readonly PreparedCommand changeRevision;
    private readonly PreparedCommand dropRevisions;
    private readonly PreparedCommand addFile;
    private readonly PreparedCommand dropFiles;
    private readonly PreparedCommand filesOf;
    private readonly PreparedCommand setRemoved;
    private readonly PreparedCommand entriesOf;
    private readonly PreparedCommand setName;
    private readonly PreparedCommand setPosition;
    private readonly PreparedCommand[] all;

    public TalkWriter(SqliteConnection connection)
    {
        const string Insert = """
            INSERT INTO talk_messages (id, incident, channel, author, by_bot, text, said_at, edited_at, deleted_at, reply_to)
            VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id)
            """;
        all =
        [
            insert = new(connection, Insert + " DO NOTHING", 10),
            insertPlain = new(connection, """
                INSERT INTO talk_messages (id, incident, channel, author, by_bot, text, said_at) VALUES ($0, $1, $2, $3, 0, $4, $5) ON CONFLICT (id) DO NOTHING
                """, 6),
            replace = new(connection, Insert + """
                 DO UPDATE SET incident = excluded.incident, channel = excluded.channel, author = excluded.author, by_bot = excluded.by_bot, text = excluded.text,
                said_at = excluded.said_at, edited_at = excluded.edited_at, deleted_at = excluded.deleted_at, reply_to = excluded.reply_to
                """, 10),
            find = new(connection, "SELECT incident, text, edited_at FROM talk_messages WHERE id = $0", 1),
            setText = new(connection, "UPDATE talk_messages SET text = $1, edited_at = $2 WHERE id = $0", 3),
            delete = new(connection, "UPDATE talk_messages SET deleted_at = $1 WHERE id = $0 AND deleted_at IS NULL RETURNING incident", 2),
            addRevision = new(connection, "INSERT INTO message_revisions (message, until, text) VALUES ($0, $1, $2) ON CONFLICT DO NOTHING", 3),
            hasRevision = new(connection, "SELECT 1 FROM message_revisions WHERE message = $0 AND until = $1", 2),
            nextRevision = new(connection, "SELECT until, text FROM message_revisions WHERE message = $0 AND until > $1 ORDER BY until LIMIT 1", 2),
            changeRevision = new(connection, "UPDATE message_revisions SET text = $2 WHERE message = $0 AND until = $1", 3),
            dropRevisions = new(connection, "DELETE FROM message_revisions WHERE message = $0", 1),
            addFile = new(connection, """
                INSERT INTO attachments (message, position, attachment, name, size, content_type, url, removed_at, hash, kept_size, kept_type, not_kept, due, by_limit, attempts)
                VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0)
                """, 13),
            filesOf = new(connection, "SELECT position, attachment, removed_at FROM attachments WHERE message = $0 ORDER BY position", 1),
            setRemoved = new(connection, "UPDATE attachments SET removed_at = $2 WHERE message = $0 AND position = $1", 3),
            dropFiles = new(connection, "DELETE FROM attachments WHERE message = $0", 1),
            entriesOf = new(connection, "SELECT incident, number FROM timeline_entries WHERE message = $0 ORDER BY incident, number", 1),
            setName = new(connection, """
                INSERT INTO people (id, name) VALUES ($0, $1) ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE name <> excluded.name
                """, 2),
            setPosition = new(connection, """
                INSERT INTO gateway_positions (shard, session_id, resume_url, sequence, shard_count, at) VALUES ($0, $1, $2, $3, $4, $5) ON CONFLICT (shard)
                DO UPDATE SET session_id = excluded.session_id, resume_url = excluded.resume_url, sequence = excluded.sequence, shard_count = excluded.shard_count, at = excluded.at
                """, 6),
        ];
    }

    /// <summary>Whether copies of files are owed since <see cref="Begin"/>.</summary>
    public bool OwesCopies { get; private set; }

    public void Begin(SqliteTransaction transaction)
    {
        OwesCopies = false;
        foreach (var command in all) command.Transaction = transaction;
    }

    public TalkSaved Save(TalkBatch batch)
    {
        var added = 0;
        HashSet<IncidentId> incidents = [];
        HashSet<MessageId> changed = [];
        foreach (var message in batch.New)
        {
            if (Add(message)) Count(message);
        }

        foreach (var edit in batch.Edits)
        {
            if (Edit(edit) is { } incident)
            {
                changed.Add(edit.Id);
                incidents.Add(incident);
            }
            else if (edit.Whole is { } whole && Add(whole with { Text = edit.Text, EditedAt = edit.At }))
            {
                Count(whole);
            }
        }

        foreach (var deletion in batch.Deletions)
        {
            if (delete.Scalar(Key(deletion.Id), deletion.At.UtcTicks) is not long incident) continue;
            changed.Add(deletion.Id);
            incidents.Add(new IncidentId(incident));
        }

        foreach (var person in batch.People) Save(person);
        foreach (var position in batch.Positions) Save(position);
        return new TalkSaved(added, [.. changed.Order()], [.. incidents], [.. changed.Order().SelectMany(EntriesOf)]);

        void Count(TalkMessage message)
        {
            added++;
            incidents.Add(message.Incident);
        }
    }

    /// <summary>The message as it stands, also when it is known.</summary>
    public void Save(TalkMessage message)
    {
        Run(replace, message);
        dropRevisions.Run(Key(message.Id));
        dropFiles.Run(Key(message.Id));
        AddParts(message);
    }

    public void Save(KnownPerson person) => setName.Run(unchecked((long)person.Id.Value), PlainText.Clean(person.Name));

    public void Save(GatewayPosition position) => setPosition.Run((long)position.Shard, position.SessionId, position.ResumeUrl, position.Sequence, (long)position.ShardCount, position.At.UtcTicks);

    public void Dispose()
    {
        foreach (var command in all) command.Dispose();
    }

    private static long Key(MessageId id) => unchecked((long)id.Value);

    private static int Run(PreparedCommand command, TalkMessage message) => command.Run(
        Key(message.Id),
        message.Incident.Value,
        unchecked((long)message.Channel.Value),
        unchecked((long)message.Author.Value),
        message.ByBot ? 1L : 0L,
        PlainText.Clean(message.Text),
        message.SaidAt.UtcTicks,
        message.EditedAt?.UtcTicks,
        message.DeletedAt?.UtcTicks,
        message.ReplyTo is { } reply ? Key(reply) : null);

    private bool Add(TalkMessage message)
    {
        if ((IsPlain(message) ? RunPlain(message) : Run(insert, message)) == 0) return false;
        AddParts(message);
        return true;
    }

    // Nearly all are: binding a value costs as much as storing it.
    private static bool IsPlain(TalkMessage message) => !message.ByBot && message is { EditedAt: null, DeletedAt: null, ReplyTo: null };

    private int RunPlain(TalkMessage message) => insertPlain.Run(
        Key(message.Id), message.Incident.Value, unchecked((long)message.Channel.Value), unchecked((long)message.Author.Value), PlainText.Clean(message.Text), message.SaidAt.UtcTicks);

    private void AddParts(TalkMessage message)
    {
        if (!message.Revisions.IsDefaultOrEmpty)
        {
            foreach (var revision in message.Revisions) addRevision.Run(Key(message.Id), revision.Until.UtcTicks, PlainText.Clean(revision.Text));
        }

        if (message.Files.IsDefaultOrEmpty) return;
        for (var i = 0; i < message.Files.Length; i++) Add(message.Id, i, message.Files[i], message.SaidAt);
    }

    /// <param name="owedSince">Copies are made in this order.</param>
    private void Add(MessageId message, long position, AttachedFile file, DateTimeOffset owedSince)
    {
        var owes = file.Copy is null && file.NotKept is null;
        OwesCopies |= owes;
        addFile.Run(
            Key(message),
            position,
            unchecked((long)file.Id),
            PlainText.Clean(file.Name),
            file.Size,
            file.ContentType is { } type ? PlainText.Clean(type) : null,
            PlainText.Clean(file.Url),
            file.RemovedAt?.UtcTicks,
            file.Copy?.Hash,
            file.Copy?.Size,
            file.Copy is { } copy ? (long)copy.Type : null,
            file.NotKept is { } why ? PlainText.Clean(why) : null,
            owes ? owedSince.UtcTicks : null);
    }

    /// <summary>
    /// The message's files as an edit left them: new ones are added, those gone are marked and stay. An edit older than the last one known says nothing about files
    /// that are not on it.
    /// </summary>
    /// <returns>Whether anything was new.</returns>
    private bool Follow(TalkEdit edit, ImmutableArray<AttachedFile> files, bool isLate)
    {
        List<(long Position, ulong Id, long? RemovedAt)> known = [];
        using (var rows = filesOf.Read(Key(edit.Id)))
        {
            while (rows.Read()) known.Add((rows.GetInt64(0), unchecked((ulong)rows.GetInt64(1)), rows.IsDBNull(2) ? null : rows.GetInt64(2)));
        }

        var changed = false;
        var at = edit.At.UtcTicks;
        foreach (var (position, id, removedAt) in known)
        {
            var isThere = files.Any(file => file.Id == id);
            if (isThere && removedAt < at) setRemoved.Run(Key(edit.Id), position, null);
            else if (!isThere && removedAt is null && !isLate) setRemoved.Run(Key(edit.Id), position, at);
            else continue;
            changed = true;
        }

        var next = known.Count == 0 ? 0 : known[^1].Position + 1;
        foreach (var file in files.Where(file => known.TrueForAll(row => row.Id != file.Id)))
        {
            Add(edit.Id, next++, file, edit.At);
            changed = true;
        }

        return changed;
    }

    /// <summary>The incident whose message was changed; null when the message is unknown or the edit brings nothing new.</summary>
    private IncidentId? Edit(TalkEdit edit)
    {
        long incident;
        string text;
        long? editedAt;
        var at = edit.At.UtcTicks;
        using (var row = find.Read(Key(edit.Id)))
        {
            if (!row.Read()) return null;
            incident = row.GetInt64(0);
            text = row.GetString(1);
            editedAt = row.IsDBNull(2) ? null : row.GetInt64(2);
        }

        var filesChanged = edit.Files is { } files && Follow(edit, files, isLate: at < editedAt);
        var next = PlainText.Clean(edit.Text);
        if (editedAt is null || at > editedAt)
        {
            // The client also sends an update when a link's preview appears: the text is the same then, and it is no edit.
            if (next == text) return filesChanged ? new IncidentId(incident) : null;
            addRevision.Run(Key(edit.Id), at, text);
            setText.Run(Key(edit.Id), next, at);
            return new IncidentId(incident);
        }

        // It comes late: a newer edit is known. Each revision ends where the next text began, so one that ends here says that this edit is known too.
        if (at == editedAt || hasRevision.Scalar(Key(edit.Id), at) is not null) return filesChanged ? new IncidentId(incident) : null;
        long until;
        string before;
        using (var row = nextRevision.Read(Key(edit.Id), at))
        {
            if (!row.Read()) return filesChanged ? new IncidentId(incident) : null;
            until = row.GetInt64(0);
            before = row.GetString(1);
        }

        addRevision.Run(Key(edit.Id), at, before);
        changeRevision.Run(Key(edit.Id), until, next);
        return new IncidentId(incident);
    }

    private List<TouchedEntry> EntriesOf(MessageId message)
    {
        List<TouchedEntry> found = [];
        using var rows = entriesOf.Read(Key(message));
        while (rows.Read()) found.Add(new TouchedEntry(new IncidentId(rows.GetInt64(0)), rows.GetInt32(1), message));
        return found;
    }
}
