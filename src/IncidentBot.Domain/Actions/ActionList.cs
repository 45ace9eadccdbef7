using System.Collections.Immutable;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Actions;

/// <summary>A list typed into one field.</summary>
public static partial class ActionList
{
    /// <summary>One text for each line or part between semicolons, without bullets and numbers, without repetition.</summary>
    public static ImmutableArray<string> Parse(string? text) =>
    [
        .. Harmless.PlainBlock(text)
            .Split('\n', ';')
            .Select(part => Bullet().Replace(Harmless.Plain(part), ""))
            .Where(part => part.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    [GeneratedRegex(@"^([-*•·–]\s*(\[[ xX]?\]\s*)?|\d{1,2}[.)]\s+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bullet();
}
