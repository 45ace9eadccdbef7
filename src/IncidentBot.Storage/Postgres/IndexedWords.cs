using System.Globalization;
using System.Text;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;
using IncidentBot.Storage.Documents;
using NpgsqlTypes;

namespace IncidentBot.Storage.Postgres;

/// <summary>
/// The words of a text as PostgreSQL's full-text search keeps them. They are told apart here and not by a configuration of the server, so that both engines find the same:
/// a word is a run of letters and digits, in lower case and without accents, as SQLite's unicode61 has it; PostgreSQL's own parser would keep "db.example.com" or "eu/checkout"
/// as one.
/// </summary>
internal static class IndexedWords
{
    public const string Column = "Words";

    /// <summary>In characters. A longer word is cut; PostgreSQL takes up to 2,046 bytes.</summary>
    private const int Longest = 200;

    /// <summary>In bytes, of all words together: PostgreSQL takes up to 1 MB, with what it needs for itself. What stands beyond in a text is not found.</summary>
    private const int Most = 400_000;

    /// <summary>Positions between two parts, so that no phrase is found that begins in one and ends in the next.</summary>
    private const int Gap = 10;

    /// <summary>Title A, cause B, services C, other facts D: what SQLite's index has as columns.</summary>
    public static NpgsqlTsVector Of(Incident incident) => Of(
    [
        (incident.Title, 'A'),
        (incident.Cause?.Text, 'B'),
        .. (incident.Services.IsDefault ? [] : incident.Services).Select(static service => ((string?)service, 'C')),
        (incident.Summary, 'D'),
        (incident.Fix?.Text, 'D'),
        (incident.Detection?.Text, 'D'),
        .. (incident.Impacts.IsDefault ? [] : incident.Impacts).Select(static impact => ((string?)impact.Text, 'D')),
    ]);

    public static NpgsqlTsVector Of(string text) => Of([(text, 'D')]);

    /// <summary>The words of a text, in their order.</summary>
    public static IEnumerable<string> In(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in PlainText.Clean(text).EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.NonSpacingMark:
                    break;
                case UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.PrivateUse:
                case var _ when Rune.IsLetterOrDigit(rune):
                    if (word.Length < Longest) Append(Rune.ToLowerInvariant(rune));
                    break;
                default:
                    if (word.Length > 0) yield return word.ToString();
                    word.Clear();
                    break;
            }
        }

        if (word.Length > 0) yield return word.ToString();

        void Append(Rune letter)
        {
            if (letter.IsBmp) word.Append(Accents.Without((char)letter.Value));
            else word.Append(letter.ToString());
        }
    }

    /// <summary>A question for a word as it begins; one that has several words in it, as "checkout-api", for all of them in this order. Null: it has none.</summary>
    public static string? Beginning(string typed)
    {
        var words = In(typed).ToList();
        return words.Count == 0 ? null : string.Join(" <-> ", words.Select((word, n) => n == words.Count - 1 ? $"'{word}':*" : $"'{word}'"));
    }

    private static NpgsqlTsVector Of(IReadOnlyList<(string? Text, char Weight)> parts)
    {
        var places = new Dictionary<string, Places>(StringComparer.Ordinal);
        var (position, bytes) = (0, 0);
        foreach (var (text, weight) in parts)
        {
            if (text is null) continue;
            foreach (var word in In(text))
            {
                if (!places.TryGetValue(word, out var at))
                {
                    if ((bytes += Encoding.UTF8.GetByteCount(word)) > Most) break;
                    places[word] = at = new Places();
                }

                at.Add(++position, weight);
            }

            position += Gap;
        }

        // Obsolete because it does not know all that may stand between quotes. Here only letters and digits do.
#pragma warning disable CS0618
        return NpgsqlTsVector.Parse(string.Join(' ', places.Select(static word => $"'{word.Key}':{word.Value}")));
#pragma warning restore CS0618
    }

    /// <summary>Where a word stands, as far as PostgreSQL keeps it: at up to 255 places, none of them beyond 16,383 (https://www.postgresql.org/docs/current/textsearch-limitations.html).</summary>
    private sealed class Places
    {
        private const int Most = 255;
        private const int Farthest = 16_383;

        private readonly StringBuilder text = new();
        private int count;
        private int last;

        public void Add(int position, char weight)
        {
            position = Math.Min(position, Farthest);
            if (count == Most || position == last) return;
            if (count++ > 0) text.Append(',');
            text.Append(position.ToString(CultureInfo.InvariantCulture)).Append(weight);
            last = position;
        }

        public override string ToString() => text.ToString();
    }
}
