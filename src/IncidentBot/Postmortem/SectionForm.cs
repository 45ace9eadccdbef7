using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Words;
using IncidentBot.Domain.Writing;

namespace IncidentBot.Postmortem;

/// <summary>The form in which a section, or a piece of a long one, is written.</summary>
/// <param name="Part">The piece, from 1; 0: the section is one piece.</param>
public readonly record struct SectionForm(string Key, SectionVersion Version, int Part)
{
    public const string Verb = "section-form";

    /// <summary>"lessons/12-1a2b3c4d/0".</summary>
    public string Argument => string.Create(CultureInfo.InvariantCulture, $"{Key}/{Version}/{Part}");

    /// <summary>Null for what this bot never wrote.</summary>
    public static SectionForm? Read(string argument) =>
        argument.Split('/') is [var key, var version, var part] && SectionVersion.TryParse(version, out var seen) && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(key, seen, number)
            : null;

    /// <summary>The form with what is to be written on.</summary>
    /// <param name="text">At most as much as a field holds.</param>
    public static Modal Of(SectionPage page, string text, int part = 0, int parts = 1, string? about = null) => new(
        new CustomId(Verb, page.File.Incident.Id, new SectionForm(page.Key, page.Version, part).Argument).ToString(),
        Harmless.Cut($"{page.File.Incident.Name}: {page.Heading}{(parts > 1 ? $" ({part} of {parts})" : "")}", 45),
        [
            new Label(
                "Text",
                new TextInput { CustomId = "text", Style = TextInputStyle.Paragraph, Required = false, MaxLength = SectionParts.Field, Value = text.Length == 0 ? null : text, Placeholder = Placeholder(page) },
                about ?? (parts > 1 ? "Left empty, this part is taken out" : page.IsAsked ? "Left empty, the section is left out" : "Left empty, the section is written by the bot again")),
        ]);

    // Discord allows 100 characters, and shows them as they are.
    private static string Placeholder(SectionPage page)
    {
        if (SectionIds.IsAsked(page.Key)) return Harmless.Cut(SectionIds.Question(page.Key), 100);
        var document = PostmortemComposer.Compose(page.File);
        var missing = document.Sections.FirstOrDefault(section => section.Id == page.Key)?.Blocks.OfType<Hint>().FirstOrDefault();
        return missing is null ? SectionIds.Question(page.Key) : Harmless.Cut(string.Concat(missing.Text.Parts.Select(part => part switch { PlainText t => t.Text, Code c => c.Text, _ => "" })), 100);
    }
}
