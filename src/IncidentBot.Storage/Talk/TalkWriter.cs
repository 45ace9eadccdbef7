using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Documents;

namespace IncidentBot.Storage.Talk;

/// <summary>
/// The message path: prepared commands on the writer's connection, without a change tracker on the way of every message.
/// Used by one commit at a time. Tables and columns are those of <see cref="Schema.Tables"/>.
/// </summary>
internal sealed class TalkWriter : IDisposable
{
    /// <summary>How long a deletion waits for its message: longer than any event is on its way.</summary>
    private static readonly TimeSpan EarlyDeletionsKept = TimeSpan.FromDays(7);

    private readonly PreparedCommand insert;
    private readonly PreparedCommand insertPlain;
    private readonly PreparedCommand insertWhole;
    private readonly PreparedCommand replace;
    private readonly PreparedCommand find;
    private readonly PreparedCommand setText;
    private readonly PreparedCommand setUnknown;
    private readonly PreparedCommand setRecovered;
    private readonly PreparedCommand delete;
    private readonly PreparedCommand addEarlyDeletion;
    private readonly PreparedCommand dropEarlyDeletions;
    private readonly PreparedCommand takeEarlyDeletion;
    private readonly PreparedCommand redact;
    private readonly PreparedCommand addRedaction;
    private readonly PreparedCommand findRedaction;
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

    // Messages that something is known of before they are heard of. Almost always empty, so that a message costs no more than a look into it; it may name
    // too many (after a commit that was taken back), never too few.
    private readonly HashSet<long> spokenOf = [];

    private readonly ManyInserts? many;

    /// <param name="prepare">Makes a command of the engine: see <see cref="PreparedCommand"/> for the SQL it is given.</param>
    /// <param name="spokenOf">Messages with an early deletion or a redaction.</param>
    /// <param name="many">Where each command is a journey to a server: takes in all that is plainly new at once; null: one command for each costs no more.</param>
    public TalkWriter(Func<string, PreparedCommand> prepare, IEnumerable<long> spokenOf, ManyInserts? many = null)
    {
        this.many = many;
        this.spokenOf.UnionWith(spokenOf);
        const string Insert = """
            INSERT INTO talk_messages (id, incident, channel, author, by_bot, text, said_at, reply_to)
            VALUES (?1, ?2, ?3, ?4, ?5b, ?6t, ?7, ?8) ON CONFLICT (id) DO NOTHING
            """;
        const string InsertWhole = """
            INSERT INTO talk_messages (id, incident, channel, author, by_bot, text, said_at, reply_to, edited_at, deleted_at, unknown_until, deleted_after, recovered_at, redacted_by, redacted_at)
            VALUES (?1, ?2, ?3, ?4, ?5b, ?6t, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) ON CONFLICT (id)
            """;
        all =
        [
            insertPlain = prepare("""
                INSERT INTO talk_messages (id, incident, channel, author, by_bot, text, said_at) VALUES (?1, ?2, ?3, ?4, FALSE, ?5t, ?6) ON CONFLICT (id) DO NOTHING
                """),
            insert = prepare(Insert),
            insertWhole = prepare(InsertWhole + " DO NOTHING"),
            replace = prepare(InsertWhole + """
                 DO UPDATE SET incident = excluded.incident, channel = excluded.channel, author = excluded.author, by_bot = excluded.by_bot, text = excluded.text,
                said_at = excluded.said_at, reply_to = excluded.reply_to, edited_at = excluded.edited_at, deleted_at = excluded.deleted_at,
                unknown_until = excluded.unknown_until, deleted_after = excluded.deleted_after, recovered_at = excluded.recovered_at,
                redacted_by = excluded.redacted_by, redacted_at = excluded.redacted_at
                """),
            find = prepare("SELECT incident, text, edited_at, unknown_until, redacted_at FROM talk_messages WHERE id = ?1"),
            setText = prepare("UPDATE talk_messages SET text = ?2t, edited_at = ?3 WHERE id = ?1"),
            setUnknown = prepare("UPDATE talk_messages SET unknown_until = ?2 WHERE id = ?1"),
            setRecovered = prepare("UPDATE talk_messages SET recovered_at = ?2 WHERE id = ?1"),
            delete = prepare("UPDATE talk_messages SET deleted_at = ?2, deleted_after = ?3 WHERE id = ?1 AND deleted_at IS NULL RETURNING incident"),
            addEarlyDeletion = prepare("INSERT INTO early_deletions (message, deleted_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING"),
            dropEarlyDeletions = prepare("DELETE FROM early_deletions WHERE deleted_at < ?1"),
            takeEarlyDeletion = prepare("DELETE FROM early_deletions WHERE message = ?1 RETURNING deleted_at"),
            redact = prepare("UPDATE talk_messages SET text = ?2t, redacted_by = ?3, redacted_at = ?4, unknown_until = NULL WHERE id = ?1 RETURNING incident"),
            addRedaction = prepare("INSERT INTO redactions (message, by, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"),
            findRedaction = prepare("SELECT by, at FROM redactions WHERE message = ?1"),
            addRevision = prepare("INSERT INTO message_revisions (message, until, text) VALUES (?1, ?2, ?3t) ON CONFLICT DO NOTHING"),
            hasRevision = prepare("SELECT 1 FROM message_revisions WHERE message = ?1 AND until = ?2"),
            nextRevision = prepare("SELECT until, text FROM message_revisions WHERE message = ?1 AND until > ?2 ORDER BY until LIMIT 1"),
            changeRevision = prepare("UPDATE message_revisions SET text = ?3t WHERE message = ?1 AND until = ?2"),
            dropRevisions = prepare("DELETE FROM message_revisions WHERE message = ?1"),
            addFile = prepare("""
                INSERT INTO attachments (message, position, attachment, name, size, content_type, url, removed_at, hash, kept_size, kept_type, not_kept, due, by_limit, attempts)
                VALUES (?1, ?2, ?3, ?4t, ?5, ?6t, ?7t, ?8, ?9t, ?10, ?11, ?12t, ?13, FALSE, 0)
                """),
            filesOf = prepare("SELECT position, attachment, removed_at FROM attachments WHERE message = ?1 ORDER BY position"),
            setRemoved = prepare("UPDATE attachments SET removed_at = ?3 WHERE message = ?1 AND position = ?2"),
            dropFiles = prepare("DELETE FROM attachments WHERE message = ?1"),
            entriesOf = prepare("SELECT incident, number FROM timeline_entries WHERE message = ?1 ORDER BY incident, number"),
            setName = prepare("""
                INSERT INTO people (id, name) VALUES (?1, ?2t) ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE people.name <> excluded.name
                """),
            setPosition = prepare("""
                INSERT INTO gateway_positions (shard, session_id, resume_url, sequence, shard_count, at) VALUES (?1, ?2t, ?3t, ?4, ?5, ?6) ON CONFLICT (shard)
                DO UPDATE SET session_id = excluded.session_id, resume_url = excluded.resume_url, sequence = excluded.sequence, shard_count = excluded.shard_count, at = excluded.at
                """),
        ];
    }

