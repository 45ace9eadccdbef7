using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Postmortems.Templates.Own;

/// <summary>A template that a server wrote itself, as one version of it was applied. The version with the highest number counts.</summary>
/// <param name="Key">As people name it: 1 to 32 lower case letters, digits and dashes; none of the built-in ones.</param>
/// <param name="Number">From 1 up, for each key of its own.</param>
/// <param name="Source">In the language of Handlebars; null: it was taken away with this version.</param>
public sealed partial record OwnTemplate(ServerId Server, string Key, int Number, string? Source)
{
    /// <summary>Longest source, in UTF-16 units.</summary>
    public const int LongestSource = 64 << 10;

    /// <summary>How many a server may have.</summary>
    public const int MostOnServer = 20;

    /// <summary>When it was applied (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who applied it; null: the folder of the configuration.</summary>
    public PersonId? By { get; init; }

    /// <summary>"applied", "put version 2 back", "removed".</summary>
    public required string Change { get; init; }

    /// <summary>What fills it in; null where none is at hand, or where the source is gone.</summary>
    [JsonIgnore]
    public ITemplateText? Text { get; init; }

    public static bool IsKey(string key) => KeyForm().IsMatch(key);

    /// <summary>"Weekly review.MD.hbs" as a key: "weekly-review"; null when nothing of it can be one.</summary>
    public static string? KeyOf(string fileName)
    {
        var name = fileName.ToLowerInvariant();
        foreach (var ending in (string[])[".hbs", ".handlebars", ".md", ".txt"])
        {
            if (name.EndsWith(ending, StringComparison.Ordinal)) name = name[..^ending.Length];
        }

        return FilledText.Slug(name, 32);
    }

    /// <summary>The next version of a template, of which these are known.</summary>
    public static OwnTemplate Next(ServerId server, string key, ImmutableArray<OwnTemplate> known, string? source, string change, PersonId? by, DateTimeOffset at) =>
        new(server, key, known.Where(one => one.Key == key).Select(one => one.Number).DefaultIfEmpty(0).Max() + 1, source) { At = at.ToUniversalTime(), By = by, Change = change };

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,31}$", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex KeyForm();
}

/// <summary>A template that is ready to be filled in. Its language is no concern of the domain.</summary>
public interface ITemplateText
{
    /// <summary>What its author says about it, one line; null: nothing.</summary>
    string? Description { get; }

    /// <exception cref="TemplateFailure">It could not be filled in within its limits, or at all; the message is a sentence without a full stop.</exception>
    FilledText Fill(TemplateModel model);
}

/// <summary>Why a template could not be filled in.</summary>
/// <param name="message">For people, without a full stop: "line 12: …".</param>
public sealed class TemplateFailure(string message, Exception? inner = null) : Exception(message, inner);
