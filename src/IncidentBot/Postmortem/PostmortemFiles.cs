using System.Text;
using IncidentBot.Attachments;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;

namespace IncidentBot.Postmortem;

/// <summary>The postmortem in each of its forms, as what writes it: that of a long incident has hundreds of megabytes, and is written as it is made.</summary>
public static class PostmortemFiles
{
    /// <summary>Discord's limit for one file, in bytes. All forms of a postmortem together stay below its limit for a message: the JSON is several times as long as the others.</summary>
    private const int LargestFile = 10 << 20;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="document">What is written.</param>
    /// <param name="paths">See <see cref="MarkdownRenderer.Render"/>.</param>
    public static Action<Stream> Markdown(PostmortemDocument document, IReadOnlyDictionary<int, string>? paths = null) => to =>
    {
        using var text = new StreamWriter(to, s_utf8, leaveOpen: true);
        MarkdownRenderer.Write(text, document, paths);
    };

    /// <summary>With the pictures people attached within it.</summary>
    /// <param name="document">What is written.</param>
    /// <param name="folder">Where the pictures are; they are read first.</param>
    /// <param name="cancellationToken">Stops reading them.</param>
    /// <param name="paths">See <see cref="HtmlRenderer.Render"/>.</param>
    public static async Task<Action<Stream>> HtmlAsync(
        PostmortemDocument document, AttachmentFolder folder, CancellationToken cancellationToken, IReadOnlyDictionary<int, string>? paths = null)
    {
        var contents = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var wanted in FileToShow.Of(document))
        {
            if (await folder.ReadAsync(wanted.Hash, wanted.Bytes, cancellationToken) is { } content) contents[wanted.Hash] = content;
        }

        return to =>
        {
            using var text = new StreamWriter(to, s_utf8, leaveOpen: true);
            HtmlRenderer.Write(text, document, contents, paths);
        };
    }

    /// <summary>The whole record, the composed document included.</summary>
    public static Action<Stream> Json(IncidentFile file, PostmortemDocument document) => to => JsonRenderer.Write(to, file, document);

    /// <summary>Markdown and HTML, as attached to the posted postmortem. What is larger than Discord takes is left out, and <c>Note</c> says so.</summary>
    public static async Task<(IReadOnlyList<MessageFile> Files, string? Note)> AttachmentsAsync(IncidentFile file, PostmortemDocument document, AttachmentFolder folder, CancellationToken cancellationToken)
    {
        var markdown = ForDiscord(NameOf(file, "md"), "text/markdown", Markdown(document));
        var html = ForDiscord(NameOf(file, "html"), "text/html", await HtmlAsync(document, folder, cancellationToken));
        MessageFile[] fitting = [.. new[] { markdown, html }.OfType<MessageFile>()];
        return (fitting, fitting.Length == 2 ? null : $"-# {(fitting.Length == 0 ? "The files are" : "The HTML file is")} larger than Discord takes and could not be attached.");
    }

    /// <summary>The file as Discord takes it; null when it is larger than that.</summary>
    public static MessageFile? ForDiscord(string name, string type, Action<Stream> write)
    {
        using var kept = new CappedStream(LargestFile);
        write(kept);
        return kept.Content is { } content ? new MessageFile(name, content, type) : null;
    }

    public static string NameOf(IncidentFile file, string extension) => $"postmortem-inc-{file.Incident.Number}.{extension}";
}
