using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Words;

namespace IncidentBot.Postmortem;

/// <summary>The buttons under a message that shows a part of the postmortem.</summary>
public static class PostmortemButtons
{
    /// <summary>Rows of buttons that a message may have, and buttons in each.</summary>
    private const int Rows = 5;
    private const int InRow = 5;

    /// <summary>Discord's limit for the words on a button.</summary>
    private const int LongestLabel = 80;

    /// <summary>For each section that begins in the part: a button to write it, and where the record has changed underneath, one to look at that.</summary>
    /// <param name="headings">Of the sections that begin in the message.</param>
    public static IReadOnlyList<Component> Under(IncidentId incident, PostmortemDocument document, IEnumerable<string> headings)
    {
        // What is published is read, and not written any more.
        if (document.Stage == PostmortemStage.Published) return [];
        var begun = headings.ToHashSet(StringComparer.Ordinal);
        var buttons = document.Sections.Where(section => section.IsWritable && begun.Contains(section.Heading)).SelectMany(section => Of(incident, section)).Take(Rows * InRow);
        return [.. buttons.Chunk(InRow).Select(row => new ActionRow(row))];
    }

    /// <summary>Opens the form of a section.</summary>
    public static Button Edit(IncidentId incident, string section, string label, ButtonStyle style = ButtonStyle.Secondary) => new()
    {
        Style = style,
        Label = Harmless.Cut(label, LongestLabel),
        Emoji = new Emoji { Name = "✏️" },
        CustomId = new CustomId(WritingModule.EditButton, incident, section).ToString(),
    };

    private static IEnumerable<Button> Of(IncidentId incident, PostmortemSection section)
    {
        yield return Edit(incident, section.Id, section.Heading);
        if (section.IsBehind)
            yield return new Button { Style = ButtonStyle.Primary, Label = Harmless.Cut($"What changed: {section.Heading}", LongestLabel), CustomId = new CustomId(FollowingModule.ChangesButton, incident, section.Id).ToString() };
    }
}
