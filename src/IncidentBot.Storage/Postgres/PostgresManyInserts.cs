using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Documents;
using IncidentBot.Storage.Talk;
using Npgsql;
using NpgsqlTypes;

namespace IncidentBot.Storage.Postgres;

/// <summary>Many rows with one command: their columns go to the server as arrays.</summary>
internal sealed class PostgresManyInserts(NpgsqlConnection connection) : ManyInserts
{
    public override HashSet<MessageId> Insert(IReadOnlyList<TalkMessage> plain)
    {
        HashSet<MessageId> added = [];
        if (plain.Count == 0) return added;
        using var command = new NpgsqlCommand(
            """
            INSERT INTO talk_messages (id, incident, channel, author, by_bot, text, said_at)
            SELECT id, incident, channel, author, FALSE, text, said_at FROM unnest($1, $2, $3, $4, $5, $6) AS said (id, incident, channel, author, text, said_at)
            ON CONFLICT (id) DO NOTHING RETURNING id
            """,
            connection);
        command.Parameters.Add(Wholes(plain.Select(static message => unchecked((long)message.Id.Value))));
        command.Parameters.Add(Wholes(plain.Select(static message => message.Incident.Value)));
        command.Parameters.Add(Wholes(plain.Select(static message => unchecked((long)message.Channel.Value))));
        command.Parameters.Add(Wholes(plain.Select(static message => unchecked((long)message.Author.Value))));
        command.Parameters.Add(Texts(plain.Select(static message => PlainText.Clean(message.Text))));
        command.Parameters.Add(Wholes(plain.Select(static message => message.SaidAt.UtcTicks)));
        using var rows = command.ExecuteReader();
        while (rows.Read()) added.Add(new MessageId(unchecked((ulong)rows.GetInt64(0))));
        return added;
    }

    public override void Insert(IReadOnlyList<KnownPerson> people)
    {
        if (people.Count == 0) return;

        // One command cannot change a row twice.
        var last = people.Reverse().DistinctBy(static person => person.Id).ToList();
        using var command = new NpgsqlCommand(
            """
            INSERT INTO people (id, name) SELECT id, name FROM unnest($1, $2) AS known (id, name)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE people.name <> excluded.name
            """,
            connection);
        command.Parameters.Add(Wholes(last.Select(static person => unchecked((long)person.Id.Value))));
        command.Parameters.Add(Texts(last.Select(static person => PlainText.Clean(person.Name))));
        command.ExecuteNonQuery();
    }

    private static NpgsqlParameter Wholes(IEnumerable<long> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    private static NpgsqlParameter Texts(IEnumerable<string> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