    /// <summary>Whether copies of files are owed since <see cref="Begin"/>.</summary>
    public bool OwesCopies { get; private set; }

    /// <summary>A commit begins.</summary>
    public void Begin() => OwesCopies = false;

    public TalkSaved Save(TalkBatch batch)
    {
        var added = 0;
        HashSet<IncidentId> incidents = [];
        HashSet<MessageId> changed = [];
        var (tried, taken) = InsertMany(batch.New);
        foreach (var message in batch.New)
        {
            if (tried.Contains(message.Id) ? taken.Contains(message.Id) && AddParts(message) : Add(message)) Count(message);
            else if (FillIn(message)) incidents.Add(message.Incident);
        }

        foreach (var edit in batch.Edits)
        {
            if (Edit(edit) is { } incident)
            {
                changed.Add(edit.Id);
                incidents.Add(incident);
                Recovered(edit.Id, edit.RecoveredAt);
            }
            else if (edit.Whole is { } whole && Add(whole with { Text = edit.Text, EditedAt = edit.At, RecoveredAt = edit.RecoveredAt }))
            {
                Count(whole);
            }
        }

        foreach (var deletion in batch.Deletions)
        {
            if (delete.Scalar(Key(deletion.Id), deletion.At.UtcTicks, deletion.After?.UtcTicks) is long incident)
            {
                changed.Add(deletion.Id);
                incidents.Add(new IncidentId(incident));
                Recovered(deletion.Id, deletion.RecoveredAt);
            }
            else if (!IsKnown(deletion.Id))
            {
                Await(deletion);
            }
        }

        if (many is not null) many.Insert(batch.People);
        else foreach (var person in batch.People) Save(person);
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
        RunWhole(replace, message);
        dropRevisions.Run(Key(message.Id));
        dropFiles.Run(Key(message.Id));
        AddParts(message);
    }

    /// <summary>
    /// What the message said leaves the record for good, with its revisions, and does not come back with whatever is still heard of it. Its files stay.
    /// </summary>
    /// <returns>The incident whose talk it is; null when it is not stored.</returns>
    public IncidentId? Redact(MessageId message, Redaction redaction, string text)
    {
        var by = unchecked((long)redaction.By.Value);
        addRedaction.Run(Key(message), by, redaction.At.UtcTicks);
        spokenOf.Add(Key(message));
        dropRevisions.Run(Key(message));
        return redact.Scalar(Key(message), PlainText.Clean(text), by, redaction.At.UtcTicks) is long incident ? new IncidentId(incident) : null;
    }

