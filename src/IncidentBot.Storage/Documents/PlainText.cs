using System.Text;

namespace IncidentBot.Storage.Documents;

internal static class PlainText
{
    /// <summary>
    /// SQLite reads a text up to its first NUL character, and PostgreSQL takes none, nor half of a surrogate pair; so neither is stored. Discord sends none.
    /// </summary>
    public static string Clean(string text)
    {
        if (text.Contains('\0')) text = text.Replace('\0', '\uFFFD');
        return text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text : Paired(text);
    }

    // Walking through runes puts the replacement character in the place of each half.
    private static string Paired(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) whole.Append(rune.ToString());
        return whole.Length == text.Length && whole.Equals(text) ? text : whole.ToString();
    }
}
