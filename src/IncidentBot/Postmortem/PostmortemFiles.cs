using System.Text;
using IncidentBot.Attachments;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;

namespace IncidentBot.Postmortem;

/// <summary>The postmortem in each of its forms.</summary>
public static class PostmortemFiles
{
    /// <summary>Discord's limit for one file, in bytes; two of them stay below its limit for a message.</summary>
    private const int LargestFile = 10 << 20;

    /// <param name="file">The record.</param>
    /// <param name="paths">See <see cref="MarkdownRenderer.Render"/>.</param>
    public static string Markdown(IncidentFile file, IReadOnlyDictionary<int, string>? paths = null) => MarkdownRenderer.Render(PostmortemComposer.Compose(file), paths);

    /// <summary>With the pictures people attached within it.</summary>
    /// <param name="paths">See <see cref="HtmlRenderer.Render"/>.</param>
    public static Task<string> HtmlAsync(IncidentFile file, AttachmentFolder folder, CancellationToken cancellationToken, IReadOnlyDictionary<int, string>? paths = null) =>
        HtmlAsync(PostmortemComposer.Compose(file), folder, cancellationToken, paths);

    /// <summary>The whole record, the composed document included.</summary>
    public static string Json(IncidentFile file) => JsonRenderer.Render(file, PostmortemComposer.Compose(file));

    /// <summary>Markdown and HTML, as attached to the posted postmortem. What is larger than Discord takes is left out, and <c>Note</c> says so.</summary>
    public static async Task<(IReadOnlyList<MessageFile> Files, string? Note)> AttachmentsAsync(IncidentFile file, PostmortemDocument document, AttachmentFolder folder, CancellationToken cancellationToken)
    {
        MessageFile[] all =
        [
            new(NameOf(file, "md"), Encoding.UTF8.GetBytes(MarkdownRenderer.Render(document)), "text/markdown"),
            new(NameOf(file, "html"), Encoding.UTF8.GetBytes(await HtmlAsync(document, folder, cancellationToken)), "text/html"),
        ];
        var fitting = all.Where(one => one.Content.Length <= LargestFile).ToList();
        return (fitting, fitting.Count == all.Length ? null : $"-# {(fitting.Count == 0 ? "The files are" : "The HTML file is")} larger than Discord takes and could not be attached.");
    }

    public static string NameOf(IncidentFile file, string extension) => $"postmortem-inc-{file.Incident.Number}.{extension}";

    private static async Task<string> HtmlAsync(
        PostmortemDocument document, AttachmentFolder folder, CancellationToken cancellationToken, IReadOnlyDictionary<int, string>? paths = null)
    {
        var contents = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var wanted in FileToShow.Of(document))
        {
            if (await folder.ReadAsync(wanted.Hash, wanted.Bytes, cancellationToken) is { } content) contents[wanted.Hash] = content;
        }

        return HtmlRenderer.Render(document, contents, paths);
    }
}
