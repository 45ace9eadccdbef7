using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Writing.Drafting;

/// <summary>
/// What a language model wrote, made into a text that only is a text: without links, mentions and headings of its own. The numbers of its sources become links to
/// the messages they are, or go.
/// </summary>
/// <param name="Text">As it would stand in the section.</param>
/// <param name="Sources">Those it refers to, in order.</param>
public sealed partial record DraftedText(string Text, ImmutableArray<DraftSource> Sources)
{
    /// <summary>Null when nothing is left of it.</summary>
    /// <param name="longest">In UTF-16 units; what is longer is cut between words.</param>
    public static DraftedText? Read(string answer, ImmutableArray<DraftSource> sources, int longest)
    {
        var text = Harmless.PlainBlock(UserText.Visible(answer));
        text = Links().Replace(text, "${words}");
        var known = sources.SelectMany(source => Addresses().Matches(source.Text).Select(match => match.Value)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        text = Addresses().Replace(text, match => known.Contains(match.Value) ? match.Value : "(an address that is not in the record)");
        text = Mentions().Replace(text, "‹${rest}");
        text = Headings().Replace(text, "### ");
        var used = new SortedDictionary<int, DraftSource>();
        text = Numbers().Replace(text, match => string.Concat(match.Groups["n"].Value.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries).Select(n =>
        {
            if (!int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || number > sources.Length) return "";
            var source = used[number] = sources[number - 1];
            return source.Address is { } address ? $" ([{source.Time.Split(' ')[^1]}]({address.AbsoluteUri}))" : "";
        })));
        text = text.Trim();
        if (text.Length > longest) text = Whole(UserText.Shorten(text, longest));
        return text.Length == 0 ? null : new DraftedText(text, [.. used.Values]);
    }

    // A link that was cut in half is none.
    private static string Whole(string text)
    {
        var open = text.LastIndexOf(" ([", StringComparison.Ordinal);
        return open >= 0 && text.IndexOf("))", open, StringComparison.Ordinal) < 0 ? text[..open] + "…" : text;
    }

    [GeneratedRegex(@"!?\[(?<words>[^\[\]\n]*)\]\(\s*<?[^()\s]*>?(?:\s+""[^""\n]*"")?\s*\)", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Links();

    [GeneratedRegex(@"\b[a-z][a-z0-9+.-]{1,15}://[^\s<>()\[\]""']+", RegexOptions.IgnoreCase, UserText.MatchLimit)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"<(?<rest>[@#:/at!&])", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Mentions();

    [GeneratedRegex(@"^\s{0,3}\#{1,6}\s+", RegexOptions.Multiline, UserText.MatchLimit)]
    private static partial Regex Headings();

    [GeneratedRegex(@"[ \t]*\[(?<n>\d{1,4}(?:[,; ]+\d{1,4})*)\]", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Numbers();
}
