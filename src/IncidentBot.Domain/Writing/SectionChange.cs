using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Writing;

public enum SectionChangeKind
{
    /// <summary>A person wrote it.</summary>
    Written,

    /// <summary>A person emptied it: the bot writes it again.</summary>
    GivenBack,

    /// <summary>A person took what the record says now in place of what was written.</summary>
    Accepted,

    /// <summary>A person saw what changed in the record, and left the text as it is.</summary>
    Kept,

    /// <summary>Somebody else was faster: the text is kept, and does not stand in the document.</summary>
    SetAside,

    /// <summary>A person began to write over what the record says; the text is kept so that each piece of it can be told apart later.</summary>
    Begun,

    /// <summary>A person asked a language model for a draft.</summary>
    Asked,

    /// <summary>What a language model wrote: kept beside, and in the document only when a person takes it.</summary>
    Drafted,
}

/// <summary>One change of a section of the postmortem; it belongs to the entry of the timeline that tells who made it and when.</summary>
/// <param name="Key">Of the section (see <see cref="SectionIds"/>).</param>
/// <param name="Text">What it said from then on, as typed; null: the bot writes it. Of what was set aside: the text that was not taken.</param>
public sealed record SectionChange(string Key, SectionChangeKind Kind, string? Text)
{
    /// <summary>What the bot would have written from the record then, for comparison; null when that was too long to keep, or is not known.</summary>
    public string? Record { get; init; }

    /// <summary>The fingerprint of what the bot would have written then; null: not known.</summary>
    public string? RecordMark { get; init; }

    /// <summary>Of what was set aside: the number of the entry from which it was written; null: from what the record said.</summary>
    public int? From { get; init; }

    /// <summary>Of what was set aside: what it was written from, where no entry tells.</summary>
    public string? Origin { get; init; }

    /// <summary>The name of the language model that was asked, or that drafted the text; null: people alone wrote it.</summary>
    public string? DraftedBy { get; init; }

    /// <summary>Whether the document says this from then on.</summary>
    public bool IsTaken => Kind is not (SectionChangeKind.SetAside or SectionChangeKind.Begun or SectionChangeKind.Asked or SectionChangeKind.Drafted);
}

/// <summary>Which text of a section somebody has before them: the number of the entry that changed it last (0: none), and the text's fingerprint.</summary>
public readonly partial record struct SectionVersion(int Entry, string Mark)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Entry}-{Mark}");

    public static bool TryParse(string text, out SectionVersion version)
    {
        var match = Form().Match(text);
        version = match.Success ? new(int.Parse(match.Groups["entry"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["mark"].Value) : default;
        return match.Success;
    }

    /// <summary>Tells two texts apart; the white space at their ends is the same.</summary>
    public static string MarkOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n").Trim())).AsSpan(0, 4));

    [GeneratedRegex(@"^(?<entry>\d{1,9})-(?<mark>[0-9a-f]{8})$", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Form();
}

/// <summary>How a section came to say what it says.</summary>
public static class SectionHistory
{
    /// <summary>The entries that changed the section, or were to change it, oldest first.</summary>
    /// <param name="key">Null: all sections.</param>
    public static IEnumerable<TimelineEntry> Of(ImmutableArray<TimelineEntry> entries, string? key = null) =>
        entries.Where(entry => entry.Section is { } change && (key is null || change.Key == key));

    /// <summary>The last change that the document took; null: nobody changed it, or before changes were kept.</summary>
    public static TimelineEntry? Last(ImmutableArray<TimelineEntry> entries, string key)
    {
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            if (entries[i].Section is { IsTaken: true } change && change.Key == key) return entries[i];
        }

        return null;
    }

    /// <param name="recordSays">What the bot writes from the record (see <see cref="SectionText"/>).</param>
    public static SectionVersion Now(Incident incident, ImmutableArray<TimelineEntry> entries, string key, string recordSays) =>
        new(Last(entries, key)?.Number ?? 0, SectionVersion.MarkOf(incident.WrittenSections.GetValueOrDefault(key)?.Text ?? recordSays));

    /// <summary>Whether the record says something else by now than when the section was written, and nobody has looked at that yet.</summary>
    public static bool ChangedUnderneath(Incident incident, ImmutableArray<TimelineEntry> entries, string key, string recordSays) =>
        incident.WrittenSections.ContainsKey(key)
        && Last(entries, key)?.Section is { RecordMark: { } mark }
        && mark != SectionVersion.MarkOf(recordSays);
}
