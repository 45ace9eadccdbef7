namespace IncidentBot.Storage.Documents;

internal static class PlainText
{
    /// <summary>SQLite reads a text up to its first NUL character; so none is stored. Discord sends none.</summary>
    public static string Clean(string text) => text.Contains('\0') ? text.Replace('\0', '\uFFFD') : text;
}