    public void Save(KnownPerson person) => setName.Run(unchecked((long)person.Id.Value), PlainText.Clean(person.Name));

    public void Save(GatewayPosition position) => setPosition.Run((long)position.Shard, position.SessionId, position.ResumeUrl, position.Sequence, (long)position.ShardCount, position.At.UtcTicks);

    public void Dispose()
    {
        foreach (var command in all) command.Dispose();
    }

    private static long Key(MessageId id) => unchecked((long)id.Value);

    private static int RunWhole(PreparedCommand command, TalkMessage message) => command.Run(
        Key(message.Id),
        message.Incident.Value,
        unchecked((long)message.Channel.Value),
        unchecked((long)message.Author.Value),
        message.ByBot ? 1L : 0L,
        PlainText.Clean(message.Text),
        message.SaidAt.UtcTicks,
        message.ReplyTo is { } reply ? Key(reply) : SqlValue.Null,
        message.EditedAt?.UtcTicks,
        message.DeletedAt?.UtcTicks,
        message.UnknownUntil?.UtcTicks,
        message.DeletedAfter?.UtcTicks,
        message.RecoveredAt?.UtcTicks,
        message.Redacted is { } redacted ? unchecked((long)redacted.By.Value) : SqlValue.Null,
        message.Redacted?.At.UtcTicks);

    private int RunFresh(TalkMessage message) => insert.Run(
        Key(message.Id),
        message.Incident.Value,
        unchecked((long)message.Channel.Value),
        unchecked((long)message.Author.Value),
        message.ByBot ? 1L : 0L,
        PlainText.Clean(message.Text),
        message.SaidAt.UtcTicks,
        message.ReplyTo is { } reply ? Key(reply) : SqlValue.Null);

    private bool Add(TalkMessage message)
    {
        if (spokenOf.Contains(Key(message.Id))) message = AsSpokenOf(message);

        // Heard after it was edited: what it said before is not known, until its beginning is heard after all.
        if (message is { EditedAt: { } edited, UnknownUntil: null, Redacted: null } && message.Revisions.IsDefaultOrEmpty) message = message with { UnknownUntil = edited };
        if ((!IsFresh(message) ? RunWhole(insertWhole, message) : IsPlain(message) ? RunPlain(message) : RunFresh(message)) == 0) return false;
        return AddParts(message);
    }

    /// <summary>Those that are taken in together: what comes twice in one batch goes its way one after the other, since the order of the two matters.</summary>
    private (HashSet<MessageId> Tried, HashSet<MessageId> Taken) InsertMany(ImmutableArray<TalkMessage> messages)
    {
        if (many is null || messages.Length < 2) return ([], []);
        var plain = messages.GroupBy(static message => message.Id).Where(static same => same.Count() == 1).Select(static same => same.Single()).Where(IsPlainlyNew).ToList();
        return ([.. plain.Select(static message => message.Id)], many.Insert(plain));
    }

    // Nothing is known of it that would have to be written beside it, and nothing was heard of it before.
    private bool IsPlainlyNew(TalkMessage message) => IsPlain(message) && IsFresh(message) && !spokenOf.Contains(Key(message.Id));

    private static bool IsFresh(TalkMessage message) => message is { EditedAt: null, DeletedAt: null, UnknownUntil: null, DeletedAfter: null, RecoveredAt: null, Redacted: null };

    // Nearly all are: binding a value costs as much as storing it.
    private static bool IsPlain(TalkMessage message) => !message.ByBot && message.ReplyTo is null;

    private int RunPlain(TalkMessage message) => insertPlain.Run(
        Key(message.Id), message.Incident.Value, unchecked((long)message.Channel.Value), unchecked((long)message.Author.Value), PlainText.Clean(message.Text), message.SaidAt.UtcTicks);

    /// <summary>A message that was deleted, or whose words were taken out of the record, before it is heard of.</summary>
    private TalkMessage AsSpokenOf(TalkMessage message)
    {
        using (var row = findRedaction.Read(Key(message.Id)))
        {
            if (row.Read())
            {
                var by = new PersonId(unchecked((ulong)row.Whole(0)));
                message = message with { Text = Redacting.Placeholder, Files = [], Revisions = [], UnknownUntil = null, Redacted = new(by, Instant(row.Whole(1))) };
            }
        }

        return message.DeletedAt is null && takeEarlyDeletion.Scalar(Key(message.Id)) is long at ? message with { DeletedAt = Instant(at) } : message;
    }

