namespace IncidentBot.Domain.Words;

/// <summary>Pieces of the bot's own sentences, in Discord's Markdown.</summary>
internal static class Say
{
    /// <summary>Shown as the person's name; pings nobody, because every message says who may be pinged.</summary>
    public static string Person(PersonId person) => $"<@{person}>";

    /// <summary>A clock time, shown to each reader in their own zone.</summary>
    public static string Clock(DateTimeOffset at) => $"<t:{at.ToUnixTimeSeconds()}:t>";

    /// <summary>Date and time, shown to each reader in their own zone.</summary>
    public static string DateTime(DateTimeOffset at) => $"<t:{at.ToUnixTimeSeconds()}:f>";

    /// <summary>A person's text within a sentence.</summary>
    public static string Text(string text) => Harmless.Line(text, 300);

    /// <summary>": text", or nothing.</summary>
    public static string Because(string? reason) => reason is null ? "" : ": " + Text(reason);

    public static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    public static string Count(int count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? one + "s")}";
}
