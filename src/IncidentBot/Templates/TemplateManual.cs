using System.Text;
using IncidentBot.Domain.Postmortems.Templates.Own;

namespace IncidentBot.Templates;

/// <summary>What a template can name and call, for people: made from the model itself, so that it is never behind it.</summary>
public static class TemplateManual
{
    /// <summary>A template that gives the classic arrangement.</summary>
    public static string Sample { get; } = ReadSample();

    public static string Text { get; } = Write();

    private static string Write()
    {
        var text = new StringBuilder(
            """
            A template is Markdown with Handlebars (https://handlebarsjs.com/guide/) in it. Sections begin with "## Heading {#key}": people write a section by its key,
            and what they wrote stands in place of what the template says. Keys that other templates know too, such as summary, timeline, root-cause, measures, lessons,
            went-well, five-whys, keep what was written when the template is changed. A section that stays empty is left out until somebody writes it.

            Of Markdown these mean something: ## and ### headings, paragraphs, "- " lists, "> " quotations, **strong**, *emphasis*, `code` and [links](https://…). Values
            are put in as they are and never mean anything in it. What stands before the first section goes above the document.

              {{incident.title}}                          a value
              {{#if cause}} … {{else}} … {{/if}}          whether there is something; {{#unless …}} is the opposite
              {{#each actions.open}} {{text}} {{/each}}   each thing of a list; {{@index}}, {{@first}}, {{@last}}; ../ is one step out
              {{#with cause}} {{by}} {{/with}}            names without what stands before them
              {{section "timeline"}}                      what the bot writes there itself, with its tables, quotations and files
              {{!-- … --}}                                a remark; the first line of the first one describes the template


            """);
        text.Append("Sections of the bot's own: ").AppendJoin(", ", TemplateModel.Written).Append(".\n\nWhat can be named\n");
        Write(text, TemplateSchema.Root, 1);
        text.Append("\nWhat can be called\n");
        foreach (var helper in TemplateHelpers.All) text.Append("  ").Append(helper.Name.PadRight(24)).Append(helper.Says).Append('\n');
        var limits = TemplateLimits.Default;
        return text.Append($"\nLimits: {OwnTemplate.LongestSource >> 10} KB of template, {limits.Steps:N0} values read and rounds of loops, {limits.Characters >> 20} MB of text, {limits.Time.TotalSeconds:0} seconds.\n")
            .Append("A template that goes beyond them, or fails otherwise, is replaced by the classic arrangement in that document, which says so.\n").ToString();
    }

    private static void Write(StringBuilder text, Schema schema, int depth)
    {
        foreach (var field in schema.Fields)
        {
            var kind = field.Kind switch { FieldKind.List => " (list)", FieldKind.Number => " (number)", FieldKind.Flag => " (yes or no)", _ => "" };
            text.Append(' ', depth * 2).Append(field.Name.PadRight(Math.Max(1, 26 - (depth * 2)))).Append(field.Says).Append(kind).Append('\n');
            if (field.Of is { } inner) Write(text, inner, depth + 1);
        }
    }

    private static string ReadSample()
    {
        using var stream = typeof(TemplateManual).Assembly.GetManifestResourceStream("classic.md.hbs")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