    /// <summary>The beginning of a message that was heard of only after it had been edited.</summary>
    /// <returns>False when nothing was missing.</returns>
    private bool FillIn(TalkMessage message)
    {
        if (message.EditedAt is not null) return false;
        long until;
        using (var row = find.Read(Key(message.Id)))
        {
            if (!row.Read() || row.IsNull(3) || !row.IsNull(4)) return false;
            until = row.Whole(3);
        }

        addRevision.Run(Key(message.Id), until, PlainText.Clean(message.Text));
        setUnknown.Run(Key(message.Id), SqlValue.Null);
        return true;
    }

    private void Recovered(MessageId message, DateTimeOffset? at)
    {
        if (at is { } when) setRecovered.Run(Key(message), when.UtcTicks);
    }

    private bool IsKnown(MessageId message)
    {
        using var row = find.Read(Key(message));
        return row.Read();
    }

    private void Await(TalkDeletion deletion)
    {
        dropEarlyDeletions.Run((deletion.At - EarlyDeletionsKept).UtcTicks);
        addEarlyDeletion.Run(Key(deletion.Id), deletion.At.UtcTicks);
        spokenOf.Add(Key(deletion.Id));
    }

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);

    private bool AddParts(TalkMessage message)
    {
        if (!message.Revisions.IsDefaultOrEmpty)
        {
            foreach (var revision in message.Revisions) addRevision.Run(Key(message.Id), revision.Until.UtcTicks, PlainText.Clean(revision.Text));
        }

        if (message.Files.IsDefaultOrEmpty) return true;
        for (var i = 0; i < message.Files.Length; i++) Add(message.Id, i, message.Files[i], message.SaidAt);
        return true;
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
            file.Copy is { } copy ? (long)copy.Type : SqlValue.Null,
            file.NotKept is { } why ? PlainText.Clean(why) : null,
            owes ? owedSince.UtcTicks : SqlValue.Null);
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
            while (rows.Read()) known.Add((rows.Whole(0), unchecked((ulong)rows.Whole(1)), rows.WholeOrNull(2)));
        }

        var changed = false;
        var at = edit.At.UtcTicks;
        foreach (var (position, id, removedAt) in known)
        {
            var isThere = files.Any(file => file.Id == id);
            if (isThere && removedAt < at) setRemoved.Run(Key(edit.Id), position, SqlValue.Null);
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
        long? unknownUntil;
        var at = edit.At.UtcTicks;
        using (var row = find.Read(Key(edit.Id)))
        {
            // What was taken out for good does not come back.
            if (!row.Read() || !row.IsNull(4)) return null;
            incident = row.Whole(0);
            text = row.Text(1);
            editedAt = row.WholeOrNull(2);
            unknownUntil = row.WholeOrNull(3);
        }

        var filesChanged = edit.Files is { } files && Follow(edit, files, isLate: at < editedAt);
        var next = PlainText.Clean(edit.Text);
        if (editedAt is null || at > editedAt)
        {
            // Also when the text is the same: an edit in between, not heard yet, may have changed it, and this one changed it back.
            addRevision.Run(Key(edit.Id), at, text);
            setText.Run(Key(edit.Id), next, at);
            return new IncidentId(incident);
        }

        // Within one instant of Discord's clock the later arrival holds. A link's preview appearing comes with the instant of the last edit, and its text.
        if (at == editedAt)
        {
            if (next == text) return filesChanged ? new IncidentId(incident) : null;
            setText.Run(Key(edit.Id), next, at);
            return new IncidentId(incident);
        }

        // It comes late: a newer edit is known. Each revision ends where the next text began, so one that ends here says that this edit is known too.
        if (at == unknownUntil || hasRevision.Scalar(Key(edit.Id), at) is not null) return filesChanged ? new IncidentId(incident) : null;
        if (at < unknownUntil)
        {
            addRevision.Run(Key(edit.Id), unknownUntil, next);
            setUnknown.Run(Key(edit.Id), at);
            return new IncidentId(incident);
        }

        long until;
        string before;
        using (var row = nextRevision.Read(Key(edit.Id), at))
        {
            if (!row.Read()) return filesChanged ? new IncidentId(incident) : null;
            until = row.Whole(0);
            before = row.Text(1);
        }

        addRevision.Run(Key(edit.Id), at, before);
        changeRevision.Run(Key(edit.Id), until, next);
        return new IncidentId(incident);
    }

    private List<TouchedEntry> EntriesOf(MessageId message)
    {
        List<TouchedEntry> found = [];
        using var rows = entriesOf.Read(Key(message));
        while (rows.Read()) found.Add(new TouchedEntry(new IncidentId(rows.Whole(0)), (int)rows.Whole(1), message));
        return found;
    }
}
