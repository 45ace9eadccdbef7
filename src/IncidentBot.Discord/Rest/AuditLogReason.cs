using System.Text;

namespace IncidentBot.Discord;

/// <summary>A header holds ASCII only, so the reason is percent-encoded UTF-8, and cut (between characters) to the 512 that Discord keeps.</summary>
internal static class AuditLogReason
{
    private const int MaximumLength = 512;

    public static string Encode(string reason)
    {
        var text = new StringBuilder();
        foreach (var rune in reason.EnumerateRunes())
        {
            if (text.Length + rune.Utf16SequenceLength > MaximumLength) break;
            text.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return Uri.EscapeDataString(text.ToString().Trim());
    }
}
