using System.Security.Cryptography;
using System.Text;
using IncidentBot.Domain.Reports;

namespace IncidentBot.Reports;

/// <summary>A written report as a file: its text, and the hash by which it is known again.</summary>
/// <param name="Name">Without folders.</param>
/// <param name="Hash">SHA-256 of the bytes, in lower-case hexadecimal digits.</param>
public sealed record ReportFile(string Name, string Hash, string Text)
{
    /// <exception cref="InvalidDataException">It is not a text, or too large to be a report; the message says so, for after "because" or a colon.</exception>
    public static ReportFile Read(string name, byte[] bytes)
    {
        if (bytes.Length > ReportReader.LongestText) throw new InvalidDataException($"it is larger than {ReportReader.LongestText / 1000:N0} KB, which no report of one incident is.");
        if (bytes.Contains((byte)0) && !(bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])) throw new InvalidDataException("it is not a text.");
        return new(Path.GetFileName(name), Convert.ToHexStringLower(SHA256.HashData(bytes)), Decode(bytes));
    }

    // UTF-8, or what a byte order mark says, or else Windows' Western European, in which every byte is a character.
    private static string Decode(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, ..]) return Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2);
        if (bytes is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
