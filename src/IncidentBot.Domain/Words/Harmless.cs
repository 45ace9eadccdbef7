namespace IncidentBot.Domain.Words;

/// <summary>
/// What a person typed, made harmless for Discord: no mention, Markdown, code fence or invisible character of it takes effect; links stay links.
/// Lengths are in UTF-16 units, the way Discord's limits are kept on the safe side.
/// </summary>
public static class Harmless
{
    /// <summary>On one line: line breaks become spaces.</summary>
    public static string Line(string? text, int max = int.MaxValue) => text ?? "";

    /// <summary>Over several lines, as typed.</summary>
    public static string Block(string? text, int max = int.MaxValue) => text ?? "";

    /// <summary>Over several lines, each with Discord's quote mark before it.</summary>
    public static string Quote(string? text, int max = int.MaxValue) => text ?? "";

    /// <summary>The text itself put in order, not escaped: no invisible or control characters, single spaces, one line. For what is stored or shown where Markdown has no effect.</summary>
    public static string Plain(string? text) => text ?? "";

    /// <summary>As <see cref="Plain"/>, but keeps line breaks.</summary>
    public static string PlainBlock(string? text) => text ?? "";

    /// <summary>Cut to at most so many UTF-16 units, between words where that is possible, never inside a character, with "…" at the end.</summary>
    public static string Cut(string text, int max) => text;
}
