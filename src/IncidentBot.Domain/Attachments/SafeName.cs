using System.Globalization;
using System.Text;
using IncidentBot.Domain.Postmortems;

namespace IncidentBot.Domain.Attachments;

/// <summary>
/// A name that any file system takes and that shows what it is: no path, no control or invisible characters, nothing that turns the reading direction round,
/// none of the names that Windows keeps for devices (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
/// </summary>
public static class SafeName
{
    /// <summary>In characters. Longer names lose their middle and keep their extension.</summary>
    public const int Longest = 100;

    private const int LongestExtension = 12;

    private static readonly string[] s_devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. Enumerable.Range(0, 10).SelectMany(n => (string[])[$"COM{n}", $"LPT{n}"])];

    /// <summary>"passwd" for "../../etc/passwd", "_CON.txt" for "CON.txt", "file" for nothing.</summary>
    public static string Of(string name)
    {
        name = UserText.OneLine(UserText.Visible(name));
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new StringBuilder(name.Length);
        foreach (var c in name) clean.Append(c is '<' or '>' or ':' or '"' or '|' or '?' or '*' || char.IsControl(c) ? '_' : c);

        // Windows drops dots and blanks at the end; a dot in front hides a file.
        name = Shorten(clean.ToString().Trim(' ', '.'));
        if (name.Length == 0) return "file";
        var stem = name.Split('.')[0].TrimEnd();
        return s_devices.Contains(stem, StringComparer.OrdinalIgnoreCase) ? "_" + name : name;
    }

    /// <summary>
    /// Safe names, none twice whatever the file system makes of upper and lower case: "graph.png", "graph-2.png". The same list gives the same names.
    /// </summary>
    public static IReadOnlyList<string> Apart(IEnumerable<string> names)
    {
        var given = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var result = new List<string>();
        foreach (var name in names.Select(Of))
        {
            var free = name;
            var extension = ExtensionOf(name);
            for (var n = 2; !given.Add(free); n++) free = string.Create(CultureInfo.InvariantCulture, $"{name[..^extension.Length]}-{n}{extension}");
            result.Add(free);
        }

        return result;
    }

    private static string Shorten(string name)
    {
        if (name.Length <= Longest) return name;
        var extension = ExtensionOf(name);
        var end = Longest - extension.Length - 1;
        if (char.IsLowSurrogate(name[end])) end--;
        return name[..end].TrimEnd() + "…" + extension;
    }

    private static string ExtensionOf(string name) => name.LastIndexOf('.') is > 0 and var dot && name.Length - dot <= LongestExtension ? name[dot..] : "";
}
