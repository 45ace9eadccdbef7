using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Domain;

namespace IncidentBot.Speech;

/// <summary>Mentions of people and roles in a recorded text, by name: for where the text is made harmless, which would show the bare id.</summary>
public static partial class MentionNames
{
    /// <param name="person">The name, or null when nobody knows it.</param>
    /// <param name="role">The same for chat roles.</param>
    public static string InWords(string text, Func<PersonId, string?> person, Func<ChatRoleId, string?> role) => Mention().Replace(text, match =>
    {
        if (!ulong.TryParse(match.Groups["id"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return match.Value;
        return match.Groups["role"].Success ? "@" + (role(new(id))?.TrimStart('@') ?? "role") : "@" + (person(new(id)) ?? "somebody");
    });

    /// <summary>Who is named in a text.</summary>
    public static IEnumerable<PersonId> People(string text) => Mention().Matches(text)
        .Where(match => !match.Groups["role"].Success)
        .Select(match => ulong.TryParse(match.Groups["id"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new PersonId(id) : default)
        .Where(person => person != default);

    [GeneratedRegex(@"<@(?:!|(?<role>&))?(?<id>\d{15,20})>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();
}
