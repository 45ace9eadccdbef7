using System.Text;

namespace IncidentBot.Yaml;

/// <summary>Text files that people wrote.</summary>
internal static class YamlFile
{
    /// <summary>Far above anything written by hand; keeps a wrong file from filling the memory.</summary>
    private const int Largest = 4 * 1024 * 1024;

    /// <summary>Never throws for a file that cannot be read. Exactly one of the two answers is not null.</summary>
    /// <param name="what">"scenario", for the sentences.</param>
    public static (string? Text, string? Problem) Read(string path, string what)
    {
        try
        {
            var file = new FileInfo(path);
            if (Directory.Exists(path)) return (null, $"{path} cannot be read: it is a folder, not a {what} file");
            if (!file.Exists) return (null, $"{path} cannot be read: there is no such file");
            if (file.Length > Largest) return (null, $"{path} cannot be read: it is larger than {Largest / 1024 / 1024} MB: that is no {what}");
            return (File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, $"{path} cannot be read: it is no UTF-8 text");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, $"{path} cannot be read: {e.Message}");
        }
    }
}
