using System.Text;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;

namespace IncidentBot.Postmortem;

/// <summary>The postmortem in each of its forms.</summary>
public static class PostmortemFiles
{
    public static string Markdown(IncidentFile file) => MarkdownRenderer.Render(PostmortemComposer.Compose(file));

    public static string Html(IncidentFile file) => HtmlRenderer.Render(PostmortemComposer.Compose(file));

    /// <summary>The whole record, the composed document included.</summary>
    public static string Json(IncidentFile file) => JsonRenderer.Render(file, PostmortemComposer.Compose(file));

    /// <summary>Markdown and HTML, as attached to the posted postmortem.</summary>
    public static IReadOnlyList<MessageFile> Attachments(IncidentFile file, PostmortemDocument document) =>
    [
        new(NameOf(file, "md"), Encoding.UTF8.GetBytes(MarkdownRenderer.Render(document)), "text/markdown"),
        new(NameOf(file, "html"), Encoding.UTF8.GetBytes(HtmlRenderer.Render(document)), "text/html"),
    ];

    public static string NameOf(IncidentFile file, string extension) => $"postmortem-inc-{file.Incident.Number}.{extension}";
}
