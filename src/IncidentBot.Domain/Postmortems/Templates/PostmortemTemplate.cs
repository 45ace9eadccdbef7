using System.Collections.Immutable;

namespace IncidentBot.Domain.Postmortems.Templates;

/// <summary>
/// Which sections a postmortem has, in which order and under which headings. The text of each comes from the record or from people, whatever the template: what
/// was written stays when another one is chosen.
/// </summary>
/// <param name="Key">As people name it: lower case letters, digits and dashes.</param>
/// <param name="Description">One line about when to use it.</param>
/// <param name="Sections">In reading order.</param>
public sealed record PostmortemTemplate(string Key, string Description, ImmutableArray<TemplateSection> Sections)
{
    /// <summary>Every section that it has a place for, those within others included.</summary>
    public IEnumerable<TemplateSection> Places => Sections.SelectMany(section => section.Within.Prepend(section));

    /// <summary>What its sections say while nobody has written them, where the template says it itself; others say what the record says.</summary>
    public ImmutableDictionary<string, ImmutableArray<Block>> Texts { get; init; } = ImmutableDictionary<string, ImmutableArray<Block>>.Empty;

    /// <summary>What it says before the first section.</summary>
    public ImmutableArray<Block> Preface { get; init; } = [];

    /// <summary>What only people can tell, in the order in which they are asked.</summary>
    public ImmutableArray<string> Asked => [.. Places.Select(section => section.Id).Where(IsAsked)];

    /// <summary>Whether a section has no text but what people write.</summary>
    public bool IsAsked(string id) => Texts.TryGetValue(id, out var text) ? text.IsEmpty : SectionIds.IsAsked(id);

    public bool Has(string id) => Sections.Any(section => section.Id == id);

    public string HeadingOf(string id) => Places.FirstOrDefault(section => section.Id == id)?.Heading ?? SectionIds.Heading(id);
}

/// <param name="Id">See <see cref="SectionIds"/>.</param>
public sealed record TemplateSection(string Id, string Heading)
{
    /// <summary>Sections that stand under a small heading within this one, when there is something to say.</summary>
    public ImmutableArray<TemplateSection> Within { get; init; } = [];
}
