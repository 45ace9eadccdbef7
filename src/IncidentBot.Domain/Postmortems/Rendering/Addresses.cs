using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Postmortems.Rendering;

/// <summary>
/// Web addresses in what people typed. Only those without any sign that could end the angle brackets they are put in or mean something there; others stay text.
/// A parenthesis belongs to the address when it is closed within it, as in ".../Queue_(data_structure)"; the one that closes a remark around the address does not. It is all or nothing: an address cut short would lead somewhere else.
/// </summary>
internal static partial class Addresses
{
    public static Regex.ValueMatchEnumerator In(string text) => Address().EnumerateMatches(text);

    /// <summary>The address within the round brackets of a Markdown link: a bracket of its own would end it.</summary>
    public static string InBrackets(Uri address) => address.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);

    [GeneratedRegex(
        @"(?<![\w/<])https?://(?>[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*)(?>(?::\d{1,5})?)(?:[/?\#](?:(?:[A-Za-z0-9/?\#&=%.\-_:;,+~!$]|\([A-Za-z0-9/?\#&=%.\-_:;,+~!$]*\))*(?:[A-Za-z0-9/=\-_]|\([A-Za-z0-9/?\#&=%.\-_:;,+~!$]*\)))?)?(?=[.,;:!?]*(?:[\s)'""\]}>]|\z))",
        RegexOptions.ExplicitCapture,
        UserText.MatchLimit)]
    private static partial Regex Address();
}
